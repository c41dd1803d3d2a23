const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;

/**
 * Milliseconds since 1970 of an RFC 3339 instant. What is finer than a millisecond is cut off: the log's own times have no more, so "at or
 * before" means the same. Throws `RangeError` for anything else.
 */
export function instantMs(instant: string): number {
  // Cut, not parsed: how Date rounds a longer fraction is left to the implementation.
  const ms = RFC_3339.test(instant) ? Date.parse(instant.replace(/(\.\d{3})\d+/, "$1")) : Number.NaN;
  if (Number.isNaN(ms)) throw new RangeError(`"${instant}" is not an RFC 3339 instant`);
  return ms;
}
