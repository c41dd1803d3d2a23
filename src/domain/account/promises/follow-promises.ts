import type { DecidedEvent, DeepReadonly, Occasion } from "../../../kernel/decider.ts";
import type { Policies } from "../../facts.ts";
import { partsOfAccount } from "../account-id.ts";
import { countPromises, type Money } from "./promise-count.ts";
import { promiseOutcome } from "./promise-outcome.ts";

type Facts = { readonly policies: DeepReadonly<Policies> } & Pick<Occasion, "today">;

/** Events after which a promise may stand differently. */
const MOVES_MONEY = ["ReceiptRegistered", "ReceiptCleared", "PaymentApplied", "PaymentUnapplied", "DiscountGranted", "WithholdingRecorded"];

/**
 * What money just decided does to promises, in the same append: enough cleared money keeps a promise at once. The calendar is not looked
 * at here (a promise breaks by EvaluatePromise on its day), so a promise past its day waits for that.
 */
export function followPromises(
  account: Money & { readonly id: string },
  decided: readonly DecidedEvent[],
  { policies, today }: Facts,
): readonly DecidedEvent[] {
  if (account.promises.byId.size === 0 || !decided.some(({ type }) => MOVES_MONEY.includes(type))) return [];
  const policy = policies.inForce("promise", today).body;
  const { currency } = partsOfAccount(account.id);
  const counts = countPromises(account, policy.toleranceDays);
  return [...counts].flatMap(([promiseId, count]) => {
    const promise = account.promises.byId.get(promiseId);
    if (promise === undefined) return [];
    const asOf = today < promise.dueOn ? today : promise.dueOn;
    return promiseOutcome({ promiseId, promise, count, policy, currency, asOf: promise.status === "ACTIVE" ? asOf : today });
  });
}
