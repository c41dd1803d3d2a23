import { EvaluatePromiseBody } from "../../../../schemas/commands/promises.ts";
import { refuse, violation } from "../../../kernel/decider.ts";
import { defineCommand } from "../../facts.ts";
import { accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { countPromises } from "./promise-count.ts";
import { promiseOutcome } from "./promise-outcome.ts";

export const evaluatePromise = defineCommand({
  name: "EvaluatePromise",
  title: { en: "Evaluate a promise to pay", es: "Evaluar una promesa de pago" },
  body: EvaluatePromiseBody,
  issuedBy: ["SYS"],
  target: accountOf,
  facts: ["policies"],
  refusals: ["PROMISE_NOT_FOUND", "FUTURE_EFFECTIVE_DATE"],

  decide(account, { accountId, promiseId, asOf }, { policies, today }) {
    const promise = account.promises.byId.get(promiseId);
    if (promise === undefined) return refuse(violation("PROMISE_NOT_FOUND", { promiseId }, "/promiseId"));
    if (asOf > today) return refuse(violation("FUTURE_EFFECTIVE_DATE", { asOf, today }, "/asOf"));
    const policy = policies.inForce("promise", asOf).body;
    const count = countPromises(account, policy).get(promiseId);
    if (count === undefined) return [];
    return promiseOutcome({ promiseId, promise, count, policy, currency: partsOfAccount(accountId).currency, asOf });
  },
});
