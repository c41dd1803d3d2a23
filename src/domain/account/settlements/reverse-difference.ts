import { ReverseDifferenceBody } from "../../../../schemas/commands/settlements.ts";
import { SmallDifferenceReversed } from "../../../../schemas/events/account/settlements.ts";
import { effective, violation } from "../../../kernel/decider.ts";
import { defineCommand } from "../../facts.ts";
import { DESK } from "../../roles.ts";
import { accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { TAKE_BACK_REFUSALS, takeBack } from "./take-back.ts";

export const reverseDifference = defineCommand({
  name: "ReverseDifference",
  title: { en: "Reverse a small difference", es: "Reversar una pequeña diferencia" },
  body: ReverseDifferenceBody,
  issuedBy: DESK,
  target: accountOf,
  facts: ["locks"],
  refusals: TAKE_BACK_REFUSALS,

  /** The rest is owed, or on account, again; nothing goes back to a credit that counts no more. */
  decide(account, { accountId, differenceId }, facts) {
    const back = takeBack(account, "DIFFERENCE", differenceId, partsOfAccount(accountId).currency, facts, ({ creditItemId }) => {
      const status = account.credits.byId.get(creditItemId ?? "")?.status ?? "LIVE";
      return status === "LIVE" ? undefined : violation("INVALID_TRANSITION", { status }, "/differenceId");
    });
    if ("rejected" in back) return back;
    const { settlement, effectiveOn, taken } = back;
    const { instalmentId, creditItemId } = settlement;
    const reversed = SmallDifferenceReversed({
      differenceId,
      ...taken,
      ...(instalmentId !== undefined && { instalmentId }),
      ...(creditItemId !== undefined && { creditItemId }),
    });
    return [effective(effectiveOn, reversed)];
  },
});
