import type { DecidedEvent, DeepReadonly, Occasion } from "../../../kernel/decider.ts";
import type { Policies } from "../../facts.ts";
import { partsOfAccount } from "../account-id.ts";
import { applications } from "../applications/applications.ts";
import { credits } from "../credits/credits.ts";
import { documents } from "../documents/documents.ts";
import { countPromises } from "./promise-count.ts";
import type { Money } from "./promise-money.ts";
import { promiseOutcome } from "./promise-outcome.ts";
import { promises } from "./promises.ts";
import { takenBackBy } from "./taken-back-money.ts";

type Facts = { readonly policies: DeepReadonly<Policies> } & Pick<Occasion, "today">;

/** A promise can stand differently after whatever changes one of the rooms that are counted. */
const COUNTED: ReadonlySet<string> = new Set([credits, applications, documents, promises].flatMap(({ on }) => Object.keys(on)));

/**
 * What was just decided does to promises, in the same append: enough cleared money keeps a promise at once, and money that did not come
 * after all takes that back, or ends the waiting for it. Else the calendar is not looked at for a promise that is active: it breaks by
 * EvaluatePromise on its day.
 */
export function followPromises(
  account: Money & { readonly id: string },
  decided: readonly DecidedEvent[],
  { policies, today }: Facts,
): readonly DecidedEvent[] {
  if (account.promises.byId.size === 0 || !decided.some(({ type }) => COUNTED.has(type))) return [];
  const policy = policies.inForce("promise", today).body;
  const { currency } = partsOfAccount(account.id);
  const takenBack = takenBackBy(decided, account, today);
  const counts = countPromises(account, policy, takenBack);
  return [...counts].flatMap(([promiseId, count]) => {
    const promise = account.promises.byId.get(promiseId);
    if (promise === undefined) return [];
    const isJudged = promise.status !== "ACTIVE" || count.wait === "ENDED" || today < promise.dueOn;
    const asOf = isJudged ? today : promise.dueOn;
    return promiseOutcome({ promiseId, promise, count, policy, currency, asOf, takenBackOn: takenBack.on });
  });
}
