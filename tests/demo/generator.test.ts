import { createHash } from "node:crypto";
import t from "tap";
import { Census } from "../../src/demo/census.ts";
import { type DemoArguments, HAPPENINGS } from "../../src/demo/demo-command.ts";
import { demoDays, lifeOf } from "../../src/demo/demo-days.ts";
import { Dice } from "../../src/demo/dice.ts";
import { holidaysOf, WorkingDays } from "../../src/demo/working-days.ts";
import { daysBetween, weekdayOf } from "../../src/kernel/calendar-date.ts";

const DEFAULT: DemoArguments = { seed: "cartera", customers: 40, months: 24, ends: "2026-06-30" };

function hashOf(story: DemoArguments): string {
  const hash = createHash("sha256");
  for (const day of demoDays(story)) hash.update(JSON.stringify(day));
  return hash.digest("hex");
}

t.test("the same arguments tell the same story, word for word; another seed tells another one", async (t) => {
  const first = hashOf(DEFAULT);
  t.equal(hashOf(DEFAULT), first);
  t.not(hashOf({ ...DEFAULT, seed: "another" }), first);
});

t.test("in two years everything happens that happens to a branch", async (t) => {
  const census = new Census();
  for (const day of demoDays(DEFAULT)) census.add(day);
  for (const happening of HAPPENINGS) t.ok(census.of(happening) > 0, `${happening}: ${census.of(happening)}`);
});

t.test("on the last day debts of every age are open", async (t) => {
  let open = new Map<string, number>();
  for (const { day, books } of lifeOf(DEFAULT)) {
    if (day.date !== DEFAULT.ends) continue;
    open = new Map();
    for (const item of books.flatMap((book) => book.open())) {
      const bucket = bucketOf(daysBetween(item.dueOn, day.date));
      open.set(bucket, (open.get(bucket) ?? 0) + item.open);
    }
  }
  for (const bucket of ["NOT_DUE", "D1_30", "D31_60", "D61_90", "D91_120", "D121_PLUS"]) t.ok((open.get(bucket) ?? 0) > 0, bucket);
});

t.test("the story begins on the first of a month, leaves out no day, and every key is used once", async (t) => {
  const story = { ...DEFAULT, customers: 5, months: 14, ends: "2026-03-15" };
  const days = [...demoDays(story)];
  t.equal(days[0]?.date, "2025-02-01");
  t.equal(days.at(-1)?.date, "2026-03-15");
  t.equal(days.length, daysBetween("2025-02-01", "2026-03-15") + 1);
  const keys = days.flatMap(({ rounds }) => rounds.flatMap(({ commands }) => commands.map(({ key }) => key)));
  t.equal(new Set(keys).size, keys.length);
});

t.test("after the day on which it is set up, the branch rests on weekends and holidays", async (t) => {
  const days = new WorkingDays();
  for (const { date, rounds } of [...demoDays({ ...DEFAULT, customers: 8, months: 12 })].slice(1)) {
    if (!days.isWorking(date)) t.strictSame(rounds, [], `${date} is free`);
  }
});

t.test("a tax id has the check digit that DIAN computes, and no two customers share one", async (t) => {
  const bodies = [...demoDays(DEFAULT)].flatMap(({ rounds }) =>
    rounds.flatMap(({ commands }) => commands.filter(({ command }) => command === "register-customer").map(({ body }) => body)),
  );
  t.equal(new Set(bodies.map(({ taxIdNumber }) => taxIdNumber)).size, DEFAULT.customers);
  t.ok(bodies.some(({ kind }) => kind === "NATURAL"));
  for (const { taxIdType, taxIdNumber, checkDigit } of bodies) {
    if (taxIdType === "NIT") t.equal(checkDigit, digitByHand(String(taxIdNumber)), `NIT ${taxIdNumber}`);
  }
});

t.test("holidays of Colombia are those of the law", async (t) => {
  t.strictSame(holidaysOf(2025), [
    ...["2025-01-01", "2025-01-06", "2025-03-24", "2025-04-17", "2025-04-18", "2025-05-01", "2025-06-02", "2025-06-23", "2025-06-30"],
    ...["2025-07-20", "2025-08-07", "2025-08-18", "2025-10-13", "2025-11-03", "2025-11-17", "2025-12-08", "2025-12-25"],
  ]);
  t.strictSame(
    holidaysOf(2024).filter((day) => day.startsWith("2024-03") || day.startsWith("2024-05")),
    [...["2024-03-25", "2024-03-28", "2024-03-29", "2024-05-01", "2024-05-13"]],
  );
  const days = new WorkingDays();
  t.equal(days.from("2025-04-17"), "2025-04-21", "after Easter");
  t.equal(days.after("2025-12-24", 1), "2025-12-26");
  t.equal(days.after("2025-06-03", -1), "2025-05-30", "before a long weekend");
  t.ok([...Array(5).keys()].every((year) => holidaysOf(2022 + year).every((day) => day.length === 10 && weekdayOf(day) >= 1)));
});

t.test("dice of one part of the story do not change those of another", async (t) => {
  const throwsOf = (dice: Dice) => Array.from({ length: 20 }, () => dice.whole(1, 6));
  const dice = new Dice("seed");
  const alone = throwsOf(dice.for("one"));
  throwsOf(dice);
  t.strictSame(throwsOf(dice.for("one")), alone);
  t.notSame(throwsOf(dice.for("two")), alone);
  t.ok(throwsOf(dice).every((each) => each >= 1 && each <= 6));
});

function bucketOf(days: number): string {
  if (days < 1) return "NOT_DUE";
  if (days > 120) return "D121_PLUS";
  const from = Math.floor((days - 1) / 30) * 30 + 1;
  return `D${from}_${from + 29}`;
}

/** Orden Administrativa 4 de 1989, digit by digit. */
function digitByHand(number: string): string {
  const weights = [41, 37, 29, 23, 19, 17, 13, 7, 3];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(number[index]), 0);
  return String(sum % 11 < 2 ? sum % 11 : 11 - (sum % 11));
}
