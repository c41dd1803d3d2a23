import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import type { DeepReadonly } from "../../../kernel/decider.ts";
import type { Policies } from "../../facts.ts";
import type { Debts, Touched } from "../delinquency/past-due.ts";
import type { Promises } from "../promises/promises.ts";
import type { Line } from "./credit-line.ts";
import type { Exposed } from "./exposure.ts";

/** The slices of the account on which its line is judged. */
export type Judged = Exposed & Debts & { readonly promises: DeepReadonly<Promises> };

export interface Judgement {
  readonly line: DeepReadonly<Line>;
  readonly policies: DeepReadonly<Policies>;
  readonly currency: string;
  /** Up to which day the calendar is looked at. */
  readonly asOf: CalendarDate;
  /** The instalments that were just decided on. */
  readonly touched: Touched | undefined;
  /** Whether exposure was just moved; else only the calendar can have changed anything. */
  readonly exposureMoved: boolean;
}
