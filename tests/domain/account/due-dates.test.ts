import t from "tap";
import type { Terms } from "../../../schemas/policies.ts";
import { dueAmounts } from "../../../src/domain/account/documents/due-dates.ts";
import { businessCalendar, calendar } from "../../../src/domain/calendar/business-calendar.ts";
import { COLOMBIA_2025 } from "../../support/decider-facts.ts";
import { stateOf } from "../../support/folded.ts";

const colombia = businessCalendar(stateOf(calendar, "CO", [COLOMBIA_2025]));

function dueDates(due: Terms["due"], issueDate: string, rollRule: Terms["rollRule"] = "NONE", total = 100n): readonly string[] | undefined {
  return dueAmounts({ due, rollRule }, issueDate, total, colombia)?.map(({ dueOn }) => dueOn);
}

function amounts(due: Terms["due"], total: bigint): readonly bigint[] | undefined {
  return dueAmounts({ due, rollRule: "NONE" }, "2025-01-01", total, colombia)?.map(({ amount }) => amount);
}

t.test("TERM-E1 each kind of terms gives its due date", async (t) => {
  t.strictSame(dueDates({ kind: "NET", days: 30 }, "2025-01-31"), ["2025-03-02"]);
  t.strictSame(dueDates({ kind: "EOM_PLUS", days: 30 }, "2025-01-31"), ["2025-03-02"]);
  t.strictSame(dueDates({ kind: "DAY_OF_MONTH", day: 31, minDays: 28 }, "2025-01-31"), ["2025-02-28"]);
  t.strictSame(dueDates({ kind: "NET", days: 365 }, "2024-02-29"), ["2025-02-28"]);
});

t.test("TERM-E2 one million and a centavo in three equal parts", async (t) => {
  const dates = ["2025-02-01", "2025-03-01", "2025-04-01"];
  t.strictSame(amounts({ kind: "FIXED", dates }, 100_000_001n), [33_333_334n, 33_333_334n, 33_333_333n]);
});

t.test("TERM-E3 a due date on a Saturday before a holiday Monday rolls to Tuesday", async (t) => {
  t.strictSame(dueDates({ kind: "NET", days: 15 }, "2025-10-31", "NEXT"), ["2025-11-18"]);
});

t.test("receivables §2 the previous business day is never before the issue date", async (t) => {
  t.strictSame(dueDates({ kind: "NET", days: 15 }, "2025-10-31", "PREVIOUS"), ["2025-11-14"]);
  t.strictSame(dueDates({ kind: "NET", days: 1 }, "2025-11-15", "PREVIOUS"), ["2025-11-15"]);
});

t.test("receivables §2 NET(0) is due on the issue date", async (t) => {
  t.strictSame(dueDates({ kind: "NET", days: 0 }, "2025-11-15"), ["2025-11-15"]);
});

t.test("CAL-1 rolling into a year without a calendar has no answer", async (t) => {
  t.equal(dueDates({ kind: "NET", days: 60 }, "2025-12-15", "NEXT"), undefined);
});

t.test("TERM-1 a total too small for its parts leaves no part negative and none of zero", async (t) => {
  const quarter = { pct: "25.00", due: { kind: "NET" as const, days: 30 } };
  t.strictSame(amounts({ kind: "SPLIT", parts: [quarter, quarter, quarter, quarter] }, 2n), [1n, 1n]);
  const dates = Array.from({ length: 12 }, (_, month) => `2025-${String(month + 1).padStart(2, "0")}-28`);
  t.strictSame(amounts({ kind: "FIXED", dates }, 6n), [1n, 1n, 1n, 1n, 1n, 1n]);
  t.strictSame(amounts({ kind: "FIXED", dates: dates.slice(0, 3) }, 1n), [1n]);
});
