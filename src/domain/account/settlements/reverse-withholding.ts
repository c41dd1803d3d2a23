import { ReverseWithholdingBody } from "../../../../schemas/commands/settlements.ts";
import { WithholdingReversed } from "../../../../schemas/events/account/settlements.ts";
import { effective, violation } from "../../../kernel/decider.ts";
import { defineCommand } from "../../facts.ts";
import { accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { TAKE_BACK_REFUSALS, takeBack } from "./take-back.ts";

export const reverseWithholding = defineCommand({
  name: "ReverseWithholding",
  title: { en: "Reverse a withholding", es: "Reversar una retención" },
  body: ReverseWithholdingBody,
  issuedBy: ["CHF"],
  target: accountOf,
  facts: ["locks"],
  refusals: TAKE_BACK_REFUSALS,

  /** Only while its certificate is pending: a certified one was withheld, and a re-opened one is a charge already. */
  decide(account, { accountId, withholdingId }, facts) {
    const back = takeBack(account, "WITHHOLDING", withholdingId, partsOfAccount(accountId).currency, facts, ({ status }) =>
      status === "SETTLED" ? undefined : violation("INVALID_TRANSITION", { status }, "/withholdingId"),
    );
    if ("rejected" in back) return back;
    const { settlement, effectiveOn, taken } = back;
    return [effective(effectiveOn, WithholdingReversed({ withholdingId, instalmentId: settlement.instalmentId ?? "", ...taken }))];
  },
});
