import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import pg from "pg";
import { AnotherLog, type BookedAppend, type BookHead, type Known, type PlaceBook, type PlacedAppend } from "../place-book.ts";
import type { AppendedRange } from "../port.ts";

/** Any constant will do: it keeps two first starts apart. */
const CREATION_LOCK = 7_204_118;
const MAX_CONNECTIONS = 4;
const CONNECT_MS = 5_000;
const ANSWER_MS = 10_000;
/** How the database says that a stretch contradicts what it holds. */
const CONTRADICTION = "CTP01";

export interface PostgresPlaceBookOptions {
  readonly connectionString: string;
  /** Names the log that the book is about, where the ledger may have been on others before. */
  readonly log: string;
}

export interface PostgresPlaceBook extends PlaceBook {
  /** Where its tables are. Dropped, the log is read from its start the next time, and they are there again. */
  readonly schema: string;
  close(): Promise<void>;
}

/**
 * The place book of a log in the ledger's own database, beside the read models: what a checkpoint has reached is in it. Creates its tables, for
 * every log in a schema of its own.
 */
export async function openPostgresPlaceBook({ connectionString, log }: PostgresPlaceBookOptions): Promise<PostgresPlaceBook> {
  const schema = `cartera_places_${createHash("sha256").update(log).digest("hex").slice(0, 12)}`;
  const pool = new pg.Pool({
    connectionString,
    max: MAX_CONNECTIONS,
    application_name: "cartera places",
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: ANSWER_MS,
    // Every question is answered by an index, also before the tables were ever analysed.
    options: "-c enable_seqscan=off -c jit=off -c plan_cache_mode=force_generic_plan",
  });
  pool.on("error", () => undefined); // an idle connection was lost: the pool opens another one when it is needed
  try {
    await create(pool, schema, log);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return bookOn(pool, schema);
}

async function create(pool: pg.Pool, schema: string, log: string): Promise<void> {
  const script = (await readFile(new URL("./place-book.sql", import.meta.url), "utf8")).replaceAll("{schema}", schema);
  const lock = `select pg_advisory_xact_lock(${CREATION_LOCK})`;
  const comment = `comment on schema ${schema} is ${pg.escapeLiteral(`Places of the ledger's appends on ${log}`)}`;
  await pool.query(`begin; ${lock}; set local client_min_messages = warning; ${script}; ${comment}; commit`);
}

function bookOn(pool: pg.Pool, schema: string): PostgresPlaceBook {
  const texts = textsOf(schema);
  const ask = async <Row extends pg.QueryResultRow>(name: keyof typeof texts, values: readonly unknown[]): Promise<readonly Row[]> =>
    (await pool.query<Row>({ name, text: texts[name], values: [...values] })).rows;
  let closed: Promise<void> | undefined;
  return {
    schema,
    async head() {
      const [row] = await ask<HeadRow>("head", []);
      if (row === undefined) throw new Error(`There is no head in schema ${schema}`);
      return headOf(row);
    },
    async write(appends, to) {
      try {
        await ask("write", [...columnsOf(appends), ...headColumnsOf(to)]);
      } catch (error) {
        if ((error as { code?: string }).code === CONTRADICTION) throw new AnotherLog((error as Error).message);
        throw error;
      }
    },
    async look(asked) {
      return knownOf(await ask<LookRow>("look", [asked.streams, asked.commands]));
    },
    ofStream: async (stream, from, limit) => (await ask<AppendRow>("ofStream", [stream, from, limit])).map(appendOf),
    between: async (from, to) => (await ask<AppendRow>("between", [from, to])).map(appendOf),
    async ordinalAt(ms) {
      const [row] = await ask<{ ordinal: string }>("ordinalAt", [ms]);
      return Number(row?.ordinal);
    },
    close() {
      closed ??= pool.end();
      return closed;
    },
  };
}

function textsOf(schema: string) {
  const columns = "ordinal, count, stream, revision, recorded_ms, commit_position, prepare_position";
  return {
    head: `select ordinal, recorded_ms, floor_ms, commit_position, prepare_position from ${schema}.head`,
    write: `select ${schema}.write_appends($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    look: `
      select s.stream as stream, null as command, a.revision as at, a.count
        from unnest($1::text[]) as s(stream)
        cross join lateral (select revision, count from ${schema}.append where stream = s.stream collate "C" order by revision desc limit 1) as a
      union all
      select null, c.command_id::text, c.ordinal, a.count
        from ${schema}.command c join ${schema}.append a on a.ordinal = c.ordinal where c.command_id = any($2::uuid[])`,
    // The append that holds the first revision may begin before it.
    ofStream: `
      select ${columns} from ${schema}.append
        where stream = $1 and revision + count > $2::bigint
          and revision >= coalesce((select max(revision) from ${schema}.append where stream = $1 and revision <= $2::bigint), 0)
        order by revision limit $3`,
    between: `
      select ${columns} from ${schema}.append
        where ordinal + count > $1::bigint and ordinal <= $2::bigint
          and ordinal >= coalesce((select max(ordinal) from ${schema}.append where ordinal <= $1::bigint), 0)
        order by ordinal`,
    ordinalAt: `select ${schema}.ordinal_at($1) as ordinal`,
  };
}

/** 64-bit numbers come as text. */
interface HeadRow {
  readonly ordinal: string;
  readonly recorded_ms: string;
  readonly floor_ms: string;
  readonly commit_position: string | null;
  readonly prepare_position: string | null;
}

interface AppendRow {
  readonly ordinal: string;
  readonly count: number;
  readonly stream: string;
  readonly revision: string;
  readonly recorded_ms: string;
  readonly commit_position: string;
  readonly prepare_position: string;
}

interface LookRow {
  readonly stream: string | null;
  readonly command: string | null;
  readonly at: string;
  readonly count: number;
}

function headOf({ ordinal, recorded_ms, floor_ms, commit_position, prepare_position }: HeadRow): BookHead {
  return {
    ordinal: Number(ordinal),
    recordedMs: Number(recorded_ms),
    floorMs: Number(floor_ms),
    position:
      commit_position === null || prepare_position === null
        ? undefined
        : { commit: BigInt(commit_position), prepare: BigInt(prepare_position) },
  };
}

function appendOf({ ordinal, count, stream, revision, recorded_ms, commit_position, prepare_position }: AppendRow): PlacedAppend {
  const position = { commit: BigInt(commit_position), prepare: BigInt(prepare_position) };
  return { ordinal: Number(ordinal), count, stream, revision: Number(revision), recordedMs: Number(recorded_ms), position };
}

function knownOf(rows: readonly LookRow[]): Known {
  const revisions = new Map<string, number>();
  const commands = new Map<string, AppendedRange>();
  for (const { stream, command, at, count } of rows) {
    if (stream !== null) revisions.set(stream, Number(at) + count - 1);
    if (command !== null) commands.set(command, { ordinal: Number(at), count });
  }
  return { revisions, commands };
}

function columnsOf(appends: readonly BookedAppend[]): readonly unknown[] {
  return [
    appends.map(({ ordinal }) => ordinal),
    appends.map(({ count }) => count),
    appends.map(({ stream }) => stream),
    appends.map(({ revision }) => revision),
    appends.map(({ recordedMs }) => recordedMs),
    appends.map(({ position }) => String(position.commit)),
    appends.map(({ position }) => String(position.prepare)),
    appends.flatMap(({ commands }) => commands),
    appends.flatMap(({ commands, ordinal }) => commands.map(() => ordinal)),
  ];
}

function headColumnsOf({ ordinal, recordedMs, floorMs, position }: BookHead): readonly unknown[] {
  return [ordinal, recordedMs, floorMs, String(position?.commit ?? 0), String(position?.prepare ?? 0)];
}
