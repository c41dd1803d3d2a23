import { type Static, type TObject, type TPartial, type TProperties, Type } from "@sinclair/typebox";
import { CurrencyCode } from "./identifiers.ts";
import { Percent } from "./money.ts";

/** An amount of a policy in the currency its table names. */
const PolicyAmount = Type.String({ pattern: "^[0-9]{1,18}(\\.[0-9]{1,4})?$", "x-refusal": "BAD_MONEY" });
const ByCurrency = Type.Record(CurrencyCode, PolicyAmount, { additionalProperties: false });
/** null stands for "unlimited". */
const CeilingByCurrency = Type.Record(CurrencyCode, Type.Union([PolicyAmount, Type.Null()]), { additionalProperties: false });
const Days = Type.Integer({ minimum: 0, maximum: 36_500 });

/** The body of a policy is whole: no patches, unknown fields are refused. */
const body = <Fields extends TProperties>(fields: Fields) => Type.Object(fields, { additionalProperties: false });

export const AgingPolicy = body({
  buckets: Type.Array(
    body({
      code: Type.String({ pattern: "^[A-Z][A-Z0-9_]{0,19}$" }),
      /** Days past due, inclusive; null is open-ended. */
      fromDays: Type.Union([Type.Integer(), Type.Null()]),
      /** Exclusive. */
      toDays: Type.Union([Type.Integer(), Type.Null()]),
    }),
    { minItems: 1, maxItems: 40 },
  ),
  base: Type.Union([Type.Literal("DUE"), Type.Literal("ISSUE"), Type.Literal("ORIGINAL_DUE")]),
});

const Switch = Type.Boolean();
const Count = Type.Integer({ minimum: 0, maximum: 1_000 });
const optionsOf = <Code extends string>(codes: readonly Code[]) => Type.Union(codes.map((code) => Type.Literal(code)));

export const ApplicationPolicy = body({
  /** A desk's application waits for its leader. */
  fourEyes: Switch,
  proposalValidDays: Days,
  imputationOrder: Type.Array(optionsOf(["DEFAULT_INTEREST", "REMUNERATIVE_INTEREST", "CAPITAL"]), {
    minItems: 3,
    maxItems: 3,
    uniqueItems: true,
  }),
  futureDocumentDays: Days,
  /** Of the amount of a cheque that its drawer let bounce. */
  returnSanctionPct: Percent,
  fiscalReplacementRequired: Switch,
});

/** `strict`: a command is not run any more once its stream moved after it was submitted. */
export const ApprovalPolicy = body({ validDays: Days, strict: Switch });

/** Kinds of decision of the authority matrix. */
export const AUTHORITY_KINDS = [
  ...(["LIMIT", "ORDER_OVERSHOOT", "CREDIT_NOTE", "DISCOUNT", "INTEREST_WAIVER", "PLAN", "REFUND", "WRITE_OFF", "LITIGATION"] as const),
] as const;
export type AuthorityKind = (typeof AUTHORITY_KINDS)[number];

const Ceilings = body({ L1: CeilingByCurrency, L2: CeilingByCurrency, L3: CeilingByCurrency, L4: CeilingByCurrency });
/** Ceilings of the authority levels by kind of decision and currency. A level without a ceiling in a currency does not decide in it. */
export const AuthorityPolicy = body({
  LIMIT: Ceilings,
  ORDER_OVERSHOOT: Ceilings,
  CREDIT_NOTE: Ceilings,
  DISCOUNT: body({ L1: Percent, L2: Percent, L3: Percent, L4: Percent }),
  INTEREST_WAIVER: Ceilings,
  PLAN: Ceilings,
  REFUND: Ceilings,
  WRITE_OFF: Ceilings,
});

/** Why an order is held. */
export const HOLD_REASONS = [
  ...(["CREDIT_LINE_MISSING", "LINE_EXPIRED", "LINE_SUSPENDED", "CUSTOMER_BLOCKED", "OVER_LIMIT", "GROUP_LIMIT", "PAST_DUE_DAYS"] as const),
  ...(["PAST_DUE_SHARE", "TERMS_EXCEEDED", "RETURNED_INSTRUMENT", "BROKEN_PROMISES", "FILE_NOT_COMPLETE", "REVIEW_OVERDUE"] as const),
] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

export const CreditPolicy = body({
  netUnappliedCredit: Switch,
  netInsurance: Switch,
  blankNoteCoversPct: Percent,
  allowFileWaiver: Switch,
  allowApplicationWaiver: Switch,
  applicationValidDays: Days,
  approvalUsableDays: Days,
  suspendPastDueDays: Days,
  suspendMinAmount: ByCurrency,
  overdrawnGraceDays: Days,
  suspendAfterReturn: Switch,
  /** Which rules hold an order; one that is not named does. */
  holdRules: Type.Partial(body(Object.fromEntries(HOLD_REASONS.map((reason) => [reason, Switch])) as Record<HoldReason, typeof Switch>), {
    additionalProperties: false,
  }),
  holdPastDueDays: Days,
  holdMinAmount: ByCurrency,
  holdPastDueSharePct: Percent,
  holdAfterReturnDays: Days,
  holdBrokenPromises: Count,
  manualReleaseMaxDays: Days,
  reinstateDays: Days,
  reservationDays: Days,
});

