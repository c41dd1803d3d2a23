import t from "tap";
import { account } from "../../../src/domain/account/account.ts";
import { cancelRefund } from "../../../src/domain/account/credit-moves/cancel-refund.ts";
import { confirmRefund } from "../../../src/domain/account/credit-moves/confirm-refund.ts";
import { refundCustomer } from "../../../src/domain/account/credit-moves/refund-customer.ts";
import { returnPayment } from "../../../src/domain/account/receipts/return-payment.ts";
import type { DecidedEvent, Signatory } from "../../../src/kernel/decider.ts";
import { ACCOUNT, cop, invoiceRecorded, paymentApplied, receiptRegistered, typesOf } from "../../support/account-history.ts";
import { stateOf } from "../../support/folded.ts";
import { given, type Occasion } from "../../support/given.ts";

const R1 = receiptRegistered("R1", "6000000.00", "2025-11-10");
const refund = (amount: string, more = {}) => ({
  ...{ accountId: ACCOUNT, refundId: "RF1", creditItemId: "R1", amount: cop(amount), payoutMethod: "TRANSFER" },
  ...{ payee: { customerId: "C1" }, ...more },
});
const TREASURY: Signatory = { personId: "TEO", roles: ["TRE"] };
const CHIEF: Occasion = { personId: "ANA", roles: ["CHF"], approvers: [TREASURY] };
const EVIDENCE = { evidenceHash: "a".repeat(64) };
const confirmed = { accountId: ACCOUNT, refundId: "RF1", on: "2025-11-20", ...EVIDENCE };
const cancelled = { accountId: ACCOUNT, refundId: "RF1", reason: "wrong bank account" };

const left = (...history: readonly DecidedEvent[]) => stateOf(account, ACCOUNT, history).credits.byId.get("R1")?.unapplied;

t.test("OAC-2 a refund leaves what is unapplied at once", async (t) => {
  const { events } = given(R1).when(refundCustomer, refund("5000000.00"), CHIEF);
  t.match(events, [
    {
      type: "RefundRequested",
      effectiveOn: "2025-11-20",
      data: { amount: "5000000.00", payee: { customerId: "C1" }, toThirdParty: false, authorityLevel: "L1", approvers: ["TEO"] },
    },
  ]);
  t.equal(left(R1, ...events), 100_000_000n);
  given(R1, ...events)
    .when(refundCustomer, refund("1000000.01", { refundId: "RF2" }), CHIEF)
    .refused(t, "RECEIPT_EXHAUSTED", { left: "1000000.00", requested: "1000000.01" });
});

t.test("OAC-2 only money that cleared is refunded, and not before it did", async (t) => {
  const cheque = receiptRegistered("R1", "100.00", "2025-11-10", { method: "CHEQUE", cleared: false });
  given(cheque).when(refundCustomer, refund("100.00"), CHIEF).refused(t, "RECEIPT_NOT_CLEARED", { receiptId: "R1" });
  const cleared = { type: "ReceiptCleared", data: { receiptId: "R1", on: "2025-11-14", released: [] } };
  const refunded = (effectiveOn: string) => given(cheque, cleared).when(refundCustomer, refund("100.00", { effectiveOn }), CHIEF);
  refunded("2025-11-13").refused(t, "EFFECTIVE_BEFORE_DOCUMENT", { earliest: "2025-11-14" });
  t.match(refunded("2025-11-14").events, [{ effectiveOn: "2025-11-14" }]);
});

t.test("money that was applied from an earlier day on is not refunded before it was free again", async (t) => {
  const history = [
    invoiceRecorded("F1", "6000000.00", "2025-10-01"),
    R1,
    paymentApplied("A1", "R1", [["F1.1", "6000000.00"]], "2025-11-10"),
    undone("A1", "6000000.00", "2025-11-18"),
  ];
  const refunded = (more = {}) => given(...history).when(refundCustomer, refund("1.00", more), CHIEF);
  refunded({ effectiveOn: "2025-11-17" }).refused(t, "TIMELINE_NEGATIVE");
  t.match(refunded({ effectiveOn: "2025-11-18" }).events, [{ effectiveOn: "2025-11-18" }]);
});

