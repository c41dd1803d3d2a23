import { ChangeDueDateBody } from "../../../../schemas/commands/documents.ts";
import { DueDateChanged } from "../../../../schemas/events/account/documents.ts";
import { type CalendarDate, laterOf } from "../../../kernel/calendar-date.ts";
import { broken, type DeepReadonly, effective, refuse, violation } from "../../../kernel/decider.ts";
import { defineCommand } from "../../facts.ts";
import { LEAD } from "../../roles.ts";
import { givenDateIsOpen, moneyDate } from "../../time-locks.ts";
import { accountOf } from "../account.ts";
import { isDueAfterIssue } from "./document-rules.ts";
import { dueOnAsOf, findInstalment, type Instalment } from "./documents.ts";
import { isNotBeforeDocument } from "./later-changes.ts";

export const changeDueDate = defineCommand({
  name: "ChangeDueDate",
  title: { en: "Change a due date", es: "Cambiar un vencimiento" },
  body: ChangeDueDateBody,
  issuedBy: LEAD,
  approvedBy: [...LEAD, "DIR"],
  target: accountOf,
  facts: ["locks"],
  refusals: [
    ...(["ITEM_NOT_FOUND", "REASON_REQUIRED", "DUE_BEFORE_ISSUE", "ALREADY_SETTLED", "EFFECTIVE_BEFORE_DOCUMENT"] as const),
    ...(["PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const),
  ],

  /** DOC-6 It counts from its own date on: what aging showed before does not move. */
  decide({ documents }, { instalmentId, newDue }, facts) {
    const { instalment, document } = findInstalment(documents, instalmentId);
    if (instalment === undefined || document === undefined) return refuse(violation("ITEM_NOT_FOUND", { instalmentId }, "/instalmentId"));
    const on = moneyDate(facts, laterOf(facts.today, document.effectiveOn));
    const laterDays = daysOfOthers(instalment, newDue, on);
    const locked = laterDays.find((day) => facts.locks.lockOn(day) !== undefined);
    const lock = locked === undefined ? undefined : facts.locks.lockOn(locked);
    const violations = broken([
      instalment.open === 0n ? violation("ALREADY_SETTLED", { instalmentId }, "/instalmentId") : undefined,
      isDueAfterIssue(newDue, document.issueDate, "/newDue"),
      facts.reasonGiven ? undefined : violation("REASON_REQUIRED", {}, "/reason"),
      isNotBeforeDocument(document, facts.effectiveOn),
      givenDateIsOpen(facts),
      locked === undefined || lock === undefined ? undefined : violation(lock, { effectiveOn: locked }, "/effectiveOn"),
    ]);
    if (violations.length > 0) return refuse(...violations);
    if (isDueThroughout(instalment, newDue, on)) return [];
    // Whatever was agreed for later days before counts no more: the last word does.
    const days = [on, ...laterDays];
    return days.map((day) => effective(day, DueDateChanged({ instalmentId, from: dueOnAsOf(instalment, day), to: newDue })));
  },
});

/** Days after that one from which another due date was to count. */
function daysOfOthers({ dueChanges }: DeepReadonly<Instalment>, due: CalendarDate, day: CalendarDate): readonly CalendarDate[] {
  const days = dueChanges.filter(({ to, effectiveOn }) => effectiveOn > day && to !== due).map(({ effectiveOn }) => effectiveOn);
  return [...new Set(days)].sort();
}

/** Due on that date already, on this day and on every later one. */
function isDueThroughout(item: DeepReadonly<Instalment>, due: CalendarDate, day: CalendarDate): boolean {
  return dueOnAsOf(item, day) === due && item.dueChanges.every(({ to, effectiveOn }) => effectiveOn <= day || to === due);
}
