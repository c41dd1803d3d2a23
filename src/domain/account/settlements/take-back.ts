import { type CalendarDate, laterOf } from "../../../kernel/calendar-date.ts";
import { broken, type DeepReadonly, type Rejection, refuse, type Violation, violation } from "../../../kernel/decider.ts";
import { amountText } from "../../../kernel/money.ts";
import { givenDateIsOpen, moneyDate } from "../../time-locks.ts";
import type { Account } from "../account.ts";
import { type PendingSpan, pendingSpans } from "../applications/pending-spans.ts";
import type { AloneFacts } from "./settle-alone.ts";
import { keyOf, type Settlement } from "./settlements.ts";

/** A settlement all of which that still settles is taken back. */
export interface TakingBack {
  readonly settlement: DeepReadonly<Settlement>;
  readonly effectiveOn: CalendarDate;
  /** What the events of all kinds say about it. */
  readonly taken: {
    readonly amount: string;
    readonly freedOn: CalendarDate;
    readonly applicationId?: string;
    readonly pendingSpans?: readonly PendingSpan[];
  };
}

export const TAKE_BACK_REFUSALS = [
  ...(["RESOURCE_NOT_FOUND", "INVALID_TRANSITION", "REASON_REQUIRED", "EFFECTIVE_BEFORE_APPLICATION"] as const),
  ...(["PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const),
] as const;

/** It stops being true on the day of the act, or on the day it took effect where that is later. A reason is needed. */
export function takeBack(
  account: Account,
  kind: Settlement["kind"],
  id: string,
  currency: string,
  facts: AloneFacts,
  further: (settlement: DeepReadonly<Settlement>) => Violation | undefined = () => undefined,
): TakingBack | Rejection {
  const settlement = account.settlements.get(keyOf(kind, id));
  if (settlement === undefined) return refuse(violation("RESOURCE_NOT_FOUND", { kind, id }));
  const { left, applicationId } = settlement;
  const effectiveOn = moneyDate(facts, laterOf(facts.today, settlement.effectiveOn));
  const violations = broken([
    left === 0n ? violation("INVALID_TRANSITION", { status: "REVERSED" }) : further(settlement),
    facts.reasonGiven ? undefined : violation("REASON_REQUIRED", {}, "/reason"),
    effectiveOn < settlement.effectiveOn
      ? violation("EFFECTIVE_BEFORE_APPLICATION", { effectiveOn, application: settlement.effectiveOn }, "/effectiveOn")
      : undefined,
    givenDateIsOpen(facts),
  ]);
  if (violations.length > 0) return refuse(...violations);
  const freedOn = laterOf(effectiveOn, settlement.settledOn);
  const spans = spansOfSettlement(account, kind, id, effectiveOn);
  const taken = {
    ...{ amount: amountText(left, currency), freedOn },
    ...(applicationId !== undefined && { applicationId }),
    ...(spans.length > 0 && { pendingSpans: spans }),
  };
  return { settlement, effectiveOn, taken };
}

/** When a settlement counted as pending, from a day on: with the money of the line that it came with, and never by itself. */
export function spansOfSettlement(account: Account, kind: Settlement["kind"], id: string, from: CalendarDate): readonly PendingSpan[] {
  const settlement = account.settlements.get(keyOf(kind, id));
  const application = account.applications.byId.get(settlement?.applicationId ?? "");
  const credit = account.credits.byId.get(application?.creditItemId ?? "");
  const companion = application?.lines.flatMap(({ companions }) => companions).find((each) => each.kind === kind && each.id === id);
  if (settlement === undefined || credit === undefined || companion === undefined) return [];
  return pendingSpans(credit, { effectiveOn: settlement.effectiveOn, revision: companion.revision }, from);
}

/** An id names one settlement of its kind in the account for ever. */
export function settlementIsNew({ settlements }: Account, kind: Settlement["kind"], id: string, pointer: string): Violation | undefined {
  return settlements.has(keyOf(kind, id)) ? violation("OVERLAPS", { kind, id }, pointer) : undefined;
}
