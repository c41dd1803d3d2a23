import t from "tap";
import { recordInvoice } from "../../../src/domain/account/documents/record-invoice.ts";
import { amendOrderAmount } from "../../../src/domain/account/orders/amend-order-amount.ts";
import { cancelOrderSupply } from "../../../src/domain/account/orders/cancel-order-supply.ts";
import { convertReservation } from "../../../src/domain/account/orders/convert-reservation.ts";
import { requestOrderRelease } from "../../../src/domain/account/orders/request-order-release.ts";
import type { DecidedEvent } from "../../../src/kernel/decider.ts";
import { ACCOUNT, cop, creditLineOpened, invoiceRecorded } from "../../support/account-history.ts";
import { invoiceBody } from "../../support/company.ts";
import { given } from "../../support/given.ts";
import { aboutOrders, orderBody, orderHeld, orderReleased } from "../../support/order-history.ts";

const LINE = creditLineOpened("10000000.00");
const ref = (orderId: string, amount: string, last = false) => ({ orderId, amount: cop(amount), last });
const invoice = (history: readonly DecidedEvent[], total: string, ...orderRefs: ReturnType<typeof ref>[]) =>
  given(...history).when(recordInvoice, invoiceBody(ACCOUNT, "F1", total, "2025-11-20", { orderRefs }), { roles: ["BIL"] }).events;
const creditDecision = (events: readonly DecidedEvent[]) => Object(events[0]?.data).creditDecision;
/** The exposure that the next order would be judged by. */
const exposureAfter = (history: readonly DecidedEvent[]) => {
  const { events } = given(...history).when(requestOrderRelease, orderBody(ACCOUNT, "NEXT", "1.00"), { roles: ["SR"] });
  return Object(aboutOrders(events)[0]?.data).decision.exposure;
};

t.test("ORD-E3 the last invoice of an order returns what it leaves of the reservation", async (t) => {
  const released = [LINE, orderReleased("O1", "3000000.00")];
  const events = invoice(released, "2900000.00", ref("O1", "2900000.00", true));
  t.equal(creditDecision(events), "RELEASED");
  t.match(aboutOrders(events), [
    {
      type: "ReservationConsumed",
      data: { orderId: "O1", documentId: "F1", amount: "2900000.00", used: "2900000.00", returned: "100000.00", reservation: "0.00" },
    },
  ]);
  t.match(aboutOrders(events), [{ data: { status: "INVOICED", last: true } }]);
  t.equal(exposureAfter(released), "3000000.00");
  t.equal(exposureAfter([...released, ...events]), "2900000.00");
});

t.test("an invoice that is not the last one leaves the rest reserved", async (t) => {
  const released = [LINE, orderReleased("O1", "100.00")];
  const first = invoice(released, "40.00", ref("O1", "40.00"));
  t.match(aboutOrders(first), [{ data: { used: "40.00", returned: "0.00", reservation: "60.00", status: "RELEASED" } }]);
  const second = given(...released, ...first).when(
    recordInvoice,
    invoiceBody(ACCOUNT, "F2", "60.00", "2025-11-20", { orderRefs: [ref("O1", "60.00")] }),
    { roles: ["BIL"] },
  ).events;
  t.match(aboutOrders(second), [{ data: { used: "60.00", reservation: "0.00", status: "INVOICED" } }]);
});

t.test("ORD-4 a document is never refused for reasons of credit: without a release it says so", async (t) => {
  t.equal(creditDecision(invoice([LINE], "100.00")), "NONE", "no order");
  const unknown = invoice([LINE], "100.00", ref("O9", "100.00"));
  t.equal(creditDecision(unknown), "NONE", "an order that nobody asked to release");
  t.strictSame(aboutOrders(unknown), []);
  t.match(unknown[0], { data: { orderRefs: [{ orderId: "O9", amount: "100.00", last: false }] } });
  const held = invoice([LINE, orderHeld("O1", "100.00")], "100.00", ref("O1", "100.00"));
  t.equal(creditDecision(held), "NONE", "a held order");
  t.match(aboutOrders(held), [{ data: { used: "0.00", returned: "0.00", status: "INVOICED" } }]);
  const partly = invoice([LINE, orderReleased("O1", "100.00")], "100.00", ref("O1", "50.00"), ref("O9", "50.00"));
  t.equal(creditDecision(partly), "NONE", "one of two orders");
});

