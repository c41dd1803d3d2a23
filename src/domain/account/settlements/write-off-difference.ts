import { WriteOffDifferenceBody } from "../../../../schemas/commands/settlements.ts";
import { SmallDifferenceWrittenOff } from "../../../../schemas/events/account/settlements.ts";
import { broken, effective, type Rejection, refuse, violation } from "../../../kernel/decider.ts";
import { amountText, type Minor, toMinor } from "../../../kernel/money.ts";
import { defineCommand } from "../../facts.ts";
import { DESK } from "../../roles.ts";
import { type Account, accountOf } from "../account.ts";
import { currencyIs, partsOfAccount } from "../account-id.ts";
import { creditDifference, type Difference, itemDifference } from "./difference-sides.ts";
import { ALONE_REFUSALS, type AloneFacts } from "./settle-alone.ts";
import { settlementIsNew } from "./take-back.ts";
import { isSmall } from "./tolerance.ts";

export const writeOffDifference = defineCommand({
  name: "WriteOffDifference",
  title: { en: "Write off a small difference", es: "Ajustar una pequeña diferencia" },
  body: WriteOffDifferenceBody,
  issuedBy: [...DESK, "SYS"],
  target: accountOf,
  facts: ["policies", "locks"],
  refusals: [
    ...(["MALFORMED", "OVERLAPS", "CURRENCY_MISMATCH", "UNKNOWN_CURRENCY", "TOLERANCE_EXCEEDED"] as const),
    ...(["RESOURCE_NOT_FOUND", "RECEIPT_EXHAUSTED", "CREDIT_EXHAUSTED", "APPLICATION_NOT_FOUND", "ALREADY_UNAPPLIED"] as const),
    ...ALONE_REFUSALS,
  ],
  examine: ({ instalmentId, creditItemId }) =>
    (instalmentId === undefined) === (creditItemId === undefined)
      ? [violation("MALFORMED", { needed: "instalmentId or creditItemId" }, "/instalmentId")]
      : [],

  /** A rest of an instalment that is forgotten, or a rest of a credit that is kept. */
  decide(account, command, facts) {
    const { accountId, differenceId, applicationId } = command;
    const { currency } = partsOfAccount(accountId);
    const mismatch = currencyIs(currency, { amount: command.amount });
    if (mismatch.length > 0) return refuse(...mismatch);

    const amount = toMinor(command.amount);
    const { instalmentId, creditItemId } = command;
    const difference = sideOf(account, { amount, applicationId, instalmentId, creditItemId }, currency, facts);
    if ("rejected" in difference) return difference;
    const { side, effectiveOn, settledOn, together, conditional } = difference;
    const violations = broken([
      settlementIsNew(account, "DIFFERENCE", differenceId, "/differenceId"),
      isSmall(account, difference.of, amount, effectiveOn, currency, facts.policies.inForce("tolerance", effectiveOn).body),
      difference.violations,
    ]);
    if (violations.length > 0) return refuse(...violations);

    const writtenOff = SmallDifferenceWrittenOff({
      differenceId,
      side,
      amount: amountText(amount, currency),
      settledOn,
      conditional,
      ...(applicationId !== undefined && { applicationId }),
      ...together,
    });
    return [effective(effectiveOn, writtenOff)];
  },
});

interface Asked {
  readonly amount: Minor;
  readonly applicationId?: string | undefined;
  readonly instalmentId?: string | undefined;
  readonly creditItemId?: string | undefined;
}

function sideOf(
  account: Account,
  { instalmentId, creditItemId, ...rest }: Asked,
  currency: string,
  facts: AloneFacts,
): Difference | Rejection {
  if (instalmentId !== undefined) return itemDifference(account, { ...rest, instalmentId }, currency, facts);
  return creditDifference(account, { ...rest, creditItemId: creditItemId ?? "" }, currency, facts);
}
