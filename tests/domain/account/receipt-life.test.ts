import t from "tap";
import { eventsByCategory } from "../../../schemas/events/registry.ts";
import { account } from "../../../src/domain/account/account.ts";
import { unapplyPayment } from "../../../src/domain/account/applications/unapply-payment.ts";
import { annulReceipt } from "../../../src/domain/account/receipts/annul-receipt.ts";
import { confirmClearance } from "../../../src/domain/account/receipts/confirm-clearance.ts";
import { declineReceiptRequest } from "../../../src/domain/account/receipts/decline-receipt-request.ts";
import { registerReceipt } from "../../../src/domain/account/receipts/register-receipt.ts";
import { requestReceipt } from "../../../src/domain/account/receipts/request-receipt.ts";
import { revokeClearance } from "../../../src/domain/account/receipts/revoke-clearance.ts";
import { type DecidedEvent, effective } from "../../../src/kernel/decider.ts";
import { ACCOUNT, cop, invoiceRecorded, paymentApplied, receiptRegistered } from "../../support/account-history.ts";
import { receiptBody, setUpAccount } from "../../support/company.ts";
import { stateOf } from "../../support/folded.ts";
import { given, type Occasion } from "../../support/given.ts";
import { openTestLedger } from "../../support/ledger.ts";
import { sendTogether } from "../../support/old-debts.ts";

const events = eventsByCategory.account;
const hash = "a".repeat(64);
const F1 = invoiceRecorded("F1", "100.00", "2025-10-01");
const R1 = receiptRegistered("R1", "100.00", "2025-11-03", { cleared: false });
const SECOND: Occasion = { roles: ["TRE"], beingSetUp: false, approvers: [{ personId: "CARLA", roles: ["CHF"] }] };
const annul = (history: readonly DecidedEvent[], occasion: Occasion = {}, more = {}) =>
  given(...history).when(annulReceipt, { accountId: ACCOUNT, receiptId: "R1", reason: "typed twice", ...more }, { ...SECOND, ...occasion });

t.test(
  "receivables §5 a receipt with which nothing was done is annulled, with a second person, and counts zero from then on",
  async (t) => {
    const { events: annulled } = annul([R1]);
    t.match(annulled, [{ type: "ReceiptAnnulled", effectiveOn: "2025-11-20", data: { amount: "100.00" } }]);
    annul([R1], { approvers: [] }).refused(t, "APPROVAL_REQUIRED");
    const { credits } = stateOf(account, ACCOUNT, [R1, ...annulled]);
    t.strictSame([credits.byId.get("R1")?.status, credits.byId.get("R1")?.unapplied], ["ANNULLED", 0n]);
    annul([R1, ...annulled]).refused(t, "INVALID_TRANSITION", { status: "ANNULLED" });
    given(R1, ...annulled)
      .when(confirmClearance, { accountId: ACCOUNT, receiptId: "R1", on: "2025-11-20", evidenceHash: hash })
      .refused(t, "INVALID_TRANSITION", { status: "ANNULLED" });
  },
);

t.test("RCT-1 whatever is applied, paid out or held keeps a receipt from being annulled, until it is undone", async (t) => {
  const applied = [F1, R1, paymentApplied("A1", "R1", [["F1.1", "40.00"]], "2025-11-03", { conditional: true })];
  annul(applied).refused(t, "ALREADY_APPLIED", { used: "40.00" });
  const undo = { accountId: ACCOUNT, unapplicationId: "U1", applicationId: "A1", kind: "REVERSAL", reason: "mistake" };
  const { events: undone } = given(...applied).when(unapplyPayment, undo, { today: "2025-11-10" });
  t.match(annul([...applied, ...undone]).events, [{ effectiveOn: "2025-11-20" }]);
  annul([...applied, ...undone], {}, { effectiveOn: "2025-11-09" }).refused(t, "EFFECTIVE_BEFORE_APPLICATION", { earliest: "2025-11-10" });
  const reserves = [{ instalmentId: "F1.1", money: "10.00", settles: "10.00" }];
  const proposal = { applicationId: "A2", receiptId: "R1", reserves, lines: [], proposedBy: "ANA", validTo: "2025-11-25" };
  annul([F1, R1, events.ApplicationProposed(proposal)]).refused(t, "ALREADY_APPLIED", { reserved: "10.00" });
});

