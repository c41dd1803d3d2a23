/** Where an event stands in its append: the first of three is `{ index: 0, count: 3 }`. */
export interface AppendPlace {
  readonly index: number;
  readonly count: number;
}

/** Reads the place from the text of `meta`. Undefined when it is not there: such an event may not be stored. */
export function placeInAppend(meta: string): AppendPlace | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(meta);
  } catch {
    return undefined;
  }
  if (typeof parsed !== "object" || parsed === null) return undefined;
  const { index, count } = parsed as { index?: unknown; count?: unknown };
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(count)) return undefined;
  return { index: index as number, count: count as number };
}

/** How many events of the same append come after the one with this `meta`. */
export function eventsLeftInAppend(meta: string): number {
  const place = placeInAppend(meta);
  if (place === undefined) throw new Error("A stored event does not say where it stands in its append");
  return place.count - 1 - place.index;
}

/** The last ordinal at or before that of the event with this `meta` that ends an append. */
export function lastEndOfAppend(ordinal: number, meta: string): number {
  const place = placeInAppend(meta);
  if (place === undefined) throw new Error(`Event ${ordinal} does not say where it stands in its append`);
  return place.index === place.count - 1 ? ordinal : ordinal - place.index - 1;
}
