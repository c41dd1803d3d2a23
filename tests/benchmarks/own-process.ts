import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const REPOSITORY = join(import.meta.dirname, "..", "..");
const START_MS = 60_000;

/** A server in a process of its own. */
export interface OwnProcess {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Runs a script of the repository that prints the address it listens on; resolves when it has. */
export async function startOwnProcess(words: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<OwnProcess> {
  const child = spawn(process.execPath, words, {
    cwd: REPOSITORY,
    env: { PATH: process.env["PATH"] ?? "", NODE_ENV: "production", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { url: await addressOf(child), pid: child.pid as number, stop: () => stop(child) };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const late = setTimeout(() => child.kill("SIGKILL"), START_MS);
    const listen = (chunk: unknown) => {
      said = (said + String(chunk)).slice(-10_000);
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (url === undefined) return;
      clearTimeout(late);
      resolve(url);
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", (chunk) => {
      said = (said + String(chunk)).slice(-10_000);
      process.stderr.write(String(chunk));
    });
    child.once("close", () => reject(new Error(`the process ended without an address:\n${said}`)));
    child.once("error", reject);
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, "close");
  child.kill("SIGTERM");
  await closed;
}
