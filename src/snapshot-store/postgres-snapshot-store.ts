import { randomUUID } from "node:crypto";
import pg from "pg";
import type { PackedChunk, Snapshot, SnapshotStore } from "../application/ports.ts";

const SCHEMA = `
create schema if not exists cartera_snapshots;
create table if not exists cartera_snapshots.snapshot (
  stream_id text collate "C" primary key,
  made_by   text not null,
  lineage   uuid not null,
  revision  bigint not null,
  event_id  uuid not null,
  rest      bytea not null
);
create table if not exists cartera_snapshots.chunk (
  stream_id text collate "C" not null,
  chunk     int not null,
  map       int not null,
  run       int not null,
  first     text not null,
  entries   int not null,
  body      bytea not null,
  primary key (stream_id, chunk)
);
alter table cartera_snapshots.chunk alter column body set storage external;
comment on schema cartera_snapshots is 'Folded states of long streams. They save time at the start, hold nothing that is not in the log, and may be emptied at any moment.';
`;
/** Any constant will do: it keeps two first starts apart. */
const CREATION_LOCK = 7_204_119;
const PAGE_CHUNKS = 500;

/** Which rows hold a chunk, and of which unbroken row of savings they are. */
interface Place {
  readonly lineage: string;
  readonly chunk: number;
}

/** What is known of a stream's snapshot in the database. */
interface Known {
  readonly lineage: string;
  readonly revision: number;
  /** The numbers of its rows. */
  readonly chunks: ReadonlySet<number>;
  readonly nextChunk: number;
}

interface SnapshotRow {
  readonly lineage: string;
  readonly revision: string;
  readonly event_id: string;
  readonly rest: Buffer;
}

/** `first` is JSON. */
type ChunkRow = readonly [chunk: number, map: number, run: number, first: string, entries: number, body: Buffer];

export interface PostgresSnapshotStore extends SnapshotStore {
  close(): Promise<void>;
}

/**
 * Snapshots in the ledger's own database, whatever engine carries the log. `madeBy` names the program that folds: a snapshot made by another is
 * not given out, and replaced.
 */
export async function openPostgresSnapshotStore(connectionString: string, madeBy: string): Promise<PostgresSnapshotStore> {
  const pool = new pg.Pool({ connectionString, max: 2, application_name: "cartera snapshots" });
  pool.on("error", () => {});
  // One lost between two statements of a transaction: the next statement says so. Unheard, it would end the process.
  pool.on("connect", (client) => client.on("error", () => {}));
  await createSchema(pool);
  const places = new WeakMap<PackedChunk, Place>();
  const known = new Map<string, Known>();
  return {
    load: (stream) =>
      inTransaction(pool, "isolation level repeatable read read only", (client) => load({ client, places, known, madeBy }, stream)),
    async streams(where) {
      const text = "select stream_id from cartera_snapshots.snapshot where (made_by = $1) = $2 order by revision";
      return (await pool.query<{ stream_id: string }>(text, [madeBy, where === "here"])).rows.map(({ stream_id }) => stream_id);
    },
    save: (snapshot) => inTransaction(pool, "", (client) => save({ client, places, known, madeBy }, snapshot)),
    close: () => pool.end(),
  };
}

interface Work {
  readonly client: pg.PoolClient;
  readonly places: WeakMap<PackedChunk, Place>;
  readonly known: Map<string, Known>;
  readonly madeBy: string;
}

async function load({ client, places, known, madeBy }: Work, stream: string): Promise<Snapshot | undefined> {
  const found = await client.query<SnapshotRow>(
    "select lineage, revision, event_id, rest from cartera_snapshots.snapshot where stream_id = $1 and made_by = $2",
    [stream, madeBy],
  );
  const row = found.rows[0];
  if (row === undefined) return undefined;
  const maps: PackedChunk[][][] = [];
  const chunks = new Set<number>();
  let nextChunk = 0;
  for (;;) {
    const page = await readChunks(client, stream, nextChunk);
    for (const [chunk, map, run, first, entries, body] of page) {
      // A copy: what the driver gives is a window on everything that came with it.
      const packed = { first: JSON.parse(first), entries, body: Uint8Array.from(body) };
      maps[map] ??= [];
      maps[map][run] ??= [];
      maps[map][run].push(packed);
      places.set(packed, { lineage: row.lineage, chunk });
      chunks.add(chunk);
      nextChunk = chunk + 1;
    }
    if (page.length < PAGE_CHUNKS) break;
  }
  known.set(stream, { lineage: row.lineage, revision: Number(row.revision), chunks, nextChunk });
  return { stream, revision: Number(row.revision), eventId: row.event_id, maps: inOrder(maps), rest: row.rest };
}

