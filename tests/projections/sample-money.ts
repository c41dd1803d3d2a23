import { eventsByCategory } from "../../schemas/events/registry.ts";
import { type DecidedEvent, effective } from "../../src/kernel/decider.ts";
import { application, invoice, receipt, unapplication } from "./account-events.ts";
import type { Ledger } from "./ledger.ts";

const { account } = eventsByCategory;
const hash = "0".repeat(64);
const STREAM = "account-C1.CO01.USD";

/** Everything that moves money besides invoices, receipts and their application, on an account of its own. */
export async function recordSampleMoney({ append }: Ledger): Promise<void> {
  const at = (on: string, ...events: readonly DecidedEvent[]) => append(STREAM, events, { on });
  await at("2025-03-01", invoice("U1", [["2025-03-31", "300.00"]], { branchId: "BOG", salespersonId: "S-1" }));
  await at("2025-03-01", invoice("U2", [["2025-03-31", "200.00"]], { branchId: "BOG" }));
  await at(
    "2025-03-01",
    account.OpeningItemRecorded({
      ...{ documentId: "OI1", originalKind: "INVOICE", series: "OLD", number: "77", issueDate: "2024-11-01", cutDate: "2025-03-01" },
      ...{ total: "900.00", openAmount: "400.00", net: "400.00", tax: "0.00", termsCode: "NET30" },
      instalments: [{ instalmentId: "OI1.1", dueOn: "2024-12-01", amount: "400.00" }],
    }),
  );
  const added = { issueDate: "2025-03-05", dueOn: "2025-03-20" };
  await at(
    "2025-03-05",
    account.DebitNoteIssued({ ...added, documentId: "DN1", instalmentId: "DN1.1", series: "ND", number: "1", amount: "50.00" }),
  );
  await at(
    "2025-03-05",
    account.ChargeIssued({ ...added, documentId: "CH1", instalmentId: "CH1.1", series: "OWN", amount: "20.00", reasonCode: "OTHER" }),
  );
  await recordDocumentChanges(at);
  await recordCreditNotes(at);
  await recordReturn(at);
  await recordMoves(at, append);
  await recordWriteOff(at);
}

type At = (on: string, ...events: readonly DecidedEvent[]) => Promise<unknown>;

async function recordDocumentChanges(at: At): Promise<void> {
  await at("2025-03-10", account.DueDateChanged({ instalmentId: "U1.1", from: "2025-03-31", to: "2025-05-15" }));
  const corrected = { documentId: "U2", instalmentIds: ["U2.1"], field: "branchId" as const, from: "BOG", to: "MED" };
  await at("2025-03-12", account.InvoiceReferenceCorrected(corrected));
  await at("2025-03-12", account.ItemFlagged({ instalmentId: "U2.1", flag: "HOLD", until: "2025-06-30" }));
  await at("2025-03-12", account.ItemFlagged({ instalmentId: "U1.1", flag: "NO_DUNNING" }));
  await at("2025-03-13", account.ItemUnflagged({ instalmentId: "U1.1", flag: "NO_DUNNING" }));
}

async function recordCreditNotes(at: At): Promise<void> {
  const note = { series: "NC", issueDate: "2025-03-15", reasonCode: "PRICE" as const, approval: "EXTERNAL" as const };
  await at(
    "2025-03-15",
    account.CreditNoteIssued({ ...note, creditNoteId: "CN1", number: "1", amount: "90.00", documentId: "U2" }),
    account.CreditApplied({
      applicationId: "CN1-A",
      creditNoteId: "CN1",
      lines: [{ lineId: "CN1-A.1", instalmentId: "U2.1", amount: "70.00", settledOn: "2025-03-15" }],
      appliedOn: "2025-03-15",
    }),
  );
  await at("2025-03-16", account.CreditNoteIssued({ ...note, creditNoteId: "CN2", number: "2", amount: "5.00" }));
  await at("2025-03-17", account.CreditNoteVoided({ creditNoteId: "CN2", amount: "5.00" }));
  await recordNoteRequests(at);
  const settled = { settledOn: "2025-03-18", conditional: false };
  const difference = { ...settled, differenceId: "DF1", side: "CREDIT" as const, creditItemId: "CN1", amount: "0.50" };
  await at("2025-03-18", account.SmallDifferenceWrittenOff(difference));
  await at(
    "2025-03-18",
    account.SmallDifferenceWrittenOff({ ...settled, differenceId: "DF2", side: "RECEIVABLE", instalmentId: "U2.1", amount: "0.30" }),
  );
  await at(
    "2025-03-19",
    account.SmallDifferenceReversed({ differenceId: "DF2", instalmentId: "U2.1", amount: "0.30", freedOn: "2025-03-19" }),
  );
  const discount = {
    ...settled,
    instalmentId: "U2.1",
    appliedOn: "2025-03-19",
    discountId: "DS9",
    kind: "COMMERCIAL" as const,
    pct: "1.00",
  };
  await at("2025-03-19", account.DiscountGranted({ ...discount, amount: "2.00" }));
  await at("2025-03-20", account.DiscountRevoked({ discountId: "DS9", instalmentId: "U2.1", amount: "2.00", freedOn: "2025-03-20" }));
  const withheld = { ...settled, instalmentId: "U2.1", appliedOn: "2025-03-20", withholdingId: "WH9", kind: "ICA" as const };
  await at("2025-03-20", account.WithholdingRecorded({ ...withheld, base: "100.00", ratePct: "1.00", amount: "1.00" }));
  await at(
    "2025-03-21",
    account.WithholdingReversed({ withholdingId: "WH9", instalmentId: "U2.1", amount: "1.00", freedOn: "2025-03-21" }),
  );
}

