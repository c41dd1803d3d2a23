import type { Bench } from "./figure.ts";
import type { Measured } from "./load.ts";
import { startOwnProcess } from "./own-process.ts";
import { ACCOUNTS, CONNECTIONS, processorsOf, ReceiptLoad, startLedger, uniformAccount } from "./receipts.ts";
import { atLeast, atMost, milliseconds, percent, report, whole } from "./report.ts";

const WARM_UP = { calls: 20_000, atMostMs: 15_000 };

/** A whole command over HTTP: authentication, schema, idempotency, decision, durable append, answer. */
export async function measureCommands(bench: Bench): Promise<void> {
  report.heading(`P3  register-receipt over HTTP, ${CONNECTIONS} connections, ${whole(ACCOUNTS)} accounts, server in a process of its own`);
  const bare = await measureBareRoute(bench);
  report.row("bare route that parses the same body", bare);
  const ledger = await measureLedger(bench);
  report.row("register-receipt", ledger);
  report.figure("commands per second", ledger.perSecond, whole, atLeast(6_000));
  report.figure("p99", ledger.samples.percentile(99), milliseconds, atMost(25));
  report.figure("of the bare route", ledger.perSecond / bare.perSecond, percent, atLeast(0.6));
}

async function measureBareRoute(bench: Bench): Promise<Measured> {
  const server = await startOwnProcess(["--import", "tsx", "tests/benchmarks/bare-route.ts"]);
  const load = await ReceiptLoad.open(server.url);
  try {
    const measureMs = (bench.seconds * 1000) / 2;
    return await load.run({ warmUp: WARM_UP, measureMs, processorSeconds: processorsOf(bench, server) }, uniformAccount);
  } finally {
    load.close();
    await server.stop();
  }
}

async function measureLedger(bench: Bench): Promise<Measured> {
  const server = await startLedger(bench, "p3");
  const load = await ReceiptLoad.open(server.url);
  try {
    await load.setUp();
    const measureMs = bench.seconds * 1000;
    return await load.run({ warmUp: WARM_UP, measureMs, processorSeconds: processorsOf(bench, server) }, uniformAccount);
  } finally {
    load.close();
    await server.stop();
  }
}
