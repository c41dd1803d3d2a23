import type { CalendarDate } from "../kernel/calendar-date.ts";

/** What a demonstration is made of. The same arguments give the same commands. */
export interface DemoArguments {
  readonly seed: string;
  readonly customers: number;
  readonly months: number;
  /** The last business day. */
  readonly ends: CalendarDate;
}

/** Local times of the rounds of a day: what a later round needs has been answered by then. */
export const TIMES = ["08:10", "09:40", "11:20", "14:30", "15:50", "17:20"] as const;
export type Time = (typeof TIMES)[number];

export type Body = Readonly<Record<string, unknown>>;

/** What a story is told for: the census counts them. */
export const HAPPENINGS = [
  ...(["opening item", "order released", "order held", "invoice", "debit note", "charge", "receipt", "payment applied"] as const),
  ...(["early discount", "withholding", "certificate", "small difference", "partial payment", "back-dated receipt"] as const),
  ...(["post-dated cheque", "bounced cheque", "correction", "promise kept", "promise broken", "promise rescheduled"] as const),
  ...(["credit note", "credit note rejected", "refund", "credit transferred", "line suspended", "line reinstated"] as const),
  ...(["temporary limit", "write-off", "recovery", "approval", "refusal"] as const),
] as const;
export type Happening = (typeof HAPPENINGS)[number];

/** Something that is known only from the answer to an earlier command. */
export interface FromAnswer {
  /** Key of that command. */
  readonly key: string;
  /** An event of the answer, or SUBMITTED: it waits for somebody else. */
  readonly answered: string;
  /** What else the event says. */
  readonly where?: Readonly<Record<string, string>>;
}

/** A command as somebody of the branch sends it. */
export interface DemoCommand {
  /** Its idempotency key. */
  readonly key: string;
  readonly personId: string;
  /** As in the path: "apply-payment". */
  readonly command: string;
  readonly body: Body;
  /** Sent only if an earlier command was answered so. */
  readonly onlyIf?: FromAnswer;
  /** A field of the body taken from that answer: of the event, or of the request that waits. */
  readonly takes?: string;
  /** The code with which the ledger says no; accepted, or waiting for others, without it. */
  readonly refusedWith?: string;
  readonly tells: readonly Happening[];
}

export interface DemoRound {
  readonly time: Time;
  readonly commands: readonly DemoCommand[];
}

/** A business day: its rounds in order, those without commands left out. */
export interface DemoDay {
  readonly date: CalendarDate;
  readonly rounds: readonly DemoRound[];
}
