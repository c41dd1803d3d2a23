import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import t from "tap";
import { StreamState } from "../../src/application/stream-state.ts";
import { account } from "../../src/domain/account/account.ts";
import type { Fold } from "../../src/kernel/fold.ts";

setFlagsFromString("--expose_gc");
const collect = runInNewContext("gc") as () => void;

function heapBytes(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

t.test(
  "what an account is said to take in memory is what it takes, also the small ones that a new day opens by the thousand",
  async (t) => {
    const count = 2_000;
    const before = heapBytes();
    const opened = Array.from({ length: count }, (_, n) => new StreamState(account as Fold<unknown>, `C${n}.CO01.COP`));
    const taken = heapBytes() - before;
    const said = opened.reduce((sum, { bytes }) => sum + bytes, 0);
    t.ok(taken / said < 1.5, `${Math.round(taken / count)} bytes each, ${Math.round(said / count)} said`);
  },
);
