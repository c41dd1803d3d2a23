import { Type } from "@sinclair/typebox";
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
  /** An annulled receipt whose bank reference this one takes over. */
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

const Withholding = Type.Object(
  {
    withholdingId: Identifier,
    kind: Type.Union([Type.Literal("INCOME_TAX"), Type.Literal("VAT"), Type.Literal("ICA")]),
    base: PositiveMoney,
    ratePct: Percent,
    amount: PositiveMoney,
  },
  { additionalProperties: false },
);

export const ApplyPaymentBody = commandBody({
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
});

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