t.test("matrix REFUND: whoever decides the amount and treasury, two people at every level", async (t) => {
  const by = (roles: readonly string[], ...approvers: readonly Signatory[]) =>
    given(receiptRegistered("R1", "200000000.00", "2025-11-10")).when(refundCustomer, refund("20000000.00"), {
      personId: "ANA",
      roles,
      approvers,
    });
  const SM = { personId: "SALES", roles: ["SM"] };
  const AM = { personId: "ADMIN", roles: ["AM"] };
  by(["CHF"], TREASURY).refused(t, "AUTHORITY_EXCEEDED", { subject: "REFUND", required: "L2", held: "L1", amount: "20000000.00" });
  by(["TRE"], SM).refused(t, "AUTHORITY_EXCEEDED", { required: "L2" });
  by(["CHF", "TRE", "DIR"]).refused(t, "AUTHORITY_EXCEEDED", { required: "L2" });
  t.match(by(["TRE"], SM, AM).events, [{ data: { authorityLevel: "L2", approvers: ["SALES", "ADMIN"] } }]);
  t.match(by(["TRE"], { personId: "EVA", roles: ["DIR"] }).events, [{ data: { authorityLevel: "L3" } }]);
});

t.test("AUTH-2 what one person refunds on a day is decided on together, and what was cancelled does not count", async (t) => {
  const first = given(R1).when(refundCustomer, refund("3000000.00"), CHIEF).events;
  const second = (...history: readonly DecidedEvent[]) =>
    given(R1, ...history).when(refundCustomer, refund("3000000.00", { refundId: "RF2" }), { ...CHIEF, personId: "OWNER" });
  second(...first).refused(t, "AUTHORITY_EXCEEDED", { required: "L2", amount: "6000000.00" });
  const back = given(R1, ...first).when(cancelRefund, cancelled).events;
  t.match(second(...first, ...back).events, [{ data: { authorityLevel: "L1" } }]);
  const ofOneself = { ...CHIEF, personId: "ANA" };
  t.strictSame(
    given(R1, ...first).when(refundCustomer, refund("3000000.00", { refundId: "RF2" }), ofOneself).violations,
    [],
    "histories are OWNER's",
  );
});

t.test("a refund dated back counts for the day on which it is asked for", async (t) => {
  const first = given(R1).when(refundCustomer, refund("3000000.00", { effectiveOn: "2025-11-12" }), CHIEF).events;
  given(R1, ...first)
    .when(refundCustomer, refund("3000000.00", { refundId: "RF2" }), { ...CHIEF, personId: "OWNER" })
    .refused(t, "AUTHORITY_EXCEEDED", { required: "L2" });
});

t.test("money for somebody who did not pay it needs a leader or the director besides the person who asks", async (t) => {
  const refunded = (receipt: DecidedEvent, payee: unknown, ...approvers: readonly Signatory[]) =>
    given(receipt).when(refundCustomer, refund("100.00", { payee }), { personId: "ANA", roles: ["CHF"], approvers });
  const LEADER = { personId: "LUZ", roles: ["CC"] };
  refunded(R1, { name: "Her brother" }, TREASURY).refused(t, "APPROVAL_REQUIRED", { by: "CC, CHF, DIR" });
  t.match(refunded(R1, { name: "Her brother" }, TREASURY, LEADER).events, [{ data: { toThirdParty: true } }]);

  const byAnother = receiptRegistered("R1", "100.00", "2025-11-10", { thirdPartyPayer: true, payer: { customerId: "C9" } });
  refunded(byAnother, { customerId: "C1" }, TREASURY).refused(t, "APPROVAL_REQUIRED");
  t.match(refunded(byAnother, { customerId: "C9" }, TREASURY).events, [{ data: { toThirdParty: false } }]);
  const viaTreasury = { personId: "TEO", roles: ["TRE"], approvers: [{ personId: "ANA", roles: ["CHF"] }] };
  t.match(given(R1).when(refundCustomer, refund("100.00", { payee: { name: "Her brother" } }), viaTreasury).events, [
    { data: { toThirdParty: true, approvers: ["ANA"] } },
  ]);
});

