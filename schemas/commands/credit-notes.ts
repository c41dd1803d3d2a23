import { Type } from "@sinclair/typebox";
import { CreditNoteReason } from "../codes.ts";
import { CalendarDate } from "../dates.ts";
import { AccountId, Identifier, InstalmentId, Label } from "../identifiers.ts";
import { PositiveMoney } from "../money.ts";
import { PersonalText } from "../personal.ts";
import { commandBody } from "./command-body.ts";

const Lines = Type.Array(Type.Object({ instalmentId: InstalmentId, amount: PositiveMoney }, { additionalProperties: false }), {
  minItems: 1,
  maxItems: 200,
});

export const RequestCreditNoteBody = commandBody({
  accountId: AccountId,
  creditNoteId: Identifier,
  reasonCode: CreditNoteReason,
  /** The document it corrects; without one it is credit on account. */
  documentId: Type.Optional(Identifier),
  disputeId: Type.Optional(Identifier),
  amount: PositiveMoney,
  /** What it is for, where not simply the oldest instalments of the document. */
  lines: Type.Optional(Lines),
  supportIds: Type.Array(Identifier, { maxItems: 50, uniqueItems: true }),
});

export const ApproveCreditNoteBody = commandBody({
  accountId: AccountId,
  creditNoteId: Identifier,
  note: Type.Optional(PersonalText(500)),
});

export const RejectCreditNoteBody = commandBody({ accountId: AccountId, creditNoteId: Identifier, note: PersonalText(500) });

export const IssueCreditNoteBody = commandBody({
  accountId: AccountId,
  creditNoteId: Identifier,
  series: Identifier,
  number: Label(40),
  issueDate: CalendarDate,
  /** CUDE, UUID: the number under which the tax authority knows it. */
  fiscalId: Type.Optional(Label(120)),
  /** Of a note that was requested and approved outside; otherwise they are the request's. */
  reasonCode: Type.Optional(CreditNoteReason),
  documentId: Type.Optional(Identifier),
  /** At most what was approved, and all of it unless said otherwise. */
  amount: Type.Optional(PositiveMoney),
  lines: Type.Optional(Lines),
});

export const ApplyCreditNoteBody = commandBody({
  accountId: AccountId,
  creditNoteId: Identifier,
  applicationId: Identifier,
  lines: Lines,
});

export const VoidCreditNoteBody = commandBody({ accountId: AccountId, creditNoteId: Identifier });