/** One note is requested, approved and issued for less; another one is rejected; a withholding becomes a charge and is certified after all. */
async function recordNoteRequests(at: At): Promise<void> {
  const asked = { reasonCode: "PRICE" as const, documentId: "U1", supportIds: ["SU1"], requestedOn: "2025-03-16" };
  await at("2025-03-16", account.CreditNoteRequested({ ...asked, creditNoteId: "CN3", amount: "8.00" }));
  await at("2025-03-16", account.CreditNoteRequested({ ...asked, creditNoteId: "CN4", amount: "9.00" }));
  await at("2025-03-17", account.CreditNoteApproved({ creditNoteId: "CN3", authorityLevel: "L2", approvers: ["P-2", "P-3"] }));
  const no = { subjectId: "customer:C1", ciphertext: "bm8=", mac: "mac-no" };
  await at("2025-03-17", account.CreditNoteRejected({ creditNoteId: "CN4", note: no }));
  const issued = { series: "NC", number: "3", issueDate: "2025-03-18", reasonCode: "PRICE" as const, approval: "RECORDED" as const };
  await at("2025-03-18", account.CreditNoteIssued({ ...issued, creditNoteId: "CN3", amount: "7.00", documentId: "U1" }));
  const withheld = { kind: "ICA" as const, base: "100.00", ratePct: "1.00", amount: "1.00", settledOn: "2025-03-18", conditional: false };
  const recorded = { ...withheld, appliedOn: "2025-03-18" };
  await at("2025-03-18", account.WithholdingRecorded({ ...recorded, withholdingId: "WH7", instalmentId: "U2.1" }));
  const charge = { documentId: "WH7-R", instalmentId: "WH7-R.1", issueDate: "2025-06-18", dueOn: "2025-03-31", amount: "1.00" };
  await at(
    "2025-06-18",
    account.WithholdingReopened({ withholdingId: "WH7", chargeId: "WH7-R" }),
    account.ChargeIssued({ ...charge, reasonCode: "WITHHOLDING_NOT_CERTIFIED", sourceId: "WH7", originDocumentId: "U2" }),
  );
  await at(
    "2025-06-20",
    account.WithholdingRecorded({ ...recorded, withholdingId: "WH7-C", instalmentId: "WH7-R.1", settledOn: "2025-06-20" }),
    account.WithholdingCertified({ withholdingIds: ["WH7", "WH7-C"], number: "77", issuedOn: "2025-06-19", contentHash: hash }),
  );
}

/** A cheque clears, loses its clearance, and bounces; another receipt is annulled. */
async function recordReturn(at: At): Promise<void> {
  await at("2025-04-01", receipt("RU1", "120.00", { method: "CHEQUE", cleared: false, branchId: "BOG" }));
  await at("2025-04-01", application("AU1", "RU1", [["U1.1", "100.00"]], { conditional: true, appliedOn: "2025-04-01" }));
  const parts = [{ instalmentId: "U1.1", amount: "100.00", effectiveOn: "2025-04-01" }];
  await at("2025-04-03", account.ReceiptCleared({ receiptId: "RU1", on: "2025-04-03", released: parts }));
  await at("2025-04-04", account.ReceiptClearanceRevoked({ receiptId: "RU1", pending: parts }));
  await at(
    "2025-04-05",
    effective(
      "2025-04-05",
      unapplication("UU1", { applicationId: "AU1", receiptId: "RU1" }, [["AU1.1", "U1.1", "100.00"]], {
        conditional: true,
        kind: "REVERSAL",
      }),
    ),
    account.PaymentReturned({
      receiptId: "RU1",
      on: "2025-04-05",
      reasonCode: "NO_FUNDS",
      drawerFault: true,
      amount: "120.00",
      unapplied: "120.00",
    }),
  );
  await at("2025-04-06", receipt("RU2", "10.00"));
  await at("2025-04-06", account.ReceiptAnnulled({ receiptId: "RU2", amount: "10.00" }));
}

