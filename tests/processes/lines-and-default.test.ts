import t from "tap";
import { invoiceBody, setUpAccount } from "../support/company.ts";
import { eventsOf, onceDone, openProcessHouse } from "./process-house.ts";

const ACCOUNT = "C1.CO01.COP";

t.test(
  "SUSP-E1 DEL-E1 with nobody at work the calendar suspends a line that is past due, and says since when it is in default",
  async (t) => {
    const house = await openProcessHouse(t);
    await setUpAccount(house, ACCOUNT);
    await house.accept("record-invoice", invoiceBody(ACCOUNT, "F1", "4000000.00", "2025-05-10"));
    const suspended = async () =>
      eventsOf(await house.log(), "LineSuspended").map(({ data, meta }) => [data.reasonCode, data.origin, meta.effectiveOn]);
    const inDefault = async () =>
      eventsOf(await house.log(), "DelinquencyStateChanged").map(({ data, meta }) => [data.to, meta.effectiveOn]);

    house.clock.set("2025-07-09T15:00:00Z");
    const runner = house.start();
    await onceDone(runner, "lines-due", "CO01", "2025-07-09");
    await onceDone(runner, "accounts-in-default", "CO01", "2025-07-09");
    t.strictSame(await suspended(), [], "due on June 9, thirty days ago: not yet");
    t.strictSame(await inDefault(), [["EARLY", "2025-06-10"]]);

    house.clock.set("2025-07-14T15:00:00Z");
    await onceDone(runner, "lines-due", "CO01", "2025-07-14");
    await onceDone(runner, "accounts-in-default", "CO01", "2025-07-14");
    t.strictSame(await suspended(), [["PAST_DUE", "AUTOMATIC", "2025-07-10"]], "noticed late, dated when it became true");
    t.strictSame(await inDefault(), [
      ["EARLY", "2025-06-10"],
      ["MID", "2025-07-10"],
    ]);
  },
);
