import fc from "fast-check";
import t from "tap";
import { addDays } from "../../src/kernel/calendar-date.ts";
import { amountOn, EMPTY_TIMELINE, firstDayWith, lowestFrom, type Timeline, withChange } from "../../src/kernel/timeline.ts";
import { holds } from "./holds.ts";

const DAYS = 25;
const dateOf = (day: number) => addDays("2025-02-20", day);

const change = fc.record({ day: fc.nat(DAYS - 1), amount: fc.bigInt({ min: -4n, max: 4n }) });
const changes = fc.array(change, { maxLength: 12 });
type Changes = typeof changes extends fc.Arbitrary<infer T> ? T : never;

const timelineOf = (list: Changes): Timeline =>
  list.reduce((timeline, each) => withChange(timeline, dateOf(each.day), each.amount), EMPTY_TIMELINE);

/** One amount per day, and a week after the last change. */
function cellsOf(list: Changes): readonly bigint[] {
  const cells = Array<bigint>(DAYS + 7).fill(0n);
  for (const { day, amount } of list) for (let at = day; at < cells.length; at += 1) cells[at] = (cells[at] ?? 0n) + amount;
  return cells;
}

t.test("the amount at the end of a day is the sum of the changes up to it", async (t) => {
  holds(
    t,
    fc.property(changes, (list) => {
      const timeline = timelineOf(list);
      return cellsOf(list).every((amount, day) => amountOn(timeline, dateOf(day)) === amount);
    }),
  );
});

t.test("the lowest amount from a day on is the lowest of its days", async (t) => {
  holds(
    t,
    fc.property(changes, fc.nat(DAYS), (list, from) => {
      const [first = 0n, ...rest] = cellsOf(list).slice(from);
      let lowest = first;
      for (const amount of rest) if (amount < lowest) lowest = amount;
      return lowestFrom(timelineOf(list), dateOf(from)) === lowest;
    }),
  );
});

t.test("the first day from which enough stays is the first of which that is true, or there is none", async (t) => {
  holds(
    t,
    fc.property(changes, fc.nat(DAYS), fc.bigInt({ min: 0n, max: 8n }), (list, start, needed) => {
      const cells = cellsOf(list);
      const stays = (day: number) => cells.slice(day).every((amount) => amount >= needed);
      const first = cells.findIndex((_, day) => day >= start && stays(day));
      return firstDayWith(timelineOf(list), needed, dateOf(start)) === (first === -1 ? undefined : dateOf(first));
    }),
  );
});

t.test("a timeline is in date order, one change per date, and does not depend on the order of arrival", async (t) => {
  holds(
    t,
    fc.property(changes, (list) => {
      const dates = timelineOf(list).map(({ on }) => on);
      const sorted = [...new Set(list.map(({ day }) => dateOf(day)))].sort();
      return JSON.stringify(dates) === JSON.stringify(sorted) && textOf(timelineOf(list)) === textOf(timelineOf([...list].reverse()));
    }),
  );
});

t.test("a change leaves the timeline it was made from as it was", async (t) => {
  holds(
    t,
    fc.property(changes, change, (list, more) => {
      const before = timelineOf(list);
      const text = textOf(before);
      withChange(before, dateOf(more.day), more.amount);
      return textOf(before) === text;
    }),
  );
});

function textOf(timeline: Timeline): string {
  return timeline.map(({ on, change }) => `${on} ${change}`).join(", ");
}
