import t from "tap";
import { releaseOrderManually } from "../../../src/domain/account/orders/release-order-manually.ts";
import { requestOrderRelease } from "../../../src/domain/account/orders/request-order-release.ts";
import type { DecidedEvent } from "../../../src/kernel/decider.ts";
import {
  ACCOUNT,
  cop,
  creditLineOpened,
  invoiceRecorded,
  lineSuspended,
  paymentApplied,
  receiptRegistered,
  typesOf,
} from "../../support/account-history.ts";
import { given, type Occasion } from "../../support/given.ts";
import { aboutOrders, orderBody, orderHeld, orderReleased } from "../../support/order-history.ts";

/** Example EXP-E1: 4,800,000.00 are available. */
const EXP_E1 = [
  creditLineOpened("50000000.00"),
  invoiceRecorded("F1", "42400000.00", "2025-11-01"),
  receiptRegistered("R1", "4000000.00", "2025-11-10", { method: "CHEQUE", cleared: false }),
  paymentApplied("A1", "R1", [["F1.1", "4000000.00"]], "2025-11-10", { conditional: true }),
  orderReleased("O1", "6500000.00"),
  receiptRegistered("R2", "1200000.00", "2025-11-12"),
];
const LINE = creditLineOpened("1000.00");

const request = (history: readonly DecidedEvent[], orderId: string, amount: string, more = {}, occasion: Occasion = {}) =>
  given(...history).when(requestOrderRelease, orderBody(ACCOUNT, orderId, amount, more), { roles: ["SR"], ...occasion });

t.test("ORD-E1 an order above what is available is held, with the overshoot; what is exactly available is released", async (t) => {
  const held = aboutOrders(request(EXP_E1, "O2", "5000000.00").events);
  t.match(held, [
    {
      type: "OrderHeld",
      data: {
        ...{ orderId: "O2", amount: "5000000.00", reservation: "0.00", status: "HELD" },
        reasons: [{ reasonCode: "OVER_LIMIT", facts: [{ name: "available", value: "4800000.00" }] }],
        decision: { exposure: "47700000.00", ceiling: "52500000.00", available: "4800000.00", overshoot: "200000.00" },
      },
    },
  ]);
  t.match(aboutOrders(request(EXP_E1, "O2", "4800000.00").events), [
    { type: "OrderReleased", data: { reservation: "4800000.00", reservedUntil: "2025-12-05", decision: { overshoot: "0.00" } } },
  ]);
});

t.test("EXP-5 a decision keeps the limit, the tolerance, every part of the exposure and the policy's version", async (t) => {
  const [released] = request(EXP_E1, "O2", "1.00", {}, { policies: { credit: {} } }).events;
  t.strictSame(Object(released?.data).decision, {
    ...{ on: "2025-11-20", asked: "1.00", limit: "50000000.00", tolerancePct: "5.00", ceiling: "52500000.00", open: "38400000.00" },
    ...{ pendingClearance: "4000000.00", reservations: "6500000.00", unappliedNetted: "1200000.00", exposure: "47700000.00" },
    ...{ available: "4800000.00", overshoot: "0.00", policyVersion: 1 },
  });
});

t.test("ORD-1 an order that is held is judged again, and released when there is room", async (t) => {
  const waiting = [LINE, invoiceRecorded("F1", "900.00", "2025-11-01"), orderHeld("O1", "200.00")];
  t.strictSame(typesOf(aboutOrders(request(waiting, "O1", "200.00").events)), ["OrderHeld"]);
  const paid = [...waiting, receiptRegistered("R1", "900.00", "2025-11-15")];
  t.strictSame(typesOf(aboutOrders(request(paid, "O1", "200.00").events)), ["OrderReleased"]);
});

t.test("ORD-1 an order that was released stays so, whatever happened since", async (t) => {
  request([LINE, orderReleased("O1", "200.00")], "O1", "200.00", { checkpoint: "PICK" }).changesNothing(t);
  request([LINE, orderReleased("O1", "200.00"), lineSuspended("S1")], "O1", "200.00", { checkpoint: "PICK" }).changesNothing(t);
  request([LINE, orderReleased("O1", "200.00"), lineSuspended("S1")], "O1", "200.00", { shipOn: "2025-11-28" }).changesNothing(t);
});

