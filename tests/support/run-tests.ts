/**
 * Runs the tests: `npm test`, or for some of them `npm run test:only -- projections/aging http`. An argument is part of a path.
 *
 * One PostgreSQL serves the run, in a folder of its own that is gone afterwards. The last line is always `N passed, N failed, N skipped`.
 * With `--with-check`, `npm run check` comes first and counts as one more test. With `--on-eventstoredb` (`npm run test:eventstoredb`) every
 * test that opens a ledger does so with the log on EventStoreDB: on a node of ours in each test file's process, or with
 * `CARTERA_EVENTSTOREDB_URL` on that real one. What is left out then is listed in `engine.ts`, and named in the first lines.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { chmod, mkdir, readdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { dataDirectoryAt } from "../../src/embedded-postgres/data-directory.ts";
import { findPostmaster, isRunning, signal, waitForEnd } from "../../src/embedded-postgres/postmaster.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../src/embedded-postgres/server.ts";
import { compileTests } from "./compiled-tests.ts";
import { LEFT_OUT_ON_EVENTSTOREDB, ON_EVENTSTOREDB, TEST_LOG } from "./engine.ts";
import { TapReport } from "./tap-report.ts";
import { buildTemplate } from "./template.ts";

const REPOSITORY = join(import.meta.dirname, "..", "..");
const RUN_PREFIX = "cartera-run-";
const INTERRUPTED_TAP_TIMEOUT_MS = 5_000;

const children = new Set<ChildProcess>();
let interrupted = false;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function findTestFiles(filters: readonly string[]): string[] {
  return readdirSync(join(REPOSITORY, "tests"), { recursive: true, encoding: "utf8" })
    .map((path) => `tests/${path.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".test.ts"))
    .filter((path) => filters.length === 0 || filters.some((filter) => path.includes(filter.replace(/^\.\//, ""))))
    .sort();
}

/** Runs a program of ours to its end and answers whether it ended well. `read` gets its output; without it the output is passed on. */
async function run(command: string, words: readonly string[], environment: NodeJS.ProcessEnv, read?: TapReport): Promise<boolean> {
  const child = spawn(command, words, {
    cwd: REPOSITORY,
    env: { ...process.env, ...environment },
    stdio: ["ignore", read === undefined ? "inherit" : "pipe", "inherit"],
  });
  children.add(child);
  if (read !== undefined) child.stdout?.pipe(read.parser);
  const [code] = (await once(child, "close")) as [number | null];
  children.delete(child);
  return code === 0;
}

/** A run that was killed with -9 leaves its servers and files. What cannot be removed yet waits for the next run. */
async function removeAbandonedRuns(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(new RegExp(`^${RUN_PREFIX}(\\d+)$`).exec(name)?.[1]);
    if (pid > 0 && (pid === process.pid || !(await isRunning(pid)))) await removeRun(join(tmpdir(), name)).catch(() => undefined);
  }
}

/** Ends every server below this folder, also those of tests that were interrupted, and removes the folder. */
async function removeRun(path: string): Promise<void> {
  const files = await readdir(path, { recursive: true }).catch(() => []);
  for (const file of files.filter((name) => basename(name) === "postmaster.pid")) {
    const directory = dataDirectoryAt(join(path, file, "..", "..", ".."));
    const postmaster = await findPostmaster(directory).catch(() => undefined);
    if (postmaster === undefined) continue;
    signal(postmaster.pid, "SIGQUIT");
    await waitForEnd(postmaster.pid, INTERRUPTED_TAP_TIMEOUT_MS);
  }
  await rm(path, { recursive: true, force: true, maxRetries: 10 }); // again while something is still writing there
}

/** Says on which engine the ledgers of this run have their log, and leaves out what that engine has no part in. */
function chooseForEngine(files: readonly string[], onEventStoreDb: boolean): readonly string[] {
  if (!onEventStoreDb) {
    print(
      "The ledgers of this run have their log on PostgreSQL, those of the tests named after EventStoreDB on nodes that speak its protocol.",
    );
    return files;
  }
  const real = (process.env.CARTERA_EVENTSTOREDB_URL ?? "") !== "";
  print(
    `The ledgers of this run have their log on ${real ? "the EventStoreDB at CARTERA_EVENTSTOREDB_URL" : "test nodes of EventStoreDB"}.`,
  );
  const reasonFor = (path: string) => LEFT_OUT_ON_EVENTSTOREDB.find(([pattern]) => pattern.test(path))?.[1];
  for (const path of files) if (reasonFor(path) !== undefined) print(`left out  ${path}  (${reasonFor(path)})`);
  return files.filter((path) => reasonFor(path) === undefined);
}

async function runTap(files: readonly string[], onEventStoreDb: boolean, report: TapReport): Promise<boolean> {
  await removeAbandonedRuns();
  const folder = join(tmpdir(), `${RUN_PREFIX}${process.pid}`);
  await mkdir(folder);
  await chmod(folder, 0o755); // whatever the umask: servers run as another user when we are root
  let server: EmbeddedPostgres | undefined;
  try {
    server = await startEmbeddedPostgres({ dataDir: join(folder, "server"), log: { info: () => undefined, warn: print } });
    await buildTemplate(server.connectionString);
    if (interrupted) return false;
    const tap = join(dirname(createRequire(import.meta.url).resolve("tap/package.json")), "dist", "esm", "run.mjs");
    return await run(
      process.execPath,
      [tap, "run", "--reporter=tap", "--node-arg=--enable-source-maps", ...(await compileTests(files, folder))],
      { CARTERA_TEST_POSTGRES: server.connectionString, CARTERA_TEST_FOLDER: folder, [TEST_LOG]: onEventStoreDb ? ON_EVENTSTOREDB : "" },
      report,
    );
  } finally {
    await server?.stop();
    await removeRun(folder);
  }
}

/** Ctrl-C reaches tap as well; what it was running is given a moment, then the way out goes through the `finally` above. */
function stopOn(name: NodeJS.Signals): void {
  process.on(name, () => {
    if (interrupted) return;
    interrupted = true;
    for (const child of children) child.kill("SIGTERM");
    setTimeout(() => {
      for (const child of children) child.kill("SIGKILL");
    }, INTERRUPTED_TAP_TIMEOUT_MS).unref();
  });
}

async function main(words: readonly string[]): Promise<void> {
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) stopOn(name);
  const report = new TapReport(print);
  let checkPassed: boolean | undefined;
  if (words.includes("--with-check")) checkPassed = await run("npm", ["run", "--silent", "check"], {});
  if (checkPassed === false) print("FAIL  npm run check");

  const onEventStoreDb = words.includes("--on-eventstoredb");
  const files = chooseForEngine(findTestFiles(words.filter((word) => !word.startsWith("--"))), onEventStoreDb);
  if (files.length === 0) print(`no test file matches ${words.join(" ")}`);
  let endedWell = false;
  try {
    endedWell = files.length > 0 && !interrupted && (await runTap(files, onEventStoreDb, report));
  } catch (error) {
    print(`the run broke off: ${error instanceof Error ? error.stack : String(error)}`);
  }
  if (interrupted) print("interrupted");

  const { passed, failed, skipped } = report.totals;
  const allPassed = passed + (checkPassed === true ? 1 : 0);
  let allFailed = failed + (checkPassed === false ? 1 : 0);
  if (!endedWell && allFailed === 0) allFailed = 1; // whatever broke, the last line must not look like success
  if (allFailed > 0) process.exitCode = 1;
  print(`\n${allPassed} passed, ${allFailed} failed, ${skipped} skipped`);
}

await main(process.argv.slice(2));
