import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { type Databases, onDatabase } from "./databases.ts";
import { type Measured, runLoad } from "./load.ts";
import { sampleEvent } from "./sample-event.ts";

/** A table with one index, and nothing to keep in order: the least that storing an event can cost. */
const TABLE = `create table if not exists raw_event (
  id bigint generated always as identity primary key, stream text not null, event_id uuid not null, type text not null,
  data text not null, meta text not null, recorded_at timestamptz not null default now())`;
export const INSERT = "insert into raw_event (stream, event_id, type, data, meta) values";

export async function makeRawTable(connectionString: string): Promise<void> {
  await onDatabase(connectionString, (client) => client.query(TABLE));
}

/** One insert of the same text per transaction, each caller on a connection of its own: what a ledger without groups would pay. */
export async function measureRawInserts(
  { processorSeconds }: Databases,
  connectionString: string,
  callers: number,
  measureMs: number,
): Promise<Measured> {
  await makeRawTable(connectionString);
  const clients = Array.from({ length: callers }, () => new Client({ connectionString }));
  await Promise.all(clients.map((client) => client.connect()));
  try {
    return await runLoad({
      callers,
      warmUp: { calls: 2_000, atMostMs: 1_000 },
      measureMs,
      processorSeconds,
      async call(caller, turn) {
        const stream = `raw-${caller}`;
        const { eventId, type, data, meta } = sampleEvent(stream, turn, randomUUID());
        await clients[caller]?.query({
          name: "insert",
          text: `${INSERT} ($1, $2, $3, $4, $5)`,
          values: [stream, eventId, type, data, meta],
        });
      },
    });
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}
