import { addDays, type CalendarDate } from "../kernel/calendar-date.ts";
import { type Body, type DemoCommand, type DemoDay, type FromAnswer, type Happening, TIMES, type Time } from "./demo-command.ts";

export interface SendOptions {
  readonly onlyIf?: FromAnswer;
  readonly takes?: string;
  readonly refusedWith?: string;
  readonly tells?: readonly Happening[];
}

/** What is planned for later days, and the commands of today. */
export class Agenda {
  readonly first: CalendarDate;
  readonly last: CalendarDate;
  readonly #planned = new Map<CalendarDate, (() => void)[]>();
  readonly #rounds = new Map<Time, DemoCommand[]>();
  readonly #numbers = new Map<string, number>();
  #today: CalendarDate;

  constructor(first: CalendarDate, last: CalendarDate) {
    this.first = first;
    this.last = last;
    this.#today = addDays(first, -1);
  }

  get today(): CalendarDate {
    return this.#today;
  }

  /** Plans something for a later day; nothing happens after the last one. */
  on(date: CalendarDate, act: () => void): void {
    if (date <= this.#today) throw new Error(`${date} is over: today is ${this.#today}`);
    if (date > this.last) return;
    const planned = this.#planned.get(date) ?? [];
    planned.push(act);
    this.#planned.set(date, planned);
  }

  /** Writes a command into a round of today; gives its key. */
  send(time: Time, personId: string, command: string, body: Body, { tells = [], ...options }: SendOptions = {}): string {
    const key = `demo ${this.next("command")}`;
    const round = this.#rounds.get(time) ?? [];
    round.push({ key, personId, command, body, tells, ...options });
    this.#rounds.set(time, round);
    return key;
  }

  /** Counts from 1. */
  next(series: string): number {
    const number = (this.#numbers.get(series) ?? 0) + 1;
    this.#numbers.set(series, number);
    return number;
  }

  /** Goes on to the next day, and gives what is done on it. */
  nextDay(): DemoDay {
    this.#today = addDays(this.#today, 1);
    for (const act of this.#planned.get(this.#today) ?? []) act();
    this.#planned.delete(this.#today);
    const rounds = TIMES.flatMap((time) => {
      const commands = this.#rounds.get(time);
      return commands === undefined ? [] : { time, commands };
    });
    this.#rounds.clear();
    return { date: this.#today, rounds };
  }
}
