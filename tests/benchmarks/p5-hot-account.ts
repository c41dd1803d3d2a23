import type { Bench } from "./figure.ts";
import type { Measured } from "./load.ts";
import { CONNECTIONS, processorsOf, ReceiptLoad, startLedger, uniformAccount } from "./receipts.ts";
import { report, whole } from "./report.ts";

const ROUNDS = 2;
const FIRST_WARM_UP_MS = 4_000;
const WARM_UP_MS = 500;
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
    const measure = async (what: string, warmUpMs: number, accountOf: () => number): Promise<Measured> => {
      const measured = await load.run({ warmUpMs, measureMs, processorSeconds }, accountOf);
      report.row(what, measured);
      return measured;
    };
    let [uniform, hot] = [0, 0];
    for (let round = 0; round < ROUNDS; round++) {
      const warmUpMs = round === 0 ? FIRST_WARM_UP_MS : WARM_UP_MS;
      uniform += (await measure("uniform", warmUpMs, uniformAccount)).perSecond / ROUNDS;
      hot += (await measure("one hot account", WARM_UP_MS, () => HOT_ACCOUNT)).perSecond / ROUNDS;
    }
    report.figure("commands per second, uniform", whole(uniform), "P3");
    report.figure("commands per second, one account", whole(hot), "-");
    report.figure("one account of uniform", `${((100 * hot) / uniform).toFixed(0)} %`, ">= 90 %");
  } finally {
    load.close();
    await server.stop();
  }
}
