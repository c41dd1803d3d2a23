import { type CalendarDate, laterOf } from "../../../kernel/calendar-date.ts";
import { broken, type DeepReadonly, type Rejection, refuse, type Violation, violation } from "../../../kernel/decider.ts";
import { amountText, type Minor } from "../../../kernel/money.ts";
import { firstDayWith, lowestFrom } from "../../../kernel/timeline.ts";
import { firstOpenDay, givenDateIsOpen } from "../../time-locks.ts";
import type { Account } from "../account.ts";
import type { Application, AppliedLine } from "../applications/applications.ts";
import { freeOf } from "../credits/credits.ts";
import { type AloneFacts, settleAlone } from "./settle-alone.ts";
import type { RestOf } from "./tolerance.ts";

interface Asked {
  readonly amount: Minor;
  readonly applicationId?: string | undefined;
}

/** A small difference with its side, its dates, and what it is a rest of. */
export interface Difference {
  readonly side: "RECEIVABLE" | "CREDIT";
  readonly settledOn: CalendarDate;
  readonly effectiveOn: CalendarDate;
  readonly conditional: boolean;
  readonly of: RestOf;
  readonly together: { readonly instalmentId?: string; readonly creditItemId?: string; readonly lineId?: string };
  readonly violations: readonly Violation[];
}

/** A rest of an instalment: by itself on the day of the act, or with the line of an application whose rest it is, and undone with that. */
export function itemDifference(
  account: Account,
  { instalmentId, amount, applicationId }: Asked & { readonly instalmentId: string },
  currency: string,
  facts: AloneFacts,
): Difference | Rejection {
  const application = applicationId === undefined ? undefined : account.applications.byId.get(applicationId);
  const lines = application?.lines.filter((each) => each.instalmentId === instalmentId && each.memoOf === undefined);
  const line = lines?.find(({ left }) => left > 0n) ?? lines?.[0];
  if (applicationId !== undefined) {
    const wrong = broken([lineIsThere(line, applicationId)]);
    if (application === undefined || line === undefined || wrong.length > 0) return refuse(...wrong);
  }
  const dates = application && line && { settledFrom: line.settledOn, effectFrom: application.effectiveOn };
  const settled = settleAlone(account, { instalmentId, amount, ...dates }, currency, facts);
  if ("rejected" in settled) return settled;
  return {
    ...settled,
    side: "RECEIVABLE",
    conditional: isPending(account, application),
    of: { id: instalmentId, original: settled.instalment.original },
    together: { instalmentId, ...(line !== undefined && { lineId: line.lineId }) },
  };
}

function lineIsThere(line: DeepReadonly<AppliedLine> | undefined, applicationId: string): Violation | undefined {
  if (line === undefined) return violation("APPLICATION_NOT_FOUND", { applicationId }, "/applicationId");
  return line.left === 0n ? violation("ALREADY_UNAPPLIED", { lineId: line.lineId }, "/applicationId") : undefined;
}

function isPending({ credits }: Account, application: DeepReadonly<Application> | undefined): boolean {
  return application !== undefined && credits.byId.get(application.creditItemId)?.cleared === false;
}

/** A rest of a receipt, note or transferred credit, on the day of the act. */
export function creditDifference(
  account: Account,
  { creditItemId, amount, applicationId }: Asked & { readonly creditItemId: string },
  currency: string,
  facts: AloneFacts,
): Difference | Rejection {
  const credit = account.credits.byId.get(creditItemId);
  if (credit === undefined) return refuse(violation("RESOURCE_NOT_FOUND", { kind: "CREDIT_ITEM", id: creditItemId }, "/creditItemId"));
  if (applicationId !== undefined && account.applications.byId.get(applicationId)?.creditItemId !== creditItemId) {
    return refuse(violation("APPLICATION_NOT_FOUND", { applicationId }, "/applicationId"));
  }
  if (amount > freeOf(credit)) {
    const left = amountText(freeOf(credit), currency);
    const requested = amountText(amount, currency);
    return refuse(
      credit.kind === "CREDIT_NOTE"
        ? violation("CREDIT_EXHAUSTED", { left, requested }, "/amount")
        : violation("RECEIPT_EXHAUSTED", { left, requested }, "/amount"),
    );
  }
  const start = laterOf(facts.effectiveOn ?? facts.today, credit.valueDate);
  const earliest = credit.effectiveOn;
  const byDefault = laterOf(facts.today, earliest);
  const effectiveOn = facts.effectiveOn ?? firstOpenDay(facts.locks, firstDayWith(credit.byEffect, amount, byDefault) ?? byDefault);
  return {
    side: "CREDIT",
    settledOn: firstDayWith(credit.bySettlement, amount, start) ?? start,
    effectiveOn,
    conditional: !credit.cleared,
    of: { id: creditItemId, original: credit.amount },
    together: { creditItemId },
    violations: broken([
      effectiveOn < earliest ? violation("EFFECTIVE_BEFORE_DOCUMENT", { effectiveOn, earliest }, "/effectiveOn") : undefined,
      effectiveOn >= earliest && lowestFrom(credit.byEffect, effectiveOn) < amount
        ? violation("TIMELINE_NEGATIVE", { effectiveOn }, "/effectiveOn")
        : undefined,
      givenDateIsOpen(facts),
    ]),
  };
}
