import { SeriesDefined } from "../../../schemas/events/organisation.ts";
import { eventsByCategory } from "../../../schemas/events/registry.ts";
import { cancelRefund } from "../../../src/domain/account/credit-moves/cancel-refund.ts";
import { confirmRefund } from "../../../src/domain/account/credit-moves/confirm-refund.ts";
import { offsetAccounts } from "../../../src/domain/account/credit-moves/offset-accounts.ts";
import { receiveTransferredCredit } from "../../../src/domain/account/credit-moves/receive-transferred-credit.ts";
import { refundCustomer } from "../../../src/domain/account/credit-moves/refund-customer.ts";
import { returnTransferredCredit } from "../../../src/domain/account/credit-moves/return-transferred-credit.ts";
import { reverseCreditTransfer } from "../../../src/domain/account/credit-moves/reverse-credit-transfer.ts";
import { transferCredit } from "../../../src/domain/account/credit-moves/transfer-credit.ts";
import type { CreditTransfer } from "../../../src/domain/facts.ts";
import { legalEntity } from "../../../src/domain/legal-entity/legal-entity.ts";
import { type DecidedEvent, effective } from "../../../src/kernel/decider.ts";
import { ACCOUNT, cop, invoiceRecorded, paymentApplied, receiptRegistered } from "../../support/account-history.ts";
import { invoiceBody, receiptBody, setUpAccount } from "../../support/company.ts";
import { COMPANY } from "../../support/decider-facts.ts";
import { stateOf } from "../../support/folded.ts";
import { given, type Occasion } from "../../support/given.ts";
import { openTestLedger } from "../../support/ledger.ts";
import { employ } from "../../support/people.ts";
import type { RefusalCases } from "./refusal-case.ts";

const { CreditTransferredIn, CreditTransferredOut, RefundCancelled, RefundRequested } = eventsByCategory.account;

const OTHER = "C2.CO01.COP";
const R1 = receiptRegistered("R1", "100.00", "2025-11-10");
const UNCLEARED = receiptRegistered("R1", "100.00", "2025-11-10", { method: "CHEQUE", cleared: false });
const SEALED: Occasion = { locked: { "2025-11-19": "DAY_SEALED" } };
const SOFT: Occasion = { locked: { "2025-11-19": "PERIOD_SOFT_CLOSED" } };
const CLOSED: Occasion = { closedThrough: "2025-11-19" };
const dated = { effectiveOn: "2025-11-19" };
const dollars = { amount: "1.00", currency: "USD" };
/** R1 pays F1 from 2025-11-12 on, and is free again only from 2025-11-18 on. */
const USED_FOR_A_WHILE = [
  R1,
  invoiceRecorded("F1", "100.00", "2025-11-01"),
  effective("2025-11-12", paymentApplied("A1", "R1", [["F1.1", "100.00"]], "2025-11-12")),
  effective("2025-11-18", {
    type: "PaymentUnapplied",
    data: {
      ...{ unapplicationId: "U1", applicationId: "A1", creditItemId: "R1", kind: "REVERSAL", conditional: false, undoneOn: "2025-11-18" },
      lines: [{ lineId: "A1.1", instalmentId: "F1.1", amount: "100.00", freedOn: "2025-11-18" }],
      alsoReversed: [],
    },
  }),
];

const BY_TWO: Occasion = { personId: "ANA", roles: ["CHF"], approvers: [{ personId: "TEO", roles: ["TRE"] }] };
const REQUESTED = effective(
  "2025-11-15",
  RefundRequested({
    ...{ refundId: "RF1", creditItemId: "R1", amount: "40.00", payoutMethod: "CASH", payee: { customerId: "C1" }, toThirdParty: false },
    ...{ requestedOn: "2025-11-15", authorityLevel: "L1", approvers: ["TEO"] },
  }),
);
const CANCELLED = RefundCancelled({ refundId: "RF1", creditItemId: "R1", restored: "40.00" });
const refund = (more = {}, occasion: Occasion = {}, ...history: readonly DecidedEvent[]) =>
  given(...(history.length === 0 ? [R1] : history)).when(
    refundCustomer,
    {
      ...{ accountId: ACCOUNT, refundId: "RF1", creditItemId: "R1", amount: cop("50.00"), payoutMethod: "TRANSFER" },
      ...{ payee: { customerId: "C1" }, ...more },
    },
    { ...BY_TWO, ...occasion },
  );
