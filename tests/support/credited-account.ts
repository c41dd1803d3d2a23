import { cop } from "./account-history.ts";
import { customerBody, invoiceBody } from "./company.ts";
import type { Body, TestLedger } from "./ledger.ts";

const CREDITED = "C7.CO01.COP";
const hash = "a".repeat(64);
const on = { accountId: CREDITED };
const item = { ...on, instalmentId: "F1.1" };
const note = (creditNoteId: string, more: Body) => ({ ...on, creditNoteId, ...more });
const issued = (creditNoteId: string) =>
  note(creditNoteId, { series: "NC", number: creditNoteId, issueDate: "2025-05-10", reasonCode: "RETURN", amount: cop("5.00") });
const requested = (creditNoteId: string) => note(creditNoteId, { reasonCode: "PRICE", amount: cop("5.00"), supportIds: [] });
const withheld = (withholdingId: string, base: string, amount: string) => ({
  ...item,
  ...{ withholdingId, kind: "ICA", base: cop(base), ratePct: "0.966", amount: cop(amount) },
});
const discount = (discountId: string) => ({ ...item, discountId, kind: "COMMERCIAL", pct: "1.00", amount: cop("1.00"), reason: "agreed" });
const difference = (differenceId: string) => ({ ...item, differenceId, amount: cop("0.10") });

/** An account with one of everything that settles without money: notes, discounts, withholdings, small differences. */
export async function recordCreditedAccount({ accept }: Pick<TestLedger, "accept">): Promise<void> {
  await accept("register-customer", customerBody("C7"));
  await accept("record-invoice", invoiceBody(CREDITED, "F1", "200.00", "2025-02-01", { number: "F1-C7" }));
  await accept("request-credit-note", requested("NC1"));
  await accept("issue-credit-note", issued("NC2"));
  await accept("grant-discount", discount("D1"));
  await accept("record-withholding", { ...withheld("W1", "100.00", "0.97"), effectiveOn: "2025-02-10" });
  await accept("write-off-difference", difference("X1"));
}

/** A body for each of their commands that is accepted from whoever may issue it. */
export const CREDITED_BODIES: Readonly<Record<string, Body>> = {
  RequestCreditNote: requested("NC9"),
  ApproveCreditNote: note("NC1", {}),
  RejectCreditNote: note("NC1", { note: "no support" }),
  IssueCreditNote: issued("NC9"),
  ApplyCreditNote: note("NC2", { applicationId: "A9", lines: [{ instalmentId: "F1.1", amount: cop("1.00") }] }),
  VoidCreditNote: note("NC2", { reason: "wrong customer" }),
  GrantDiscount: discount("D9"),
  RevokeDiscount: { ...on, discountId: "D1", reason: "not agreed" },
  RecordWithholding: withheld("W9", "100.00", "0.97"),
  RecordWithholdingCertificate: { ...on, withholdingIds: ["W1"], number: "1", issuedOn: "2025-05-30", contentHash: hash },
  ReverseWithholding: { ...on, withholdingId: "W1", reason: "no agent" },
  ReopenUncertifiedWithholding: { ...on, withholdingId: "W1" },
  WriteOffDifference: difference("X9"),
  ReverseDifference: { ...on, differenceId: "X1", reason: "paid after all" },
};
