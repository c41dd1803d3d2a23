import type { DecidedEvent, DeepReadonly, Occasion } from "../../../kernel/decider.ts";
import type { Policies } from "../../facts.ts";
import { partsOfAccount } from "../account-id.ts";
import { delinquencyChanges, delinquencyRule } from "./delinquency-changes.ts";
import { type Debts, touchedBy } from "./past-due.ts";

type Facts = { readonly policies: DeepReadonly<Policies> } & Pick<Occasion, "today" | "effectiveOn">;

/** What was just decided about instalments does to the state of default, judged today and dated when it became true. */
export function followDelinquency(
  account: Debts & { readonly id: string },
  decided: readonly DecidedEvent[],
  { policies, today, effectiveOn }: Facts,
): readonly DecidedEvent[] {
  const touched = touchedBy(decided, account, effectiveOn ?? today);
  if (touched === undefined) return [];
  const { currency } = partsOfAccount(account.id);
  const rule = delinquencyRule(policies, currency, today);
  return rule === undefined ? [] : delinquencyChanges(account, { rule, currency, asOf: today, touched });
}
