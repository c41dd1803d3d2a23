import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import t, { type Test } from "tap";
import { applicationBody, customerBody, invoiceBody, lineBody, receiptBody, setUpCompany } from "../support/company.ts";
import { HttpLedger } from "../support/http-ledger.ts";

const CARTERA = join(import.meta.dirname, "../../src/cli/cartera.mjs");
const CUSTOMERS = 40;
const TOKEN = `owner.${"k".repeat(43)}`;

/** Commands of a small portfolio, in file order: every customer buys, pays in part, and pays once more than was left. */
async function commandFile(path: string): Promise<number> {
  const lines: object[] = [];
  const add = (command: string, body: object) => {
    lines.push({ command, idempotencyKey: `line ${lines.length}`, body });
    return Promise.resolve();
  };
  await setUpCompany(add);
  for (let n = 0; n < CUSTOMERS; n += 1) {
    const account = `C${n}.CO01.COP`;
    await add("register-customer", customerBody(`C${n}`));
    await add("open-credit-line", lineBody(account, "1000000.00"));
    for (let month = 1; month <= 9; month += 1) {
      const [invoice, receipt] = [`F${n}-${month}`, `R${n}-${month}`];
      await add("record-invoice", invoiceBody(account, invoice, "100.00", `2025-0${month}-01`));
      await add("register-receipt", receiptBody(account, receipt, "90.00", `2025-0${month}-20`));
      await add("apply-payment", applicationBody(account, `A${n}-${month}`, receipt, [[`${invoice}.1`, "80.00"]]));
      await add("apply-payment", applicationBody(account, `X${n}-${month}`, receipt, [[`${invoice}.1`, "20.00"]]));
    }
  }
  await writeFile(path, `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`);
  return lines.length;
}

interface Place {
  readonly directory: string;
  readonly port: number;
}

function cartera(place: Place, ...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [CARTERA, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      NODE_OPTIONS: "",
      CARTERA_DATA_DIR: join(place.directory, "data"),
      CARTERA_PORT: String(place.port),
      CARTERA_URL: `http://127.0.0.1:${place.port}`,
      CARTERA_API_KEY: TOKEN,
      CARTERA_BOOTSTRAP_API_KEY: TOKEN,
      LOG_LEVEL: "error",
    },
  });
}

/** Starts the server and waits until it answers. */
async function startServer(place: Place): Promise<ChildProcess> {
  const server = cartera(place, "start");
  let said = "";
  server.stdout?.on("data", (chunk) => {
    said += chunk;
  });
  server.stderr?.on("data", (chunk) => {
    said += chunk;
  });
  for (let tries = 0; tries < 600; tries += 1) {
    if (server.exitCode !== null || server.signalCode !== null) throw new Error(`the server ended: ${said}`);
    const ready = await fetch(`http://127.0.0.1:${place.port}/health/ready`).catch(() => undefined);
    if (ready?.status === 200) return server;
    await sleep(100);
  }
  throw new Error(`the server did not become ready: ${said}`);
}

function ended(child: ChildProcess): Promise<number | null> {
  const hasEnded = child.exitCode !== null || child.signalCode !== null;
  return hasEnded ? Promise.resolve(child.exitCode) : new Promise((resolve) => child.once("exit", resolve));
}

async function postmasterPid({ directory }: Place): Promise<number> {
  return Number((await readFile(join(directory, "data/postgres/data/postmaster.pid"), "utf8")).split("\n")[0]);
}

/** What the ledger holds, without what differs from run to run: times, order between accounts, ciphers. */
async function contents(place: Place): Promise<unknown> {
  const http = new HttpLedger(`http://127.0.0.1:${place.port}`, TOKEN, () => randomBytes(8).toString("hex"));
  const streams: Record<string, unknown> = {};
  let position = 0;
  for (let after = 0; ; ) {
    const page = await http.ask(`/v1/events?after=${after}&limit=500`);
    for (const { streamId, revision, type, data, ordinal } of page.events) {
      if (ordinal !== position + 1) throw new Error(`ordinal ${ordinal} follows ${position}`);
      position = ordinal;
      streams[
        `${streamId.startsWith("command-") ? `command ${data.target} ${data.violations?.[0]?.facts.requested}` : streamId} ${revision}`
      ] = { type, data: streamId.startsWith("command-") ? data.code : data };
    }
    if (page.events.length === 0) break;
    after = position;
  }
  const aging = await http.ask(`/v1/aging?asOf=2025-12-31&minPosition=${position}`);
  const accounts = await http.ask("/v1/accounts?limit=500");
  return {
    streams: Object.fromEntries(Object.entries(streams).sort()),
    aging: [aging.rows, aging.totals],
    accounts: [accounts.rows, accounts.totals],
  };
}

async function load(
  t: Test,
  place: Place,
  file: string,
  disturb: (server: ChildProcess, isLoading: () => boolean) => Promise<ChildProcess>,
): Promise<unknown> {
  let server = await startServer(place);
  t.teardown(async () => {
    server.kill("SIGTERM");
    await ended(server);
  });
  const first = cartera(place, "send", file, "--batch", "25", "--patience", "60", "--fresh");
  first.stdout?.resume();
  first.stderr?.resume();
  server = await disturb(server, () => first.exitCode === null);
  t.ok([0, 1].includes((await ended(first)) ?? -1), "the load came through");
  const again = cartera(place, "send", file, "--batch", "200", "--fresh");
  again.stdout?.resume();
  again.stderr?.resume();
  t.equal(await ended(again), 1, "the same file sent again gets its verdicts, refusals among them");
  return contents(place);
}

t.setTimeout(280_000);

t.test("kill -9 of server and database in the middle of a load, then the same file again: the ledger is as without the kill", async (t) => {
  const directory = await mkdtemp(join(tmpdir(), "cartera-kill-"));
  await chmod(directory, 0o755);
  t.teardown(() => rm(directory, { recursive: true, force: true }));
  const file = join(directory, "commands.ndjson");
  const lines = await commandFile(file);
  const calm = { directory: join(directory, "calm"), port: 18_411 };
  const killed = { directory: join(directory, "killed"), port: 18_412 };
  const expected = await load(t, calm, file, async (server) => server);
  let killsInTheMiddle = 0;
  const found = await load(t, killed, file, async (server, isLoading) => {
    let running = server;
    for (const victim of ["server", "database", "both"]) {
      await sleep(700);
      const postmaster = await postmasterPid(killed);
      if (isLoading()) killsInTheMiddle += 1;
      if (victim !== "server") process.kill(postmaster, "SIGKILL");
      if (victim !== "database") running.kill("SIGKILL");
      await sleep(300);
      running.kill("SIGKILL");
      await ended(running);
      running = await startServer(killed);
    }
    return running;
  });
  t.comment(`${lines} commands; killed the server, the database, both: ${killsInTheMiddle} of 3 in the middle of the load`);
  t.ok(killsInTheMiddle > 0, "the load was hit");
  t.strictSame(found, expected);
});
