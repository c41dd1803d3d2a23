import { randomUUID } from "node:crypto";
import { type AppendRequest, type EventStore, NO_STREAM } from "../../src/event-store/port.ts";
import type { Load } from "./load.ts";
import { sampleEvent } from "./sample-event.ts";

/** An append of one event with one claim. */
export function sampleAppend(stream: string, turn: number, commandId: string): AppendRequest {
  return {
    stream,
    expected: NO_STREAM + turn,
    events: [sampleEvent(stream, turn, commandId)],
    commandId,
    claims: [`DOCUMENT_NUMBER:CO01:RECEIPT:RC:R-${stream}-${turn}`],
    unchanged: [],
  };
}

/** Appends what must be accepted. */
export async function appendOk(store: EventStore, request: AppendRequest): Promise<void> {
  const { outcome } = await store.append(request);
  if (outcome !== "ok") throw new Error(`an append came back as ${outcome}`);
}

/** Callers each on a stream of its own that no run before has written to. */
export function appendCall(store: EventStore): Load["call"] {
  const run = randomUUID().slice(0, 8);
  return (caller, turn) => appendOk(store, sampleAppend(`bench-${run}-${caller}`, turn, randomUUID()));
}
