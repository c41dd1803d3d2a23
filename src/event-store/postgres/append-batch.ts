import type pg from "pg";
import type { AppendOutcome } from "../port.ts";
import type { PendingAppend } from "./append-queue.ts";
import { int4Array, int8Array, textArray, uuidArray } from "./binary-array.ts";
import type { LogSchema } from "./log-schema.ts";

/** The call of `append_batch` for these requests: the same requests and time give the same bytes. */
export function appendBatchQuery(
  schema: LogSchema,
  batch: readonly PendingAppend[],
  clockMs: number | null,
): pg.QueryArrayConfig<unknown[]> {
  const events = { requests: [] as number[], places: [] as number[], streams: [] as string[], ids: [] as string[] };
  const texts = { types: [] as string[], data: [] as string[], metas: [] as string[] };
  const claims = { keys: [] as string[], requests: [] as number[] };
  const fences = { streams: [] as string[], revisions: [] as number[], requests: [] as number[] };
  batch.forEach(({ request, keys }, index) => {
    const number = index + 1;
    request.events.forEach((event, place) => {
      events.requests.push(number);
      events.places.push(place + 1);
      events.streams.push(request.stream);
      events.ids.push(event.eventId);
      texts.types.push(event.type);
      texts.data.push(event.data);
      texts.metas.push(event.meta);
    });
    for (const key of keys) {
      claims.keys.push(key);
      claims.requests.push(number);
    }
    for (const fence of request.unchanged) {
      fences.streams.push(fence.stream);
      fences.revisions.push(fence.revision);
      fences.requests.push(number);
    }
  });
  const requests = batch.map((pending) => pending.request);
  return {
    name: "append-batch",
    text: `select outcomes, revisions, ordinals, lengths, claims, stored_at from ${schema.name}.append_batch(
      $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
    rowMode: "array",
    values: [
      textArray(requests.map((request) => request.stream)),
      int8Array(requests.map((request) => request.expected)),
      int4Array(requests.map((request) => request.events.length)),
      uuidArray(requests.map((request) => request.commandId)),
      int4Array(events.requests),
      int4Array(events.places),
      textArray(events.streams),
      uuidArray(events.ids),
      textArray(texts.types),
      textArray(texts.data),
      textArray(texts.metas),
      uuidArray(claims.keys),
      int4Array(claims.requests),
      textArray(fences.streams),
      int8Array(fences.revisions),
      int4Array(fences.requests),
      clockMs,
    ],
  };
}

type AnswerRow = [
  outcomes: readonly number[],
  revisions: readonly number[],
  ordinals: readonly number[],
  lengths: readonly number[],
  claims: readonly number[],
  storedAt: string,
];

/** The answer of `append_batch`, request by request. */
export function outcomesOfBatch(batch: readonly PendingAppend[], row: readonly unknown[] | undefined): AppendOutcome[] {
  if (row === undefined || row.length !== 6) throw new Error("append_batch did not answer with one row");
  const [outcomes, revisions, ordinals, lengths, claims, recordedAt] = row as AnswerRow;
  if (outcomes.length !== batch.length) throw new Error(`append_batch answered ${outcomes.length} of ${batch.length} requests`);
  const claimed = batch.flatMap((pending) => pending.claims);
  return outcomes.map((outcome, index): AppendOutcome => {
    const ordinal = ordinals[index] ?? 0;
    const count = lengths[index] ?? 0;
    switch (outcome) {
      case 0:
        return { outcome: "ok", revision: revisions[index] ?? 0, ordinal, recordedAt };
      case 1:
        return { outcome: "replay", ordinal, count };
      case 2:
        return { outcome: "moved" };
      case 3:
        return { outcome: "duplicate", claim: claimed[(claims[index] ?? 0) - 1] ?? "", ordinal, count };
      case 4:
        return { outcome: "conflict" };
      default:
        throw new Error(`append_batch answered with an outcome ${outcome} that nobody knows`);
    }
  });
}
