import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import t from "tap";
import { openFolder, Place } from "./places.ts";
import { recordSampleLog } from "./sample-log.ts";

const CARTERA = join(import.meta.dirname, "../../src/cli/cartera.mjs");
const APPENDS = 400;

t.setTimeout(120_000);

t.test("kill -9 in the middle of an import, then the same file again: the log is as if nothing had happened", async (t) => {
  const folder = await openFolder(t);
  const [source, target] = [await Place.open(t, folder), await Place.open(t, folder)];
  const log = await source.log();
  await log.keys.adopt({ ledgerId: crypto.randomUUID(), wrappedHashKey: Buffer.alloc(8), settableClock: false }, []);
  await recordSampleLog(log, APPENDS, 1);
  await log.close();
  const files = ["import-log", folder.path("log"), "--keys", folder.path("keys")];
  t.match(await source.cartera("export-log", ...files.slice(1)), { code: 0 });

  const copy = await target.log();
  const child = spawn(process.execPath, [CARTERA, ...files], { stdio: "ignore", env: { ...process.env, ...target.environment } });
  const ended = once(child, "exit");
  while ((await copy.store.head()).ordinal === 0 && child.exitCode === null) await sleep(1);
  child.kill("SIGKILL");
  t.strictSame(await ended, [null, "SIGKILL"]);
  const { ordinal } = await copy.store.head();
  t.ok(ordinal > 0 && ordinal < 3 * APPENDS, `it was in the middle: ${ordinal} of ${3 * APPENDS} events were stored`);
  await copy.close();
  await t.rejects(target.start(), { name: "BadSettings", message: /import into this log was not finished/ });

  t.match(await target.cartera(...files), {
    code: 0,
    out: new RegExp(`Imported ${(3 * APPENDS - ordinal).toLocaleString("en-US")} events`),
  });
  await target.cartera("export-log", folder.path("copy"));
  t.strictSame(await folder.lines("copy"), await folder.lines("log"));
});
