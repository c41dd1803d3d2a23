import { Type } from "@sinclair/typebox";

/** Why a charge is due. */
export const CHARGE_REASONS = [
  ...(["RETURNED_CHEQUE", "RETURN_SANCTION", "RETURNED_AFTER_REFUND", "COURT_COST", "DUNNING_FEE", "WITHHOLDING_NOT_CERTIFIED"] as const),
  "OTHER",
] as const;
export type ChargeReason = (typeof CHARGE_REASONS)[number];
export const ChargeReason = Type.Union(CHARGE_REASONS.map((code) => Type.Literal(code)));

/** Marks on an instalment that change how it is treated, not what is owed. */
export const ITEM_FLAGS = ["HOLD", "NO_DUNNING", "IN_LITIGATION"] as const;
export type ItemFlag = (typeof ITEM_FLAGS)[number];
export const ItemFlag = Type.Union(ITEM_FLAGS.map((code) => Type.Literal(code)));

/** Why a bank gave a payment back. */
export const ReturnReason = Type.Union(
  (["NO_FUNDS", "ACCOUNT_CLOSED", "SIGNATURE", "STOPPED", "CHARGEBACK", "OTHER"] as const).map((code) => Type.Literal(code)),
);

export const DiscountKind = Type.Union((["EARLY_PAYMENT", "SETTLEMENT", "COMMERCIAL"] as const).map((code) => Type.Literal(code)));
export const WithholdingKind = Type.Union((["INCOME_TAX", "VAT", "ICA"] as const).map((code) => Type.Literal(code)));

/** Why a credit note is asked for. */
export const CREDIT_NOTE_REASONS = [
  ...(["RETURN", "PRICE", "DAMAGE", "DISCOUNT_POST_SALE", "BILLING_ERROR", "GOODWILL", "CANCEL", "INTEREST_WAIVER", "DISPUTE"] as const),
] as const;
export type CreditNoteReason = (typeof CREDIT_NOTE_REASONS)[number];
export const CreditNoteReason = Type.Union(CREDIT_NOTE_REASONS.map((code) => Type.Literal(code)));

/** What series of numbers are for. */
export const SERIES_KINDS = [
  ...(["INVOICE", "DEBIT_NOTE", "CHARGE", "INTEREST_NOTE", "CREDIT_NOTE", "RECEIPT", "STATEMENT", "VALUE_RECEIPT"] as const),
] as const;
export type SeriesKind = (typeof SERIES_KINDS)[number];
export const SeriesKind = Type.Union(SERIES_KINDS.map((code) => Type.Literal(code)));

/** EXTERNAL: the caller gives the number. OWN: the ledger counts. */
export const SeriesOwnership = Type.Union([Type.Literal("EXTERNAL"), Type.Literal("OWN")]);

/** How far an account is in default, from bad to worse. */
export const DELINQUENCY_STATES = ["CURRENT", "EARLY", "MID", "LATE", "SEVERE"] as const;
export type DelinquencyState = (typeof DELINQUENCY_STATES)[number];
export const DelinquencyState = Type.Union(DELINQUENCY_STATES.map((code) => Type.Literal(code)));

/** Why that changed: days went by; the debt was settled or is due later; what was recorded before is not true any more. */
export const DelinquencyCause = Type.Union((["PAST_DUE", "CURED", "CORRECTED"] as const).map((code) => Type.Literal(code)));
