import { Type } from "@sinclair/typebox";
import { ReturnReason, WithholdingKind } from "../codes.ts";
import { CalendarDate } from "../dates.ts";
import { AccountId, Identifier, InstalmentId, Label, LineId, Sha256 } from "../identifiers.ts";
import { Money, Percent, PositiveDecimal, PositiveMoney } from "../money.ts";
import { PersonalText } from "../personal.ts";
import { commandBody } from "./command-body.ts";

export const RECEIPT_METHODS = ["CASH", "NETTING", "TRANSFER", "DIRECT_DEBIT", "CARD", "CHEQUE", "POST_DATED_CHEQUE"] as const;
export const ReceiptMethod = Type.Union(RECEIPT_METHODS.map((code) => Type.Literal(code)));
export type ReceiptMethod = (typeof RECEIPT_METHODS)[number];

export const RegisterReceiptBody = commandBody({
  accountId: AccountId,
  receiptId: Identifier,
  requestId: Type.Optional(Identifier),
  series: Identifier,
  number: Type.Optional(Label(40)),
  method: ReceiptMethod,
  amount: PositiveMoney,
  /** What was handed over, where it was money of another currency. */
  original: Type.Optional(Type.Object({ amount: PositiveMoney, rate: Type.Optional(PositiveDecimal) }, { additionalProperties: false })),
  receivedOn: CalendarDate,
  valueDate: CalendarDate,
  tillSessionId: Type.Optional(Identifier),
  bankAccountId: Type.Optional(Identifier),
  bankLineId: Type.Optional(Identifier),
  bankReference: Type.Optional(Label(80)),
  /** Tells legitimate twins apart: the second equal deposit of a day is 2. */
  occurrence: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
  /** An annulled receipt whose place this one takes, with its bank reference. */
  replaces: Type.Optional(Identifier),
  viaLawyer: Type.Optional(Type.Boolean()),
  /** Who paid, where it was not the customer. */
  payer: Type.Optional(
    Type.Union([
      Type.Object({ customerId: Identifier }, { additionalProperties: false }),
      Type.Object({ name: PersonalText(200) }, { additionalProperties: false }),
    ]),
  ),
  instrument: Type.Optional(
    Type.Object(
      {
        valueId: Type.Optional(Identifier),
        chequeNumber: Label(40),
        bank: Label(120),
        drawer: Type.Optional(PersonalText(200)),
        maturity: Type.Optional(CalendarDate),
      },
      { additionalProperties: false },
    ),
  ),
  /** What the payer said the money is for. */
  remittance: Type.Optional(
    Type.Array(Type.Object({ reference: Label(80), amount: Type.Optional(Money) }, { additionalProperties: false }), { maxItems: 200 }),
  ),
  branchId: Type.Optional(Identifier),
});

export const ConfirmClearanceBody = commandBody({
  accountId: AccountId,
  receiptId: Identifier,
  on: CalendarDate,
  bankLineId: Type.Optional(Identifier),
  /** Of the paper that shows it, where the receipt is cleared by hand. */
  evidenceHash: Type.Optional(Sha256),
});

export const RevokeClearanceBody = commandBody({
  accountId: AccountId,
  receiptId: Identifier,
  on: CalendarDate,
  /** By which it cleared: any other clears nothing and takes nothing back. */
  bankLineId: Type.Optional(Identifier),
  evidenceHash: Type.Optional(Sha256),
});

export const AnnulReceiptBody = commandBody({ accountId: AccountId, receiptId: Identifier });

export const ReturnPaymentBody = commandBody({
  accountId: AccountId,
  receiptId: Identifier,
  /** The bank's date. */
  on: CalendarDate,
  reasonCode: ReturnReason,
  /** The drawer of the cheque let it bounce. */
  drawerFault: Type.Boolean(),
  /** What the bank charged for it, charged on to the customer. */
  bankFee: Type.Optional(PositiveMoney),
});

export const RequestReceiptBody = commandBody({
  accountId: AccountId,
  requestId: Identifier,
  /** What the money is to pay. */
  instalmentIds: Type.Array(InstalmentId, { minItems: 1, maxItems: 200, uniqueItems: true }),
  amount: PositiveMoney,
  supportIds: Type.Array(Identifier, { maxItems: 50, uniqueItems: true }),
});

export const DeclineReceiptRequestBody = commandBody({ accountId: AccountId, requestId: Identifier });

const Withholding = Type.Object(
  {
    withholdingId: Identifier,
    kind: WithholdingKind,
    base: PositiveMoney,
    ratePct: Percent,
    amount: PositiveMoney,
  },
  { additionalProperties: false },
);

const Application = {
  accountId: AccountId,
  applicationId: Identifier,
  receiptId: Identifier,
  lines: Type.Array(
    Type.Object(
      {
        lineId: LineId,
        instalmentId: InstalmentId,
        amount: PositiveMoney,
        discount: Type.Optional(Type.Object({ pct: Percent, amount: PositiveMoney }, { additionalProperties: false })),
        withholdings: Type.Optional(Type.Array(Withholding, { maxItems: 6 })),
      },
      { additionalProperties: false },
    ),
    { minItems: 1, maxItems: 200 },
  ),
  debtorInstruction: Type.Optional(PersonalText(500)),
};

export const ApplyPaymentBody = commandBody(Application);
/** An application that waits for the leader. */
export const ProposeApplicationBody = commandBody(Application);

const Decided = { accountId: AccountId, applicationId: Identifier, note: Type.Optional(PersonalText(500)) };
export const ApproveApplicationBody = commandBody(Decided);
export const RejectApplicationBody = commandBody(Decided);

export const UnapplyPaymentBody = commandBody({
  accountId: AccountId,
  unapplicationId: Identifier,
  applicationId: Identifier,
  /** Without lines everything still applied is undone. */
  lines: Type.Optional(
    Type.Array(Type.Object({ lineId: LineId, amount: PositiveMoney }, { additionalProperties: false }), { minItems: 1, maxItems: 200 }),
  ),
  /** REVERSAL: it stops being true. CORRECTION: it was never true. */
  kind: Type.Union([Type.Literal("REVERSAL"), Type.Literal("CORRECTION")]),
});
