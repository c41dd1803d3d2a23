import { Type } from "@sinclair/typebox";
import { DiscountKind, WithholdingKind } from "../../codes.ts";
import { CalendarDate } from "../../dates.ts";
import { Identifier, InstalmentId, LineId, Sha256 } from "../../identifiers.ts";
import { Amount, Percent } from "../../money.ts";
import { defineEvent } from "../define-event.ts";
import { PendingSpans } from "./pending-spans.ts";

/** What settles an instalment and is no money. Application, receipt and line are there when it settled together with a payment. */
const Settles = {
  applicationId: Type.Optional(Identifier),
  receiptId: Type.Optional(Identifier),
  lineId: Type.Optional(LineId),
  instalmentId: InstalmentId,
  amount: Amount,
  settledOn: CalendarDate,
  /** The receipt it settled with is not cleared. */
  conditional: Type.Boolean(),
  appliedOn: CalendarDate,
};

export const DiscountGranted = defineEvent("DiscountGranted", 1, {
  ...Settles,
  discountId: Identifier,
  kind: DiscountKind,
  pct: Percent,
  authorityLevel: Type.Optional(Type.String()),
});

/** What is taken back opens the instalment again; `freedOn` counts for the day of settlement. */
const TakenBack = {
  applicationId: Type.Optional(Identifier),
  instalmentId: InstalmentId,
  amount: Amount,
  freedOn: CalendarDate,
  pendingSpans: Type.Optional(PendingSpans),
};
export const DiscountRevoked = defineEvent("DiscountRevoked", 1, { discountId: Identifier, ...TakenBack });

export const WithholdingRecorded = defineEvent("WithholdingRecorded", 1, {
  ...Settles,
  withholdingId: Identifier,
  kind: WithholdingKind,
  base: Amount,
  ratePct: Percent,
});
/** The customer's certificate: the tax withheld can be claimed. */
export const WithholdingCertified = defineEvent("WithholdingCertified", 1, {
  withholdingIds: Type.Array(Identifier),
  number: Type.String(),
  issuedOn: CalendarDate,
  contentHash: Sha256,
});
export const WithholdingReversed = defineEvent("WithholdingReversed", 1, { withholdingId: Identifier, ...TakenBack });
/**
 * No certificate came in time: the charge in the same append makes it a debt again. Where it settled together with a payment, that payment
 * answers for it no longer: `pendingSpans` are those of what is left of it.
 */
export const WithholdingReopened = defineEvent("WithholdingReopened", 1, {
  withholdingId: Identifier,
  chargeId: Identifier,
  applicationId: Type.Optional(Identifier),
  instalmentId: Type.Optional(InstalmentId),
  amount: Type.Optional(Amount),
  pendingSpans: Type.Optional(PendingSpans),
});

/** RECEIVABLE: a rest of an instalment is forgotten. CREDIT: a rest of a receipt or note is kept. */
export const SmallDifferenceWrittenOff = defineEvent("SmallDifferenceWrittenOff", 1, {
  differenceId: Identifier,
  side: Type.Union([Type.Literal("RECEIVABLE"), Type.Literal("CREDIT")]),
  applicationId: Type.Optional(Identifier),
  lineId: Type.Optional(LineId),
  instalmentId: Type.Optional(InstalmentId),
  creditItemId: Type.Optional(Identifier),
  amount: Amount,
  settledOn: CalendarDate,
  conditional: Type.Boolean(),
});
export const SmallDifferenceReversed = defineEvent("SmallDifferenceReversed", 1, {
  differenceId: Identifier,
  applicationId: Type.Optional(Identifier),
  instalmentId: Type.Optional(InstalmentId),
  creditItemId: Type.Optional(Identifier),
  amount: Amount,
  freedOn: CalendarDate,
  pendingSpans: Type.Optional(PendingSpans),
});
