import type { EventData, EventType } from "../../schemas/events/registry.ts";
import { ORDER_SAMPLES } from "./order-event-samples.ts";

const sealed = { subjectId: "customer:103", ciphertext: "PPPP", mac: "MMMM" };
const hash = "0".repeat(64);
const settled = { settledOn: "2026-03-10", conditional: false, appliedOn: "2026-03-10" };
const line = { applicationId: "AP-1", receiptId: "RC-1", lineId: "AP-1.1", instalmentId: "FV-1.1" };
const nothingElse = { defaultInterest: "0.00", remunerativeInterest: "0.00" };
const promised = [
  { instalmentId: "FV-1.1", amount: "80.00" },
  { instalmentId: "FV-2.1", amount: "20.50" },
];
const outcome = { promiseId: "PR-1", lines: promised, counted: "60.00", missing: "40.50" };
const role = { personId: "ana", role: "PA" as const, entityIds: ["CO01"], branchIds: [], from: "2026-01-01" };
const assignment = { customerId: "103", role: "SALESPERSON" as const, entityId: "CO01", personId: "luis", from: "2026-01-01" };

const overLimit = { lineId: "L-1", limit: "5000000.00", tolerancePct: "5.00", ceiling: "5250000.00" };
const approval = { approvalId: "AP-7", entityId: "CO01" };
const checker = { personId: "sam", roles: ["SM"] };

const added = {
  ...{ documentId: "CG-1", series: "CG", issueDate: "2026-03-01", instalmentId: "CG-1.1", dueOn: "2026-03-10" },
  ...{ amount: "45.00", originDocumentId: "FV-1" },
};

