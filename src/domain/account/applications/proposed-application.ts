import type { ApplyPaymentBody } from "../../../../schemas/commands/receipts.ts";
import { ApplicationProposed } from "../../../../schemas/events/account/applications.ts";
import { addDays } from "../../../kernel/calendar-date.ts";
import { type Decision, type DeepReadonly, effective } from "../../../kernel/decider.ts";
import { amountText, type Minor, toMinor } from "../../../kernel/money.ts";
import type { Account } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { type AskedLine, type PlanFacts, type PlannedLine, planApplication } from "./application-plan.ts";
import { moneyFor } from "./asked-application.ts";
import type { Proposal } from "./proposals.ts";

type Body = DeepReadonly<(typeof ApplyPaymentBody)["static"]>;
type StoredLine = Proposal["asked"]["lines"][number];

/**
 * APL-6 An application that waits for the leader. It must be possible now, but for the authority that a discount takes, and holds the money
 * and what its lines would settle until it is decided on, or expires.
 */
export function proposedApplication(account: Account, command: Body, facts: PlanFacts): Decision {
  const { accountId, applicationId, receiptId, lines, debtorInstruction } = command;
  const { currency } = partsOfAccount(accountId);
  const plan = planApplication(account, moneyFor(command, { isProposal: true }), currency, facts);
  if ("rejected" in plan) return plan;
  const { today, effectiveOn, actor } = facts;
  const { proposalValidDays } = facts.policies.inForce("application", today).body;
  const proposed = ApplicationProposed({
    applicationId,
    receiptId,
    reserves: reservesOf(plan.lines, currency),
    lines: lines.map((line) => toStored(line, currency)),
    ...(effectiveOn !== undefined && { askedEffectiveOn: effectiveOn }),
    ...(debtorInstruction !== undefined && { debtorInstruction }),
    proposedBy: actor.personId,
    ...(actor.onBehalfOf !== undefined && { proposedFor: actor.onBehalfOf.personId }),
    validTo: addDays(today, proposalValidDays),
  });
  return [effective(today, proposed)];
}

/** Per instalment, what the lines on it take together. */
function reservesOf(lines: readonly PlannedLine[], currency: string) {
  const held = new Map<string, { readonly money: Minor; readonly settles: Minor }>();
  for (const { line, money, withCompanions } of lines) {
    const before = held.get(line.instalmentId) ?? { money: 0n, settles: 0n };
    held.set(line.instalmentId, { money: before.money + money, settles: before.settles + withCompanions });
  }
  return [...held].map(([instalmentId, { money, settles }]) => ({
    instalmentId,
    money: amountText(money, currency),
    settles: amountText(settles, currency),
  }));
}

function toStored({ lineId, instalmentId, amount, discount, withholdings }: AskedLine, currency: string): StoredLine {
  const text = (money: { readonly amount: string; readonly currency: string }) => amountText(toMinor(money), currency);
  return {
    lineId,
    instalmentId,
    amount: text(amount),
    ...(discount && { discount: { pct: discount.pct, amount: text(discount.amount) } }),
    ...(withholdings && { withholdings: withholdings.map((each) => ({ ...each, base: text(each.base), amount: text(each.amount) })) }),
  };
}

/** The lines of a proposal as they were asked for. */
export function toAsked({ lineId, instalmentId, amount, discount, withholdings }: StoredLine, currency: string): AskedLine {
  const money = (stored: string) => ({ amount: stored, currency });
  return {
    lineId,
    instalmentId,
    amount: money(amount),
    ...(discount && { discount: { pct: discount.pct, amount: money(discount.amount) } }),
    ...(withholdings && { withholdings: withholdings.map((each) => ({ ...each, base: money(each.base), amount: money(each.amount) })) }),
  };
}
