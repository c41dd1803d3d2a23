import { RegisterLegalEntityBody } from "../../../schemas/commands/organisation.ts";
import { LegalEntityRegistered } from "../../../schemas/events/organisation.ts";
import { isCurrency } from "../../kernel/currency.ts";
import { broken, refuse, violation } from "../../kernel/decider.ts";
import { defineCommand } from "../facts.ts";
import { entityOf } from "./legal-entity.ts";

export const registerLegalEntity = defineCommand({
  name: "RegisterLegalEntity",
  title: { en: "Register a legal entity", es: "Registrar una sociedad" },
  body: RegisterLegalEntityBody,
  issuedBy: ["ADM"],
  target: entityOf,
  begins: true,
  facts: [],
  refusals: ["OVERLAPS", "UNKNOWN_CURRENCY"],

  decide(state, { entityId, name, taxId, country, timeZone, functionalCurrency }) {
    const violations = broken([
      state.registration.value === undefined ? undefined : violation("OVERLAPS", { entityId }, "/entityId"),
      isCurrency(functionalCurrency) ? undefined : violation("UNKNOWN_CURRENCY", { currency: functionalCurrency }, "/functionalCurrency"),
    ]);
    if (violations.length > 0) return refuse(...violations);
    return [LegalEntityRegistered({ entityId, name, taxId, country, timeZone, functionalCurrency })];
  },
});