/** One of each event, with every optional field: what the sentences are tried on. */
export const SAMPLES: { readonly [Type in EventType]: EventData<Type> } = {
  CreditLineOpened: {
    ...{ lineId: "L-1", limit: "5000000.00", termsCode: "NET30", validFrom: "2026-01-01", validTo: "2026-12-31", tolerancePct: "5.00" },
    ...{ guaranteeIds: [], waivers: [{ rule: "FILE", reason: sealed, approver: "eva" }], authorityLevel: "L3", approver: "eva" },
  },
  LineSuspended: { lineId: "L-1", suspensionId: "S-1", reasonCode: "PAST_DUE", origin: "MANUAL", facts: [], cascade: "HOLD_RELEASED" },
  LineReinstated: {
    ...{ lineId: "L-1", suspensionId: "S-1", reasonCode: "PAST_DUE", origin: "MANUAL", until: "2026-04-15" },
    ...{
      salesOpinion: { personId: "sam", text: sealed, favourable: true },
      adminOpinion: { personId: "amy", text: sealed, favourable: false },
    },
  },
  CreditLimitChanged: {
    ...{ lineId: "L-1", kind: "TEMPORARY", old: "5000000.00", new: "7000000.00", from: "2026-12-01", to: "2026-12-31" },
    ...{ applicationId: "CA-2", authorityLevel: "L2" },
  },
  CreditTermsChanged: { lineId: "L-1", old: "NET30", termsCode: "NET60", from: "2026-06-01" },
  LineRenewed: { lineId: "L-1", oldValidTo: "2026-12-31", validTo: "2027-12-31", reviewRef: "REV-4" },
  LineClosed: { lineId: "L-1" },
  OverLimitDetected: { ...overLimit, exposure: "6000000.00" },
  OverLimitCleared: { ...overLimit, exposure: "4000000.00" },
  DelinquencyStateChanged: {
    ...{ changeNo: 3, from: "MID", to: "EARLY", cause: "CURED", supersedes: [1, 2] },
    worst: { instalmentId: "FV-2.1", dpd: 12, open: "20.50" },
  },
  ...ORDER_SAMPLES,
  CustomerBlocked: { customerId: "103", scope: "ORDERS" },
  CustomerUnblocked: { customerId: "103", scope: "ALL" },
  InvoiceRecorded: {
    ...{ documentId: "FV-1", series: "FV", number: "1", issueDate: "2026-03-01", net: "100.00", total: "119.00", taxes: [] },
    ...{ termsCode: "NET30", instalments: [{ instalmentId: "FV-1.1", dueOn: "2026-03-31", amount: "119.00" }], orderRefs: [] },
    ...{ paymentMethod: "CREDIT", creditDecision: "NONE" },
  },
  OpeningItemRecorded: {
    ...{ documentId: "FV-0", originalKind: "INVOICE", series: "OLD", number: "977", issueDate: "2025-03-01", cutDate: "2025-12-31" },
    ...{ total: "119.00", openAmount: "40.00", net: "100.00", tax: "19.00", termsCode: "NET30" },
    instalments: [{ instalmentId: "FV-0.1", dueOn: "2025-03-31", amount: "40.00" }],
  },
  DebitNoteIssued: { ...added, number: "3" },
  ChargeIssued: { ...added, reasonCode: "RETURNED_CHEQUE" },
  InvoiceReferenceCorrected: { documentId: "FV-1", field: "purchaseOrder", from: null, to: "PO 7", instalmentIds: ["FV-1.1"] },
  DueDateChanged: { instalmentId: "FV-1.1", from: "2026-03-31", to: "2026-04-30" },
  InvoiceCancelled: { documentId: "FV-1", creditNoteId: "NC-1" },
  ItemFlagged: { instalmentId: "FV-1.1", flag: "NO_DUNNING", until: "2026-04-30" },
  ItemUnflagged: { instalmentId: "FV-1.1", flag: "NO_DUNNING" },
  SupportAttached: { supportId: "SU-1", documentId: "FV-1", kind: "DELIVERY_NOTE", contentHash: hash, storageRef: "vault/SU-1" },
  ReceiptRegistered: {
    ...{
      receiptId: "RC-1",
      series: "RC",
      number: "7",
      method: "TRANSFER",
      amount: "100.50",
      receivedOn: "2026-03-10",
      valueDate: "2026-03-09",
    },
    ...{ bankReference: "REF-9", viaLawyer: false, thirdPartyPayer: true, payer: { name: sealed }, remittance: [], cleared: false },
  },
  ReceiptCleared: { receiptId: "RC-1", on: "2026-03-12", bankLineId: "BL-1", released: [] },
  PaymentApplied: {
    ...{ applicationId: "AP-1", receiptId: "RC-1", conditional: false, appliedOn: "2026-03-10", debtorInstruction: sealed },
    lines: promised.map(({ instalmentId, amount }, index) => ({
      ...{ lineId: `AP-1.${index + 1}`, instalmentId, amount, settledOn: "2026-03-10" },
      components: { ...nothingElse, capital: amount },
    })),
  },
  DiscountGranted: { ...line, ...settled, amount: "2.00", discountId: "AP-1-D1", kind: "EARLY_PAYMENT", pct: "2.00" },
  WithholdingRecorded: { ...line, ...settled, amount: "2.50", withholdingId: "W-1", kind: "INCOME_TAX", base: "100.00", ratePct: "2.50" },
  PaymentUnapplied: {
    ...{ unapplicationId: "UN-1", applicationId: "AP-1", creditItemId: "RC-1", kind: "REVERSAL", conditional: false },
    undoneOn: "2026-03-11",
    lines: [{ lineId: "AP-1.1", instalmentId: "FV-1.1", amount: "80.00", freedOn: "2026-03-11" }],
    alsoReversed: [{ id: "W-1", kind: "WITHHOLDING", lineId: "AP-1.1", instalmentId: "FV-1.1", amount: "2.50", freedOn: "2026-03-11" }],
  },
  CreditNoteRequested: {
    ...{ creditNoteId: "NC-1", reasonCode: "PRICE", documentId: "FV-1", amount: "30.00", supportIds: [], requestedOn: "2026-03-10" },
  },
  CreditNoteApproved: { creditNoteId: "NC-1", authorityLevel: "L2", approvers: ["sam", "amy"], note: sealed },
  CreditNoteRejected: { creditNoteId: "NC-1", note: sealed },
  CreditNoteIssued: {
    ...{ creditNoteId: "NC-1", series: "NC", number: "77", issueDate: "2026-03-12", reasonCode: "PRICE", amount: "30.00" },
    ...{ documentId: "FV-1", approval: "EXTERNAL" },
  },
  CreditApplied: {
    ...{ applicationId: "NC-1-A", creditNoteId: "NC-1", appliedOn: "2026-03-12" },
    lines: [{ lineId: "NC-1-A.1", instalmentId: "FV-1.1", amount: "30.00", settledOn: "2026-03-12" }],
  },
  CreditNoteVoided: { creditNoteId: "NC-1", amount: "30.00" },
  DiscountRevoked: { discountId: "AP-1-D1", applicationId: "AP-1", instalmentId: "FV-1.1", amount: "2.00", freedOn: "2026-03-15" },
  WithholdingCertified: { withholdingIds: ["W-1", "W-2"], number: "CERT-7", issuedOn: "2026-03-20", contentHash: hash },
  WithholdingReversed: { withholdingId: "W-1", instalmentId: "FV-1.1", amount: "2.50", freedOn: "2026-03-15" },
  WithholdingReopened: { withholdingId: "W-1", chargeId: "W-1-R" },
  SmallDifferenceWrittenOff: {
    ...{ differenceId: "DF-1", side: "RECEIVABLE", instalmentId: "FV-1.1", amount: "0.50", settledOn: "2026-03-10", conditional: false },
  },
  SmallDifferenceReversed: { differenceId: "DF-1", creditItemId: "RC-1", amount: "0.50", freedOn: "2026-03-15" },
  WriteOffProposed: {
    ...{ writeOffId: "WO-1", lines: promised, evidence: [{ kind: "RULING", hash }], provisionCoverage: "50.00" },
    ...{ proposedOn: "2026-03-10", automatic: true },
  },
  WriteOffApproved: { writeOffId: "WO-1", authorityLevel: "L3", approvers: ["eva", "cora"], note: sealed },
  WriteOffRejected: { writeOffId: "WO-1", note: sealed },
  ItemsWrittenOff: { writeOffId: "WO-1", lines: promised, settledOn: "2026-03-12" },
  WrittenOffRecovered: {
    ...{ writeOffId: "WO-1", applicationId: "AP-2", receiptId: "RC-1", conditional: true, appliedOn: "2026-03-20" },
    lines: [{ lineId: "AP-2.1", instalmentId: "FV-1.1", amount: "80.00", settledOn: "2026-03-20" }],
  },
  WriteOffReversed: { writeOffId: "WO-1", lines: promised, freedOn: "2026-03-25" },
  RefundRequested: {
    ...{ refundId: "RF-1", creditItemId: "RC-1", amount: "20.00", payoutMethod: "CHEQUE", payee: { name: sealed }, toThirdParty: true },
    ...{ requestedOn: "2026-03-10", authorityLevel: "L1", approvers: ["teo"] },
  },
  RefundPaid: { refundId: "RF-1", on: "2026-03-11", bankLineId: "BL-2", tillSessionId: "TS-1" },
  RefundCancelled: { refundId: "RF-1", creditItemId: "RC-1", restored: "20.00" },
  CreditTransferredOut: {
    ...{ transferId: "TR-1", creditItemId: "RC-1", toAccount: "104.CO01.COP", amount: "30.00", inAmount: "30.00", valueDate: "2026-03-09" },
  },
  CreditTransferredIn: { transferId: "TR-2", fromAccount: "104.CO01.COP", amount: "30.00", valueDate: "2026-03-09" },
  CreditTransferReversed: { transferId: "TR-1", creditItemId: "RC-1", restored: "30.00" },
  AccountsOffset: {
    ...{ offsetId: "OF-1", payableDocs: [{ reference: "P-77", amount: "90.00" }], amount: "80.00" },
    ...{ counterpartyAgreementHash: hash, approvers: ["ana"] },
  },
  TransferredCreditReturned: { transferId: "TR-2", fromAccount: "104.CO01.COP", on: "2026-03-12", amount: "30.00", unapplied: "10.00" },
  ApplicationProposed: {
    ...{ applicationId: "AP-2", receiptId: "RC-1", reserves: [{ instalmentId: "FV-1.1", money: "80.00", settles: "82.00" }] },
    ...{ lines: [{ lineId: "AP-2.1", instalmentId: "FV-1.1", amount: "80.00" }], proposedBy: "ana", validTo: "2026-03-15" },
    ...{ askedEffectiveOn: "2026-03-09", debtorInstruction: sealed },
  },
  ApplicationApproved: { applicationId: "AP-2", receiptId: "RC-1", reserves: [], note: sealed },
  ApplicationRejected: { applicationId: "AP-2", receiptId: "RC-1", reserves: [], origin: "RETURNED" },
  ReceiptClearanceRevoked: { receiptId: "RC-1", pending: [] },
  ReceiptAnnulled: { receiptId: "RC-1", amount: "80.00" },
  PaymentReturned: {
    ...{ receiptId: "RC-1", on: "2026-03-12", reasonCode: "NO_FUNDS", drawerFault: true, amount: "80.00", unapplied: "60.00" },
    transfers: [{ transferId: "TR-1", toAccount: "104.CO01.COP", amount: "20.00" }],
  },
  ReceiptRequested: { requestId: "RQ-1", instalmentIds: ["FV-1.1", "FV-2.1"], amount: "80.00", supportIds: [] },
  ReceiptRequestDeclined: { requestId: "RQ-1" },
  PromiseSuperseded: { promiseId: "PR-1", newPromiseId: "PR-2", lines: promised },
  PromiseRegistered: { promiseId: "PR-1", lines: promised, dueOn: "2026-03-20", channel: "PHONE", collectorId: "pia" },
  PromiseKept: outcome,
  PromisePartiallyKept: outcome,
  PromiseBroken: outcome,
  PromiseKeptReversed: { promiseId: "PR-1", lines: promised, counted: "10.00" },
  PromiseCancelled: { promiseId: "PR-1", lines: promised },
  CustomerRegistered: {
    ...{ customerId: "103", taxIdCountry: "CO", taxIdType: "NIT", taxIdNumber: sealed, kind: "LEGAL", legalName: sealed },
    ...{ addresses: [{ use: "FISCAL", text: sealed }], language: "es-CO", homeBranches: [] },
  },
  CustomerDataChanged: {
    customerId: "103",
    changes: [
      { field: "tradeName", from: sealed, to: null },
      { field: "segmentCode", from: null, to: "A" },
    ],
  },
  AssignmentMade: { ...assignment, to: "2026-06-30", substituteFor: "rosa" },
  AssignmentEnded: { ...assignment, to: "2026-06-30" },
  LegalEntityRegistered: {
    ...{ entityId: "CO01", name: "Comercial SAS", taxId: "900", country: "CO", timeZone: "America/Bogota", functionalCurrency: "COP" },
  },
  BranchRegistered: { entityId: "CO01", branchId: "BOG", name: "Bogotá" },
  BankAccountRegistered: { entityId: "CO01", bankAccountId: "B-1", currency: "USD", bank: "Banco", number: "1", openingBalance: "10.00" },
  SeriesDefined: {
    ...{ entityId: "CO01", code: "RC", kind: "RECEIPT", ownership: "OWN", prefix: "RC-", from: 1001, to: 1999 },
    legalReference: "DIAN 18764",
  },
  PersonRegistered: { personId: "ana", name: sealed, email: sealed },
  RoleAssigned: { ...role, to: "2026-12-31" },
  RoleRevoked: role,
  ApiKeyIssued: { keyId: "k1", personId: "ana", secretHash: hash, expiresAt: "2027-01-01T05:00:00.000Z" },
  ApiKeyRevoked: { keyId: "k1" },
  PersonDeactivated: { personId: "ana" },
  DelegationGranted: {
    ...{ delegationId: "D-1", fromPerson: "dirk", toPerson: "ana", kinds: ["CREDIT_NOTE", "REFUND"], from: "2026-01-01", to: "2026-01-31" },
    maxAmount: { amount: "3000000.00", currency: "COP" },
  },
  DelegationRevoked: { delegationId: "D-1", fromPerson: "dirk", toPerson: "ana" },
  ApprovalRequested: {
    ...{ ...approval, command: "OpenCreditLine", body: { reason: sealed }, commandHash: "h", issuedBy: ["CC"], waitingFor: ["SM", "AM"] },
    ...{ maker: { personId: "carl", roles: ["CC"] }, targetStream: "account-103.CO01.COP", revision: 4, subjectId: "customer:103" },
    ...{ requirement: [{ code: "APPROVAL_REQUIRED", quorums: [[["SM"], ["AM"]]] }], expiresOn: "2026-03-06" },
  },
  ApprovalGranted: { ...approval, grantor: { ...checker, onBehalfOf: "sue" }, note: sealed, complete: false, waitingFor: ["AM"] },
  ApprovalRejected: { ...approval, rejector: checker, note: sealed },
  ApprovalWithdrawn: approval,
  ApprovalExpired: { ...approval, cause: "MAKER" },
  ApprovalExecuted: { ...approval, commandId: "c", eventIds: ["e"] },
  ApprovalFailed: { ...approval, commandId: "c", code: "LINE_ALREADY_OPEN" },
  PolicyDefined: { entityId: "CO01", kind: "terms", version: 2, validFrom: "2026-01-01", body: {}, contentHash: hash },
  CalendarDefined: { country: "CO", year: 2026, holidays: ["2026-01-01", "2026-12-25"], weekend: [6, 7] },
  CommandRefused: {
    ...{ command: "ApplyPayment", code: "OVER_APPLICATION", target: "account-103.CO01.COP", revision: 4, traceId: "t" },
    violations: [
      { code: "OVER_APPLICATION", facts: { instalmentId: "FV-1.1", open: "80.00", requested: "100.00" } },
      { code: "VALUE_CHANGED", facts: { field: "tradeName", current: sealed } },
      { code: "RECEIPT_EXHAUSTED", facts: {} },
    ],
  },
  CommandHadNoEffect: { command: "SuspendLine", target: "account-103.CO01.COP", revision: 4 },
};
