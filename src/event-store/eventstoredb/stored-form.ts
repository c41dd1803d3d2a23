import type { AllStreamRecordedEvent, BinaryEventData, RecordedEvent } from "@eventstore/db-client";
import { type AppendPlace, placeInAppend } from "../append-place.ts";
import type { LogPosition } from "../place-book.ts";
import type { AppendRequest, NewEvent } from "../port.ts";
import type { LogNames } from "./names.ts";

/** What the first event of an append carries for the engine, before its `meta`. */
interface AppendHeader {
  readonly command: string;
  readonly also?: readonly string[];
  /** When it was handed to the node, in milliseconds; what is recorded is never earlier than that of the event before. */
  readonly at: number;
  /** The try that stored it: two processes may try the same command at the same place, and only one of them has stored it. */
  readonly by: string;
}

/** An event of this ledger as found on the node. */
export interface FoundEvent extends NewEvent {
  readonly stream: string;
  readonly revision: number;
  readonly place: AppendPlace;
  /** Of the first event of an append only. */
  readonly header: AppendHeader | undefined;
}

const utf8 = new TextEncoder();

/**
 * The events of a request as the node stores them: data and meta byte for byte. Both go as bytes, since the client would parse JSON and print
 * it anew. The metadata is a mark, the header and a line break before `meta`; that is not JSON, so the client leaves it alone on the way back.
 */
export function toNode(request: AppendRequest, names: LogNames, tried: { readonly at: number; readonly by: string }): BinaryEventData[] {
  const { commandId, alsoCommands = [], events } = request;
  const header: AppendHeader = { command: commandId, ...(alsoCommands.length > 0 && { also: alsoCommands }), ...tried };
  return events.map(({ eventId, type, data, meta }, index) => ({
    id: eventId,
    contentType: "application/octet-stream",
    type,
    data: utf8.encode(data),
    metadata: utf8.encode(`${names.mark}${index === 0 ? JSON.stringify(header) : ""}\n${meta}`),
  }));
}

/** Reads an event back. Undefined for what is not an event of this ledger. */
export function fromNode(recorded: RecordedEvent, names: LogNames): FoundEvent | undefined {
  const { metadata, data } = recorded as { metadata: unknown; data: unknown };
  if (!(metadata instanceof Uint8Array && data instanceof Uint8Array)) return undefined;
  const text = Buffer.from(metadata).toString("utf8");
  const end = text.indexOf("\n");
  if (end < 0 || !text.startsWith(names.mark)) return undefined;
  const header = text.slice(names.mark.length, end);
  const meta = text.slice(end + 1);
  const place = placeInAppend(meta);
  if (place === undefined) throw new Error(`An event of ${recorded.streamId} does not say where it stands in its append`);
  return {
    eventId: recorded.id,
    type: recorded.type,
    data: Buffer.from(data).toString("utf8"),
    meta,
    stream: names.inLedger(recorded.streamId),
    revision: Number(recorded.revision),
    place,
    header: header === "" ? undefined : (JSON.parse(header) as AppendHeader),
  };
}

/** What callers may keep of an event's place in the node's log. */
export function placeName({ commit, prepare }: LogPosition): string {
  return `C:${commit}/P:${prepare}`;
}

/** A floor of recorded time, in milliseconds, from the event in its private stream. */
export function floorOf(recorded: AllStreamRecordedEvent): number {
  const { at } = JSON.parse(Buffer.from(recorded.data as Uint8Array).toString("utf8")) as { at: number };
  return at;
}

/** An event of the engine's own, in one of its private streams. */
export function privateEvent(id: string, type: string, body: unknown): BinaryEventData {
  return { id, contentType: "application/octet-stream", type, data: utf8.encode(JSON.stringify(body)), metadata: undefined };
}
