import type { PolicyBody, PolicyKind } from "../../../schemas/policies.ts";

const UNLIMITED = null;

const ceilings = (L1: string, L2: string, L3: string) => ({ L1: { COP: L1 }, L2: { COP: L2 }, L3: { COP: L3 }, L4: { COP: UNLIMITED } });

/** Version 0 of every kind, in force from 1990-01-01 until a version of the company's own. Amounts are in Colombian pesos. */
export const BUILT_IN_POLICIES: { readonly [Kind in PolicyKind]: PolicyBody<Kind> } = {
  aging: {
    base: "DUE",
    buckets: [
      { code: "NOT_DUE", fromDays: null, toDays: 1 },
      { code: "D1_30", fromDays: 1, toDays: 31 },
      { code: "D31_60", fromDays: 31, toDays: 61 },
      { code: "D61_90", fromDays: 61, toDays: 91 },
      { code: "D91_120", fromDays: 91, toDays: 121 },
      { code: "D121_PLUS", fromDays: 121, toDays: null },
    ],
  },
  application: {
    fourEyes: false,
    proposalValidDays: 5,
    imputationOrder: ["DEFAULT_INTEREST", "REMUNERATIVE_INTEREST", "CAPITAL"],
    futureDocumentDays: 30,
    returnSanctionPct: "0.00",
    fiscalReplacementRequired: false,
  },
  approval: { validDays: 5, strict: false },
  authority: {
    LIMIT: ceilings("20000000.00", "80000000.00", "200000000.00"),
    ORDER_OVERSHOOT: ceilings("2000000.00", "10000000.00", "50000000.00"),
    CREDIT_NOTE: ceilings("5000000.00", "20000000.00", "100000000.00"),
    DISCOUNT: { L1: "2.00", L2: "5.00", L3: "10.00", L4: "100.00" },
    INTEREST_WAIVER: ceilings("500000.00", "2000000.00", "10000000.00"),
    PLAN: ceilings("10000000.00", "40000000.00", "200000000.00"),
    REFUND: ceilings("5000000.00", "20000000.00", "100000000.00"),
    WRITE_OFF: { L1: { COP: "1000000.00" }, L2: {}, L3: { COP: "20000000.00" }, L4: { COP: UNLIMITED } },
  },
  credit: {
    netUnappliedCredit: true,
    netInsurance: false,
    blankNoteCoversPct: "0.00",
    allowFileWaiver: false,
    allowApplicationWaiver: false,
    applicationValidDays: 60,
    approvalUsableDays: 90,
    suspendPastDueDays: 30,
    suspendMinAmount: { COP: "50000.00" },
    overdrawnGraceDays: 0,
    suspendAfterReturn: true,
    holdRules: {},
    holdPastDueDays: 5,
    holdMinAmount: { COP: "50000.00" },
    holdPastDueSharePct: "25.00",
    holdAfterReturnDays: 30,
    holdBrokenPromises: 2,
    manualReleaseMaxDays: 10,
    reinstateDays: 15,
    reservationDays: 15,
  },
  delinquency: { thresholds: [1, 31, 61, 91], minAmount: { COP: "10000.00" } },
  discount: { base: "GROSS" },
  promise: {
    maxDays: 30,
    maxRenewals: 2,
    toleranceDays: 2,
    partialMinPct: "50.00",
    clearanceWaitDays: 5,
    suspendAfterBroken: 2,
  },
  terms: {
    codes: {
      CASH: { due: { kind: "NET", days: 0 }, rollRule: "NONE" },
      NET15: { due: { kind: "NET", days: 15 }, rollRule: "NONE" },
      NET30: { due: { kind: "NET", days: 30 }, rollRule: "NONE" },
      NET60: { due: { kind: "NET", days: 60 }, rollRule: "NONE" },
      NET90: { due: { kind: "NET", days: 90 }, rollRule: "NONE" },
    },
  },
  till: { required: true, maxDifference: { COP: "10000.00" } },
  tolerance: { amount: { COP: "1000.00" }, pct: "0.50", monthly: { COP: "10000.00" } },
  withholding: {
    rates: {
      INCOME_TAX: ["1.50", "2.50", "3.50", "4.00", "6.00", "10.00", "11.00"],
      VAT: ["15.00"],
      ICA: ["0.414", "0.690", "0.966", "1.104"],
    },
    tolerance: { COP: "1.00" },
    certificateMonths: 3,
  },
  writeOff: { minDays: 180, evidence: [], autoCeiling: { COP: "20000.00" }, autoMonthly: { COP: "500000.00" } },
};
