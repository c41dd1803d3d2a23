import { SeriesDefined } from "../../../../schemas/events/organisation.ts";
import type { PolicyKind } from "../../../../schemas/policies.ts";
import { legalEntity } from "../../../../src/domain/legal-entity/legal-entity.ts";
import { withDefaults } from "../../../../src/domain/policy/policy.ts";
import { COMPANY, type FactOptions } from "../../../support/decider-facts.ts";
import { stateOf } from "../../../support/folded.ts";
import { CERTIFICATE_MONTHS } from "../moves/certificates.ts";
import { TOLERANCE } from "../moves/differences.ts";
import { SANCTION_PCT } from "../moves/returns.ts";
import { WRITE_OFF } from "../moves/write-offs.ts";
import { CEILINGS } from "./authority.ts";
import { money, textOf } from "./move.ts";

type Policies = NonNullable<FactOptions["policies"]>;
type Quarter = { readonly pct: string; readonly due: { readonly kind: "NET"; readonly days: number } };
const quarter = (days: number): Quarter => ({ pct: "25.00", due: { kind: "NET", days } });
const cop = (amount: number) => ({ COP: money(amount).amount });
const LEVELS = ["L1", "L2", "L3", "L4"] as const;

function ceilings(kind: keyof typeof CEILINGS) {
  const of = (ceiling: number | undefined) =>
    ceiling === undefined ? {} : { COP: ceiling === Number.POSITIVE_INFINITY ? null : textOf(ceiling) };
  return Object.fromEntries(LEVELS.map((level, index) => [level, of(CEILINGS[kind][index])])) as Record<
    (typeof LEVELS)[number],
    Record<string, string | null>
  >;
}

/** Past due from so much on, for the state of default and for the suspension of the line. */
export const MIN_AMOUNT = 3;
export const SUSPEND_DAYS = 30;

const NET30 = { due: { kind: "NET", days: 30 }, rollRule: "NONE" } as const;

/** Policies in which amounts of a few cents decide, so that every rule is met often. */
const POLICIES: Policies = {
  terms: {
    codes: {
      NET30,
      EARLY: { ...NET30, earlyDiscount: { pct: "10.00", withinDays: 10 } },
      QUARTERS: { due: { kind: "SPLIT", parts: [10, 20, 30, 40].map(quarter) }, rollRule: "NONE" },
      ROLLED: { due: { kind: "NET", days: 30 }, rollRule: "NEXT" },
    },
  },
  application: { returnSanctionPct: `${SANCTION_PCT}.00` },
  authority: {
    LIMIT: ceilings("LIMIT"),
    ORDER_OVERSHOOT: ceilings("ORDER_OVERSHOOT"),
    CREDIT_NOTE: ceilings("CREDIT_NOTE"),
    INTEREST_WAIVER: ceilings("INTEREST_WAIVER"),
    REFUND: ceilings("REFUND"),
    WRITE_OFF: ceilings("WRITE_OFF"),
  },
  credit: {
    allowFileWaiver: true,
    allowApplicationWaiver: true,
    holdMinAmount: cop(MIN_AMOUNT),
    suspendMinAmount: cop(MIN_AMOUNT),
    suspendPastDueDays: SUSPEND_DAYS,
    holdPastDueSharePct: "60.00",
    holdPastDueDays: 25,
  },
  delinquency: { minAmount: cop(MIN_AMOUNT) },
  tolerance: { amount: cop(TOLERANCE.amount), pct: `${TOLERANCE.pct}.00`, monthly: cop(TOLERANCE.monthly) },
  withholding: { rates: { INCOME_TAX: ["10.00"], VAT: ["15.00"], ICA: [] }, tolerance: cop(1), certificateMonths: CERTIFICATE_MONTHS },
  writeOff: {
    minDays: WRITE_OFF.minDays,
    evidence: ["LETTER"],
    autoCeiling: cop(WRITE_OFF.autoCeiling),
    autoMonthly: cop(WRITE_OFF.autoMonthly),
  },
  till: { required: false, maxDifference: {} },
};

const bodies = new Map<PolicyKind, unknown>();

/** The policies of the model, which are the same on every day; `other` are those that differ for one command. */
export function policiesWith(other: Policies = {}) {
  return {
    inForce(kind: PolicyKind) {
      const own = { ...POLICIES[kind], ...other[kind] };
      const body = other[kind] === undefined ? (bodies.get(kind) ?? withDefaults(kind, own)) : withDefaults(kind, own);
      if (other[kind] === undefined) bodies.set(kind, body);
      return { version: 1, body };
    },
  };
}

/** Invoices and credit notes are numbered by billing. */
const SERIES_KINDS = ["DEBIT_NOTE", "CHARGE", "RECEIPT"] as const;

/** The company of all tests, which counts one series of each of these kinds itself. */
export const NUMBERING_COMPANY = stateOf(legalEntity, "CO01", [
  ...COMPANY,
  ...SERIES_KINDS.map((kind) => SeriesDefined({ entityId: "CO01", code: "OWN", kind, ownership: "OWN", from: 1 })),
]);
