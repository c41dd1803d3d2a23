import fc from "fast-check";
import t from "tap";
import { plainState } from "../../src/application/plain-state.ts";
import { Journal } from "../../src/kernel/journal.ts";
import { holds } from "./holds.ts";

const key = fc.constantFrom("a", "b", "c");
const value = fc.integer({ min: 0, max: 3 });
const operation = fc.oneof(
  fc.record({ what: fc.constant("set" as const), key, value }),
  fc.record({ what: fc.constant("change" as const), key, value }),
  fc.record({ what: fc.constant("delete" as const), key, value }),
  fc.record({ what: fc.constant("cell" as const), key, value }),
);
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;
const operations = fc.array(operation, { maxLength: 12 });

function openState(recording = true) {
  const journal = new Journal();
  if (recording) journal.startRecording();
  const state = { map: journal.map<string, number>(), cell: journal.cell(0) };
  const run = ({ what, key, value }: Operation): void => {
    if (what === "set") state.map.set(key, value);
    else if (what === "delete") state.map.delete(key);
    else if (what === "cell") state.cell.set(value);
    else if (state.map.has(key)) state.map.change(key, (before) => before + value);
  };
  return { journal, state, run, text: () => JSON.stringify(plainState(state)) };
}

t.test("a rollback restores what there was at the savepoint, whatever happened since", async (t) => {
  holds(
    t,
    fc.property(operations, operations, (before, after) => {
      const { journal, run, text } = openState();
      before.forEach(run);
      const savepoint = journal.savepoint();
      const then = text();
      after.forEach(run);
      journal.rollback(savepoint);
      return text() === then;
    }),
  );
});

t.test("savepoints roll back one after the other, the older after the newer", async (t) => {
  holds(
    t,
    fc.property(fc.array(operations, { minLength: 1, maxLength: 5 }), (parts) => {
      const { journal, run, text } = openState();
      const taken = parts.map((part) => {
        const at = { savepoint: journal.savepoint(), text: text() };
        part.forEach(run);
        return at;
      });
      return taken.reverse().every(({ savepoint, text: then }) => {
        journal.rollback(savepoint);
        return text() === then;
      });
    }),
  );
});

t.test("what was released stays, and later savepoints still roll back", async (t) => {
  holds(
    t,
    fc.property(operations, operations, operations, (first, second, third) => {
      const { journal, run, text } = openState();
      const start = journal.savepoint();
      first.forEach(run);
      const middle = journal.savepoint();
      second.forEach(run);
      const later = journal.savepoint();
      const then = text();
      journal.release(middle);
      third.forEach(run);
      journal.rollback(later);
      const restored = text() === then;
      return restored && (middle === start || throws(() => journal.rollback(start)));
    }),
  );
});

t.test("state that is being loaded keeps no undo", async (t) => {
  const { journal, run } = openState(false);
  const savepoint = journal.savepoint();
  run({ what: "set", key: "a", value: 1 });
  t.equal(journal.savepoint(), savepoint);
});

t.test("a change of something that is not there is a fault of the fold", async (t) => {
  t.throws(() => openState().state.map.change("a", (value) => value), /nothing is folded under a/);
});

function throws(act: () => void): boolean {
  try {
    act();
    return false;
  } catch {
    return true;
  }
}