/** From how many days past due an account is early, mid, late, severe; smaller amounts do not count. */
export const DelinquencyPolicy = body({
  thresholds: Type.Array(Type.Integer({ minimum: 1, maximum: 36_500 }), { minItems: 4, maxItems: 4 }),
  minAmount: ByCurrency,
});

export const DiscountPolicy = body({ base: optionsOf(["GROSS", "NET"]) });

export const PromisePolicy = body({
  maxDays: Days,
  maxRenewals: Count,
  toleranceDays: Days,
  partialMinPct: Percent,
  clearanceWaitDays: Days,
  suspendAfterBroken: Count,
});

/** Differences small enough to be forgotten: per item in amount and percent, and per account and month. */
export const TolerancePolicy = body({ amount: ByCurrency, pct: Percent, monthly: ByCurrency });

/** `evidence`: kinds of evidence a write-off must carry. */
export const WriteOffPolicy = body({
  minDays: Days,
  evidence: Type.Array(Type.String({ pattern: "^[A-Z][A-Z0-9_]{0,29}$" }), { maxItems: 20, uniqueItems: true }),
  autoCeiling: ByCurrency,
  autoMonthly: ByCurrency,
});

const RollRule = Type.Union([Type.Literal("NONE"), Type.Literal("NEXT"), Type.Literal("PREVIOUS")]);
const Net = body({ kind: Type.Literal("NET"), days: Days });
const EomPlus = body({ kind: Type.Literal("EOM_PLUS"), days: Days });
const DayOfMonth = body({ kind: Type.Literal("DAY_OF_MONTH"), day: Type.Integer({ minimum: 1, maximum: 31 }), minDays: Days });
const SingleDue = Type.Union([Net, EomPlus, DayOfMonth]);
const Fixed = body({
  kind: Type.Literal("FIXED"),
  dates: Type.Array(Type.String({ format: "calendar-date", "x-refusal": "BAD_DATE" }), { minItems: 1, maxItems: 60 }),
});
const Split = body({
  kind: Type.Literal("SPLIT"),
  parts: Type.Array(body({ pct: Percent, due: SingleDue }), { minItems: 1, maxItems: 60 }),
});

export const Terms = body({
  due: Type.Union([Net, EomPlus, DayOfMonth, Fixed, Split]),
  rollRule: RollRule,
  earlyDiscount: Type.Optional(body({ pct: Percent, withinDays: Days })),
});
export type Terms = Static<typeof Terms>;

export const TermsPolicy = body({
  codes: Type.Record(Type.String({ pattern: "^[A-Z][A-Z0-9_]{0,19}$" }), Terms, {
    additionalProperties: false,
    minProperties: 1,
    maxProperties: 200,
  }),
});

export const TillPolicy = body({ required: Type.Boolean(), maxDifference: ByCurrency });

export const WithholdingPolicy = body({
  /** Rates in percent by kind of tax and concept code. */
  rates: body({
    INCOME_TAX: Type.Array(Percent, { maxItems: 200 }),
    VAT: Type.Array(Percent, { maxItems: 200 }),
    ICA: Type.Array(Percent, { maxItems: 200 }),
  }),
  tolerance: ByCurrency,
  /** After how many months without a certificate it becomes a debt again. */
  certificateMonths: Count,
});

/** Every kind of policy that something in the ledger reads. */
export const policySchemas = {
  aging: AgingPolicy,
  application: ApplicationPolicy,
  approval: ApprovalPolicy,
  authority: AuthorityPolicy,
  credit: CreditPolicy,
  delinquency: DelinquencyPolicy,
  discount: DiscountPolicy,
  promise: PromisePolicy,
  terms: TermsPolicy,
  till: TillPolicy,
  tolerance: TolerancePolicy,
  withholding: WithholdingPolicy,
  writeOff: WriteOffPolicy,
} as const;

export type PolicyKind = keyof typeof policySchemas;
export const POLICY_KINDS = Object.keys(policySchemas) as PolicyKind[];
export type PolicyBody<Kind extends PolicyKind> = Static<(typeof policySchemas)[Kind]>;

/** A policy as it is defined: a parameter that is left out has its built-in default, never the value of another version. */
export const definedPolicySchemas = Object.fromEntries(
  Object.entries(policySchemas).map(([kind, schema]) => [kind, Type.Partial(schema as TObject, { additionalProperties: false })]),
) as { readonly [Kind in PolicyKind]: TPartial<(typeof policySchemas)[Kind]> };
