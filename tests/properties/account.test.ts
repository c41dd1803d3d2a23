import fc from "fast-check";
import t from "tap";
import { commandCatalogue } from "../../src/application/command-catalogue.ts";
import { account } from "../../src/domain/account/account.ts";
import { type Step, THEME_COUNT } from "./account/attempts.ts";
import { Dice } from "./account/model/dice.ts";
import { MOVES } from "./account/moves.ts";
import { OUT_OF_REACH, SELDOM } from "./account/out-of-reach.ts";
import { SequenceRun, type Tally } from "./account/run-sequence.ts";
import { type Failure, shrunk, storyOf } from "./account/shrink.ts";

/** `CARTERA_SEQUENCES=1000000 node --import tsx tests/properties/account.test.ts` for a long night; CARTERA_SEED for other histories. */
const SEQUENCES = Number(process.env.CARTERA_SEQUENCES ?? 10_000);
const USUAL_SEED = 20_250_601;
const SEED = Number(process.env.CARTERA_SEED ?? USUAL_SEED);
/** From so many histories on everything that can happen must have happened: what is rare comes in the usual run, and in every large one. */
const ENOUGH = SEED === USUAL_SEED ? 10_000 : 100_000;

t.setTimeout(0);

const definitions = commandCatalogue.map(({ definition }) => definition).filter(({ target }) => (target.fold as unknown) === account);

/** Packing a state costs as much as a history: one in so many does. */
const SLEEPS_EVERY = 10;

/** Days that pass, and the chance with which somebody then does something with what there is. */
const step = fc.record({ wait: fc.constantFrom(0, 0, 1, 3, 9), seed: fc.nat() });
const history = fc.record({
  hasLine: fc.constantFrom(true, true, true, true, false),
  theme: fc.nat(THEME_COUNT - 1),
  steps: fc.array(step, { minLength: 20, maxLength: 50, size: "max" }),
});

t.test("the model knows every command of an account", async (t) => {
  t.strictSame(MOVES.map(({ definition }) => definition.name).sort(), definitions.map(({ name }) => name).sort());
});

t.test(`${SEQUENCES} random histories of an account agree with a naive model after every step`, async (t) => {
  const tally: Tally = new Map();
  let failure: Failure | undefined;
  const property = fc.property(history, ({ hasLine, theme, steps }) => {
    const sleeps = (steps[0]?.seed ?? 0) % SLEEPS_EVERY === 0;
    const run = new SequenceRun(tally, hasLine, sleeps);
    const done: Step[] = [];
    try {
      for (const [n, { wait, seed }] of steps.entries()) {
        const next = run.meet(wait, new Dice(seed), n, theme);
        done.push(next);
        run.step(next);
      }
      run.finish();
    } catch (error) {
      failure = { hasLine, sleeps, steps: done, error: error instanceof Error ? error : new Error(String(error)) };
      throw error;
    }
  });
  const { failed } = fc.check(property, { numRuns: SEQUENCES, seed: SEED, endOnFailure: true });
  if (failed && failure !== undefined) {
    t.comment(storyOf(shrunk(failure)));
    t.fail(`seed ${SEED}`);
  }
  printTable(t, tally);
  const never = definitions
    .flatMap(({ name, refusals }) => [name, ...refusals.map((code) => `${name} ${code}`)])
    .filter((what) => !tally.has(what));
  t.strictSame(
    [...OUT_OF_REACH].filter((what) => tally.has(what)),
    [],
    "what is out of reach did not happen",
  );
  if (SEQUENCES < ENOUGH) return;
  t.strictSame(
    never.filter((what) => !OUT_OF_REACH.has(what) && !SELDOM.has(what)),
    [],
    "every command was accepted, and every code of its refusals fired",
  );
  t.ok(tally.has("packed and woken"), `${tally.get("packed and woken")} times a state was packed and woken`);
});

/** How often each command was accepted, and each of its codes fired. */
function printTable(t: { comment(text: string): void }, tally: Tally): void {
  for (const { name, refusals } of definitions) {
    const codes = [
      ...new Set([...refusals, ...[...tally.keys()].flatMap((what) => (what.startsWith(`${name} `) ? [what.slice(name.length + 1)] : []))]),
    ];
    const counted = codes.map((code) => `${code} ${tally.get(`${name} ${code}`) ?? 0}`);
    t.comment(`${String(tally.get(name) ?? 0).padStart(8)}  ${name}: ${counted.join(", ")}`);
  }
  t.comment(`${String(tally.get("UNA-3 applied, corrected and as before") ?? 0).padStart(8)}  UNA-3 applied, corrected and as before`);
}
