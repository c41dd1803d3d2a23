import t from "tap";
import type { CalendarProcess } from "../../src/application/processes/define-process.ts";
import { setUpAccount } from "../support/company.ts";
import { openProcessHouse } from "./process-house.ts";
import { cheque, clears } from "./sample-processes.ts";

const days = (ran: string[], fails: () => boolean = () => false): CalendarProcess => ({
  ...{ name: "days", days: "of each legal entity", reads: [], catchUp: "each" },
  // biome-ignore lint/correctness/useYield: nothing is due, only the day is noticed
  async *due(on) {
    if (fails()) throw new Error("not today");
    ran.push(on);
  },
});

t.test("whoever moves the clock learns when what follows from events is done, and then the days that have begun", async (t) => {
  const house = await openProcessHouse(t);
  await setUpAccount(house);
  const ran: string[] = [];
  // It would look by itself in half a minute: nobody waits that long here.
  const runner = house.start({ events: [clears], calendar: [days(ran)], lookMs: 30_000 });
  await house.accept("register-receipt", cheque("R1"));
  await runner.settled();
  t.equal((await house.log()).filter(({ type }) => type === "ReceiptCleared").length, 1, "the receipt is cleared");
  t.strictSame(ran, ["2025-06-01"]);

  house.clock.set("2025-06-03T15:00:00Z");
  await runner.settled();
  t.strictSame(ran, ["2025-06-01", "2025-06-02", "2025-06-03"], "at once, every day that has begun");
  await runner.settled();
  t.equal(ran.length, 3, "and none of them twice");
});

t.test("and is told when a day cannot be done", async (t) => {
  const house = await openProcessHouse(t);
  await setUpAccount(house);
  let isBroken = true;
  const ran: string[] = [];
  const runner = house.start({ calendar: [days(ran, () => isBroken)], lookMs: 30_000 });
  await t.rejects(runner.settled(), /a process of the calendar could not do its day/);
  isBroken = false;
  await runner.settled();
  t.strictSame(ran, ["2025-06-01"]);
});
