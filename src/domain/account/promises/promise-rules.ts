import { addDays, type CalendarDate } from "../../../kernel/calendar-date.ts";
import { broken, type DeepReadonly, type Occasion, type Verdict, type Violation, violation } from "../../../kernel/decider.ts";
import { amountText, type Minor, sumOf, toMinor } from "../../../kernel/money.ts";
import type { DomainFacts } from "../../facts.ts";
import { personIsKnown } from "../../organisation/assign-role.ts";
import type { Account } from "../account.ts";
import { currencyIs, partsOfAccount } from "../account-id.ts";
import type { PromiseState } from "./promises.ts";

interface Line {
  readonly instalmentId: string;
  readonly amount: { readonly amount: string; readonly currency: string };
}

/** What every new promise says. */
interface NewPromise {
  readonly accountId: string;
  readonly promiseId: string;
  readonly lines: readonly Line[];
  readonly dueOn: CalendarDate;
  readonly contactPersonId?: string | undefined;
  readonly collectorId?: string | undefined;
}

type Facts = DeepReadonly<Pick<DomainFacts, "policies" | "organisation">> & Occasion;

/** What a new promise may be refused for. */
export const PROMISE_REFUSALS = [
  ...(["OVERLAPS", "ITEM_NOT_FOUND", "CURRENCY_MISMATCH", "PROMISE_IN_PAST", "PROMISE_TOO_FAR", "ALREADY_SETTLED"] as const),
  ...(["PROMISE_OVER_OPEN", "ITEM_ALREADY_PROMISED", "PERSON_NOT_FOUND", "RESOURCE_NOT_FOUND", "MALFORMED"] as const),
] as const;

export function eachInstalmentOnce({ lines }: { readonly lines: readonly { readonly instalmentId: string }[] }): readonly Violation[] {
  const ids = lines.map(({ instalmentId }) => instalmentId);
  const twice = ids.filter((instalmentId, index) => ids.indexOf(instalmentId) !== index);
  return twice.map((instalmentId) => violation("MALFORMED", { instalmentId, needed: "each instalment once" }, "/lines"));
}

/** PRM-1 and the days of PRM-2. What the promise that it takes the place of covers is free for it. */
export function promiseIsPossible(
  account: Account,
  { accountId, promiseId, lines, dueOn, contactPersonId, collectorId }: NewPromise,
  facts: Facts,
  superseded?: DeepReadonly<PromiseState>,
): Verdict {
  const { currency } = partsOfAccount(accountId);
  const { maxDays } = facts.policies.inForce("promise", facts.effectiveOn ?? facts.today).body;
  return broken([
    account.promises.byId.has(promiseId) ? violation("OVERLAPS", { promiseId }, "/promiseId") : undefined,
    currencyIs(currency, Object.fromEntries(lines.map(({ amount }, index) => [`lines/${index}/amount`, amount]))),
    dueDateIsWithinHorizon(dueOn, facts.today, maxDays),
    ...lines.map((line, index) =>
      line.amount.currency === currency ? amountIsOpen(account, line, superseded, currency, `/lines/${index}`) : undefined,
    ),
    collectorId === undefined ? undefined : personIsKnown(facts.organisation, collectorId, "/collectorId"),
    contactPersonId === undefined ? undefined : violation("RESOURCE_NOT_FOUND", { kind: "CONTACT", contactPersonId }, "/contactPersonId"),
  ]);
}

function dueDateIsWithinHorizon(dueOn: CalendarDate, today: CalendarDate, maxDays: number): Verdict {
  if (dueOn < today) return violation("PROMISE_IN_PAST", { dueOn, today }, "/dueOn");
  const latest = addDays(today, maxDays);
  return dueOn > latest ? violation("PROMISE_TOO_FAR", { dueOn, latest }, "/dueOn") : undefined;
}

/** No more is promised on an instalment than is open; with other active promises on it, no more than they leave. */
function amountIsOpen(
  { documents, promises }: Account,
  { instalmentId, amount }: Line,
  superseded: DeepReadonly<PromiseState> | undefined,
  currency: string,
  pointer: string,
): Verdict {
  const instalment = documents.instalments.get(instalmentId);
  if (instalment === undefined) return violation("ITEM_NOT_FOUND", { instalmentId }, `${pointer}/instalmentId`);
  const { open } = instalment;
  const promised = toMinor(amount);
  const text = (minor: Minor) => amountText(minor, currency);
  if (open === 0n) return violation("ALREADY_SETTLED", { instalmentId }, `${pointer}/instalmentId`);
  if (promised > open)
    return violation("PROMISE_OVER_OPEN", { instalmentId, open: text(open), promised: text(promised) }, `${pointer}/amount`);
  const own = (superseded?.lines ?? []).filter((line) => line.instalmentId === instalmentId);
  const covered = (promises.cover.get(instalmentId) ?? 0n) - sumOf(own.map((line) => line.amount));
  if (promised + covered <= open) return undefined;
  return violation("ITEM_ALREADY_PROMISED", { instalmentId, open: text(open), alreadyPromised: text(covered) }, `${pointer}/amount`);
}
