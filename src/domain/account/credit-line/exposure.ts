import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import type { DeepReadonly } from "../../../kernel/decider.ts";
import { type Minor, percentOf } from "../../../kernel/money.ts";
import type { Policies } from "../../facts.ts";
import type { Orders } from "../orders/orders.ts";
import { type CreditLine, limitOn } from "./credit-line.ts";
import type { ExposureTotals } from "./exposure-totals.ts";

/** The slices of the account that say how much risk is taken. */
export interface Exposed {
  readonly creditLine: DeepReadonly<CreditLine>;
  readonly exposureTotals: DeepReadonly<ExposureTotals>;
  readonly orders: DeepReadonly<Orders>;
}

/** How much risk is taken and how much is left, with all that it is made of, in minor units. */
export interface Exposure {
  readonly limit: Minor;
  readonly tolerancePct: string;
  readonly open: Minor;
  readonly pendingClearance: Minor;
  readonly reservations: Minor;
  /** Cleared money not applied, where the policy nets it. */
  readonly unappliedNetted: Minor;
  readonly exposure: Minor;
  readonly ceiling: Minor;
  /** Below zero when more is taken than the ceiling allows. */
  readonly available: Minor;
  readonly policyVersion: number;
}

/**
 * The exposure of an account by all that is recorded, whatever its effective date, against the limit of a day. `except` is an order that
 * is judged again: its own reservation is left out. Insurance is not netted: no account has any.
 */
export function exposureOf(
  account: Exposed,
  day: CalendarDate,
  { policies }: { readonly policies: DeepReadonly<Policies> },
  except?: string,
): Exposure {
  const { version, body } = policies.inForce("credit", day);
  const { open, pendingClearance, unappliedCleared } = account.exposureTotals;
  const own = except === undefined ? 0n : (account.orders.byId.get(except)?.reservation ?? 0n);
  const reservations = account.orders.reserved.value - own;
  const unappliedNetted = body.netUnappliedCredit ? unappliedCleared.value : 0n;
  const exposure = open.value + pendingClearance.value + reservations - unappliedNetted;
  const line = account.creditLine.open.value;
  const limit = limitOn(line, day);
  const tolerancePct = line?.tolerancePct ?? "0.00";
  const ceiling = limit + percentOf(limit, tolerancePct);
  return {
    ...{ limit, tolerancePct, open: open.value, pendingClearance: pendingClearance.value, reservations, unappliedNetted },
    ...{ exposure, ceiling, available: ceiling - exposure, policyVersion: version },
  };
}
