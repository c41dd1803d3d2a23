import { ReverseWriteOffBody } from "../../../../schemas/commands/write-offs.ts";
import { WriteOffReversed } from "../../../../schemas/events/account/write-offs.ts";
import { type CalendarDate, laterOf } from "../../../kernel/calendar-date.ts";
import { broken, effective, refuse, type Verdict, violation } from "../../../kernel/decider.ts";
import { amountText, type Minor } from "../../../kernel/money.ts";
import { firstDayWith, lowestFrom, type Timeline } from "../../../kernel/timeline.ts";
import { defineCommand } from "../../facts.ts";
import { LEAD } from "../../roles.ts";
import { givenDateIsOpen, moneyDate } from "../../time-locks.ts";
import { accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { stageOf } from "./write-offs.ts";

export const reverseWriteOff = defineCommand({
  name: "ReverseWriteOff",
  title: { en: "Reverse a write-off", es: "Reversar un castigo" },
  body: ReverseWriteOffBody,
  issuedBy: ["ACC"],
  approvedBy: ["ACC", ...LEAD, "DIR"],
  target: accountOf,
  facts: ["locks"],
  refusals: [
    ...(["WRITE_OFF_NOT_FOUND", "INVALID_TRANSITION", "REASON_REQUIRED", "VALIDITY_INVERTED", "TIMELINE_NEGATIVE"] as const),
    ...(["PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const),
  ],

  /** What is left of the memo is open again, from the day it happens. */
  decide({ writeOffs }, { accountId, writeOffId }, facts) {
    const writeOff = writeOffs.get(writeOffId);
    if (writeOff === undefined) return refuse(violation("WRITE_OFF_NOT_FOUND", { writeOffId }, "/writeOffId"));
    const stage = stageOf(writeOff);
    const { postedOn } = writeOff;
    if ((stage !== "POSTED" && stage !== "PARTLY_RECOVERED") || postedOn === undefined) {
      return refuse(violation("INVALID_TRANSITION", { writeOffId, status: stage }, "/writeOffId"));
    }
    const left = writeOff.lines.filter(({ memo }) => memo > 0n);
    const start = left.map(({ byEffect, memo }) => firstDayWith(byEffect, memo, laterOf(facts.today, postedOn)) ?? postedOn);
    const day = moneyDate(facts, start.reduce(laterOf));
    const violations = broken([
      facts.reasonGiven ? undefined : violation("REASON_REQUIRED", {}, "/reason"),
      day < postedOn ? violation("VALIDITY_INVERTED", { from: postedOn, to: day }, "/effectiveOn") : undefined,
      day < postedOn ? undefined : memoIsAllThere(left, day, postedOn),
      givenDateIsOpen(facts),
    ]);
    if (violations.length > 0) return refuse(...violations);
    const { currency } = partsOfAccount(accountId);
    const lines = left.map(({ instalmentId, memo }) => ({ instalmentId, amount: amountText(memo, currency) }));
    return [effective(day, WriteOffReversed({ writeOffId, lines, freedOn: day }))];
  },
});

function memoIsAllThere(
  lines: readonly { readonly byEffect: Timeline; readonly memo: Minor }[],
  day: CalendarDate,
  earliest: CalendarDate,
): Verdict {
  if (lines.every(({ byEffect, memo }) => lowestFrom(byEffect, day) >= memo)) return undefined;
  return violation("TIMELINE_NEGATIVE", { effectiveOn: day, earliest }, "/effectiveOn");
}
