/** One value that is not what it was: nothing before where it came, nothing after where it went. */
export interface Change {
  /** "receipts.byId.RC-1.unapplied" */
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
}

/** The values of a JSON document by path, in order; empty lists and objects stand for themselves. */
export function valuesByPath(value: unknown, path = "", found = new Map<string, string>()): Map<string, string> {
  const parts = typeof value === "object" && value !== null ? Object.entries(value) : [];
  if (parts.length === 0) {
    if (path !== "") found.set(path, typeof value === "string" ? value : JSON.stringify(value));
    return found;
  }
  for (const [name, each] of parts) {
    const step = Array.isArray(value) ? `[${name}]` : path === "" ? name : `.${name}`;
    valuesByPath(each, `${path}${step}`, found);
  }
  return found;
}

/** What is different between two states. A list that was empty and is not any more shows what came, not that it was empty. */
export function stateDifference(before: unknown, after: unknown): readonly Change[] {
  const [was, is] = [valuesByPath(before), valuesByPath(after)];
  const changes: Change[] = [];
  for (const path of new Set([...was.keys(), ...is.keys()])) {
    const [old, current] = [was.get(path), is.get(path)];
    if (old === current) continue;
    const grewOrShrank = (old === undefined && isEmpty(current)) || (current === undefined && isEmpty(old));
    if (!grewOrShrank) changes.push({ path, ...(old !== undefined && { before: old }), ...(current !== undefined && { after: current }) });
  }
  return changes;
}

const isEmpty = (text: string | undefined) => text === "[]" || text === "{}";
