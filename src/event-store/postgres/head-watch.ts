import pg from "pg";
import { pause } from "../subscription-loop.ts";
import { destroy } from "./append-connection.ts";
import { clientConfig, type EventStoreLog, type LogConnection, type LogRole } from "./connection.ts";
import type { LogSchema } from "./log-schema.ts";

const POLL_MS = 500;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Hears of new events: one listening connection for all subscriptions, opened with the first. A notification can be lost with its
 * connection, so whoever waits also wakes after the polling pause; listening only makes it soon.
 */
export class HeadWatch {
  readonly #connection: LogConnection;
  readonly #role: LogRole | null;
  readonly #schema: LogSchema;
  readonly #log: EventStoreLog;
  readonly #stop = new AbortController();
  #client: pg.Client | undefined;
  #listening: Promise<void> | undefined;
  #head = 0;
  #heard = new AbortController();

  constructor(connection: LogConnection, role: LogRole | null, schema: LogSchema, log: EventStoreLog) {
    this.#connection = connection;
    this.#role = role;
    this.#schema = schema;
    this.#log = log;
  }

  /** Resolves when the head is known to be past an ordinal, after the polling pause, or at the signal. */
  async news(after: number, signal: AbortSignal): Promise<void> {
    this.#listening ??= this.#listen();
    if (this.#head > after) return;
    await pause(POLL_MS, AbortSignal.any([signal, this.#heard.signal]));
  }

  async close(): Promise<void> {
    this.#stop.abort();
    if (this.#client !== undefined) destroy(this.#client);
    await this.#listening;
  }

  async #listen(): Promise<void> {
    let pauseMs = POLL_MS;
    while (!this.#stop.signal.aborted) {
      const client = new pg.Client(clientConfig(this.#connection, this.#role, "cartera listen"));
      const lost = new Promise<void>((resolve) => client.once("end", resolve));
      client.on("error", (error) => {
        if (!this.#stop.signal.aborted) this.#log.warn({ err: error }, "The listening connection was lost");
      });
      client.on("notification", ({ payload }) => this.#hear(Number(payload)));
      this.#client = client;
      try {
        await client.connect();
        await client.query(`listen ${this.#schema.channel}`);
        pauseMs = POLL_MS;
        if (!this.#stop.signal.aborted) await lost;
      } catch (error) {
        if (!this.#stop.signal.aborted) this.#log.warn({ err: error }, "Cannot listen for new events; polling goes on");
      }
      destroy(client);
      await pause(pauseMs, this.#stop.signal);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }

  #hear(head: number): void {
    if (!(head > this.#head)) return;
    this.#head = head;
    const heard = this.#heard;
    this.#heard = new AbortController();
    heard.abort();
  }
}
