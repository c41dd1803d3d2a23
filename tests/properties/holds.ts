import fc from "fast-check";
import type { Test } from "tap";

const RUNS = 2_000;
const SEED = Number(process.env.CARTERA_SEED ?? 20_250_601);

/** The property holds for many inputs; where it does not, the failure names the seed, the path and the smallest input. */
export function holds<Inputs>(t: Test, property: fc.IProperty<Inputs>, runs = RUNS): void {
  const details = fc.check(property, { numRuns: runs, seed: SEED });
  if (details.failed) t.comment(fc.defaultReportMessage(details) ?? "");
  t.notOk(details.failed, `${details.numRuns} inputs, seed ${SEED}`);
}
