import t from "tap";
import { customerBody, lineBody, setUpAccount } from "../support/company.ts";
import { orderBody } from "../support/order-history.ts";
import { eventsOf, onceDone, openProcessHouse } from "./process-house.ts";

const ACCOUNT = "C1.CO01.COP";
const NARROW = "C2.CO01.COP";
const CHIEF = { personId: "CHIEF", keyId: "chief" };

t.test("ORD-6 after midnight a release by hand that is over is judged again, and a reservation past its last day is let go", async (t) => {
  const house = await openProcessHouse(t);
  await setUpAccount(house, ACCOUNT);
  await house.accept("register-customer", customerBody("C2"));
  await house.accept("open-credit-line", lineBody(NARROW, "100.00"));
  await house.accept("register-person", { personId: "CHIEF", name: "Chief" });
  await house.accept("assign-role", { personId: "CHIEF", role: "CHF", entityIds: [], branchIds: [], from: "2025-01-01" });
  await house.accept("request-order-release", orderBody(ACCOUNT, "P-1", "10.00"));
  await house.accept("request-order-release", orderBody(NARROW, "P-2", "500.00"));
  const release = { accountId: NARROW, orderId: "P-2", expiresOn: "2025-06-05", reason: "agreed" };
  await house.accept("release-order-manually", release, { as: CHIEF });
  const held = async () => eventsOf(await house.log(), "OrderHeld").length;
  const expired = async () => eventsOf(await house.log(), "ReservationExpired").map(({ data }) => [data.orderId, data.status]);

  house.clock.set("2025-06-05T15:00:00Z");
  const runner = house.start();
  await onceDone(runner, "orders-due", "CO01", "2025-06-05");
  t.equal(await held(), 1, "the release counts on its last day");

  house.clock.set("2025-06-06T05:00:10Z");
  await onceDone(runner, "orders-due", "CO01", "2025-06-06");
  t.equal(await held(), 2, "judged again, and held");
  t.strictSame(await expired(), []);

  house.clock.set("2025-06-17T15:00:00Z");
  await onceDone(runner, "orders-due", "CO01", "2025-06-17");
  t.strictSame(await expired(), [["P-1", "EXPIRED"]], "what nobody invoiced in fifteen days is free again");
});
