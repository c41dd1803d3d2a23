import t from "tap";
import { AssignmentMade } from "../../../schemas/events/customer.ts";
import { suspendLine } from "../../../src/domain/account/credit-line/suspend-line.ts";
import { amendOrderAmount } from "../../../src/domain/account/orders/amend-order-amount.ts";
import { cancelOrderSupply } from "../../../src/domain/account/orders/cancel-order-supply.ts";
import { expireReservation } from "../../../src/domain/account/orders/expire-reservation.ts";
import { releaseOrderManually } from "../../../src/domain/account/orders/release-order-manually.ts";
import { reopenOrder } from "../../../src/domain/account/orders/reopen-order.ts";
import { requestOrderRelease } from "../../../src/domain/account/orders/request-order-release.ts";
import { customer } from "../../../src/domain/customer/customer.ts";
import type { DecidedEvent } from "../../../src/kernel/decider.ts";
import { ACCOUNT, cop, creditLineOpened, invoiceRecorded, typesOf } from "../../support/account-history.ts";
import { customerRegistered } from "../../support/customer-history.ts";
import { stateOf } from "../../support/folded.ts";
import { given, type Occasion } from "../../support/given.ts";
import { aboutOrders, orderBody, orderHeld, orderReleased } from "../../support/order-history.ts";

const LINE = creditLineOpened("10000000.00", { tolerancePct: "0.00" });
const O1 = { accountId: ACCOUNT, orderId: "O1" };

const release = (history: readonly DecidedEvent[], more: Record<string, unknown> = {}, occasion: Occasion = {}) =>
  given(...history).when(
    releaseOrderManually,
    { ...O1, expiresOn: "2025-11-30", reason: "agreed with sales", ...more },
    { personId: "LUIS", ...occasion },
  );
const amend = (history: readonly DecidedEvent[], newAmount: string) =>
  given(...history).when(amendOrderAmount, { ...O1, newAmount: cop(newAmount) }, { roles: ["SYS"] });
const cancel = (history: readonly DecidedEvent[]) =>
  given(...history).when(cancelOrderSupply, { ...O1, reason: "customer" }, { roles: ["SR"] });
const reopen = (history: readonly DecidedEvent[]) => given(...history).when(reopenOrder, O1, { roles: ["SYS"] });
const suspend = (history: readonly DecidedEvent[], cascade: string) =>
  given(...history).when(suspendLine, { accountId: ACCOUNT, suspensionId: "S1", reasonCode: "MANUAL", facts: [], cascade });

t.test("ORD-5 who releases by hand needs authority for what goes above the ceiling", async (t) => {
  const held = [LINE, orderHeld("O1", "12000000.00")];
  t.match(release(held).events, [
    {
      type: "OrderReleasedManually",
      data: {
        ...{ released: "12000000.00", reservation: "12000000.00", overshoot: "2000000.00", overridden: ["OVER_LIMIT"] },
        ...{ expiresOn: "2025-11-30", reservedUntil: "2025-12-05", authorityLevel: "L1", approvers: ["LUIS"] },
      },
    },
  ]);
  const more = [LINE, orderHeld("O1", "12000000.01")];
  release(more).refused(t, "AUTHORITY_EXCEEDED", { subject: "ORDER_OVERSHOOT", required: "L2", held: "L1", amount: "2000000.01" });
  const am = { personId: "ADMIN", roles: ["AM"] };
  const approvers = { personId: "SALES", roles: ["SM"], approvers: [am] };
  t.match(release(more, {}, approvers).events, [{ data: { authorityLevel: "L2", approvers: ["SALES", "ADMIN"] } }]);
});

t.test("ORD-5 below the ceiling any level may override the other rules", async (t) => {
  const past = invoiceRecorded("F1", "60000.00", "2025-09-01");
  t.match(aboutOrders(release([LINE, past, orderHeld("O1", "100.00")]).events), [
    { data: { overshoot: "0.00", overridden: ["PAST_DUE_DAYS", "PAST_DUE_SHARE"] } },
  ]);
  release([LINE, orderHeld("O1", "100.00")], {}, { roles: ["PC"] }).refused(t, "AUTHORITY_EXCEEDED", { required: "L1", held: "NONE" });
});

