import { RevokeDiscountBody } from "../../../../schemas/commands/settlements.ts";
import { DiscountRevoked } from "../../../../schemas/events/account/settlements.ts";
import { effective } from "../../../kernel/decider.ts";
import { defineCommand } from "../../facts.ts";
import { DESK } from "../../roles.ts";
import { accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { TAKE_BACK_REFUSALS, takeBack } from "./take-back.ts";

export const revokeDiscount = defineCommand({
  name: "RevokeDiscount",
  title: { en: "Revoke a discount", es: "Revocar un descuento" },
  body: RevokeDiscountBody,
  issuedBy: [...DESK, "CC", "CHF", "SM", "AM", "DIR", "COR"],
  target: accountOf,
  facts: ["locks"],
  refusals: TAKE_BACK_REFUSALS,

  /** What it settled is owed again: no authority is needed for that. */
  decide(account, { accountId, discountId }, facts) {
    const back = takeBack(account, "DISCOUNT", discountId, partsOfAccount(accountId).currency, facts);
    if ("rejected" in back) return back;
    const { settlement, effectiveOn, taken } = back;
    return [effective(effectiveOn, DiscountRevoked({ discountId, instalmentId: settlement.instalmentId ?? "", ...taken }))];
  },
});
