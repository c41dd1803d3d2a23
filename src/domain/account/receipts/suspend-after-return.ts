import { laterOf } from "../../../kernel/calendar-date.ts";
import { type DecidedEvent, type DeepReadonly, effective, type Occasion } from "../../../kernel/decider.ts";
import type { Policies } from "../../facts.ts";
import { automaticSuspension, firstDayFor } from "../credit-line/automatic-suspension.ts";
import type { CreditLine } from "../credit-line/credit-line.ts";

type Facts = { readonly policies: DeepReadonly<Policies> } & Pick<Occasion, "today">;

const RETURNS = ["PaymentReturned", "TransferredCreditReturned"];

/** RET-4 Money that did not come suspends the open line, from the day of the return on; never from a day that is still to come. */
export function suspendAfterReturn(
  account: { readonly creditLine: DeepReadonly<CreditLine> },
  decided: readonly DecidedEvent[],
  { policies, today }: Facts,
): readonly DecidedEvent[] {
  const returned = decided.find(({ type }) => RETURNS.includes(type));
  if (returned === undefined) return [];
  const { version, body } = policies.inForce("credit", today);
  if (!body.suspendAfterReturn) return [];
  const { receiptId, transferId } = returned.data as { readonly receiptId?: string; readonly transferId?: string };
  const facts = [
    { name: receiptId === undefined ? "transferId" : "receiptId", value: receiptId ?? transferId ?? "" },
    { name: "policyVersion", value: String(version) },
  ];
  const suspended = automaticSuspension(account, "RETURNED_CHEQUE", facts, today);
  if (suspended === undefined) return [];
  const since = laterOf(returned.effectiveOn ?? today, firstDayFor(account.creditLine, "RETURNED_CHEQUE") ?? today);
  return [effective(since > today ? today : since, suspended)];
}
