import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { HttpLedger } from "../support/http-ledger.ts";

const CARTERA = join(import.meta.dirname, "../../src/cli/cartera.mjs");
const TOKEN = `owner.${"k".repeat(43)}`;

/** A ledger of its own on this machine: where its data lies, and the port its server listens on. */
export interface Place {
  readonly directory: string;
  readonly port: number;
}

/** `cartera ...` as a process of its own that can be killed. */
export function cartera(place: Place, ...args: readonly string[]): ChildProcess {
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
export async function startServer(place: Place): Promise<ChildProcess> {
  const server = cartera(place, "start");
  let said = "";
  server.stdout?.on("data", (chunk) => {
    said += chunk;
  });
  server.stderr?.on("data", (chunk) => {
    said += chunk;
  });
  for (let tries = 0; tries < 600; tries += 1) {
    if (hasEnded(server)) throw new Error(`the server ended: ${said}`);
    const ready = await fetch(`http://127.0.0.1:${place.port}/health/ready`).catch(() => undefined);
    if (ready?.status === 200) return server;
    await sleep(100);
  }
  throw new Error(`the server did not become ready: ${said}`);
}

/** Sends a file of commands; what it prints is not kept. */
export function send(place: Place, file: string, ...options: readonly string[]): ChildProcess {
  const sender = cartera(place, "send", file, "--fresh", ...options);
  sender.stdout?.resume();
  sender.stderr?.resume();
  return sender;
}

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** The exit code, once it has ended; null when it was killed. */
export function ended(child: ChildProcess): Promise<number | null> {
  return hasEnded(child) ? Promise.resolve(child.exitCode) : new Promise((resolve) => child.once("exit", resolve));
}

export async function postmasterPid({ directory }: Place): Promise<number> {
  return Number((await readFile(join(directory, "data/postgres/data/postmaster.pid"), "utf8")).split("\n")[0]);
}

export function clientOf({ port }: Place): HttpLedger {
  return new HttpLedger(`http://127.0.0.1:${port}`, TOKEN, () => randomBytes(8).toString("hex"));
}

/** How many events the ledger holds. */
export async function headOf(place: Place): Promise<number> {
  const { position } = await clientOf(place).ask("/v1/projections");
  return Number(position);
}

/**
 * What the ledger holds, without what differs from run to run: times, order between streams, ciphers. One hash per stream, and the
 * reports as they are.
 */
export async function contents(
  place: Place,
  asOf: string,
): Promise<{ readonly streams: Readonly<Record<string, string>>; readonly reports: unknown }> {
  const http = clientOf(place);
  const events = new Map<string, unknown[]>();
  let position = 0;
  for (let after = 0; ; ) {
    const page = await http.ask(`/v1/events?after=${after}&limit=500`);
    for (const { streamId, revision, type, data, ordinal } of page.events) {
      if (ordinal !== position + 1) throw new Error(`ordinal ${ordinal} follows ${position}`);
      position = ordinal;
      const isRefusal = streamId.startsWith("command-");
      const stream = isRefusal ? `command ${data.target} ${data.violations?.[0]?.facts.requested}` : streamId;
      events.set(stream, [...(events.get(stream) ?? []), [revision, type, isRefusal ? data.code : data]]);
    }
    if (page.events.length === 0) break;
    after = position;
  }
  const aging = await http.ask(`/v1/aging?asOf=${asOf}&minPosition=${position}`);
  const accounts = await http.ask("/v1/accounts?limit=500");
  const hashes = [...events].map(([stream, held]) => [stream, createHash("sha256").update(JSON.stringify(held)).digest("hex")] as const);
  return {
    streams: Object.fromEntries(hashes.sort(([a], [b]) => (a < b ? -1 : 1))),
    reports: { aging: [aging.rows, aging.totals], accounts: [accounts.rows, accounts.totals] },
  };
}
