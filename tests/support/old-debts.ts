import { cop } from "./account-history.ts";
import { customerBody, invoiceBody, receiptBody } from "./company.ts";
import type { Body, TestLedger } from "./ledger.ts";
import { proposalBody } from "./write-off-history.ts";

/** An account with a debt from the year before last, and another one of the same legal entity. */
export const OLD_ACCOUNT = "C4.CO01.COP";
export const NEXT_ACCOUNT = "C5.CO01.COP";

const as = (personId: string) => ({ as: { personId, keyId: personId } });

/** A command that one person sends and another one approves. */
export async function sendTogether(test: TestLedger, command: string, body: Body, [maker, checker]: readonly [string, string]) {
  const answer = await test.send(command, { ...body, submitForApproval: true }, as(maker));
  if (answer.kind !== "submitted") throw new Error(`${command} does not wait: ${JSON.stringify(answer)}`);
  await test.accept("grant-approval", { approvalId: answer.body.approvalId }, as(checker));
}

export function refundBody(refundId: string, amount: string, more: Body = {}): Body {
  const payee = { customerId: OLD_ACCOUNT.split(".")[0] };
  return { accountId: OLD_ACCOUNT, refundId, creditItemId: "R4", amount: cop(amount), payoutMethod: "TRANSFER", payee, ...more };
}

export function transferBody(transferId: string, creditItemId: string, amount: string): Body {
  return { accountId: OLD_ACCOUNT, transferId, creditItemId, toAccount: NEXT_ACCOUNT, amount: cop(amount), reason: "his part" };
}

export function offsetBody(offsetId: string, amount: string): Body {
  const lines = [{ instalmentId: "F4.1", amount: cop(amount) }];
  const payableDocs = [{ reference: "P-77", amount: cop("50.00") }];
  const agreed = { series: "RC", number: offsetId, counterpartyAgreementHash: "a".repeat(64) };
  return { accountId: OLD_ACCOUNT, offsetId, payableDocs, amount: cop(amount), lines, ...agreed };
}

/** As `{ accountId, ...proposalBody }`, on the account with the old debt. */
export function oldDebtBody(writeOffId: string, amount: string): Body {
  return { ...proposalBody(writeOffId, [["F4.1", amount]]), accountId: OLD_ACCOUNT };
}

/**
 * W1 is proposed, W2 approved, W3 posted; RF1 is requested; T1 is on its way, and T2 was received before its money was returned. Needs
 * one person for each role, `P-{role}`.
 */
export async function recordOldDebts(test: TestLedger): Promise<void> {
  const { accept } = test;
  for (const accountId of [OLD_ACCOUNT, NEXT_ACCOUNT]) await accept("register-customer", customerBody(accountId.split(".")[0] ?? ""));
  await accept("record-invoice", invoiceBody(OLD_ACCOUNT, "F4", "100.00", "2024-01-10"));
  for (const receiptId of ["R4", "R5"]) {
    await accept("register-receipt", receiptBody(OLD_ACCOUNT, receiptId, "100.00", "2025-05-20", { method: "CASH" }));
  }
  for (const writeOffId of ["W1", "W2", "W3"]) await accept("propose-write-off", oldDebtBody(writeOffId, "10.00"));
  for (const writeOffId of ["W2", "W3"]) await accept("approve-write-off", { accountId: OLD_ACCOUNT, writeOffId }, as("P-DIR"));
  await accept("post-write-off", { accountId: OLD_ACCOUNT, writeOffId: "W3", on: "2025-05-25" }, as("P-ACC"));
  await sendTogether(test, "refund-customer", refundBody("RF1", "5.00"), ["P-CHF", "P-TRE"]);
  await sendTogether(test, "transfer-credit", transferBody("T1", "R4", "5.00"), ["P-CHF", "P-CC"]);
  await sendTogether(test, "transfer-credit", transferBody("T2", "R5", "5.00"), ["P-CHF", "P-CC"]);
  await accept("receive-transferred-credit", { accountId: NEXT_ACCOUNT, transferId: "T2", fromAccount: OLD_ACCOUNT }, as("P-SYS"));
  const bounce = { accountId: OLD_ACCOUNT, receiptId: "R5", on: "2025-05-30", reasonCode: "OTHER", drawerFault: false };
  await accept("return-payment", bounce, as("P-TRE"));
}
