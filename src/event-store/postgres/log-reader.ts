import pg from "pg";
import { lastEndOfAppend } from "../append-place.ts";
import { matchedUntil, STRETCH_ORDINALS } from "../event-filter.ts";
import { instantMs } from "../instant.ts";
import {
  type AppendedRange,
  type EventFilter,
  type Head,
  type MatchedEvents,
  NO_STREAM,
  type StoredEvent,
  type StreamRange,
} from "../port.ts";
import { isUuid } from "../request-checks.ts";
import { textArray, uuidArray } from "./binary-array.ts";
import { clientConfig, type EventStoreLog, type LogConnection, type LogRole } from "./connection.ts";
import { readError } from "./failure.ts";
import { GatheredLookup } from "./gathered-lookup.ts";
import type { LogSchema } from "./log-schema.ts";

export interface LogReaderOptions {
  readonly connection: LogConnection;
  readonly role: LogRole | null;
  /** Takes part in giving times, which reading does not need. */
  readonly settlingRole: LogRole | null;
  readonly schema: LogSchema;
  readonly clockMs: () => number | null;
  readonly maxConnections: number;
  readonly log: EventStoreLog;
}

type EventRow = [string, number, number, string, string, string, string, string];

const READ_TIMEOUT_MS = 30_000;

/** All questions to the log, on a small pool of connections that may only read. Queries are prepared once per connection, by name. */
export class LogReader {
  readonly #pool: pg.Pool;
  readonly #settlingPool: pg.Pool;
  readonly #schema: string;
  readonly #clockMs: () => number | null;
  readonly #revisions: GatheredLookup<number>;
  readonly #commands: GatheredLookup<AppendedRange>;

  constructor({ connection, role, settlingRole, schema, clockMs, maxConnections, log }: LogReaderOptions) {
    const poolOf = (config: pg.PoolConfig) =>
      new pg.Pool({ ...config, query_timeout: READ_TIMEOUT_MS }).on("error", (error) =>
        log.warn({ err: error }, "An idle read connection was lost"),
      );
    this.#pool = poolOf({ ...clientConfig(connection, role, "cartera read"), max: maxConnections });
    this.#settlingPool = poolOf({ ...clientConfig(connection, settlingRole, "cartera settle"), max: 2 });
    this.#schema = schema.name;
    this.#clockMs = clockMs;
    this.#revisions = new GatheredLookup((streams) => this.#findRevisions(streams));
    this.#commands = new GatheredLookup((ids) => this.#findCommands(ids));
  }

  async readStream(stream: string, { from, limit = 1_000, backwards = false }: StreamRange = {}): Promise<readonly StoredEvent[]> {
    if (backwards) {
      const where = "stream_id = $1 and revision <= $2 order by revision desc limit $3";
      return this.#events("read-stream-backwards", where, [stream, from ?? Number.MAX_SAFE_INTEGER, limit]);
    }
    return this.#events("read-stream", "stream_id = $1 and revision >= $2 order by revision limit $3", [stream, from ?? 0, limit]);
  }

  async readAll(after: number, limit: number): Promise<readonly StoredEvent[]> {
    return this.#events("read-all", "position > $1 order by position limit $2", [after, limit]);
  }

  async readMatching(after: number, limit: number, { categories, types }: EventFilter): Promise<MatchedEvents> {
    // The end first: whatever stands before it is there for the second query.
    const until = Math.min(after + STRETCH_ORDINALS, (await this.head()).ordinal);
    const where = `position > $1 and position <= $2 and ($3::text[] is null or split_part(stream_id, '-', 1) = any($3))
      and ($4::text[] is null or type = any($4)) order by position limit $5`;
    const events = await this.#events("read-matching", where, [after, until, categories ?? null, types ?? null, limit]);
    return matchedUntil(events, after, until, limit);
  }

  async revisions(streams: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const found = await this.#revisions.find(streams);
    return new Map(streams.map((stream) => [stream, found.get(stream) ?? NO_STREAM]));
  }

  async findCommands(commandIds: readonly string[]): Promise<ReadonlyMap<string, AppendedRange>> {
    return this.#commands.find(commandIds.filter(isUuid));
  }

  async head({ settled = false }: { readonly settled?: boolean } = {}): Promise<Head> {
    const settling = `select ordinal, recorded from ${this.#schema}.settle_head($1)`;
    const [row] = settled
      ? await this.#rows("settled-head", settling, [this.#clockMs()], this.#settlingPool)
      : await this.#rows("head", `select position, recorded_at from ${this.#schema}.head`, []);
    if (row === undefined) throw new Error("The log has no head");
    return { ordinal: row[0] as number, recordedAt: row[1] as string };
  }

  async ordinalAt(instant: string): Promise<number> {
    const [row] = await this.#rows("ordinal-at", `select ${this.#schema}.ordinal_at($1)`, [instantMs(instant)]);
    return (row?.[0] as number | undefined) ?? 0;
  }

  async endOfAppend(ordinal: number): Promise<number> {
    const [event] = await this.#events("end-of-append", "position <= $1 order by position desc limit 1", [ordinal]);
    return event === undefined ? 0 : lastEndOfAppend(event.ordinal, event.meta);
  }

  async close(): Promise<void> {
    await Promise.all([this.#pool.end(), this.#settlingPool.end()]);
  }

  async #findRevisions(streams: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const text = `select stream_id, revision from ${this.#schema}.stream where stream_id = any($1::text[])`;
    return new Map((await this.#rows("revisions", text, [textArray(streams)])) as [string, number][]);
  }

  async #findCommands(ids: readonly string[]): Promise<ReadonlyMap<string, AppendedRange>> {
    const text = `select key, position, n from ${this.#schema}.claim where key = any($1::uuid[])`;
    const rows = (await this.#rows("commands", text, [uuidArray(ids)])) as [string, number, number][];
    return new Map(rows.map(([key, ordinal, count]) => [key, { ordinal, count }]));
  }

  async #events(name: string, where: string, values: unknown[]): Promise<readonly StoredEvent[]> {
    const columns = "stream_id, revision, position, event_id, type, data, meta, recorded_at";
    const rows = (await this.#rows(name, `select ${columns} from ${this.#schema}.event where ${where}`, values)) as EventRow[];
    return rows.map(([stream, revision, ordinal, eventId, type, data, meta, recordedAt]) => ({
      stream,
      revision,
      ordinal,
      eventId,
      type,
      data,
      meta,
      recordedAt,
    }));
  }

  async #rows(name: string, text: string, values: unknown[], pool = this.#pool): Promise<readonly unknown[][]> {
    try {
      return (await pool.query<unknown[]>({ name, text, values, rowMode: "array" })).rows;
    } catch (error) {
      throw readError(error);
    }
  }
}
