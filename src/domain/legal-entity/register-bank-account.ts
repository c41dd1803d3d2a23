import { RegisterBankAccountBody } from "../../../schemas/commands/organisation.ts";
import { BankAccountRegistered } from "../../../schemas/events/organisation.ts";
import { broken, refuse, violation } from "../../kernel/decider.ts";
import { amountText, toMinor } from "../../kernel/money.ts";
import { defineCommand } from "../facts.ts";
import { LEAD } from "../roles.ts";
import { entityOf } from "./legal-entity.ts";

export const registerBankAccount = defineCommand({
  name: "RegisterBankAccount",
  title: { en: "Register a bank account", es: "Registrar una cuenta bancaria" },
  body: RegisterBankAccountBody,
  issuedBy: ["ADM", "TRE"],
  approvedBy: ["ADM", "TRE", ...LEAD, "DIR"],
  bootstrap: true,
  target: entityOf,
  facts: [],
  refusals: ["RESOURCE_NOT_FOUND", "OVERLAPS", "CURRENCY_MISMATCH"],

  decide(state, { entityId, bankAccountId, currency, bank, number, openingBalance }) {
    const violations = broken([
      state.bankAccounts.has(bankAccountId) ? violation("OVERLAPS", { bankAccountId }, "/bankAccountId") : undefined,
      openingBalance.currency === currency
        ? undefined
        : violation("CURRENCY_MISMATCH", { expected: currency, given: openingBalance.currency }, "/openingBalance"),
    ]);
    if (violations.length > 0) return refuse(...violations);
    const opening = amountText(toMinor(openingBalance), currency);
    return [BankAccountRegistered({ entityId, bankAccountId, currency, bank, number, openingBalance: opening })];
  },
});
