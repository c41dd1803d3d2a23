import type { EventData } from "../../schemas/events/registry.ts";
import type { StoredEvent } from "../event-store/port.ts";
import type { Violation } from "../kernel/decider.ts";
import { decodeMeta } from "./event-codec.ts";
import type { AcceptedBody, CommandAnswer, SubmittedBody } from "./ledger.ts";
import type { KeyRing } from "./ports.ts";
import type { DeskEvent } from "./prepared-command.ts";
import { opened, subjectsIn } from "./sealing.ts";

/** The first answer of a command and every later one are made here, from stored text, so that they are the same bytes. */
export async function acceptedBody(events: readonly (DeskEvent | StoredEvent)[], keys: KeyRing): Promise<AcceptedBody> {
  const [first, last] = [events[0], events.at(-1)];
  if (first === undefined || last === undefined) throw new Error("an accepted command has at least one event");
  const { commandId, effectiveOn } = decodeMeta(first);
  return {
    commandId,
    streamId: first.stream,
    revision: last.revision,
    position: String(last.ordinal),
    effectiveOn,
    recordedAt: first.recordedAt,
    events: await Promise.all(
      events.map(async ({ type, eventId, revision, data }) => ({ type, eventId, revision, data: await openText(data, keys) })),
    ),
  };
}

/** The body of an event with personal values opened. Text without any is only parsed. */
async function openText(text: string, keys: KeyRing): Promise<unknown> {
  const data: unknown = JSON.parse(text);
  if (!text.includes('"ciphertext"')) return data;
  await keys.load([...subjectsIn(data)]);
  return opened(data, keys);
}

interface RefusedData {
  readonly violations: readonly Violation[];
  readonly traceId: string;
}

interface NoEffectData {
  readonly target: string;
  readonly revision: number;
}

/** The answer that stands for a command in the log; `append` is the append it was stored with, which may hold other commands too. */
export async function answerFromLog(append: readonly StoredEvent[], commandId: string, keys: KeyRing): Promise<CommandAnswer> {
  const events = append.filter((event) => decodeMeta(event).commandId === commandId);
  const first = events[0];
  if (first === undefined) return { kind: "accepted", changed: false, replayed: true, body: silentBody(append, commandId) };
  if (first?.type === "CommandRefused") {
    const { violations, traceId } = JSON.parse(first.data) as RefusedData;
    return { kind: "refused", replayed: true, refusal: { violations, traceId } };
  }
  if (first.type === "ApprovalRequested") return { kind: "submitted", changed: true, replayed: true, body: submittedBody(first) };
  if (first?.type === "CommandHadNoEffect") return { kind: "accepted", changed: false, replayed: true, body: noEffectBody(first) };
  return { kind: "accepted", changed: true, replayed: true, body: await acceptedBody(events, keys) };
}

/** Of a command that waits for other people. */
export function submittedBody(event: DeskEvent | StoredEvent): SubmittedBody {
  const { approvalId, command, requirement, waitingFor, expiresOn } = JSON.parse(event.data) as EventData<"ApprovalRequested">;
  const { commandId, effectiveOn } = decodeMeta(event);
  return {
    ...{ approvalId, commandId, status: "REQUESTED", command, requirement, waitingFor, expiresOn },
    streamId: event.stream,
    revision: event.revision,
    position: String(event.ordinal),
    effectiveOn,
    recordedAt: event.recordedAt,
  };
}

export function noEffectBody(event: DeskEvent | StoredEvent): AcceptedBody {
  const { target, revision } = JSON.parse(event.data) as NoEffectData;
  const { commandId, effectiveOn } = decodeMeta(event);
  return { commandId, streamId: target, revision, position: String(event.ordinal), effectiveOn, recordedAt: event.recordedAt, events: [] };
}

/** Of a command that had no effect among others decided together: it stands where they left the stream. */
export function silentBody(append: readonly (DeskEvent | StoredEvent)[], commandId: string): AcceptedBody {
  const last = append.at(-1);
  if (last === undefined) throw new Error("commands decided together left nothing behind");
  const { stream: streamId, revision, ordinal, recordedAt } = last;
  return { commandId, streamId, revision, position: String(ordinal), effectiveOn: decodeMeta(last).effectiveOn, recordedAt, events: [] };
}
