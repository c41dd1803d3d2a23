import { CalendarDate } from "../dates.ts";
import { AccountId } from "../identifiers.ts";
import { commandBody } from "./command-body.ts";

export const EvaluateDelinquencyBody = commandBody({ accountId: AccountId, asOf: CalendarDate });
