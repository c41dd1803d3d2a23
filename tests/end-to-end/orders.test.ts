import t from "tap";
import { invoiceBody, receiptBody, setUpAccount } from "../support/company.ts";
import { orderBody } from "../support/order-history.ts";
import { startTestServer } from "../support/server.ts";

const ACCOUNT = "C1.CO01.COP";
const pesos = (amount: string) => ({ amount, currency: "COP" });

/** The line of the account is 5,000,000.00 with a tolerance of 5.00 %. */
t.test("an order is held, released by hand and invoiced: list, history and exposure show every decision", async (t) => {
  const { http } = await startTestServer(t, { clock: "2026-01-15T15:00:00.000Z" });
  await setUpAccount(http);
  await http.accept("request-order-release", orderBody(ACCOUNT, "P-1", "4000000.00"));
  const held = await http.post("request-order-release", orderBody(ACCOUNT, "P-2", "2000000.00"));
  t.equal(held.status, 201, "held is an outcome");
  t.match(held.body.events, [{ type: "OrderHeld" }]);
  let { position } = held.body;
  const waiting = await http.ask(`/v1/orders?status=HELD&reason=OVER_LIMIT&minPosition=${position}`);
  t.match(waiting.rows, [{ orderId: "P-2", amount: "2000000.00", reservation: "0.00", held: "2000000.00", overshoot: "750000.00" }]);
  t.match(waiting.rows[0].reasons, [{ reasonCode: "OVER_LIMIT", facts: [{ name: "available", value: "1250000.00" }] }]);
  t.match(waiting.totals, [{ currency: "COP", count: 1, held: "2000000.00" }]);
  t.match(await http.ask(`/v1/accounts/${ACCOUNT}?minPosition=${position}`), {
    reservations: pesos("4000000.00"),
    exposure: pesos("4000000.00"),
    available: pesos("1250000.00"),
  });

  const own = await http.post("release-order-manually", {
    ...{ accountId: ACCOUNT, orderId: "P-2", expiresOn: "2026-01-20", reason: "old customer" },
  });
  t.match([own.status, own.body.code], [403, "SELF_APPROVAL"], "who asked for it does not release it");
  const invoice = invoiceBody(ACCOUNT, "F1", "3900000.00", "2026-01-10", {
    orderRefs: [{ orderId: "P-1", amount: pesos("3900000.00"), last: true }],
  });
  position = (await http.accept("record-invoice", invoice)).position;
  const invoiced = await http.ask(`/v1/accounts/${ACCOUNT}/orders/P-1?minPosition=${position}`);
  t.match(invoiced, { status: "INVOICED", invoiced: "3900000.00", reservation: "0.00" });
  t.match(invoiced.history, [
    { event: "OrderReleased", reservation: "4000000.00", decision: { exposure: "0.00", limit: "5000000.00", available: "5250000.00" } },
    { event: "ReservationConsumed", documentId: "F1", amount: "3900000.00", reservation: "0.00", decision: null },
  ]);
  t.match((await http.ask(`/v1/accounts/${ACCOUNT}/documents/F1?minPosition=${position}`)).creditDecision, "RELEASED");

  await http.accept("register-receipt", receiptBody(ACCOUNT, "R1", "3900000.00", "2026-01-12"));
  await http.accept("confirm-clearance", { accountId: ACCOUNT, receiptId: "R1", on: "2026-01-12", evidenceHash: "a".repeat(64) });
  position = (await http.accept("request-order-release", orderBody(ACCOUNT, "P-2", "2000000.00"))).position;
  const history = await http.ask(`/v1/accounts/${ACCOUNT}/exposure?minPosition=${position}`);
  t.match(
    history.rows.filter(({ orderId }: { orderId: string | null }) => orderId === "P-2"),
    [
      { event: "OrderReleased", asked: "2000000.00", open: "3900000.00", unappliedNetted: "3900000.00", exposure: "0.00" },
      { event: "OrderHeld", asked: "2000000.00", reservations: "4000000.00", available: "1250000.00", overshoot: "750000.00" },
    ],
  );
  const page = await http.ask(`/v1/accounts/${ACCOUNT}/exposure?limit=1`);
  const rest = await http.ask(`/v1/accounts/${ACCOUNT}/exposure?cursor=${page.nextCursor}`);
  t.equal(page.rows.length + rest.rows.length, history.rows.length);
  t.equal((await http.get(`/v1/accounts/${ACCOUNT}/orders/P-9`)).body.code, "ORDER_NOT_FOUND");
});

t.test("who is blocked gets nothing on credit until the block is lifted", async (t) => {
  const { http } = await startTestServer(t, { clock: "2026-01-15T15:00:00.000Z" });
  await setUpAccount(http);
  const block = { customerId: "C1", scope: "ORDERS", reason: "dispute about deliveries" };
  const blocked = await http.accept("block-customer", block);
  t.strictSame((await http.ask(`/v1/customers/C1?minPosition=${blocked.position}`)).blockedFor, ["ORDERS"]);
  const held = await http.accept("request-order-release", orderBody(ACCOUNT, "P-1", "10.00"));
  t.match(held.events, [{ type: "OrderHeld", data: { reasons: [{ reasonCode: "CUSTOMER_BLOCKED" }] } }]);
  const lifted = await http.accept("unblock-customer", block);
  t.strictSame((await http.ask(`/v1/customers/C1?minPosition=${lifted.position}`)).blockedFor, []);
  t.match((await http.accept("request-order-release", orderBody(ACCOUNT, "P-1", "10.00"))).events, [{ type: "OrderReleased" }]);
});
