import { GrantDiscountBody } from "../../../../schemas/commands/settlements.ts";
import { DiscountGranted } from "../../../../schemas/events/account/settlements.ts";
import { broken, effective, refuse, violation } from "../../../kernel/decider.ts";
import { amountText, toMinor } from "../../../kernel/money.ts";
import { heldLevel } from "../../authority.ts";
import { defineCommand } from "../../facts.ts";
import { DESK } from "../../roles.ts";
import { accountOf } from "../account.ts";
import { currencyIs, partsOfAccount } from "../account-id.ts";
import { discountNeedsAuthority } from "../applications/companion-rules.ts";
import { discountsOn, earlyPaymentDay } from "./discount-rules.ts";
import { ALONE_REFUSALS, settleAlone } from "./settle-alone.ts";
import { settlementIsNew } from "./take-back.ts";

export const grantDiscount = defineCommand({
  name: "GrantDiscount",
  title: { en: "Grant a discount", es: "Conceder un descuento" },
  body: GrantDiscountBody,
  issuedBy: [...DESK, "CC", "CHF", "SM", "AM", "DIR", "COR"],
  decidesOn: ["DISCOUNT"],
  target: accountOf,
  facts: ["policies", "locks"],
  refusals: ["OVERLAPS", "CURRENCY_MISMATCH", "AUTHORITY_EXCEEDED", "REASON_REQUIRED", ...ALONE_REFUSALS],

  /** What the document offers for paying early is anybody's to grant; any other discount is a matter of authority. */
  decide(account, command, facts) {
    const { accountId, discountId, instalmentId, kind, pct } = command;
    const { currency } = partsOfAccount(accountId);
    const mismatch = currencyIs(currency, { amount: command.amount });
    if (mismatch.length > 0) return refuse(...mismatch);

    const amount = toMinor(command.amount);
    const day = facts.effectiveOn ?? facts.today;
    const { base } = facts.policies.inForce("discount", day).body;
    const early = kind === "EARLY_PAYMENT" ? earlyPaymentDay(account, instalmentId, amount, base) : undefined;
    const settled = settleAlone(account, { instalmentId, amount, ...(early !== undefined && { settledFrom: early }) }, currency, facts);
    if ("rejected" in settled) return settled;

    const held = heldLevel(facts, { kind: "DISCOUNT", amount, currency });
    const limits = { base, held, authority: facts.policies.inForce("authority", day).body.DISCOUNT };
    const whole = { pct, amount: discountsOn(account, instalmentId) + amount };
    const violations = broken([
      settlementIsNew(account, "DISCOUNT", discountId, "/discountId"),
      facts.reasonGiven ? undefined : violation("REASON_REQUIRED", {}, "/reason"),
      early === undefined ? discountNeedsAuthority(whole, settled.instalment.original, limits, "/pct") : undefined,
      settled.violations,
    ]);
    if (violations.length > 0) return refuse(...violations);

    const granted = DiscountGranted({
      discountId,
      instalmentId,
      kind,
      pct,
      amount: amountText(amount, currency),
      settledOn: settled.settledOn,
      conditional: false,
      appliedOn: facts.today,
      ...(early === undefined && held !== undefined && { authorityLevel: held }),
    });
    return [effective(settled.effectiveOn, granted)];
  },
});
