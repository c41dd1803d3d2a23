import type { AppendOutcome } from "../port.ts";
import type { AppendConnection } from "./append-connection.ts";
import type { PendingAppend } from "./append-queue.ts";
import { int4Array, int8Array } from "./binary-array.ts";
import type { LogSchema } from "./log-schema.ts";

type StoredRow = [position: number, stream: string, revision: number, eventId: string, recordedAt: string];

/**
 * After an answer was lost, "replay" may mean that the lost try had stored the request. What the log holds under that command is read back:
 * the same stream and the same event ids make it an "ok".
 */
export async function recoverOwnTries(
  connection: AppendConnection,
  schema: LogSchema,
  batch: readonly PendingAppend[],
  outcomes: readonly AppendOutcome[],
  answerWithinMs: number,
): Promise<readonly AppendOutcome[]> {
  const replays = outcomes.filter((outcome) => outcome.outcome === "replay");
  if (replays.length === 0) return outcomes;
  const rows = await connection.query(
    {
      text: `select e.position, e.stream_id, e.revision, e.event_id, e.recorded_at
        from unnest($1::bigint[], $2::int[]) as r(position, n)
        join ${schema.name}.event e on e.position between r.position and r.position + r.n - 1`,
      rowMode: "array",
      values: [int8Array(replays.map((replay) => replay.ordinal)), int4Array(replays.map((replay) => replay.count))],
    },
    answerWithinMs,
  );
  const stored = new Map((rows as StoredRow[]).map((row) => [row[0], row]));
  return outcomes.map((outcome, index): AppendOutcome => {
    const request = batch[index]?.request;
    if (outcome.outcome !== "replay" || request === undefined || outcome.count !== request.events.length) return outcome;
    const own = request.events.every((event, place) => {
      const row = stored.get(outcome.ordinal + place);
      return row !== undefined && row[1] === request.stream && row[3] === event.eventId;
    });
    const last = stored.get(outcome.ordinal + outcome.count - 1);
    if (!own || last === undefined) return outcome;
    return { outcome: "ok", revision: last[2], ordinal: outcome.ordinal, recordedAt: last[4] };
  });
}
