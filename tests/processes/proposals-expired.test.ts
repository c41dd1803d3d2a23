import t from "tap";
import { proposalsExpired } from "../../src/application/processes/proposals-expired.ts";
import { applicationBody, invoiceBody, receiptBody, setUpAccount } from "../support/company.ts";
import { eventsOf, onceDone, openProcessHouse } from "./process-house.ts";

const ACCOUNT = "C1.CO01.COP";

t.test("receivables §6 a proposal that nobody decided on is rejected after its last day, and what it held is free", async (t) => {
  const house = await openProcessHouse(t);
  await setUpAccount(house);
  await house.accept("record-invoice", invoiceBody(ACCOUNT, "F1", "100.00", "2025-05-01"));
  await house.accept("register-receipt", receiptBody(ACCOUNT, "R1", "100.00", "2025-05-20"));
  const propose = (id: string) => house.accept("propose-application", applicationBody(ACCOUNT, id, "R1", [["F1.1", "50.00"]]));
  await propose("A1");
  await propose("A2");
  await house.accept("reject-application", { accountId: ACCOUNT, applicationId: "A2" });
  const rejected = async () => eventsOf(await house.log(), "ApplicationRejected").map(({ data }) => `${data.applicationId} ${data.origin}`);

  house.clock.set("2025-06-06T15:00:00.000Z");
  const runner = house.start({ calendar: [proposalsExpired] });
  await onceDone(runner, "proposals-expired", "CO01", "2025-06-06");
  t.strictSame(await rejected(), ["A2 PERSON"], "it is the last day");
  house.clock.set("2025-06-07T15:00:00.000Z");
  await onceDone(runner, "proposals-expired", "CO01", "2025-06-07");
  t.strictSame(await rejected(), ["A2 PERSON", "A1 EXPIRED"]);
  await house.accept("apply-payment", applicationBody(ACCOUNT, "A3", "R1", [["F1.1", "100.00"]]));
});
