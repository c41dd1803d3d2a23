import { ChangeCreditTermsBody } from "../../../../schemas/commands/credit-line.ts";
import { CreditTermsChanged } from "../../../../schemas/events/account/credit-line.ts";
import { broken, effective, refuse, violation } from "../../../kernel/decider.ts";
import { defineCommand } from "../../facts.ts";
import { accountOf } from "../account.ts";
import { lineIsOpen, termsOn } from "./credit-line.ts";
import { termsAreKnown } from "./open-credit-line.ts";

export const changeCreditTerms = defineCommand({
  name: "ChangeCreditTerms",
  title: { en: "Change the terms of a credit line", es: "Cambiar el plazo de una línea de crédito" },
  body: ChangeCreditTermsBody,
  issuedBy: ["CC", "COR"],
  target: accountOf,
  facts: ["policies"],
  refusals: ["LINE_NOT_FOUND", "LINE_CLOSED", "REASON_REQUIRED", "VALIDITY_INVERTED", "UNKNOWN_TERMS"],

  /** For documents issued on or after `from`; the event takes effect then. */
  decide({ creditLine }, { termsCode, from }, { policies, reasonGiven }) {
    const line = creditLine.open.value;
    if (line === undefined) return refuse(...broken([lineIsOpen(creditLine)]));
    const { lineId, validFrom } = line;
    const violations = broken([
      reasonGiven ? undefined : violation("REASON_REQUIRED", {}, "/reason"),
      from < validFrom ? violation("VALIDITY_INVERTED", { from, validFrom }, "/from") : undefined,
      termsAreKnown(policies, termsCode, from),
    ]);
    if (violations.length > 0) return refuse(...violations);
    const old = termsOn(line, from);
    return old === termsCode ? [] : [effective(from, CreditTermsChanged({ lineId, old, termsCode, from }))];
  },
});