const confirm = (more = {}, occasion: Occasion = {}, ...history: readonly DecidedEvent[]) =>
  given(R1, ...(history.length === 0 ? [REQUESTED] : history)).when(
    confirmRefund,
    { accountId: ACCOUNT, refundId: "RF1", on: "2025-11-18", evidenceHash: "a".repeat(64), ...more },
    occasion,
  );
const cancel = (more = {}, occasion: Occasion = {}, ...history: readonly DecidedEvent[]) =>
  given(R1, ...(history.length === 0 ? [REQUESTED] : history)).when(
    cancelRefund,
    { accountId: ACCOUNT, refundId: "RF1", reason: "wrong account", ...more },
    occasion,
  );

const OUT = effective(
  "2025-11-15",
  CreditTransferredOut({
    ...{ transferId: "T1", creditItemId: "R1", toAccount: OTHER, amount: "40.00", inAmount: "40.00", valueDate: "2025-11-10" },
  }),
);
const APPROVED: Occasion = { personId: "ANA", roles: ["CHF"], approvers: [{ personId: "LUZ", roles: ["CC"] }] };
const transfer = (more = {}, occasion: Occasion = {}, ...history: readonly DecidedEvent[]) =>
  given(...(history.length === 0 ? [R1] : history)).when(
    transferCredit,
    {
      ...{ accountId: ACCOUNT, transferId: "T1", creditItemId: "R1", toAccount: OTHER, amount: cop("50.00"), reason: "his part" },
      ...more,
    },
    { ...APPROVED, ...occasion },
  );

const sent = (more: Partial<NonNullable<CreditTransfer["sent"]>> = {}): Occasion => ({
  creditTransfer: {
    sent: {
      status: "OUT",
      toAccount: OTHER,
      inAmount: 4_000n,
      valueDate: "2025-11-10",
      effectiveOn: "2025-11-15",
      isReturned: true,
      ...more,
    },
    isReceived: false,
  },
});
const receive = (occasion: Occasion, ...history: readonly DecidedEvent[]) =>
  given(...history).when(receiveTransferredCredit, { accountId: OTHER, transferId: "T1", fromAccount: ACCOUNT }, occasion);
const reverse = (transferId: string, occasion: Occasion = {}) =>
  given(R1, OUT).when(reverseCreditTransfer, { accountId: ACCOUNT, transferId, toAccount: OTHER }, occasion);
const IN = effective(
  "2025-11-15",
  CreditTransferredIn({ transferId: "T1", fromAccount: ACCOUNT, amount: "40.00", valueDate: "2025-11-10" }),
);
const giveBack = (more = {}, occasion: Occasion = {}) =>
  given(IN).when(
    returnTransferredCredit,
    { accountId: OTHER, transferId: "T1", fromAccount: ACCOUNT, on: "2025-11-18", ...more },
    { ...sent(), ...occasion },
  );

const F1 = invoiceRecorded("F1", "100.00", "2025-10-01");
const SETTLED_BY_R1 = [F1, R1, paymentApplied("A1", "R1", [["F1.1", "100.00"]], "2025-11-10")];
const offset = (more = {}, occasion: Occasion = {}, ...history: readonly DecidedEvent[]) =>
  given(...(history.length === 0 ? [F1] : history)).when(
    offsetAccounts,
    {
      ...{ accountId: ACCOUNT, offsetId: "OF1", series: "CR", number: "1", amount: cop("60.00") },
      ...{ payableDocs: [{ reference: "P-7", amount: cop("70.00") }], lines: [{ instalmentId: "F1.1", amount: cop("60.00") }] },
      ...{ counterpartyAgreementHash: "a".repeat(64), ...more },
    },
    { roles: ["PC"], approvers: OFFSET_BY, ...occasion },
  );
/** The ledger counts the series CR itself. */
const COUNTING = stateOf(legalEntity, "CO01", [
  ...COMPANY,
  SeriesDefined({ entityId: "CO01", code: "CR", kind: "RECEIPT", ownership: "OWN", from: 1 }),
]);
/** Paid with R1 from 2025-11-10 on; that bounced on 2025-11-18, so that for the days of settlement it was never paid. */
const BOUNCED = [
  ...SETTLED_BY_R1,
  effective("2025-11-18", {
    type: "PaymentUnapplied",
    data: {
      ...{ unapplicationId: "U1", applicationId: "A1", creditItemId: "R1", kind: "REVERSAL", conditional: false, undoneOn: "2025-11-18" },
      lines: [{ lineId: "A1.1", instalmentId: "F1.1", amount: "100.00", freedOn: "2025-11-10" }],
      alsoReversed: [],
    },
  }),
];
const OFFSET_BY = [
  { personId: "CHUS", roles: ["CHF"] },
  { personId: "ABEL", roles: ["ACC"] },
];
const pays = (instalmentId: string, amount: string) => ({ amount: cop(amount), lines: [{ instalmentId, amount: cop(amount) }] });

