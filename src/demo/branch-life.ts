import { addDays, type CalendarDate, laterOf, partsOf } from "../kernel/calendar-date.ts";
import type { AccountBook, Item } from "./account-book.ts";
import { Agenda, type SendOptions } from "./agenda.ts";
import type { Body, DemoArguments, Happening, Time } from "./demo-command.ts";
import { Dice } from "./dice.ts";
import { WorkingDays } from "./working-days.ts";

/** What happens on a day on which a customer means to pay. */
export type PayDay = (life: BranchLife, book: AccountBook) => void;

/** Who is asked besides whom. */
export interface Approval {
  readonly approverIds: readonly string[];
  /** When the command is sent, and when the others look at it. */
  readonly times: readonly [Time, Time];
}

/** What the stories of the branch share: its days, its luck, its books. */
export class BranchLife {
  readonly story: DemoArguments;
  readonly agenda: Agenda;
  readonly days = new WorkingDays();
  readonly dice: Dice;
  readonly books: AccountBook[] = [];
  readonly #payDay: PayDay;

  constructor(story: DemoArguments, payDay: PayDay) {
    this.story = story;
    this.agenda = new Agenda(firstDayOf(story), story.ends);
    this.dice = new Dice(`cartera ${story.seed}`);
    this.#payDay = payDay;
  }

  get today(): CalendarDate {
    return this.agenda.today;
  }

  /** A command about an account; gives its key. */
  send(time: Time, personId: string, command: string, { accountId }: AccountBook, body: Body, options?: SendOptions): string {
    return this.agenda.send(time, personId, command, { accountId, ...body }, options);
  }

  /** The same, where others are asked if the sender may not decide it alone. */
  sendWith(
    { approverIds, times }: Approval,
    personId: string,
    command: string,
    book: AccountBook,
    body: Body,
    options: SendOptions = {},
  ): string {
    const key = this.send(times[0], personId, command, book, { ...body, submitForApproval: true }, options);
    const onlyIf = { key, answered: "SUBMITTED" };
    // What is only perhaps asked for is no story to be told.
    const tells: readonly Happening[] = options.onlyIf === undefined ? ["approval"] : [];
    for (const approverId of approverIds) {
      this.agenda.send(times[1], approverId, "grant-approval", {}, { onlyIf, takes: "approvalId", tells });
    }
    return key;
  }

  /** The first working day from so many days later on. */
  workingDayIn(days: number): CalendarDate {
    return this.days.from(addDays(this.today, days));
  }

  /** The customer pays on that day, or on the first working day from tomorrow on. */
  meansToPay(book: AccountBook, item: Item, day: CalendarDate): void {
    item.payOn = this.days.from(laterOf(day, addDays(this.today, 1)));
    this.agenda.on(item.payOn, () => this.#payDay(this, book));
  }
}

/** The first of the month so many months before, counting that of the last day. */
function firstDayOf({ ends, months }: DemoArguments): CalendarDate {
  const { year, month } = partsOf(ends);
  const index = year * 12 + month - months;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}-01`;
}
