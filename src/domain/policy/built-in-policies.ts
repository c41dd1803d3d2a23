import type { PolicyBody, PolicyKind } from "../../../schemas/policies.ts";

const UNLIMITED = null;

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
  application: { futureDocumentDays: 30, imputationOrder: ["DEFAULT_INTEREST", "REMUNERATIVE_INTEREST", "CAPITAL"] },
  authority: {
    LIMIT: {
      L1: { COP: "20000000.00" },
      L2: { COP: "80000000.00" },
      L3: { COP: "200000000.00" },
      L4: { COP: UNLIMITED },
    },
    DISCOUNT: { L1: "2.00", L2: "5.00", L3: "10.00", L4: "100.00" },
  },
  credit: { netUnappliedCredit: true, allowFileWaiver: false, allowApplicationWaiver: false, reinstateDays: 15 },
  discount: { base: "GROSS" },
  promise: { maxDays: 30, toleranceDays: 2, partialMinPct: "50.00", clearanceWaitDays: 5 },
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
  withholding: {
    rates: {
      INCOME_TAX: ["1.50", "2.50", "3.50", "4.00", "6.00", "10.00", "11.00"],
      VAT: ["15.00"],
      ICA: ["0.414", "0.690", "0.966", "1.104"],
    },
    tolerance: { COP: "1.00" },
  },
};