t.test("receivables §8 a post-dated cheque handed back is annulled with the date it has in the future", async (t) => {
  const postDated = receiptRegistered("R1", "100.00", "2025-12-01", { method: "POST_DATED_CHEQUE", cleared: false });
  t.match(annul([postDated]).events, [{ effectiveOn: "2025-12-01" }]);
});

const revoke = (history: readonly DecidedEvent[], more = {}, occasion: Occasion = {}) =>
  given(...history).when(
    revokeClearance,
    { accountId: ACCOUNT, receiptId: "R1", on: "2025-11-10", evidenceHash: hash, ...more },
    { roles: ["TRE"], ...occasion },
  );
const cleared = (history: readonly DecidedEvent[]) => [
  ...history,
  ...given(...history).when(confirmClearance, { accountId: ACCOUNT, receiptId: "R1", on: "2025-11-05", evidenceHash: hash }).events,
];

t.test("RCT-9 a clearance is taken back only by what cleared the receipt, and then all that is applied waits again", async (t) => {
  const history = cleared([F1, R1, paymentApplied("A1", "R1", [["F1.1", "40.00"]], "2025-11-03", { conditional: true })]);
  revoke(history, { evidenceHash: "b".repeat(64) }).changesNothing(t);
  revoke([F1, R1]).changesNothing(t);
  const { events: revoked } = revoke(history);
  t.match(revoked, [
    {
      type: "ReceiptClearanceRevoked",
      effectiveOn: "2025-11-10",
      data: { pending: [{ instalmentId: "F1.1", amount: "40.00", effectiveOn: "2025-11-10" }] },
    },
  ]);
  revoke([...history, ...revoked]).changesNothing(t);
  const { exposureTotals } = stateOf(account, ACCOUNT, [...history, ...revoked]);
  t.equal(exposureTotals.pendingClearance.value, 40_00n);
  const again = given(...history, ...revoked).when(confirmClearance, {
    accountId: ACCOUNT,
    receiptId: "R1",
    on: "2025-11-15",
    evidenceHash: hash,
  });
  t.match(again.events, [{ type: "ReceiptCleared", data: { released: [{ amount: "40.00", effectiveOn: "2025-11-15" }] } }]);
});

t.test("RCT-9 a clearance is not taken back before it was there, nor ahead", async (t) => {
  const history = cleared([R1]);
  revoke(history, { on: "2025-11-04" }).refused(t, "VALIDITY_INVERTED", { from: "2025-11-05" });
  revoke(history, { on: "2025-11-21" }).refused(t, "FUTURE_RECEIPT_DATE");
  t.match(revoke(history, {}, { closedThrough: "2025-11-12" }).events, [{ effectiveOn: "2025-11-13" }]);
});

