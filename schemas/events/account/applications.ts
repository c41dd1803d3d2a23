import { Type } from "@sinclair/typebox";
import { WithholdingKind } from "../../codes.ts";
import { CalendarDate } from "../../dates.ts";
import { Identifier, InstalmentId, LineId } from "../../identifiers.ts";
import { Amount, Percent } from "../../money.ts";
import { Sealed } from "../../personal.ts";
import { defineEvent } from "../define-event.ts";
import { PendingSpans } from "./pending-spans.ts";

const exact = { additionalProperties: false };

export const PaymentApplied = defineEvent("PaymentApplied", 1, {
  applicationId: Identifier,
  receiptId: Identifier,
  lines: Type.Array(
    Type.Object(
      {
        lineId: LineId,
        instalmentId: InstalmentId,
        amount: Amount,
        components: Type.Object({ defaultInterest: Amount, remunerativeInterest: Amount, capital: Amount }, exact),
        settledOn: CalendarDate,
      },
      exact,
    ),
  ),
  /** The receipt is not cleared: what the lines settle stays pending clearance. */
  conditional: Type.Boolean(),
  /** Business date on which it was decided; earlier than effectiveOn for a post-dated cheque. */
  appliedOn: CalendarDate,
  debtorInstruction: Type.Optional(Sealed),
});

/** What a credit note, or a credit transferred in, settles. */
export const CreditApplied = defineEvent("CreditApplied", 1, {
  applicationId: Identifier,
  creditNoteId: Identifier,
  lines: Type.Array(
    Type.Object(
      {
        lineId: LineId,
        instalmentId: InstalmentId,
        amount: Amount,
        settledOn: CalendarDate,
        /** The write-off whose memo it lowers, where the instalment was written off. */
        memoOf: Type.Optional(Identifier),
      },
      exact,
    ),
  ),
  appliedOn: CalendarDate,
});

/** What a proposal holds until it is decided on: money of the credit, and of each instalment all that the line would settle. */
const Reserves = {
  receiptId: Identifier,
  reserves: Type.Array(Type.Object({ instalmentId: InstalmentId, money: Amount, settles: Amount }, exact)),
};

/** An application that waits for the leader: it reserves money and items. What it asked for is kept as it was asked. */
export const ApplicationProposed = defineEvent("ApplicationProposed", 1, {
  applicationId: Identifier,
  ...Reserves,
  lines: Type.Array(
    Type.Object(
      {
        lineId: LineId,
        instalmentId: InstalmentId,
        amount: Amount,
        discount: Type.Optional(Type.Object({ pct: Percent, amount: Amount }, exact)),
        withholdings: Type.Optional(
          Type.Array(
            Type.Object(
              {
                withholdingId: Identifier,
                kind: WithholdingKind,
                base: Amount,
                ratePct: Percent,
                amount: Amount,
              },
              exact,
            ),
          ),
        ),
      },
      exact,
    ),
  ),
  /** The business date asked for, where one was. */
  askedEffectiveOn: Type.Optional(CalendarDate),
  debtorInstruction: Type.Optional(Sealed),
  proposedBy: Identifier,
  /** The person in whose place it was proposed. */
  proposedFor: Type.Optional(Identifier),
  /** The last day on which it can be approved. */
  validTo: CalendarDate,
});
/** What it applied stands in the same append. */
export const ApplicationApproved = defineEvent("ApplicationApproved", 1, {
  applicationId: Identifier,
  ...Reserves,
  note: Type.Optional(Sealed),
});
export const ApplicationRejected = defineEvent("ApplicationRejected", 1, {
  applicationId: Identifier,
  ...Reserves,
  note: Type.Optional(Sealed),
  origin: Type.Union([Type.Literal("PERSON"), Type.Literal("EXPIRED"), Type.Literal("RETURNED")]),
});

/** Until version 1 only receipts could be applied: `receiptId` said what is now `creditItemId`. */
export const PaymentUnapplied = defineEvent(
  "PaymentUnapplied",
  2,
  {
    unapplicationId: Identifier,
    applicationId: Identifier,
    /** The receipt, credit note or transferred credit that the money goes back to. */
    creditItemId: Identifier,
    kind: Type.Union([Type.Literal("REVERSAL"), Type.Literal("CORRECTION")]),
    /**
     * `freedOn`: from when money and item count as free again for the day of settlement. `memoOf`: the amount goes back to the memo of
     * this write-off, and not to what is open.
     */
    lines: Type.Array(
      Type.Object(
        { lineId: LineId, instalmentId: InstalmentId, amount: Amount, freedOn: CalendarDate, memoOf: Type.Optional(Identifier) },
        exact,
      ),
    ),
    /** Discounts, differences and withholdings of the same application, undone in proportion. */
    alsoReversed: Type.Array(
      Type.Object(
        {
          id: Identifier,
          kind: Type.Union([Type.Literal("DISCOUNT"), Type.Literal("WITHHOLDING"), Type.Literal("DIFFERENCE")]),
          lineId: LineId,
          instalmentId: InstalmentId,
          amount: Amount,
          freedOn: CalendarDate,
        },
        exact,
      ),
    ),
    /** The money was not cleared: what was pending clearance is no longer. */
    conditional: Type.Boolean(),
    /** The money has cleared since, on this day: until then what was applied counted as pending. */
    pendingUntil: Type.Optional(CalendarDate),
    /** Where the two before cannot say it, since the bank's confirmation was taken back in between. */
    pendingSpans: Type.Optional(PendingSpans),
    /** True where no cheque can have covered it before it took effect: it was no money. */
    ofNote: Type.Optional(Type.Boolean()),
    /** True where what is undone is the recovery of a write-off. */
    recovery: Type.Optional(Type.Boolean()),
    /** Business date on which it was decided. */
    undoneOn: CalendarDate,
  },
  (stored) => {
    const { receiptId, ...rest } = stored as { readonly receiptId: string };
    return { ...rest, creditItemId: receiptId };
  },
);
