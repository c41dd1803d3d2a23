import { ReschedulePromiseBody } from "../../../../schemas/commands/promises.ts";
import { PromiseRegistered, PromiseSuperseded } from "../../../../schemas/events/account/promises.ts";
import { broken, refuse, violation } from "../../../kernel/decider.ts";
import { amountText, toMinor } from "../../../kernel/money.ts";
import { defineCommand } from "../../facts.ts";
import { DESK } from "../../roles.ts";
import { accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { eachInstalmentOnce, PROMISE_REFUSALS, promiseIsPossible } from "./promise-rules.ts";

export const reschedulePromise = defineCommand({
  name: "ReschedulePromise",
  title: { en: "Reschedule a promise to pay", es: "Reprogramar una promesa de pago" },
  body: ReschedulePromiseBody,
  issuedBy: [...DESK],
  target: accountOf,
  facts: ["policies", "organisation"],
  refusals: ["PROMISE_NOT_FOUND", "INVALID_TRANSITION", "REASON_REQUIRED", "PROMISE_LIMIT_REACHED", ...PROMISE_REFUSALS],
  examine: eachInstalmentOnce,

  /** The new promise takes the place of the old one, and only money that comes from now on counts for it. */
  decide(account, command, facts) {
    const { accountId, promiseId, newPromiseId, dueOn, lines, collectorId, evidenceRef } = command;
    const promise = account.promises.byId.get(promiseId);
    if (promise === undefined) return refuse(violation("PROMISE_NOT_FOUND", { promiseId }, "/promiseId"));
    const { currency } = partsOfAccount(accountId);
    const { maxRenewals } = facts.policies.inForce("promise", facts.effectiveOn ?? facts.today).body;
    const { status, renewalNo } = promise;
    const violations = broken([
      facts.reasonGiven ? undefined : violation("REASON_REQUIRED", {}, "/reason"),
      status === "ACTIVE" ? undefined : violation("INVALID_TRANSITION", { promiseId, status }, "/promiseId"),
      renewalNo >= maxRenewals
        ? violation("PROMISE_LIMIT_REACHED", { promiseId, renewals: String(renewalNo), limit: String(maxRenewals) }, "/promiseId")
        : undefined,
      promiseIsPossible(account, { ...command, promiseId: newPromiseId }, facts, status === "ACTIVE" ? promise : undefined),
    ]);
    if (violations.length > 0) return refuse(...violations);

    const text = (amount: (typeof lines)[number]["amount"]) => amountText(toMinor(amount), currency);
    const collector = collectorId ?? promise.collectorId;
    return [
      PromiseSuperseded({
        promiseId,
        newPromiseId,
        lines: promise.lines.map(({ instalmentId, amount }) => ({ instalmentId, amount: amountText(amount, currency) })),
      }),
      PromiseRegistered({
        promiseId: newPromiseId,
        lines: lines.map(({ instalmentId, amount }) => ({ instalmentId, amount: text(amount) })),
        dueOn,
        channel: command.channel ?? promise.channel,
        ...(collector !== undefined && { collectorId: collector }),
        ...(evidenceRef !== undefined && { evidenceRef }),
        renewalNo: renewalNo + 1,
      }),
    ];
  },
});
