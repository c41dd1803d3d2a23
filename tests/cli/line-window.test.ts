import t from "tap";
import { LineWindow } from "../../src/cli/send/line-window.ts";
import { LEDGER_LANE, type SentLine } from "../../src/cli/send/sent-line.ts";

let lines = 0;
function line(lane: string, stream = lane): SentLine {
  lines += 1;
  return { number: lines, key: `k${lines}`, command: "c", stream, lane, wire: `${lane} ${stream}`, bytes: 10 };
}

function windowOf(...all: readonly SentLine[]): LineWindow {
  const window = new LineWindow();
  for (const each of all) window.add(each);
  return window;
}

const LIMITS = { lines: 100, bytes: 1_000 };
const wires = (batch: readonly SentLine[]) => batch.map(({ wire }) => wire);

t.test("a customer and its accounts are never in two batches, nor two of them in one", async (t) => {
  const window = windowOf(
    line("C1", "customer-C1"),
    line("C2", "account-C2"),
    line("C1", "account-C1"),
    line("C1", "customer-C1"),
    line("C2", "account-C2"),
  );
  const first = window.take(LIMITS);
  t.strictSame(wires(first), ["C1 customer-C1", "C2 account-C2", "C2 account-C2"]);
  t.strictSame(window.take(LIMITS), [], "what is left waits for the answer");
  window.settle(first);
  const second = window.take(LIMITS);
  t.strictSame(wires(second), ["C1 account-C1"]);
  window.settle(second);
  t.strictSame(wires(window.take(LIMITS)), ["C1 customer-C1"]);
});

t.test("a line of the whole ledger goes alone: after all before it, before all after it", async (t) => {
  const window = windowOf(
    line("C1"),
    line(LEDGER_LANE, "policy-a"),
    line(LEDGER_LANE, "policy-a"),
    line(LEDGER_LANE, "policy-b"),
    line("C2"),
  );
  const batches: string[][] = [];
  for (let batch = window.take(LIMITS); batch.length > 0; batch = window.take(LIMITS)) {
    t.strictSame(window.take(LIMITS), [], "nothing beside it");
    window.settle(batch);
    batches.push(wires(batch));
  }
  t.strictSame(batches, [["C1 C1"], ["ledger policy-a", "ledger policy-a"], ["ledger policy-b"], ["C2 C2"]]);
});

t.test("a batch has its limits, and the next one takes the others at the same time", async (t) => {
  const window = windowOf(...["C1", "C2", "C3", "C4", "C1"].map((lane) => line(lane)));
  t.strictSame(wires(window.take({ lines: 2, bytes: 1_000 })), ["C1 C1", "C2 C2"]);
  t.strictSame(wires(window.take({ lines: 100, bytes: 15 })), ["C3 C3"]);
  t.strictSame(wires(window.take(LIMITS)), ["C4 C4"]);
  t.equal(window.size, 1);
});
