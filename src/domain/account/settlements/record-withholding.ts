import { RecordWithholdingBody } from "../../../../schemas/commands/settlements.ts";
import { WithholdingRecorded } from "../../../../schemas/events/account/settlements.ts";
import { broken, effective, refuse } from "../../../kernel/decider.ts";
import { amountText, toMinor } from "../../../kernel/money.ts";
import { defineCommand } from "../../facts.ts";
import { DESK } from "../../roles.ts";
import { accountOf } from "../account.ts";
import { currencyIs, partsOfAccount } from "../account-id.ts";
import { withheldBasesFit, withholdingIsRight } from "../applications/companion-rules.ts";
import { ALONE_REFUSALS, settleAlone } from "./settle-alone.ts";
import { settlementIsNew } from "./take-back.ts";

export const recordWithholding = defineCommand({
  name: "RecordWithholding",
  title: { en: "Record a withholding", es: "Registrar una retención" },
  body: RecordWithholdingBody,
  issuedBy: DESK,
  target: accountOf,
  facts: ["policies", "locks"],
  refusals: ["OVERLAPS", "CURRENCY_MISMATCH", "WITHHOLDING_MISMATCH", "UNKNOWN_WITHHOLDING_RATE", ...ALONE_REFUSALS],

  /** It settles like a payment, also before one; the certificate is pending from now on. */
  decide(account, command, facts) {
    const { accountId, withholdingId, instalmentId, kind, base, ratePct, amount } = command;
    const { currency } = partsOfAccount(accountId);
    const mismatch = currencyIs(currency, { base, amount });
    if (mismatch.length > 0) return refuse(...mismatch);

    const settled = settleAlone(account, { instalmentId, amount: toMinor(amount) }, currency, facts);
    if ("rejected" in settled) return settled;
    const table = facts.policies.inForce("withholding", settled.effectiveOn).body;
    const violations = broken([
      settlementIsNew(account, "WITHHOLDING", withholdingId, "/withholdingId"),
      withholdingIsRight({ kind, base, ratePct, amount }, table, ""),
      withheldBasesFit(account, [{ kind, instalmentId, base, pointer: "/base" }], currency),
      settled.violations,
    ]);
    if (violations.length > 0) return refuse(...violations);

    const recorded = WithholdingRecorded({
      withholdingId,
      instalmentId,
      kind,
      base: amountText(toMinor(base), currency),
      ratePct,
      amount: amountText(toMinor(amount), currency),
      settledOn: settled.settledOn,
      conditional: false,
      appliedOn: facts.today,
    });
    return [effective(settled.effectiveOn, recorded)];
  },
});
