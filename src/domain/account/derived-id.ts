const LONGEST = 40;

/**
 * An id that the ledger gives itself, made of another one: "RC-1-FEE" of RC-1, and "RC-1-FEE2" where that is taken. Of a long id only the
 * beginning stays.
 */
export function derivedId(from: string, ending: string, isTaken: (id: string) => boolean): string {
  for (let n = 1; ; n += 1) {
    const tail = `-${ending}${n === 1 ? "" : n}`;
    const id = `${from.slice(0, LONGEST - tail.length)}${tail}`;
    if (!isTaken(id)) return id;
  }
}