t.test("ORD-5 neither who asked for the order nor who sells to the customer releases it, nor approves its release", async (t) => {
  const held = [LINE, orderHeld("O1", "100.00")];
  release(held, {}, { personId: "OWNER" }).refused(t, "SELF_APPROVAL");
  release(held, {}, { approvers: [{ personId: "OWNER", roles: ["AM"] }] }).refused(t, "SELF_APPROVAL");
  const onBehalfOf = { personId: "OWNER", kinds: ["ORDER_OVERSHOOT"] };
  release(held, {}, { approvers: [{ personId: "EVA", roles: ["AM"], onBehalfOf }] }).refused(t, "SELF_APPROVAL");
  const assigned = (personId: string, more = {}) =>
    AssignmentMade({ customerId: "C1", role: "SALESPERSON", entityId: "CO01", personId, from: "2025-01-01", ...more });
  const sells = (...events: DecidedEvent[]): Occasion => ({ customer: stateOf(customer, "C1", [customerRegistered("C1"), ...events]) });
  release(held, {}, { ...sells(assigned("LUIS")), roles: ["CC"] }).refused(t, "SELF_APPROVAL");
  release(held, {}, sells(assigned("ANA"), assigned("LUIS", { substituteFor: "ANA" }))).refused(t, "SELF_APPROVAL");
  t.strictSame(release(held, {}, sells(assigned("LUIS", { to: "2025-11-19" }))).violations, []);
});

t.test("ORD-5 a release by hand counts for ten days at most, and has a reason", async (t) => {
  const held = [LINE, orderHeld("O1", "100.00")];
  t.strictSame(release(held, { expiresOn: "2025-11-30" }).violations, []);
  release(held, { expiresOn: "2025-12-01" }).refused(t, "VALIDITY_INVERTED", { from: "2025-11-20", to: "2025-11-30" });
  release(held, { expiresOn: "2025-11-19" }).refused(t, "VALIDITY_INVERTED");
  given(...held)
    .when(releaseOrderManually, { ...O1, expiresOn: "2025-11-21" }, { personId: "LUIS" })
    .refused(t, "REASON_REQUIRED");
});

t.test("only what is held is released by hand", async (t) => {
  release([LINE, orderReleased("O1", "100.00")]).refused(t, "ORDER_NOT_HELD", { status: "RELEASED" });
  release([LINE]).refused(t, "ORDER_NOT_FOUND");
  release([LINE, orderHeld("O1", "100.00")], { amount: cop("100.01") }).refused(t, "ORDER_NOT_HELD", { held: "100.00" });
});

t.test("ORD-5 a release in part leaves the rest held: it is released later, and judged again with the whole", async (t) => {
  const past = invoiceRecorded("F1", "60000.00", "2025-09-01");
  const held = [LINE, past, orderHeld("O1", "100.00")];
  const part = [...held, ...aboutOrders(release(held, { amount: cop("60.00") }).events)];
  t.match(part.at(-1), { data: { released: "60.00", reservation: "60.00" } });
  t.match(aboutOrders(release(part).events), [{ data: { released: "40.00", reservation: "100.00" } }]);
  const again = (occasion: Occasion = {}) =>
    aboutOrders(given(...part).when(requestOrderRelease, orderBody(ACCOUNT, "O1", "100.00"), { roles: ["SR"], ...occasion }).events);
  t.match(again(), [{ type: "OrderHeld", data: { status: "RELEASED", reservation: "60.00", decision: { asked: "100.00" } } }]);
  t.match(again({ today: "2025-12-01" }), [{ type: "OrderHeld", data: { status: "HELD", reservation: "0.00" } }]);
});

t.test("ORD-3 an order that becomes smaller frees the difference, one that becomes larger is judged", async (t) => {
  const released = [creditLineOpened("100.00", { tolerancePct: "0.00" }), orderReleased("O1", "80.00")];
  t.match(aboutOrders(amend(released, "50.00").events), [
    { type: "OrderReservationChanged", data: { oldAmount: "80.00", newAmount: "50.00", reservation: "50.00", status: "RELEASED" } },
  ]);
  t.match(aboutOrders(amend(released, "100.00").events), [
    { type: "OrderReservationChanged", data: { reservation: "100.00", decision: { asked: "100.00", available: "100.00" } } },
  ]);
  t.match(aboutOrders(amend(released, "100.01").events), [
    { type: "OrderHeld", data: { origin: "AMENDMENT", reservation: "0.00", status: "HELD", reasons: [{ reasonCode: "OVER_LIMIT" }] } },
  ]);
  amend(released, "80.00").changesNothing(t);
});

