import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Client } from "pg";
import { dataDirectoryAt } from "../../src/embedded-postgres/data-directory.ts";
import { findPostmaster, signal, waitForEnd } from "../../src/embedded-postgres/postmaster.ts";

const REPOSITORY = join(import.meta.dirname, "..", "..");
const SCRIPT = join("tests", "faults", "start-postgres.ts");

/** Set by the test runner, which ends and removes what an interrupted test left below it. */
const RUN_FOLDER = "CARTERA_TEST_FOLDER";

interface Teardown {
  teardown(fn: () => Promise<void>): unknown;
}

/** What a child Node said about the server it started. */
export interface StartedServer {
  readonly connectionString: string;
  readonly port: number;
  readonly pid: number;
  readonly adopted: boolean;
}

export interface ChildOptions {
  readonly umask?: string;
  /** Another user than ours; needs root. */
  readonly uid?: number;
  readonly gid?: number;
  readonly checkout?: string;
}

/** A folder below which data directories can be made; at the end every server in `ledgers` is ended and all of it removed. */
export async function makeRoomForLedgers(t: Teardown): Promise<(name: string) => string> {
  const room = await mkdtemp(join(process.env[RUN_FOLDER] ?? tmpdir(), "cartera-faults-"));
  await chmod(room, 0o755);
  const ledgers = new Set<string>();
  t.teardown(async () => {
    for (const path of ledgers) await endServerOf(path);
    await rm(room, { recursive: true, force: true });
  });
  return (name) => {
    ledgers.add(join(room, name));
    return join(room, name);
  };
}

/** Starts the embedded server from a Node of its own, in its own process group. */
export async function startFromChild(
  t: Teardown,
  dataDir: string,
  options: ChildOptions = {},
): Promise<{ node: ChildProcess; server: StartedServer }> {
  const { umask = "022", checkout = REPOSITORY, ...user } = options;
  const words = ["--import", "tsx", join(checkout, SCRIPT), dataDir, umask];
  const node = spawn(process.execPath, words, { ...user, cwd: checkout, detached: true, stdio: ["pipe", "pipe", "pipe"] });
  t.teardown(async () => void node.kill("SIGKILL"));
  let said = "";
  node.stderr?.on("data", (chunk) => {
    said += String(chunk);
  });
  if (node.stdout === null) throw new Error("no output");
  const lines = createInterface({ input: node.stdout });
  const [line] = (await Promise.race([once(lines, "line"), once(node, "close").then(() => [])])) as [string?];
  if (line === undefined) throw new Error(`the child ended without starting a server:\n${said}`);
  return { node, server: JSON.parse(line) as StartedServer };
}

/** Lets the child stop its server in good order; answers its exit code. */
export async function stopChild(node: ChildProcess): Promise<number | null> {
  const closed = once(node, "close");
  node.stdin?.end();
  const [code] = (await closed) as [number | null];
  return code;
}

/** Rows of one query on a connection of its own. */
export async function queryOnce(connectionString: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function endServerOf(dataDir: string): Promise<void> {
  const postmaster = await findPostmaster(dataDirectoryAt(dataDir)).catch(() => undefined);
  if (postmaster === undefined) return;
  signal(postmaster.pid, "SIGQUIT");
  await waitForEnd(postmaster.pid, 10_000);
}
