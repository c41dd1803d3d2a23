/** How many items of an ascending list are at or below a limit. */
export function countUpTo<T>(ascending: readonly T[], limit: number, numberOf: (item: T) => number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numberOf(ascending[middle] as T) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
