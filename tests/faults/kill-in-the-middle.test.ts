import type { ChildProcess } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import t, { type Test } from "tap";
import { applicationBody, customerBody, invoiceBody, lineBody, receiptBody, setUpCompany } from "../support/company.ts";
import { contents, ended, type Place, postmasterPid, send, startServer } from "./place.ts";

const CUSTOMERS = 40;

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
  const first = send(place, file, "--batch", "25", "--patience", "60");
  server = await disturb(server, () => first.exitCode === null);
  t.ok([0, 1].includes((await ended(first)) ?? -1), "the load came through");
  const again = send(place, file, "--batch", "200");
  t.equal(await ended(again), 1, "the same file sent again gets its verdicts, refusals among them");
  return contents(place, "2025-12-31");
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