t.test("ORD-3 a change from cash to credit, or to longer terms, is judged like a request", async (t) => {
  const cash = orderReleased("O1", "2000.00", { paymentMethod: "CASH", reservation: "0.00", termsCode: "CASH" });
  t.match(aboutOrders(request([LINE, cash], "O1", "2000.00").events), [
    { type: "OrderHeld", data: { reasons: [{ reasonCode: "OVER_LIMIT" }] } },
  ]);
  const longer = request([LINE, orderReleased("O1", "200.00")], "O1", "200.00", { termsCode: "NET60" });
  t.match(aboutOrders(longer.events), [{ type: "OrderHeld", data: { reservation: "0.00", reasons: [{ reasonCode: "TERMS_EXCEEDED" }] } }]);
  const toCash = request([LINE, orderReleased("O1", "200.00")], "O1", "200.00", { paymentMethod: "CASH" });
  t.match(aboutOrders(toCash.events), [{ type: "OrderReleased", data: { reservation: "0.00" } }]);
});

t.test("ORD-4 the same order with another amount is refused, and so is one that is over", async (t) => {
  request([LINE, orderReleased("O1", "200.00")], "O1", "201.00").refused(t, "ORDER_EXISTS", { orderId: "O1", amount: "200.00" });
  request([LINE], "O1", "1.00", { amount: { amount: "1.00", currency: "USD" } }).refused(t, "CURRENCY_MISMATCH");
});

t.test("an order of nothing is released and reserves nothing", async (t) => {
  const [released] = request([], "O1", "0.00").events;
  t.match(released, { type: "OrderReleased", data: { reservation: "0.00", decision: { asked: "0.00" } } });
  t.notOk(Object.hasOwn(Object(released?.data), "reservedUntil"));
});

t.test("ORD-7 what is paid in cash skips every rule and reserves nothing", async (t) => {
  const suspended = [creditLineOpened("1.00"), lineSuspended("S1")];
  const cash = request(
    suspended,
    "O1",
    "9000.00",
    { paymentMethod: "CASH", termsCode: "CASH" },
    { customerFile: { status: "INCOMPLETE" } },
  );
  t.match(aboutOrders(cash.events), [{ type: "OrderReleased", data: { reservation: "0.00", paymentMethod: "CASH" } }]);
});

t.test("ORD-6 after the last day of a release by hand the order is judged again; before that it stands", async (t) => {
  const over = [creditLineOpened("100.00", { tolerancePct: "0.00" }), orderHeld("O1", "300.00")];
  const byHand = given(...over).when(
    releaseOrderManually,
    { accountId: ACCOUNT, orderId: "O1", expiresOn: "2025-11-25", reason: "old customer" },
    { personId: "LUIS", roles: ["CC"] },
  ).events;
  t.match(aboutOrders(byHand), [{ type: "OrderReleasedManually", data: { overshoot: "200.00", overridden: ["OVER_LIMIT"] } }]);
  const history = [...over, ...byHand];
  request(history, "O1", "300.00", {}, { today: "2025-11-25" }).changesNothing(t);
  t.match(aboutOrders(request(history, "O1", "300.00", {}, { today: "2025-11-26" }).events), [
    { type: "OrderHeld", data: { reservation: "0.00", status: "HELD" } },
  ]);
});

t.test("ORD-8 a release by hand survives a suspension that comes later", async (t) => {
  const history = [LINE, orderHeld("O1", "100.00")];
  const released = given(...history).when(
    releaseOrderManually,
    { accountId: ACCOUNT, orderId: "O1", amount: cop("100.00"), expiresOn: "2025-11-30", reason: "agreed" },
    { personId: "LUIS", roles: ["CC"] },
  ).events;
  request([...history, ...released, lineSuspended("S1")], "O1", "100.00").changesNothing(t);
});
