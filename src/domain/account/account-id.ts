import { type Violation, violation } from "../../kernel/decider.ts";

export interface AccountParts {
  readonly customerId: string;
  readonly entityId: string;
  readonly currency: string;
}

/** The parts of `{customerId}.{entityId}.{currency}`. */
export function partsOfAccount(accountId: string): AccountParts {
  const [customerId = "", entityId = "", currency = ""] = accountId.split(".");
  return { customerId, entityId, currency };
}

/** Amounts of a command on an account are in the account's currency. */
export function currencyIs(
  expected: string,
  amounts: Readonly<Record<string, { readonly currency: string } | undefined>>,
): readonly Violation[] {
  return Object.entries(amounts).flatMap(([pointer, money]) =>
    money === undefined || money.currency === expected
      ? []
      : violation("CURRENCY_MISMATCH", { expected, given: money.currency }, `/${pointer}`),
  );
}