/** Rows come in the order in which they were written, runs are counted from the oldest. Holes are maps without a row. */
function inOrder(maps: readonly PackedChunk[][][]): Snapshot["maps"] {
  return Array.from(maps, (runs = []) =>
    runs.map((chunks) => chunks.sort(({ first: a }, { first: b }) => (a < b ? -1 : a > b ? 1 : 0))).toReversed(),
  );
}

async function readChunks(client: pg.PoolClient, stream: string, from: number): Promise<readonly ChunkRow[]> {
  const { rows } = await client.query({
    text: "select chunk, map, run, first, entries, body from cartera_snapshots.chunk where stream_id = $1 and chunk >= $2 order by chunk limit $3",
    values: [stream, from, PAGE_CHUNKS],
    rowMode: "array",
  });
  return rows as unknown as readonly ChunkRow[];
}

/** Chunks that are stored already stay; a snapshot that somebody else replaced meanwhile is written as a whole, unless theirs is newer. */
async function save({ client, places, known, madeBy }: Work, { stream, revision, eventId, maps, rest }: Snapshot): Promise<void> {
  await client.query("select pg_advisory_xact_lock(hashtextextended($1, 1))", [stream]);
  const found = await client.query<SnapshotRow & { readonly made_by: string }>(
    "select made_by, lineage, revision from cartera_snapshots.snapshot where stream_id = $1",
    [stream],
  );
  const row = found.rows[0];
  if (row !== undefined && row.made_by === madeBy && Number(row.revision) >= revision) return;
  const own = known.get(stream);
  const goesOn = own !== undefined && row?.lineage === own.lineage && Number(row.revision) === own.revision;
  const lineage = goesOn ? own.lineage : randomUUID();
  const stays = new Set<number>();
  const fresh: PlacedChunk[] = [];
  for (const each of chunksOf(maps)) {
    const place = places.get(each.chunk);
    if (!goesOn || place?.lineage !== lineage) fresh.push(each);
    else stays.add(place.chunk);
  }
  const first = goesOn ? own.nextChunk : 0;
  if (goesOn) {
    const replaced = [...own.chunks].filter((chunk) => !stays.has(chunk));
    await client.query("delete from cartera_snapshots.chunk where stream_id = $1 and chunk = any ($2::int[])", [stream, replaced]);
  } else await client.query("delete from cartera_snapshots.chunk where stream_id = $1", [stream]);
  for (let from = 0; from < fresh.length; from += PAGE_CHUNKS) {
    await insertChunks(client, stream, first + from, fresh.slice(from, from + PAGE_CHUNKS));
  }
  await client.query(
    `insert into cartera_snapshots.snapshot (stream_id, made_by, lineage, revision, event_id, rest) values ($1, $2, $3, $4, $5, $6)
     on conflict (stream_id) do update set made_by = excluded.made_by, lineage = excluded.lineage, revision = excluded.revision,
       event_id = excluded.event_id, rest = excluded.rest`,
    [stream, madeBy, lineage, revision, eventId, Buffer.from(rest)],
  );
  for (const [at, { chunk }] of fresh.entries()) {
    places.set(chunk, { lineage, chunk: first + at });
    stays.add(first + at);
  }
  known.set(stream, { lineage, revision, chunks: stays, nextChunk: first + fresh.length });
}

interface PlacedChunk {
  readonly map: number;
  /** Counted from the oldest, so that it stays when newer ones come and go. */
  readonly run: number;
  readonly chunk: PackedChunk;
}

function chunksOf(maps: Snapshot["maps"]): readonly PlacedChunk[] {
  return maps.flatMap((runs, map) => runs.flatMap((run, at) => run.map((chunk) => ({ map, run: runs.length - 1 - at, chunk }))));
}

async function insertChunks(client: pg.PoolClient, stream: string, first: number, fresh: readonly PlacedChunk[]): Promise<void> {
  await client.query(
    `insert into cartera_snapshots.chunk (stream_id, chunk, map, run, first, entries, body)
     select $1, * from unnest($2::int[], $3::int[], $4::int[], $5::text[], $6::int[], $7::bytea[])`,
    [
      stream,
      fresh.map((_, at) => first + at),
      fresh.map(({ map }) => map),
      fresh.map(({ run }) => run),
      fresh.map(({ chunk }) => JSON.stringify(chunk.first)),
      fresh.map(({ chunk }) => chunk.entries),
      fresh.map(({ chunk }) => Buffer.from(chunk.body.buffer, chunk.body.byteOffset, chunk.body.byteLength)),
    ],
  );
}

async function inTransaction<T>(pool: pg.Pool, mode: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query(`begin ${mode}`);
    const result = await work(client);
    await client.query("commit");
    client.release();
    return result;
  } catch (error) {
    // Also when the connection itself is what failed: it does not go back among those that can be used.
    client.release(error instanceof Error ? error : true);
    throw error;
  }
}

async function createSchema(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [CREATION_LOCK]);
    await client.query("set client_min_messages = warning");
    await client.query(SCHEMA);
  } finally {
    client.release(true);
  }
}
