import fc from "fast-check";
import t from "tap";
import { intents } from "./account/intents.ts";
import { SequenceRun, type Tally } from "./account/run-sequence.ts";

const SEQUENCES = Number(process.env["CARTERA_SEQUENCES"] ?? 1_000);
const SEED = Number(process.env["CARTERA_SEED"] ?? 20_250_601);

t.test(`${SEQUENCES} random histories of an account agree with a naive model after every step`, { timeout: 0 }, async (t) => {
  const tally: Tally = new Map();
  let story = "";
  const property = fc.property(intents, (sequence) => {
    const run = new SequenceRun(tally);
    try {
      for (const [n, intent] of sequence.entries()) run.step(intent, n);
      run.replay();
    } catch (error) {
      story = run.story;
      throw error;
    }
  });
  const { failed, counterexamplePath, errorInstance } = fc.check(property, { numRuns: SEQUENCES, seed: SEED });
  for (const [what, times] of [...tally].sort()) t.comment(`${String(times).padStart(7)}  ${what}`);
  if (failed) t.comment(`seed ${SEED}, path ${counterexamplePath}\n${story}\n${errorInstance instanceof Error ? errorInstance.stack : errorInstance}`);
  t.notOk(failed, `seed ${SEED}`);
});
