import t from "tap";
import { Progress, progressText } from "../../src/cli/progress.ts";

t.test("progress says how far it is, how fast it goes and how long it will take", async (t) => {
  t.equal(progressText("lines", 12_400, 100_000, 3_200), "12,400 of 100,000 lines (12 %), 3,200/s, 28 s left");
  t.equal(progressText("events", 1, 1_000_000, 100), "1 of 1,000,000 events (0 %), 100/s, 2 h 46 min left");
  t.equal(progressText("lines", 10, undefined, 2), "10 lines, 2/s");
  t.equal(progressText("lines", 0, 600, 0), "0 of 600 lines (0 %), 0/s, time left unknown");
  t.equal(progressText("lines", 0, 0, 0), "0 of 0 lines (100 %), 0/s, time left unknown");
});

t.test("a person hears of it every second, and what was done before does not count as speed", async (t) => {
  const told: string[] = [];
  const output = { out: () => t.fail("progress is no result"), err: (text: string) => void told.push(text), isTerminal: true };
  const progress = new Progress(output, "lines", 1_000);
  progress.reached(1_001, 2_000);
  t.strictSame(told, [], "not at once");
  await new Promise((resolve) => setTimeout(resolve, 1_050));
  progress.reached(1_010, 2_000);
  t.match(told.join(""), /^1,010 of 2,000 lines \(50 %\), (8|9|10)\/s, 1 min \d+ s left\n$/);
});
