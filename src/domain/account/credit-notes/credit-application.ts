import { CreditApplied } from "../../../../schemas/events/account/applications.ts";
import { type CalendarDate, laterOf } from "../../../kernel/calendar-date.ts";
import { type DecidedEvent, type DeepReadonly, effective, type Rejection, refuse, violation } from "../../../kernel/decider.ts";
import { amountText, type Minor, sumOf } from "../../../kernel/money.ts";
import { firstDayWith, withChange } from "../../../kernel/timeline.ts";
import { firstOpenDay } from "../../time-locks.ts";
import type { Account } from "../account.ts";
import { type ApplicationPlan, type PlanFacts, planApplication } from "../applications/application-plan.ts";
import type { CreditItem } from "../credits/credits.ts";
import { derivedId } from "../derived-id.ts";
import type { CreditPart } from "./credit-parts.ts";

/** What a note settles as it is issued has an id made of its own: "NC-1-A". */
export function applicationOfIssue({ applications, proposals }: Account, creditNoteId: string): string {
  return derivedId(creditNoteId, "A", (id) => applications.byId.has(id) || proposals.has(id));
}

/** A note that settles parts of instalments; `born` where it is issued in the same decision. */
export interface CreditApplication {
  readonly applicationId: string;
  readonly creditNoteId: string;
  readonly credit: DeepReadonly<CreditItem>;
  readonly born: boolean;
  readonly parts: readonly CreditPart[];
}

/** The codes it may be refused with where the note is there already. */
export const CREDIT_APPLICATION_REFUSALS = [
  ...(["ITEM_NOT_FOUND", "OVERLAPS", "ALREADY_SETTLED", "OVER_APPLICATION", "EFFECTIVE_BEFORE_DOCUMENT", "FUTURE_EFFECTIVE_DATE"] as const),
  ...(["TIMELINE_NEGATIVE", "PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const),
] as const;

/** A note applied: all parts or none, with one business date. What is open follows the plan of every application. */
export function creditApplied(
  account: Account,
  application: CreditApplication,
  currency: string,
  facts: PlanFacts,
): DecidedEvent | Rejection {
  const { applicationId, creditNoteId, parts } = application;
  const plan = planOpenParts(account, application, currency, facts);
  if ("rejected" in plan) return plan;

  const posted = postedOn(account, parts);
  const effectiveOn = facts.effectiveOn ?? firstOpenDay(facts.locks, memosAreThereFrom(account, parts, laterOf(plan.effectiveOn, posted)));
  if (effectiveOn < posted) return refuse(violation("EFFECTIVE_BEFORE_DOCUMENT", { effectiveOn, earliest: posted }, "/effectiveOn"));
  const there = memosAreThereFrom(account, parts, effectiveOn);
  if (effectiveOn < there) return refuse(violation("TIMELINE_NEGATIVE", { effectiveOn, earliest: there }, "/effectiveOn"));

  const settledByPlan = new Map(plan.lines.map(({ line, settled }) => [line.lineId, settled]));
  const applied = CreditApplied({
    applicationId,
    creditNoteId,
    lines: numbered(applicationId, parts).map(({ lineId, ...part }) => ({
      ...{ lineId, instalmentId: part.instalmentId, amount: amountText(part.amount, currency) },
      settledOn: settledByPlan.get(lineId) ?? memoSettledOn(account, application, part),
      ...(part.memoOf !== undefined && { memoOf: part.memoOf }),
    })),
    appliedOn: facts.today,
  });
  return effective(effectiveOn, applied);
}

function numbered(applicationId: string, parts: readonly CreditPart[]): readonly (CreditPart & { readonly lineId: string })[] {
  return parts.map((part, index) => ({ ...part, lineId: `${applicationId}.${index + 1}` }));
}

/** What is for memos is not there for what is open. */
function planOpenParts(
  account: Account,
  { applicationId, creditNoteId, credit, born, parts }: CreditApplication,
  currency: string,
  facts: PlanFacts,
): ApplicationPlan | Rejection {
  const forMemos = sumOf(parts.map(({ memoOf, amount }) => (memoOf === undefined ? 0n : amount)));
  return planApplication(
    account,
    {
      applicationId,
      creditItemId: creditNoteId,
      kinds: ["CREDIT_NOTE"],
      words: { notFound: "CREDIT_NOTE_NOT_FOUND", exhausted: "CREDIT_EXHAUSTED", pointer: "/creditNoteId" },
      lines: numbered(applicationId, parts)
        .filter(({ memoOf }) => memoOf === undefined)
        .map(({ lineId, instalmentId, amount }) => ({ lineId, instalmentId, amount: { amount: amountText(amount, currency), currency } })),
      credit: without(credit, forMemos),
      mayBeAhead: born,
    },
    currency,
    facts,
  );
}

function without(credit: DeepReadonly<CreditItem>, amount: Minor): DeepReadonly<CreditItem> {
  return {
    ...credit,
    unapplied: credit.unapplied - amount,
    byEffect: withChange(credit.byEffect, credit.effectiveOn, -amount),
    bySettlement: withChange(credit.bySettlement, credit.valueDate, -amount),
  };
}

/** A memo goes down when it is there: not before the last of the write-offs was posted. */
function postedOn({ writeOffs }: Account, parts: readonly CreditPart[]): CalendarDate {
  const days = parts.flatMap(({ memoOf }) => (memoOf === undefined ? [] : (writeOffs.get(memoOf)?.postedOn ?? [])));
  return days.reduce(laterOf, "");
}

/** The first day from which the memos are as high as they are now: a recovery that was undone later lowers them until then. */
function memosAreThereFrom({ writeOffs }: Account, parts: readonly CreditPart[], start: CalendarDate): CalendarDate {
  const days = parts.flatMap(({ memoOf, instalmentId, amount }) => {
    const line = memoOf === undefined ? undefined : writeOffs.get(memoOf)?.lines.find((each) => each.instalmentId === instalmentId);
    return line === undefined ? [] : (firstDayWith(line.byEffect, amount, start) ?? start);
  });
  return days.reduce(laterOf, start);
}

/** From when the money, counted by days of settlement, is there for all parts, and the memo for this one. */
function memoSettledOn(account: Account, { credit, parts }: CreditApplication, { instalmentId, memoOf, amount }: CreditPart): CalendarDate {
  const document = account.documents.byId.get(account.documents.instalments.get(instalmentId)?.documentId ?? "");
  const ofThisItem = parts.filter((part) => part.instalmentId === instalmentId);
  const start = [document?.issueDate ?? "", postedOn(account, ofThisItem)].reduce(laterOf, credit.valueDate);
  const money = firstDayWith(credit.bySettlement, sumOf(parts.map((part) => part.amount)), start) ?? start;
  const memo = account.writeOffs.get(memoOf ?? "")?.lines.find((line) => line.instalmentId === instalmentId);
  return firstDayWith(memo?.bySettlement ?? [], amount, money) ?? money;
}
