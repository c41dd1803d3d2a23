import type { EventData } from "../../../../schemas/events/registry.ts";
import { broken, type DeepReadonly, type Verdict, violation } from "../../../kernel/decider.ts";
import { amountText, type Minor } from "../../../kernel/money.ts";
import type { Account } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { type Exposure, exposureOf } from "../credit-line/exposure.ts";
import { termsAreKnown } from "../credit-line/open-credit-line.ts";
import {
  type Held,
  heldBecauseOf,
  isAtRisk,
  lastDueOn,
  lineTermsFor,
  minimumOf,
  type OrderFacts,
  overshootOf,
  type Question,
} from "./hold-rules.ts";

/** What a decision about an order rests on, as it is stored. */
export type StoredDecision = DeepReadonly<EventData<"OrderReleased">["decision"]>;

/** What the rules say about an order today. */
export interface Judgement {
  readonly held: readonly Held[];
  readonly overshoot: Minor;
  readonly decision: StoredDecision;
}

/** Codes with which an order that cannot be judged is refused. */
export const JUDGE_REFUSALS = ["CUSTOMER_NOT_ACTIVE", "UNKNOWN_TERMS", "CALENDAR_MISSING", "UNKNOWN_CURRENCY"] as const;

/**
 * Asks every rule about an order, against the limit of the day on which it is asked, whatever business date the command gives itself. The
 * order's own reservation is left out.
 */
export function judgeOrder(account: Account, question: Question, facts: OrderFacts): Judgement {
  const day = facts.today;
  const { currency } = partsOfAccount(account.id);
  const credit = facts.policies.inForce("credit", day).body;
  const exposure = exposureOf(account, day, facts, question.orderId);
  const overshoot = overshootOf(question, exposure);
  const held = heldBecauseOf({ account, question, exposure, facts, credit, currency, day });
  return { held, overshoot, decision: storedDecision(exposure, isAtRisk(question) ? question.amount : 0n, overshoot, day, currency) };
}

export function storedDecision(exposure: Exposure, asked: Minor, overshoot: Minor, on: string, currency: string): StoredDecision {
  const text = (minor: Minor) => amountText(minor, currency);
  return {
    on,
    asked: text(asked),
    limit: text(exposure.limit),
    tolerancePct: exposure.tolerancePct,
    ceiling: text(exposure.ceiling),
    open: text(exposure.open),
    pendingClearance: text(exposure.pendingClearance),
    reservations: text(exposure.reservations),
    unappliedNetted: text(exposure.unappliedNetted),
    exposure: text(exposure.exposure),
    available: text(exposure.available),
    overshoot: text(overshoot),
    policyVersion: exposure.policyVersion,
  };
}

/** An order on credit needs an active customer, terms that are known and what its rules look up. */
export function canBeJudged(account: Account, question: Question, facts: OrderFacts, pointer?: string): Verdict {
  if (!isAtRisk(question)) return undefined;
  const { currency } = partsOfAccount(account.id);
  const credit = facts.policies.inForce("credit", facts.today).body;
  const asks = (reason: "PAST_DUE_DAYS" | "TERMS_EXCEEDED") => credit.holdRules[reason] !== false;
  const lineTerms = lineTermsFor(account, question);
  const unknownTerms = termsAreKnown(facts.policies, question.termsCode, question.shipOn);
  const undated = [question.termsCode, ...(lineTerms === undefined ? [] : [lineTerms])].find(
    (termsCode) =>
      termsAreKnown(facts.policies, termsCode, question.shipOn) === undefined && lastDueOn(question, termsCode, facts) === undefined,
  );
  return broken([
    customerIsActive(account, facts),
    unknownTerms,
    asks("TERMS_EXCEEDED") && undated !== undefined ? violation("CALENDAR_MISSING", { termsCode: undated }, pointer) : undefined,
    asks("PAST_DUE_DAYS") && minimumOf(credit, currency) === undefined
      ? violation("UNKNOWN_CURRENCY", { currency, field: "credit.holdMinAmount" })
      : undefined,
  ]);
}

/**
 * A customer becomes active with a complete file, and stays so when the file expires later. Whoever ever had a line here was active when
 * it was opened, or the waiver FILE stood for it.
 */
function customerIsActive({ id, creditLine }: Account, { customerFile }: OrderFacts): Verdict {
  if (customerFile.status === "COMPLETE" || creditLine.everOpened.size > 0) return undefined;
  return violation("CUSTOMER_NOT_ACTIVE", { customerId: partsOfAccount(id).customerId, status: "PROSPECT" }, "/accountId");
}