t.test("ORD-4 what is invoiced above the reservation was not released", async (t) => {
  const released = [LINE, orderReleased("O1", "100.00")];
  const events = invoice(released, "120.00", ref("O1", "120.00"));
  t.equal(creditDecision(events), "NONE");
  t.match(aboutOrders(events), [{ data: { amount: "120.00", used: "100.00", returned: "0.00", status: "INVOICED" } }]);
  t.equal(exposureAfter([...released, ...events]), "120.00");
});

t.test("one document names an order once or twice: the reservation is used once", async (t) => {
  const events = invoice([LINE, orderReleased("O1", "100.00")], "90.00", ref("O1", "40.00"), ref("O1", "50.00", true));
  t.match(aboutOrders(events), [{ data: { amount: "90.00", used: "90.00", returned: "10.00", status: "INVOICED" } }]);
  t.equal(aboutOrders(events).length, 1);
});

t.test("an order paid in cash is invoiced under its release and used nothing", async (t) => {
  const cash = orderReleased("O1", "100.00", { paymentMethod: "CASH", reservation: "0.00" });
  const events = invoice([LINE, cash], "100.00", ref("O1", "100.00"));
  t.equal(creditDecision(events), "RELEASED");
  t.match(aboutOrders(events), [{ data: { used: "0.00", status: "INVOICED" } }]);
});

t.test("what is invoiced is neither cancelled nor taken off the order", async (t) => {
  const released = [LINE, orderReleased("O1", "100.00")];
  const part = [...released, ...invoice(released, "40.00", ref("O1", "40.00"))];
  const amend = (newAmount: string) =>
    given(...part).when(amendOrderAmount, { accountId: ACCOUNT, orderId: "O1", newAmount: cop(newAmount) }, { roles: ["SYS"] });
  amend("39.99").refused(t, "ORDER_INVOICED", { invoiced: "40.00" });
  t.match(aboutOrders(amend("40.00").events), [{ data: { reservation: "0.00", status: "INVOICED" } }]);
  t.match(aboutOrders(amend("70.00").events), [{ data: { reservation: "30.00", status: "RELEASED" } }]);
  const cancel = (history: readonly DecidedEvent[]) =>
    given(...history).when(cancelOrderSupply, { accountId: ACCOUNT, orderId: "O1", reason: "no stock" }, { roles: ["SR"] });
  t.match(aboutOrders(cancel(part).events), [{ type: "OrderSupplyCancelled", data: { freed: "60.00" } }]);
  cancel([...released, ...invoice(released, "40.00", ref("O1", "40.00", true))]).refused(t, "ORDER_INVOICED");
});

t.test("a document that did not name its order uses the reservation later, once", async (t) => {
  const history = [LINE, orderReleased("O1", "100.00"), invoiceRecorded("F1", "80.00", "2025-11-19")];
  const convert = (past: readonly DecidedEvent[], more = {}) =>
    given(...past).when(
      convertReservation,
      { accountId: ACCOUNT, orderId: "O1", documentId: "F1", amount: cop("80.00"), ...more },
      { roles: ["BIL"] },
    );
  const converted = aboutOrders(convert(history).events);
  t.match(converted, [{ type: "ReservationConsumed", data: { used: "80.00", returned: "0.00", reservation: "20.00" } }]);
  t.match(aboutOrders(convert(history, { last: true }).events), [{ data: { returned: "20.00", status: "INVOICED" } }]);
  convert([...history, ...converted]).refused(t, "OVERLAPS");
  convert(history, { documentId: "F9" }).refused(t, "ITEM_NOT_FOUND");
  convert([LINE, invoiceRecorded("F1", "80.00", "2025-11-19")]).refused(t, "ORDER_NOT_FOUND");
});
