import { Cell, JournaledMap } from "../kernel/journal.ts";

/** A folded state as plain JSON: maps by key in order, amounts as whole minor units in text. Two equal states give equal JSON. */
export function plainState(value: unknown): unknown {
  if (value instanceof Cell) return plainState(value.value);
  if (value instanceof JournaledMap || value instanceof Map) {
    const entries = [...(value as Iterable<[unknown, unknown]>)].map(([key, each]) => [String(key), plainState(each)] as const);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  }
  if (value instanceof Set) return [...value].map(plainState).sort();
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return value.map(plainState);
  if (typeof value !== "object" || value === null) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plainState(each)]));
}
