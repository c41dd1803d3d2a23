import fc from "fast-check";
import t from "tap";
import {
  addChange,
  advance,
  type ChangesByDate,
  type ClosedRectangle,
  type Rectangle,
  stepsOf,
} from "../../projections/open-item-version/rectangles.ts";
import { END_OF_TIME } from "../../src/kernel/calendar-date.ts";

const DATES = Array.from({ length: 12 }, (_, day) => `2025-01-${String(day + 1).padStart(2, "0")}`);
const MARKS = { dueDate: "2025-02-01", branchId: null, salespersonId: null };
const amount = fc.bigInt({ min: -3n, max: 3n });
const change = fc.record({
  on: fc.constantFrom(...DATES),
  open: amount,
  pending: amount,
  promised: fc.constant(0n as bigint),
  covered: amount,
});
/** Appends, each a few changes of one item that become known together. */
const history = fc.array(fc.array(change, { minLength: 1, maxLength: 3 }), { maxLength: 12 });
type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

function rectanglesOf(appends: History): { readonly current: readonly Rectangle[]; readonly closed: readonly ClosedRectangle[] } {
  const changes: ChangesByDate = new Map();
  let current: readonly Rectangle[] = [];
  const closed: ClosedRectangle[] = [];
  for (const [place, append] of appends.entries()) {
    for (const { on, ...amounts } of append) addChange(changes, on, amounts);
    const next = advance(current, stepsOf(changes, MARKS), place + 1);
    current = next.current;
    closed.push(...next.closed);
  }
  return { current, closed };
}

t.test("for any two dates the rectangles say what a fold of the movements says", async (t) => {
  fc.assert(
    fc.property(history, (appends) => {
      const { current, closed } = rectanglesOf(appends);
      const all = [...closed, ...current.map((each) => ({ ...each, recTo: Number.POSITIVE_INFINITY }))];
      for (let known = 0; known <= appends.length; known += 1) {
        for (const asOf of DATES) {
          const found = all.filter(
            ({ effFrom, effTo, recFrom, recTo }) => effFrom <= asOf && asOf < effTo && recFrom <= known && known < recTo,
          );
          const naive = appends
            .slice(0, known)
            .flat()
            .filter(({ on }) => on <= asOf);
          const sum = (name: "open" | "pending" | "covered") => naive.reduce((total, each) => total + each[name], 0n);
          if (found.length > 1) return false;
          if (["open", "pending", "covered"].some((name) => sum(name as "open") !== (found[0]?.[name as "open"] ?? 0n))) return false;
        }
      }
      return true;
    }),
    { numRuns: 300 },
  );
  t.pass("300 histories");
});

t.test("rectangles are as long as they can be, and none is empty", async (t) => {
  fc.assert(
    fc.property(history, (appends) => {
      const current = [...rectanglesOf(appends).current].sort((a, b) => (a.effFrom < b.effFrom ? -1 : 1));
      return current.every((each, place) => {
        const next = current[place + 1];
        const touching = next !== undefined && next.effFrom === each.effTo;
        const same =
          touching &&
          next.open === each.open &&
          next.pending === each.pending &&
          next.promised === each.promised &&
          next.covered === each.covered;
        const empty = each.open === 0n && each.pending === 0n && each.promised === 0n && each.covered === 0n;
        return !same && !empty && each.effFrom < each.effTo && (next === undefined || each.effTo <= next.effFrom);
      });
    }),
    { numRuns: 300 },
  );
  t.pass("300 histories");
});

t.test("an item that is paid once leaves two rectangles", async (t) => {
  const none = { pending: 0n, promised: 0n, covered: 0n };
  const { current, closed } = rectanglesOf([[{ on: "2025-01-01", open: 100n, ...none }], [{ on: "2025-01-05", open: -100n, ...none }]]);
  t.strictSame(closed, [{ open: 100n, ...none, ...MARKS, effFrom: "2025-01-01", effTo: END_OF_TIME, recFrom: 1, recTo: 2 }]);
  t.strictSame(current, [{ open: 100n, ...none, ...MARKS, effFrom: "2025-01-01", effTo: "2025-01-05", recFrom: 2 }]);
});