export const creditMoveRefusals: RefusalCases = {
  OffsetAccounts: {
    NUMBER_REQUIRED: () => offset({ number: undefined }),
    NUMBER_NOT_EXPECTED: () => offset({}, { entity: COUNTING }),
    async DUPLICATE_DOCUMENT() {
      const test = await openTestLedger();
      await setUpAccount(test);
      await test.accept("record-invoice", invoiceBody(ACCOUNT, "F1", "100.00", "2025-05-01"));
      await test.accept("register-receipt", receiptBody(ACCOUNT, "R1", "1.00", "2025-05-20"));
      await employ(test.accept, { PIA: "PC", CHUS: "CHF", ABEL: "ACC", DIRK: "DIR" });
      const body = {
        ...{ accountId: ACCOUNT, offsetId: "OF1", series: "RC", number: "R1", ...pays("F1.1", "60.00") },
        ...{ payableDocs: [{ reference: "P-7", amount: cop("70.00") }], counterpartyAgreementHash: "a".repeat(64) },
      };
      const answer = await test.send("offset-accounts", { ...body, submitForApproval: true }, { as: { personId: "PIA", keyId: "PIA" } });
      if (answer.kind !== "submitted") throw new Error("it does not wait");
      const { approvalId } = answer.body;
      for (const personId of ["CHUS", "ABEL"]) await test.accept("grant-approval", { approvalId }, { as: { personId, keyId: personId } });
      const failed = (await test.store.readAll(0, 1_000)).find(({ type }) => type === "ApprovalFailed");
      return { violations: [{ code: JSON.parse(failed?.data ?? "{}").code, facts: {} }] };
    },
    BAD_MONEY: () => offset({ amount: cop("59.99") }),
    OFFSET_EXCEEDS_PAYABLE: () => offset(pays("F1.1", "70.01")),
    ITEM_NOT_FOUND: () => offset(pays("F9.1", "1.00")),
    OVERLAPS: () => offset({}, {}, F1, receiptRegistered("OF1", "5.00", "2025-11-10")),
    CURRENCY_MISMATCH: () => offset({ payableDocs: [{ reference: "P-7", amount: dollars }] }),
    ALREADY_SETTLED: () => offset({}, {}, ...SETTLED_BY_R1),
    OVER_APPLICATION: () => offset({ ...pays("F1.1", "100.01"), payableDocs: [{ reference: "P-7", amount: cop("200.00") }] }),
    EFFECTIVE_BEFORE_DOCUMENT: () => offset({ effectiveOn: "2025-09-30" }),
    FUTURE_EFFECTIVE_DATE: () => offset({ effectiveOn: "2025-11-21" }),
    TIMELINE_NEGATIVE: () => offset({ effectiveOn: "2025-11-15" }, {}, ...BOUNCED),
    PERIOD_CLOSED: () => offset(dated, CLOSED),
    PERIOD_SOFT_CLOSED: () => offset(dated, SOFT),
    DAY_SEALED: () => offset(dated, SEALED),
  },
  RefundCustomer: {
    OVERLAPS: () => refund({}, {}, R1, REQUESTED),
    RECEIPT_NOT_FOUND: () => refund({ creditItemId: "R9" }),
    CURRENCY_MISMATCH: () => refund({ amount: dollars }),
    RECEIPT_NOT_CLEARED: () => refund({}, {}, UNCLEARED),
    RECEIPT_EXHAUSTED: () => refund({ amount: cop("100.01") }),
    EFFECTIVE_BEFORE_DOCUMENT: () => refund({ effectiveOn: "2025-11-09" }),
    TIMELINE_NEGATIVE: () => refund({ effectiveOn: "2025-11-15" }, {}, ...USED_FOR_A_WHILE),
    PERIOD_CLOSED: () => refund(dated, CLOSED),
    PERIOD_SOFT_CLOSED: () => refund(dated, SOFT),
    DAY_SEALED: () => refund(dated, SEALED),
    APPROVAL_REQUIRED: () => refund({ payee: { name: "Somebody" } }),
    AUTHORITY_EXCEEDED: () => refund({}, { approvers: [] }),
  },
  ConfirmRefund: {
    RESOURCE_NOT_FOUND: () => confirm({ refundId: "RF9" }),
    INVALID_TRANSITION: () => confirm({}, {}, REQUESTED, CANCELLED),
    FUTURE_EFFECTIVE_DATE: () => confirm({ on: "2025-11-21" }),
    VALIDITY_INVERTED: () => confirm({ on: "2025-11-14" }),
    TILL_CLOSED: () => confirm({ tillSessionId: "TS1" }),
    MALFORMED: () => given(R1, REQUESTED).when(confirmRefund, { accountId: ACCOUNT, refundId: "RF1", on: "2025-11-18" }),
    PERIOD_CLOSED: () => confirm(dated, CLOSED),
    PERIOD_SOFT_CLOSED: () => confirm(dated, SOFT),
    DAY_SEALED: () => confirm(dated, SEALED),
  },
  CancelRefund: {
    RESOURCE_NOT_FOUND: () => cancel({ refundId: "RF9" }),
    INVALID_TRANSITION: () => cancel({}, {}, REQUESTED, CANCELLED),
    REASON_REQUIRED: () => given(R1, REQUESTED).when(cancelRefund, { accountId: ACCOUNT, refundId: "RF1" }),
    VALIDITY_INVERTED: () => cancel({ effectiveOn: "2025-11-14" }),
    PERIOD_CLOSED: () => cancel(dated, CLOSED),
    PERIOD_SOFT_CLOSED: () => cancel(dated, SOFT),
    DAY_SEALED: () => cancel(dated, SEALED),
  },
  TransferCredit: {
    OVERLAPS: () => transfer({}, {}, R1, OUT),
    ENTITY_MISMATCH: () => transfer({ toAccount: "C2.MX01.COP" }),
    ACCOUNT_NOT_FOUND: () => transfer({}, { recipient: undefined }),
    FX_RATE_MISSING: () => transfer({ toAccount: "C2.CO01.USD" }),
    REASON_REQUIRED: () =>
      given(R1).when(
        transferCredit,
        { accountId: ACCOUNT, transferId: "T1", creditItemId: "R1", toAccount: OTHER, amount: cop("1.00") },
        APPROVED,
      ),
    RECEIPT_NOT_FOUND: () => transfer({ creditItemId: "R9" }),
    CURRENCY_MISMATCH: () => transfer({ amount: dollars }),
    RECEIPT_NOT_CLEARED: () => transfer({}, {}, UNCLEARED),
    RECEIPT_EXHAUSTED: () => transfer({ amount: cop("100.01") }),
    EFFECTIVE_BEFORE_DOCUMENT: () => transfer({ effectiveOn: "2025-11-09" }),
    TIMELINE_NEGATIVE: () => transfer({ effectiveOn: "2025-11-15" }, {}, ...USED_FOR_A_WHILE),
    PERIOD_CLOSED: () => transfer(dated, CLOSED),
    PERIOD_SOFT_CLOSED: () => transfer(dated, SOFT),
    DAY_SEALED: () => transfer(dated, SEALED),
    MALFORMED: () => transfer({ toAccount: ACCOUNT }),
  },
  ReceiveTransferredCredit: {
    CUSTOMER_NOT_FOUND: () => receive({ ...sent(), customer: undefined }),
    ACCOUNT_NOT_FOUND: () => receive({ ...sent(), entity: undefined }),
    RESOURCE_NOT_FOUND: () => receive({}),
    INVALID_TRANSITION: () => receive(sent({ status: "REVERSED" })),
    OVERLAPS: () => receive(sent(), IN),
  },
  ReverseCreditTransfer: {
    RESOURCE_NOT_FOUND: () => reverse("T9"),
    INVALID_TRANSITION: () => reverse("T1", { creditTransfer: { sent: undefined, isReceived: true } }),
  },
  ReturnTransferredCredit: {
    RESOURCE_NOT_FOUND: () => giveBack({ transferId: "T9" }),
    INVALID_TRANSITION: () => giveBack({}, sent({ isReturned: false })),
    FUTURE_RECEIPT_DATE: () => giveBack({ on: "2025-11-21" }),
    EFFECTIVE_BEFORE_APPLICATION: () => giveBack({ effectiveOn: "2025-11-17" }),
    PERIOD_CLOSED: () => giveBack(dated, CLOSED),
    PERIOD_SOFT_CLOSED: () => giveBack(dated, SOFT),
    DAY_SEALED: () => giveBack(dated, SEALED),
  },
};