t.test("a refund is paid once, with a proof, on a day between its request and today", async (t) => {
  const requested = given(R1).when(refundCustomer, refund("100.00", { effectiveOn: "2025-11-15" }), CHIEF).events;
  const confirm = (more = {}) => given(R1, ...requested).when(confirmRefund, { ...confirmed, ...more });
  t.match(confirm({ on: "2025-11-18" }).events, [
    { type: "RefundPaid", effectiveOn: "2025-11-18", data: { on: "2025-11-18", ...EVIDENCE } },
  ]);
  confirm({ on: "2025-11-14" }).refused(t, "VALIDITY_INVERTED", { from: "2025-11-15", to: "2025-11-14" });
  confirm({ on: "2025-11-21" }).refused(t, "FUTURE_EFFECTIVE_DATE");
  given(R1, ...requested, ...confirm().events)
    .when(confirmRefund, confirmed)
    .refused(t, "INVALID_TRANSITION", { refundId: "RF1", status: "PAID" });
});

t.test("cancelling a refund restores what is unapplied from that day, also where the payment came back", async (t) => {
  const requested = given(R1).when(refundCustomer, refund("1000000.00", { effectiveOn: "2025-11-15" }), CHIEF).events;
  const paid = given(R1, ...requested).when(confirmRefund, { ...confirmed, on: "2025-11-16" }).events;
  for (const history of [requested, [...requested, ...paid]]) {
    const { events } = given(R1, ...history).when(cancelRefund, cancelled);
    t.match(events, [{ type: "RefundCancelled", effectiveOn: "2025-11-20", data: { creditItemId: "R1", restored: "1000000.00" } }]);
    t.equal(left(R1, ...history, ...events), 600_000_000n);
    given(R1, ...history, ...events)
      .when(cancelRefund, cancelled)
      .refused(t, "INVALID_TRANSITION", { status: "CANCELLED" });
  }
  given(R1, ...requested, ...paid)
    .when(cancelRefund, { ...cancelled, effectiveOn: "2025-11-15" })
    .refused(t, "VALIDITY_INVERTED", { from: "2025-11-16" });
});

t.test("a refund of money that was returned gives nothing back when its payment fails", async (t) => {
  const requested = given(R1).when(refundCustomer, refund("1000000.00", { effectiveOn: "2025-11-15" }), CHIEF).events;
  const paid = given(R1, ...requested).when(confirmRefund, { ...confirmed, on: "2025-11-16" }).events;
  const bounce = { accountId: ACCOUNT, receiptId: "R1", on: "2025-11-18", reasonCode: "NO_FUNDS", drawerFault: false };
  const returned = given(R1, ...requested, ...paid).when(returnPayment, bounce).events;
  t.ok(typesOf(returned).includes("PaymentReturned"));
  const { events } = given(R1, ...requested, ...paid, ...returned).when(cancelRefund, cancelled);
  t.match(events, [{ data: { restored: "0.00" } }]);
  t.equal(left(R1, ...requested, ...paid, ...returned, ...events), 0n);
});

function undone(applicationId: string, amount: string, freedOn: string): DecidedEvent {
  return {
    type: "PaymentUnapplied",
    effectiveOn: freedOn,
    data: {
      ...{ unapplicationId: `U-${applicationId}`, applicationId, creditItemId: "R1", kind: "REVERSAL", conditional: false },
      lines: [{ lineId: `${applicationId}.1`, instalmentId: "F1.1", amount, freedOn }],
      ...{ alsoReversed: [], undoneOn: freedOn },
    },
  };
}
