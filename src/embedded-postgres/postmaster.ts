import { execFile } from "node:child_process";
import { readFile, realpath, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { DataDirectory } from "./data-directory.ts";

const run = promisify(execFile);

const POLL_MS = 20;
const EMPTY_FILE_GRACE_MS = 3_000;

/** No operating system gives a process this number (the largest is 2^22), and the server reads it as an ordinary 32-bit one. */
const PID_OF_NOBODY = 2_147_483_646;

/** What `postmaster.pid` says about the server of a data directory. */
export interface Postmaster {
  readonly pid: number;
  /** Missing for the first moments of a start: the server writes its file line by line. */
  readonly port: number | undefined;
}

/**
 * The server that is running on this data directory, or `undefined`. A file left behind by a crash whose process number now belongs to
 * somebody else (usual in containers, where numbers are small) would make PostgreSQL refuse to start for ever; its first line is
 * then changed to a number nobody has. The file itself stays: the server reads from it which shared memory the crashed one used, and waits
 * for processes still attached to that instead of corrupting their data.
 */
export async function findPostmaster(directory: DataDirectory): Promise<Postmaster | undefined> {
  const file = join(directory.cluster, "postmaster.pid");
  const lines = (await readFile(file, "utf8").catch(() => "")).split("\n");
  if (lines[0] === "") await removeIfForgotten(file);
  const pid = Number(lines[0]);
  if (!(pid > 0) || !numberIsTaken(pid)) return undefined;
  if ((await isRunning(pid)) && (await servesDirectory(pid, directory))) {
    const port = Number(lines[3]);
    return { pid, port: port > 0 ? port : undefined };
  }
  await writeFile(file, [String(PID_OF_NOBODY), ...lines.slice(1)].join("\n"));
  return undefined;
}

/** False for a process that has ended and was not waited for by its parent: it answers signals, but runs no more. */
export async function isRunning(pid: number): Promise<boolean> {
  if (!numberIsTaken(pid)) return false;
  const status = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  if (status === undefined) return numberIsTaken(pid);
  // "123 (name, which may hold anything) S ..."
  return !["Z", "X"].includes(status.slice(status.lastIndexOf(")") + 2)[0] ?? "");
}

/** Waits until the process has ended; false when it is still there after the time. */
export async function waitForEnd(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (await isRunning(pid)) {
    if (performance.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

/** Sends a signal; a process that is gone already is as good as one that obeyed. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function numberIsTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** A server names itself in its file right after making it, so one that stays empty is what a power cut left. */
async function removeIfForgotten(file: string): Promise<void> {
  const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
  if (Date.now() - mtimeMs > EMPTY_FILE_GRACE_MS) await rm(file, { force: true });
}

/** Servers are started as `postgres -D <cluster> ...`, and the command line of a process can be read by every user. */
async function servesDirectory(pid: number, directory: DataDirectory): Promise<boolean> {
  const commandLine = await readCommandLine(pid);
  return commandLine.includes(` -D ${await realpath(directory.cluster)} `);
}

/** The words of a command line with spaces between and around them. */
async function readCommandLine(pid: number): Promise<string> {
  const words = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => undefined);
  if (words !== undefined) return ` ${words.replaceAll("\0", " ")} `;
  const { stdout } = await run("ps", ["-ww", "-o", "command=", "-p", String(pid)]).catch(() => ({ stdout: "" }));
  return ` ${stdout.trim()} `;
}
