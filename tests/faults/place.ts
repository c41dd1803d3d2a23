import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes, randomInt } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { HttpLedger } from "../support/http-ledger.ts";
import { settingsOfNewLog } from "../support/test-log.ts";

const CARTERA = join(import.meta.dirname, "../../src/cli/cartera.mjs");
const TOKEN = `owner.${"k".repeat(43)}`;

/** Where the logs of this process's places lie when not in their own databases; they outlive servers that are killed. */
const LOGS = await settingsOfNewLog();

/** A ledger of its own on this machine: where its data lies, and the port its server listens on. */
export interface Place {
  readonly directory: string;
  readonly port: number;
}

/** A port nobody listens on, below those that operating systems take for outgoing connections: it stays free while a server is down. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 20_000);
    const probe = createServer().listen({ port, host: "127.0.0.1", exclusive: true });
    const isFree = await once(probe, "listening").then(
      () => true,
      () => false,
    );
    probe.close();
    if (isFree) return port;
  }
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
      ...logOf(place),
    },
  });
}

function logOf({ directory }: Place): Readonly<Record<string, string>> {
  const { EVENTSTOREDB_NAMESPACE: prefix } = LOGS;
  if (prefix === undefined) return {};
  return { ...LOGS, EVENTSTOREDB_NAMESPACE: prefix + createHash("sha256").update(directory).digest("hex").slice(0, 12) };
}

/** Starts the server and waits until it answers. */
export async function startServer(place: Place): Promise<ChildProcess> {
  const server = cartera(place, "start");
  await untilReady(server, place);
  return server;
}

/** Waits until a server that was started answers; throws what it said when it ends instead. */
export async function untilReady(server: ChildProcess, place: Place): Promise<void> {
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
    if (ready?.status === 200) return;
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

/** An event as the feed shows it to an auditor. */
export interface FeedEvent {
  readonly ordinal: number;
  readonly streamId: string;
  readonly revision: number;
  readonly eventId: string;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into events of every type
  readonly data: any;
  readonly meta: { readonly commandId: string; readonly index: number; readonly count: number };
}

/** Every event of the ledger, in the order of the log. */
export async function* eventsOf(http: HttpLedger): AsyncGenerator<FeedEvent> {
  for (let after = 0; ; ) {
    const { events }: { readonly events: readonly FeedEvent[] } = await http.ask(`/v1/events?after=${after}&limit=500`);
    const last = events.at(-1);
    if (last === undefined) return;
    yield* events;
    after = last.ordinal;
  }
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
  for await (const { streamId, revision, type, data, ordinal } of eventsOf(http)) {
    if (ordinal !== position + 1) throw new Error(`ordinal ${ordinal} follows ${position}`);
    position = ordinal;
    const isRefusal = streamId.startsWith("command-");
    const stream = isRefusal ? `command ${data.target} ${data.violations?.[0]?.facts.requested}` : streamId;
    events.set(stream, [...(events.get(stream) ?? []), [revision, type, isRefusal ? data.code : data]]);
  }
  const aging = await http.ask(`/v1/aging?asOf=${asOf}&minPosition=${position}`);
  const accounts = await http.ask("/v1/accounts?limit=500");
  const hashes = [...events].map(([stream, held]) => [stream, createHash("sha256").update(JSON.stringify(held)).digest("hex")] as const);
  return {
    streams: Object.fromEntries(hashes.sort(([a], [b]) => (a < b ? -1 : 1))),
    reports: { aging: [aging.rows, aging.totals], accounts: [accounts.rows, accounts.totals] },
  };
}
