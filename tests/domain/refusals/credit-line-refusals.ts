import { LineClosed } from "../../../schemas/events/account/credit-line.ts";
import { changeCreditLimit } from "../../../src/domain/account/credit-line/change-credit-limit.ts";
import { changeCreditTerms } from "../../../src/domain/account/credit-line/change-credit-terms.ts";
import { closeLine } from "../../../src/domain/account/credit-line/close-line.ts";
import { evaluateLine } from "../../../src/domain/account/credit-line/evaluate-line.ts";
import { renewLine } from "../../../src/domain/account/credit-line/renew-line.ts";
import { evaluateDelinquency } from "../../../src/domain/account/delinquency/evaluate-delinquency.ts";
import type { DecidedEvent } from "../../../src/kernel/decider.ts";
import { ACCOUNT, cop, creditLineOpened, invoiceRecorded } from "../../support/account-history.ts";
import { given, type Occasion } from "../../support/given.ts";
import type { RefusalCases } from "./refusal-case.ts";

const none = [invoiceRecorded("F1", "1.00", "2025-11-01")];
const open = [creditLineOpened("1000.00")];
const closed = [...open, LineClosed({ lineId: "L1" })];
const without = (body: Record<string, unknown>) => JSON.parse(JSON.stringify(body)) as Record<string, unknown>;

const limit = (changes: Record<string, unknown> = {}, history: readonly DecidedEvent[] = open, occasion: Occasion = {}) =>
  given(...history).when(
    changeCreditLimit,
    without({ accountId: ACCOUNT, newLimit: cop("2000.00"), kind: "PERMANENT", from: "2025-11-20", reason: "review", ...changes }),
    occasion,
  );
const terms = (changes: Record<string, unknown> = {}, history: readonly DecidedEvent[] = open) =>
  given(...history).when(
    changeCreditTerms,
    without({ accountId: ACCOUNT, termsCode: "NET60", from: "2025-11-20", reason: "agreed", ...changes }),
  );
const renew = (history: readonly DecidedEvent[], validTo = "2026-11-20") =>
  given(...history).when(renewLine, { accountId: ACCOUNT, validTo, reviewRef: "REV-1" });
const close = (history: readonly DecidedEvent[], changes: Record<string, unknown> = { reason: "no longer buys" }) =>
  given(...history).when(closeLine, { accountId: ACCOUNT, ...changes });
const application = (approvedLimit: bigint, used = false) => ({
  creditApplication: { status: "APPROVED" as const, approvedLimit, used },
});
const named = { applicationId: "CA1" };
const tomorrow = { accountId: ACCOUNT, asOf: "2025-11-21" };

export const creditLineRefusals: RefusalCases = {
  ChangeCreditLimit: {
    LINE_NOT_FOUND: () => limit({}, none),
    LINE_CLOSED: () => limit({}, closed),
    CURRENCY_MISMATCH: () => limit({ newLimit: { amount: "1", currency: "USD" } }),
    REASON_REQUIRED: () => limit({ reason: undefined }),
    LIMIT_NOT_POSITIVE: () => limit({ newLimit: cop("0") }),
    VALIDITY_INVERTED: () => limit({ from: "2024-12-31" }),
    APPLICATION_NOT_FOUND: () => limit(named, open, { creditApplication: undefined }),
    APPLICATION_NOT_APPROVED: () => limit(named, open, application(200_000n, true)),
    LIMIT_ABOVE_APPROVED: () => limit(named, open, application(199_999n)),
    AUTHORITY_EXCEEDED: () => limit({ newLimit: cop("20000000.01") }),
    MALFORMED: () => limit({ kind: "TEMPORARY" }),
  },
  ChangeCreditTerms: {
    LINE_NOT_FOUND: () => terms({}, none),
    LINE_CLOSED: () => terms({}, closed),
    REASON_REQUIRED: () => terms({ reason: undefined }),
    VALIDITY_INVERTED: () => terms({ from: "2024-12-31" }),
    UNKNOWN_TERMS: () => terms({ termsCode: "NET7" }),
  },
  RenewLine: {
    LINE_NOT_FOUND: () => renew(none),
    LINE_CLOSED: () => renew(closed),
    VALIDITY_INVERTED: () => renew(open, "2025-11-19"),
  },
  CloseLine: {
    LINE_NOT_FOUND: () => close(none),
    LINE_CLOSED: () => close(closed),
    REASON_REQUIRED: () => close(open, {}),
  },
  EvaluateLine: { FUTURE_EFFECTIVE_DATE: () => given(...open).when(evaluateLine, tomorrow) },
  EvaluateDelinquency: {
    FUTURE_EFFECTIVE_DATE: () => given(...none).when(evaluateDelinquency, tomorrow),
    UNKNOWN_CURRENCY: () => given(...none).when(evaluateDelinquency, { accountId: "C1.CO01.USD", asOf: "2025-11-20" }),
  },
};
