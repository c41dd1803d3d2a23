import { CancelPromiseBody } from "../../../../schemas/commands/promises.ts";
import { PromiseCancelled } from "../../../../schemas/events/account/promises.ts";
import { broken, refuse, violation } from "../../../kernel/decider.ts";
import { amountText } from "../../../kernel/money.ts";
import { defineCommand } from "../../facts.ts";
import { LEAD } from "../../roles.ts";
import { accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";

export const cancelPromise = defineCommand({
  name: "CancelPromise",
  title: { en: "Cancel a promise to pay", es: "Cancelar una promesa de pago" },
  body: CancelPromiseBody,
  issuedBy: LEAD,
  target: accountOf,
  facts: [],
  refusals: ["PROMISE_NOT_FOUND", "INVALID_TRANSITION", "REASON_REQUIRED"],

  decide({ promises }, { accountId, promiseId }, facts) {
    const promise = promises.byId.get(promiseId);
    if (promise === undefined) return refuse(violation("PROMISE_NOT_FOUND", { promiseId }, "/promiseId"));
    const violations = broken([
      facts.reasonGiven ? undefined : violation("REASON_REQUIRED", {}, "/reason"),
      promise.status === "ACTIVE" ? undefined : violation("INVALID_TRANSITION", { promiseId, status: promise.status }, "/promiseId"),
    ]);
    if (violations.length > 0) return refuse(...violations);
    const { currency } = partsOfAccount(accountId);
    const lines = promise.lines.map(({ instalmentId, amount }) => ({ instalmentId, amount: amountText(amount, currency) }));
    return [PromiseCancelled({ promiseId, lines })];
  },
});
