import { type Static, Type } from "@sinclair/typebox";
import type { StoredEvent } from "../event-store/port.ts";
import { keysOfAppend } from "./append-keys.ts";
import { chainFrom } from "./chained-line.ts";

const closed = { additionalProperties: false };
const Ordinal = Type.Integer({ minimum: 1 });
const Count = Type.Integer({ minimum: 0 });

/** The first line: what the file is, whose log it holds, and where that stood when the file was begun. */
export const HeaderLine = Type.Object(
  {
    format: Type.Literal("cartera log"),
    version: Type.Literal(1),
    ledgerId: Type.String(),
    engine: Type.String(),
    head: Count,
  },
  closed,
);
export type HeaderLine = Static<typeof HeaderLine>;

/** One append: all that has to be the same wherever the log lies. `data` and `meta` are the stored text, byte for byte. */
export const AppendLine = Type.Object(
  {
    /** Of its first event, as is `revision`. */
    ordinal: Ordinal,
    stream: Type.String(),
    revision: Count,
    recordedAt: Type.String({ pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$" }),
    commandId: Type.String(),
    alsoCommands: Type.Array(Type.String()),
    claims: Type.Array(Type.String()),
    events: Type.Array(Type.Object({ eventId: Type.String(), type: Type.String(), data: Type.String(), meta: Type.String() }, closed), {
      minItems: 1,
    }),
  },
  closed,
);
export type AppendLine = Static<typeof AppendLine>;

/** The last line. Its chain depends on the ledger and its events alone: two logs with the same one are the same. */
export const EndLine = Type.Object({ end: Type.Literal(true), appends: Count, events: Count }, closed);
export type EndLine = Static<typeof EndLine>;

export function headerOf(ledgerId: string, engine: string, head: number): HeaderLine {
  return { format: "cartera log", version: 1, ledgerId, engine, head };
}

/** What the header's own check sum begins with. */
export const HEADER_CHAIN = chainFrom("cartera log header");

/** What the check sums of the lines after the header begin with. The header is not in them, because it differs from engine to engine. */
export const logChain = (ledgerId: string) => chainFrom(`cartera log 1 ${ledgerId}`);

/** The line of an append as the log holds it. */
export function appendLineOf(events: readonly [StoredEvent, ...StoredEvent[]]): AppendLine {
  const [{ ordinal, stream, revision, recordedAt }] = events;
  return {
    ...{ ordinal, stream, revision, recordedAt },
    ...(keysOfAppend(events) as Pick<AppendLine, "commandId" | "alsoCommands" | "claims">),
    events: events.map(({ eventId, type, data, meta }) => ({ eventId, type, data, meta })),
  };
}

/** Where two appends differ first: "revision is 4 in the file and 5 in the log". Undefined when they are the same. */
export function firstDifference(inFile: AppendLine, inLog: AppendLine): string | undefined {
  for (const field of ["ordinal", "stream", "revision", "recordedAt"] as const) {
    if (inFile[field] !== inLog[field]) return `${field} is ${inFile[field]} in the file and ${inLog[field]} in the log`;
  }
  for (const [place, event] of inFile.events.entries()) {
    const other = inLog.events[place];
    if (other?.eventId !== event.eventId) return `event ${event.eventId} of the file is ${other?.eventId ?? "missing"} in the log`;
    for (const field of ["type", "data", "meta"] as const) {
      if (event[field] !== other[field]) return `${field} of event ${event.eventId} is not what the log holds`;
    }
  }
  return inFile.events.length === inLog.events.length ? undefined : "the log holds more events of this append than the file";
}
