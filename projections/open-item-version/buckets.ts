/** A range of days past due: `fromDays` included, `toDays` excluded; null is open-ended. */
export interface Bucket {
  readonly code: string;
  readonly fromDays: number | null;
  readonly toDays: number | null;
}

export const DEFAULT_BUCKETS: readonly Bucket[] = bucketsFromLimits([30, 60, 90, 120]);

/** [30, 60] gives NOT_DUE, D1_30, D31_60 and D61_PLUS. Limits rise. */
export function bucketsFromLimits(limits: readonly number[]): readonly Bucket[] {
  const starts = [1, ...limits.map((limit) => limit + 1)];
  const late = starts.map((start, place) => {
    const end = starts[place + 1];
    return { code: end === undefined ? `D${start}_PLUS` : `D${start}_${end - 1}`, fromDays: start, toDays: end ?? null };
  });
  return [{ code: "NOT_DUE", fromDays: null, toDays: 1 }, ...late];
}

/** Where each bucket but the first begins. Throws unless the buckets are in order, without gap or overlap, with open ends. */
export function bucketStarts(buckets: readonly Bucket[]): readonly number[] {
  const starts = buckets.slice(1).map(({ fromDays }) => fromDays);
  const holds =
    buckets[0]?.fromDays === null &&
    buckets.at(-1)?.toDays === null &&
    buckets.slice(1).every(({ fromDays }, place) => fromDays !== null && fromDays === buckets[place]?.toDays) &&
    starts.every((start, place) => place === 0 || (start as number) > (starts[place - 1] as number));
  if (!holds) throw new Error("aging buckets must follow one another without gap or overlap, open at both ends");
  return starts as number[];
}

/** The code of the bucket in which so many days past due are. */
export function bucketOfDays(buckets: readonly Bucket[], days: number): string {
  const found = buckets.find(({ toDays }) => toDays === null || days < toDays);
  if (found === undefined) throw new Error("the last bucket has an end");
  return found.code;
}
