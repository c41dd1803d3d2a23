import { type Static, type TProperties, Type } from "@sinclair/typebox";
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

export const ApplicationPolicy = body({
  futureDocumentDays: Days,
  imputationOrder: Type.Array(
    Type.Union([Type.Literal("DEFAULT_INTEREST"), Type.Literal("REMUNERATIVE_INTEREST"), Type.Literal("CAPITAL")]),
    { minItems: 3, maxItems: 3, uniqueItems: true },
  ),
});

/** Ceilings of the authority levels by kind of decision and currency. L2 is two people together, and so needs an approval. */
export const AuthorityPolicy = body({
  LIMIT: body({ L1: CeilingByCurrency, L2: CeilingByCurrency, L3: CeilingByCurrency, L4: CeilingByCurrency }),
  DISCOUNT: body({ L1: Percent, L2: Percent, L3: Percent, L4: Percent }),
});

export const CreditPolicy = body({
  netUnappliedCredit: Type.Boolean(),
  allowFileWaiver: Type.Boolean(),
  allowApplicationWaiver: Type.Boolean(),
  reinstateDays: Days,
});

export const DiscountPolicy = body({ base: Type.Union([Type.Literal("GROSS"), Type.Literal("NET")]) });

export const PromisePolicy = body({
  maxDays: Days,
  toleranceDays: Days,
  partialMinPct: Percent,
  clearanceWaitDays: Days,
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
});

/** Every kind of policy that something in the ledger reads. */
export const policySchemas = {
  aging: AgingPolicy,
  application: ApplicationPolicy,
  authority: AuthorityPolicy,
  credit: CreditPolicy,
  discount: DiscountPolicy,
  promise: PromisePolicy,
  terms: TermsPolicy,
  till: TillPolicy,
  withholding: WithholdingPolicy,
} as const;

export type PolicyKind = keyof typeof policySchemas;
export const POLICY_KINDS = Object.keys(policySchemas) as PolicyKind[];
export type PolicyBody<Kind extends PolicyKind> = Static<(typeof policySchemas)[Kind]>;