t.test("ORD-3 a held order that is amended is judged by its new amount", async (t) => {
  const held = [creditLineOpened("100.00", { tolerancePct: "0.00" }), orderHeld("O1", "180.00")];
  t.match(aboutOrders(amend(held, "100.00").events), [{ type: "OrderReleased", data: { origin: "AMENDMENT", reservation: "100.00" } }]);
  t.match(aboutOrders(amend(held, "170.00").events), [{ type: "OrderHeld", data: { amount: "170.00" } }]);
});

t.test("closing and reopening an order always judges it again", async (t) => {
  const released = [LINE, orderReleased("O1", "80.00")];
  const cancelled = [...released, ...aboutOrders(cancel(released).events)];
  t.match(cancelled.at(-1), { type: "OrderSupplyCancelled", data: { freed: "80.00", origin: "MANUAL" } });
  t.match(aboutOrders(reopen(cancelled).events), [{ type: "OrderReleased", data: { origin: "REOPENING", reservation: "80.00" } }]);
  const owes = [...cancelled, invoiceRecorded("F1", "10000000.00", "2025-11-19")];
  t.match(aboutOrders(reopen(owes).events), [{ type: "OrderHeld", data: { origin: "REOPENING" } }]);
  reopen(released).refused(t, "INVALID_TRANSITION", { status: "RELEASED" });
  cancel(cancelled).refused(t, "INVALID_TRANSITION", { status: "CANCELLED" });
  given(...cancelled)
    .when(requestOrderRelease, orderBody(ACCOUNT, "O1", "80.00"), { roles: ["SR"] })
    .refused(t, "INVALID_TRANSITION");
});

t.test("SUSP-5 a suspension leaves released orders alone, holds them with what they reserve, or cancels them and frees it", async (t) => {
  const cash = orderReleased("O2", "70.00", { paymentMethod: "CASH", reservation: "0.00" });
  const history = [LINE, orderReleased("O1", "80.00"), cash, orderHeld("O3", "90.00")];
  t.strictSame(aboutOrders(suspend(history, "NONE").events), []);
  const held = aboutOrders(suspend(history, "HOLD_RELEASED").events);
  t.match(held, [
    {
      type: "OrderHeld",
      data: {
        ...{ orderId: "O1", origin: "CASCADE", suspensionId: "S1", reservation: "80.00", status: "HELD" },
        reasons: [{ reasonCode: "LINE_SUSPENDED", facts: [{ name: "suspensions", value: "S1 MANUAL" }] }],
        decision: { reservations: "0.00", asked: "80.00" },
      },
    },
  ]);
  t.equal(held.length, 1);
  const cancelled = aboutOrders(suspend([...history, ...held], "CANCEL_SUPPLY").events);
  t.match(cancelled, [{ type: "OrderSupplyCancelled", data: { orderId: "O1", freed: "80.00", origin: "CASCADE", suspensionId: "S1" } }]);
  t.equal(typesOf(cancelled).length, 1);
});

t.test("what a suspension held keeps its reservation when it is judged again, until it expires", async (t) => {
  const history = [LINE, orderReleased("O1", "80.00")];
  const suspended = [...history, ...suspend(history, "HOLD_RELEASED").events];
  const asked = given(...suspended).when(requestOrderRelease, orderBody(ACCOUNT, "O1", "80.00"), { roles: ["SR"] });
  t.match(aboutOrders(asked.events), [{ type: "OrderHeld", data: { reservation: "80.00", status: "HELD" } }]);
  const expired = given(...suspended).when(expireReservation, O1, { roles: ["SYS"], today: "2025-12-06" });
  t.match(aboutOrders(expired.events), [{ type: "ReservationExpired", data: { freed: "80.00", status: "HELD" } }]);
});

t.test("ORD-6 a reservation expires on the day after its last one, however late it is looked at", async (t) => {
  const history = [LINE, orderReleased("O1", "80.00", { reservedUntil: "2025-12-05" })];
  const expire = (today: string) => given(...history).when(expireReservation, O1, { roles: ["SYS"], today });
  expire("2025-12-05").changesNothing(t);
  t.match(aboutOrders(expire("2025-12-20").events), [
    { type: "ReservationExpired", effectiveOn: "2025-12-06", data: { freed: "80.00", status: "EXPIRED" } },
  ]);
  const over = [...history, ...aboutOrders(expire("2025-12-06").events)];
  t.match(aboutOrders(reopen(over).events), [{ type: "OrderReleased" }]);
  given(...over)
    .when(expireReservation, O1, { roles: ["SYS"], today: "2025-12-20" })
    .changesNothing(t);
});
