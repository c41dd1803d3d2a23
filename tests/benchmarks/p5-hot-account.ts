import type { Bench } from "./figure.ts";
import type { Load, Measured } from "./load.ts";
import { CONNECTIONS, processorsOf, ReceiptLoad, startLedger, uniformAccount } from "./receipts.ts";
import { atLeast, percent, report, whole } from "./report.ts";

const ROUNDS = 2;
const WARM_UP = { calls: 20_000, atMostMs: 12_000 };
const SHORT_WARM_UP = { calls: 1_000, atMostMs: 1_000 };
const HOT_ACCOUNT = 0;

/** All connections on one account, against the same commands spread over all; in turns, so that both have the same neighbours. */
export async function measureHotAccount(bench: Bench): Promise<void> {
  report.heading(`P5  register-receipt over HTTP, ${CONNECTIONS} connections, one account against all`);
  const server = await startLedger(bench, "p5");
  const load = await ReceiptLoad.open(server.url);
  try {
    await load.setUp();
    const processorSeconds = processorsOf(bench, server);
    const measureMs = (bench.seconds * 1000) / ROUNDS;
    const measure = async (what: string, warmUp: Load["warmUp"], accountOf: () => number): Promise<Measured> => {
      const measured = await load.run({ warmUp, measureMs, processorSeconds }, accountOf);
      report.row(what, measured);
      return measured;
    };
    let [uniform, hot] = [0, 0];
    for (let round = 0; round < ROUNDS; round++) {
      uniform += (await measure("uniform", round === 0 ? WARM_UP : SHORT_WARM_UP, uniformAccount)).perSecond / ROUNDS;
      hot += (await measure("one hot account", SHORT_WARM_UP, () => HOT_ACCOUNT)).perSecond / ROUNDS;
    }
    report.figure("commands per second, uniform", uniform, whole);
    report.figure("commands per second, one account", hot, whole);
    report.figure("one account of uniform", hot / uniform, percent, atLeast(0.9));
  } finally {
    load.close();
    await server.stop();
  }
}
