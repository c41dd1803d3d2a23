import type { ProcessQueries } from "../../../projections/process-queries.ts";
import type { EventData, EventType } from "../../../schemas/events/registry.ts";
import type { CalendarDate } from "../../kernel/calendar-date.ts";
import type { RefusalCode } from "../../kernel/refusal-code.ts";
import type { Ledger } from "../ledger.ts";

/** What a refusal means to a process. A compensation follows only a refusal that is remembered; any other parks the step. */
export type AfterRefusal = "park" | "ignore" | { readonly compensate: Step };

/** One command that a process sends as SYSTEM. */
export interface Step {
  /**
   * Unique among the steps of one event, or of one date and legal entity. A part of the command's id: once released it never changes, or
   * what was done would be done again.
   */
  readonly step: string;
  /** As in the path: "evaluate-promise". */
  readonly command: string;
  /** Personal values as the event holds them, sealed: they are opened when the command is sent. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Without it every refusal parks the step. */
  readonly onRefusal?: (code: RefusalCode) => AfterRefusal;
}

/** A step that the application carries through in a way of its own, as often as it is asked. It throws where it is to be tried later. */
export interface Act {
  readonly step: string;
  /** The legal entity it is done for, where it is one: whoever may see that one sees the step when it is parked. */
  readonly entityId?: string | undefined;
  readonly perform: (ledger: Pick<Ledger, "executeApproved">) => Promise<void>;
}

/** An event as a process sees it: in today's shape, personal values sealed. */
export interface ProcessEvent<Type extends EventType = EventType> {
  readonly type: Type;
  readonly data: EventData<Type>;
  readonly eventId: string;
  readonly ordinal: number;
  /** The whole name: "account-103.CO01.COP". */
  readonly stream: string;
  /** "103.CO01.COP" of "account-103.CO01.COP". */
  readonly streamId: string;
  readonly effectiveOn: CalendarDate;
  readonly actor: string;
}

/** What follows in other streams from an event, at once. Reads the log from its beginning when it is new. */
export interface EventProcess {
  /** A part of the ids of its commands: never changes. */
  readonly name: string;
  /** Pure: the same event gives the same steps whenever it is asked. */
  readonly on: { readonly [Type in EventType]?: (event: ProcessEvent<Type>) => readonly (Step | Act)[] };
}

/** What follows from a new day, just after local midnight. */
export interface CalendarProcess {
  /** A part of the ids of its commands: never changes. */
  readonly name: string;
  /** Whose days: of each legal entity in its own time zone, or of the ledger (the zone of the first entity; `entityId` is LEDGER). */
  readonly days: "of each legal entity" | "of the ledger";
  /** The read models that `due` asks: the run waits until they know everything recorded before midnight. */
  readonly reads: readonly string[];
  /**
   * After an outage: "latest" runs once, for today, where the command itself records everything missed with its true date; "each" runs for
   * every missed date, in order.
   */
  readonly catchUp: "latest" | "each";
  /** The steps of a business date that has just begun. They are taken one after the other while the question goes on. */
  due(on: CalendarDate, entityId: string, queries: ProcessQueries): AsyncIterable<Step>;
}
