import { createHash, randomUUID } from "node:crypto";
import { type AppendOutcome, type AppendRequest, type EventStore, NO_STREAM } from "../../../src/event-store/port.ts";

/** What a test says about an append; the rest is filled in. */
export interface AppendSketch {
  readonly stream: string;
  readonly expected?: number;
  readonly commandId?: string;
  readonly alsoCommands?: readonly string[];
  readonly claims?: readonly string[];
  readonly unchanged?: AppendRequest["unchanged"];
  /** How many events. */
  readonly count?: number;
  /** JSON text of each event. */
  readonly data?: string;
}

/** Event ids follow from the command id, as they do in the ledger. */
export function request(sketch: AppendSketch): AppendRequest {
  const { stream, expected = NO_STREAM, commandId = randomUUID(), claims = [], unchanged = [], count = 1 } = sketch;
  const events = Array.from({ length: count }, (_, index) => ({
    eventId: derivedUuid(`${commandId} ${index}`),
    type: "PaymentReceived",
    data: sketch.data ?? JSON.stringify({ amount: "125000.00", stream, place: index }),
    meta: JSON.stringify({ v: 1, commandId, index, count }),
  }));
  const also = sketch.alsoCommands === undefined ? {} : { alsoCommands: sketch.alsoCommands };
  return { stream, expected, commandId, ...also, claims, unchanged, events };
}

export function appendTo(store: EventStore, sketch: AppendSketch): Promise<AppendOutcome> {
  return store.append(request(sketch));
}

/** Appends and gives the answer, which must be "ok". */
export async function appendOk(store: EventStore, sketch: AppendSketch): Promise<Extract<AppendOutcome, { outcome: "ok" }>> {
  const answer = await appendTo(store, sketch);
  if (answer.outcome !== "ok") throw new Error(`Expected "ok" for ${sketch.stream}, got ${JSON.stringify(answer)}`);
  return answer;
}

/** Requests on one stream, each expecting what the one before it leaves. */
export function chain(stream: string, length: number, from = NO_STREAM): AppendRequest[] {
  return Array.from({ length }, (_, index) => request({ stream, expected: from + index }));
}

export function outcomeNames(answers: readonly AppendOutcome[]): string[] {
  return answers.map((answer) => answer.outcome);
}

export function tally(answers: readonly AppendOutcome[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of answers) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

function derivedUuid(name: string): string {
  const hex = createHash("sha256").update(name).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
