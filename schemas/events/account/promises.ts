import { Type } from "@sinclair/typebox";
import { CalendarDate } from "../../dates.ts";
import { Identifier, InstalmentId } from "../../identifiers.ts";
import { Amount } from "../../money.ts";
import { defineEvent } from "../define-event.ts";

const exact = { additionalProperties: false };

const PromiseLine = Type.Object({ instalmentId: InstalmentId, amount: Amount }, exact);
export const PromiseRegistered = defineEvent("PromiseRegistered", 1, {
  promiseId: Identifier,
  lines: Type.Array(PromiseLine),
  dueOn: CalendarDate,
  channel: Type.String(),
  contactPersonId: Type.Optional(Identifier),
  collectorId: Type.Optional(Identifier),
  evidenceRef: Type.Optional(Type.String()),
  /** How many promises it takes the place of, one after the other. */
  renewalNo: Type.Optional(Type.Integer()),
});

/** Another promise takes its place, in the same append; `lines` is what it covered until then. */
export const PromiseSuperseded = defineEvent("PromiseSuperseded", 1, {
  promiseId: Identifier,
  newPromiseId: Identifier,
  lines: Type.Array(PromiseLine),
});

/** How the promise ended; `lines` is what it covered until then. */
const PromiseOutcome = { promiseId: Identifier, lines: Type.Array(PromiseLine), counted: Amount, missing: Amount };
export const PromiseKept = defineEvent("PromiseKept", 1, PromiseOutcome);
export const PromisePartiallyKept = defineEvent("PromisePartiallyKept", 1, PromiseOutcome);
export const PromiseBroken = defineEvent("PromiseBroken", 1, PromiseOutcome);
/** Money that kept the promise was taken back; the promise is open again. `lines` is what it covers again. */
export const PromiseKeptReversed = defineEvent("PromiseKeptReversed", 1, {
  promiseId: Identifier,
  lines: Type.Array(PromiseLine),
  counted: Amount,
});
export const PromiseCancelled = defineEvent("PromiseCancelled", 1, { promiseId: Identifier, lines: Type.Array(PromiseLine) });