async function recordMoves(at: At, append: Ledger["append"]): Promise<void> {
  await at("2025-04-10", receipt("RU3", "500.00", { valueDate: "2025-04-10" }));
  const asked = { toThirdParty: false, requestedOn: "2025-04-11", authorityLevel: "L1", approvers: ["P-2"] };
  const refund = { creditItemId: "RU3", payoutMethod: "TRANSFER", payee: { customerId: "C1" }, ...asked };
  await at("2025-04-11", account.RefundRequested({ ...refund, refundId: "RF1", amount: "40.00" }));
  await at("2025-04-11", account.RefundRequested({ ...refund, refundId: "RF2", amount: "15.00" }));
  await at("2025-04-12", account.RefundPaid({ refundId: "RF1", on: "2025-04-12" }));
  await at("2025-04-12", account.RefundCancelled({ refundId: "RF2", creditItemId: "RU3", restored: "15.00" }));
  const agreed = { payableDocs: [{ reference: "P-7", amount: "9.00" }], counterpartyAgreementHash: hash, approvers: ["P-2"] };
  await at("2025-04-12", account.AccountsOffset({ ...agreed, offsetId: "OF1", amount: "8.00" }));
  const out = { creditItemId: "RU3", toAccount: "C2.CO01.USD", valueDate: "2025-04-10" };
  await at("2025-04-13", account.CreditTransferredOut({ ...out, transferId: "TR1", amount: "60.00", inAmount: "60.00" }));
  await at("2025-04-13", account.CreditTransferredOut({ ...out, transferId: "TR2", amount: "25.00", inAmount: "25.00" }));
  await at("2025-04-14", account.CreditTransferReversed({ transferId: "TR2", creditItemId: "RU3", restored: "25.00" }));
  const arrived = { fromAccount: "C2.CO01.USD", valueDate: "2025-04-01" };
  const elsewhere = { creditItemId: "RV1", toAccount: "C1.CO01.USD", valueDate: "2025-04-01" };
  await append("account-C2.CO01.USD", [receipt("RV1", "65.00", { valueDate: "2025-04-01" })], { on: "2025-04-01" });
  await append(
    "account-C2.CO01.USD",
    [
      account.CreditTransferredOut({ ...elsewhere, transferId: "TR8", amount: "30.00", inAmount: "30.00" }),
      account.CreditTransferredOut({ ...elsewhere, transferId: "TR9", amount: "35.00", inAmount: "35.00" }),
    ],
    { on: "2025-04-14" },
  );
  await at("2025-04-14", account.CreditTransferredIn({ ...arrived, transferId: "TR8", amount: "30.00" }));
  await at("2025-04-14", account.CreditTransferredIn({ ...arrived, transferId: "TR9", amount: "35.00" }));
  await at(
    "2025-04-15",
    account.TransferredCreditReturned({
      transferId: "TR9",
      fromAccount: "C2.CO01.USD",
      on: "2025-04-15",
      amount: "35.00",
      unapplied: "35.00",
    }),
  );
}

async function recordWriteOff(at: At): Promise<void> {
  const lines = [{ instalmentId: "OI1.1", amount: "400.00" }];
  await at(
    "2025-06-01",
    account.WriteOffProposed({
      writeOffId: "WO1",
      lines,
      evidence: [{ kind: "LEGAL_OPINION", hash }],
      automatic: false,
      proposedOn: "2025-06-01",
    }),
  );
  await at("2025-06-01", account.WriteOffApproved({ writeOffId: "WO1", authorityLevel: "L3", approvers: ["P-2"] }));
  await at("2025-06-02", account.ItemsWrittenOff({ writeOffId: "WO1", lines, settledOn: "2025-06-02" }));
  const recovered = [{ lineId: "AW1.1", instalmentId: "OI1.1", amount: "100.00", settledOn: "2025-06-10" }];
  const recovery = {
    writeOffId: "WO1",
    applicationId: "AW1",
    receiptId: "RU3",
    lines: recovered,
    conditional: false,
    appliedOn: "2025-06-10",
  };
  await at("2025-06-10", account.WrittenOffRecovered(recovery));
  const note = { lineId: "AW2.1", instalmentId: "OI1.1", amount: "10.00", settledOn: "2025-06-11", memoOf: "WO1" };
  await at("2025-06-11", account.CreditApplied({ applicationId: "AW2", creditNoteId: "CN1", lines: [note], appliedOn: "2025-06-11" }));
  await at(
    "2025-06-12",
    account.PaymentUnapplied({
      ...{ unapplicationId: "UW1", applicationId: "AW1", creditItemId: "RU3", kind: "REVERSAL", recovery: true, conditional: false },
      lines: [{ lineId: "AW1.1", instalmentId: "OI1.1", amount: "30.00", freedOn: "2025-06-12", memoOf: "WO1" }],
      alsoReversed: [],
      undoneOn: "2025-06-12",
    }),
  );
  await at(
    "2025-06-13",
    account.WriteOffReversed({ writeOffId: "WO1", lines: [{ instalmentId: "OI1.1", amount: "320.00" }], freedOn: "2025-06-13" }),
  );
}
