import type { DecidedEvent, DeepReadonly, Occasion } from "../../../kernel/decider.ts";
import type { Policies } from "../../facts.ts";
import { partsOfAccount } from "../account-id.ts";
import { touchedBy } from "../delinquency/past-due.ts";
import { orders } from "../orders/orders.ts";
import { exposureTotals } from "./exposure-totals.ts";
import type { Judged } from "./judgement.ts";
import { lineChanges } from "./line-changes.ts";

type Facts = { readonly policies: DeepReadonly<Policies> } & Pick<Occasion, "today" | "effectiveOn">;

/** What was just decided does to the open line, judged today and dated when it became true. */
export function followLine(
  account: Judged & { readonly id: string },
  decided: readonly DecidedEvent[],
  { policies, today, effectiveOn }: Facts,
): readonly DecidedEvent[] {
  if (decided.length === 0 || account.creditLine.open.value === undefined) return [];
  const touched = touchedBy(decided, account, effectiveOn ?? today);
  const exposureMoved = decided.some(({ type }) => type in exposureTotals.on || type in orders.on);
  const { currency } = partsOfAccount(account.id);
  return lineChanges(account, { policies, currency, asOf: today, touched, exposureMoved });
}
