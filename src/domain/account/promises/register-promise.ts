import { RegisterPromiseBody } from "../../../../schemas/commands/promises.ts";
import { PromiseRegistered } from "../../../../schemas/events/account/promises.ts";
import { broken, refuse } from "../../../kernel/decider.ts";
import { amountText, toMinor } from "../../../kernel/money.ts";
import { defineCommand } from "../../facts.ts";
import { DESK, LEAD } from "../../roles.ts";
import { accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { eachInstalmentOnce, PROMISE_REFUSALS, promiseIsPossible } from "./promise-rules.ts";

export const registerPromise = defineCommand({
  name: "RegisterPromise",
  title: { en: "Register a promise to pay", es: "Registrar una promesa de pago" },
  body: RegisterPromiseBody,
  issuedBy: [...DESK, ...LEAD, "SR"],
  target: accountOf,
  facts: ["policies", "organisation"],
  refusals: PROMISE_REFUSALS,
  examine: eachInstalmentOnce,

  decide(account, command, facts) {
    const violations = broken([promiseIsPossible(account, command, facts)]);
    if (violations.length > 0) return refuse(...violations);
    const { accountId, promiseId, lines, dueOn, channel, collectorId, evidenceRef } = command;
    const { currency } = partsOfAccount(accountId);
    return [
      PromiseRegistered({
        promiseId,
        lines: lines.map(({ instalmentId, amount }) => ({ instalmentId, amount: amountText(toMinor(amount), currency) })),
        dueOn,
        channel,
        ...(collectorId !== undefined && { collectorId }),
        ...(evidenceRef !== undefined && { evidenceRef }),
      }),
    ];
  },
});