t.test("receivables §5 a request for a receipt is fulfilled by the receipt that names it, or declined, once", async (t) => {
  const asked = { accountId: ACCOUNT, requestId: "Q1", instalmentIds: ["F1.1"], amount: cop("100.00"), supportIds: [] };
  const request = (more = {}) => given(F1).when(requestReceipt, { ...asked, ...more }, { roles: ["PA"] });
  t.match(request().events, [{ type: "ReceiptRequested", data: { amount: "100.00", instalmentIds: ["F1.1"] } }]);
  request({ instalmentIds: ["F9.1"] }).refused(t, "ITEM_NOT_FOUND", { instalmentId: "F9.1" });
  request({ supportIds: ["S1"] }).refused(t, "RESOURCE_NOT_FOUND", { kind: "SUPPORT" });
  const history = [F1, ...request().events];
  const register = (past: readonly DecidedEvent[], requestId: string) =>
    given(...past).when(registerReceipt, receiptBody(ACCOUNT, "R1", "100.00", "2025-11-18", { requestId }));
  const fulfilled = register(history, "Q1");
  t.match(fulfilled.events, [{ type: "ReceiptRegistered", data: { requestId: "Q1" } }]);
  register(history, "Q9").refused(t, "RESOURCE_NOT_FOUND", { kind: "RECEIPT_REQUEST" });
  const decline = { accountId: ACCOUNT, requestId: "Q1", reason: "no money came" };
  given(...history, ...fulfilled.events)
    .when(declineReceiptRequest, decline, { roles: ["TRE"] })
    .refused(t, "INVALID_TRANSITION", { status: "FULFILLED" });
  const declined = given(...history).when(declineReceiptRequest, decline, { roles: ["TRE"] });
  t.match(declined.events, [{ type: "ReceiptRequestDeclined" }]);
  register([...history, ...declined.events], "Q1").refused(t, "INVALID_TRANSITION", { status: "DECLINED" });
});

const deposit = { bankReference: "D-77" };
const named = receiptRegistered("R1", "100.00", "2025-11-03", { ...deposit, occurrence: 1 });
const replacement = (history: readonly DecidedEvent[], more = {}) =>
  given(...history).when(registerReceipt, receiptBody(ACCOUNT, "R2", "100.00", "2025-11-03", { ...deposit, replaces: "R1", ...more }));

t.test("RCT-3 only an annulled receipt is replaced, once, and for the same deposit", async (t) => {
  const annulled = [named, effective("2025-11-10", events.ReceiptAnnulled({ receiptId: "R1", amount: "100.00" }))];
  const { events: replaced } = replacement(annulled);
  t.match(replaced, [{ type: "ReceiptRegistered", data: { receiptId: "R2", replaces: "R1", bankReference: "D-77" } }]);
  replacement([named]).refused(t, "INVALID_TRANSITION", { status: "LIVE", needed: "ANNULLED" });
  replacement([...annulled, ...replaced], { receiptId: "R3" }).refused(t, "INVALID_TRANSITION", { status: "REPLACED" });
  for (const other of [{ bankReference: "D-78" }, { occurrence: 2 }, { valueDate: "2025-11-02" }, { amount: cop("99.00") }]) {
    replacement(annulled, other).refused(t, "REPLACEMENT_DIFFERS", { receiptId: "R1" });
  }
  t.strictSame(replacement(annulled, { bankReference: undefined, method: "TRANSFER" }).violations.length, 0, "without a reference");
});

t.test("RCT-3 the replacing receipt takes over the bank reference of the annulled one, and nobody else gets it", async (t) => {
  const test = await openTestLedger();
  await setUpAccount(test);
  const body = (receiptId: string, more = {}) =>
    receiptBody(ACCOUNT, receiptId, "100.00", "2025-05-20", { bankReference: "D-77", ...more });
  for (const role of ["TRE", "CHF"]) {
    await test.accept("register-person", { personId: role, name: role });
    await test.accept("assign-role", { personId: role, role, entityIds: [], branchIds: [], from: "2025-01-01" });
  }
  const annulTogether = (receiptId: string) =>
    sendTogether(test, "annul-receipt", { accountId: ACCOUNT, receiptId, reason: "wrong method" }, ["TRE", "CHF"]);
  await test.accept("register-receipt", body("R1"));
  await annulTogether("R1");
  const plain = await test.refuse("register-receipt", body("R2"));
  t.equal(plain.violations[0]?.code, "DUPLICATE_RECEIPT_REFERENCE");
  await test.accept("register-receipt", body("R2", { replaces: "R1" }));
  const twice = await test.refuse("register-receipt", body("R3", { replaces: "R1" }));
  t.equal(twice.violations[0]?.code, "INVALID_TRANSITION");
  await annulTogether("R2");
  await test.accept("register-receipt", body("R3", { replaces: "R2" }));
});
