import { ReceiptAnnulled } from "../../../schemas/events/account/receipts.ts";
import { SeriesDefined } from "../../../schemas/events/organisation.ts";
import { recordInvoice } from "../../../src/domain/account/documents/record-invoice.ts";
import { cancelPromise } from "../../../src/domain/account/promises/cancel-promise.ts";
import { evaluatePromise } from "../../../src/domain/account/promises/evaluate-promise.ts";
import { registerPromise } from "../../../src/domain/account/promises/register-promise.ts";
import { confirmClearance } from "../../../src/domain/account/receipts/confirm-clearance.ts";
import { registerReceipt } from "../../../src/domain/account/receipts/register-receipt.ts";
import { legalEntity } from "../../../src/domain/legal-entity/legal-entity.ts";
import type { DecidedEvent } from "../../../src/kernel/decider.ts";
import { ACCOUNT, cop, invoiceRecorded, promiseRegistered, receiptRegistered } from "../../support/account-history.ts";
import { invoiceBody, receiptBody, setUpAccount } from "../../support/company.ts";
import { COMPANY } from "../../support/decider-facts.ts";
import { stateOf } from "../../support/folded.ts";
import { given, type Occasion } from "../../support/given.ts";
import { openTestLedger } from "../../support/ledger.ts";
import type { RefusalCases } from "./refusal-case.ts";

const dollars = (amount: string) => ({ amount, currency: "USD" });
const without = (body: Record<string, unknown>) => JSON.parse(JSON.stringify(body)) as Record<string, unknown>;

const invoice = (changes: Record<string, unknown> = {}, occasion: Occasion = {}) =>
  given().when(recordInvoice, without({ ...invoiceBody(ACCOUNT, "F1", "100.00", "2025-11-10"), ...changes }), occasion);
const part = (amount: string, dueOn: string, instalmentId = "F1.1") => ({ instalments: [{ instalmentId, dueOn, amount: cop(amount) }] });
const rolled = { terms: { codes: { NET30: { due: { kind: "NET" as const, days: 60 }, rollRule: "NEXT" as const } } } };

const receipt = (changes: Record<string, unknown> = {}, occasion: Occasion = {}, ...history: readonly DecidedEvent[]) =>
  given(...history).when(registerReceipt, without({ ...receiptBody(ACCOUNT, "R1", "100.00", "2025-11-18"), ...changes }), occasion);

const R1 = receiptRegistered("R1", "100.00", "2025-11-18", { cleared: false });
const ANNULLED = ReceiptAnnulled({ receiptId: "R1", amount: "100.00" });
const clear = (changes: Record<string, unknown> = {}, occasion: Occasion = {}, first = R1) =>
  given(first).when(
    confirmClearance,
    without({ accountId: ACCOUNT, receiptId: "R1", on: "2025-11-19", evidenceHash: "a".repeat(64), ...changes }),
    occasion,
  );

const F1 = invoiceRecorded("F1", "100.00", "2025-11-01");
const promised = promiseRegistered("P1", [["F1.1", "60.00"]], "2025-11-30", "2025-11-18");
const promise = (changes: Record<string, unknown> = {}, ...more: readonly DecidedEvent[]) =>
  given(F1, ...more).when(registerPromise, {
    ...{
      accountId: ACCOUNT,
      promiseId: "P2",
      lines: [{ instalmentId: "F1.1", amount: cop("50.00") }],
      dueOn: "2025-11-25",
      channel: "PHONE",
    },
    ...changes,
  });
const line = (amount: unknown, instalmentId = "F1.1") => ({ instalmentId, amount });
const cancel = { accountId: ACCOUNT, promiseId: "P1", reason: "agreed" };
const settled = invoiceRecorded("F0", "0.00", "2025-11-01", {
  instalments: [{ instalmentId: "F0.1", dueOn: "2025-12-01", amount: "0.00" }],
});

const OWN_RECEIPTS = stateOf(legalEntity, "CO01", [
  ...COMPANY,
  SeriesDefined({ entityId: "CO01", code: "RC", kind: "RECEIPT", ownership: "OWN", from: 1 }),
]);

const SEALED: Occasion = { locked: { "2025-11-19": "DAY_SEALED" } };
const SOFT: Occasion = { locked: { "2025-11-19": "PERIOD_SOFT_CLOSED" } };
const CLOSED: Occasion = { closedThrough: "2025-11-19" };
const dated = { effectiveOn: "2025-11-19" };

export const receivableRefusals: RefusalCases = {
  RecordInvoice: {
    CUSTOMER_NOT_FOUND: () => invoice({}, { customer: undefined }),
    ACCOUNT_NOT_FOUND: () => invoice({}, { entity: undefined }),
    CURRENCY_MISMATCH: () => invoice({ total: dollars("100.00") }),
    async DUPLICATE_DOCUMENT() {
      const test = await openTestLedger();
      await setUpAccount(test);
      await test.accept("record-invoice", invoiceBody(ACCOUNT, "F1", "1.00", "2025-05-01", { fiscalId: "CUFE-1" }));
      return test.refuse("record-invoice", invoiceBody(ACCOUNT, "F2", "1.00", "2025-05-01", { fiscalId: "CUFE-1" }));
    },
    NUMBER_REQUIRED: () => invoice({ number: undefined }),
    INSTALMENTS_DO_NOT_SUM: () => invoice(part("99.99", "2025-12-10")),
    TAX_MISMATCH: () => invoice({ net: cop("99.99") }),
    TAX_ID_MISMATCH: () => invoice({ customerTaxId: "800000001" }),
    DUE_BEFORE_ISSUE: () => invoice(part("100.00", "2025-11-09")),
    FUTURE_DOCUMENT_DATE: () => invoice({ issueDate: "2025-12-21" }),
    UNKNOWN_TERMS: () => invoice({ termsCode: "NET7" }),
    CALENDAR_MISSING: () => invoice({}, { policies: rolled }),
    PERSON_NOT_FOUND: () => invoice({ salespersonId: "NOBODY" }),
    RESOURCE_NOT_FOUND: () => invoice({ branchId: "NOWHERE" }),
    MALFORMED: () => invoice(part("100.00", "2025-12-10", "F1.2")),
    EFFECTIVE_BEFORE_DOCUMENT: () => invoice({ effectiveOn: "2025-11-09" }),
    PERIOD_CLOSED: () => invoice(dated, CLOSED),
    PERIOD_SOFT_CLOSED: () => invoice(dated, SOFT),
    DAY_SEALED: () => invoice(dated, SEALED),
  },
  RegisterReceipt: {
    CUSTOMER_NOT_FOUND: () => receipt({}, { customer: undefined }),
    ACCOUNT_NOT_FOUND: () => receipt({}, { entity: undefined }),
    OVERLAPS: () => receipt({}, {}, R1),
    NUMBER_REQUIRED: () => receipt({ number: undefined }),
    NUMBER_NOT_EXPECTED: () => receipt({}, { entity: OWN_RECEIPTS }),
    DUPLICATE_DOCUMENT: () => second({ number: "R1", receiptId: "R2" }),
    DUPLICATE_RECEIPT_REFERENCE: () => second({ number: "R2", receiptId: "R2", bankReference: "D-77" }),
    FUTURE_RECEIPT_DATE: () => receipt({ valueDate: "2025-11-21" }),
    TILL_CLOSED: () => receipt({ method: "CASH", tillSessionId: "T1" }),
    UNKNOWN_BANK_ACCOUNT: () => receipt({ bankAccountId: "CO01-NONE" }),
    CURRENCY_MISMATCH: () => receipt({ amount: dollars("1.00") }),
    FX_RATE_MISSING: () => receipt({ original: { amount: dollars("1.00") }, bankAccountId: "CO01-USD" }),
    BAD_MONEY: () => receipt({ original: { amount: dollars("1.00"), rate: "4000" }, bankAccountId: "CO01-USD" }),
    RESOURCE_NOT_FOUND: () => receipt({ bankLineId: "BL-1" }),
    RECEIPT_NOT_FOUND: () => receipt({ replaces: "R0" }),
    INVALID_TRANSITION: () => receipt({ receiptId: "R2", replaces: "R1" }, {}, R1),
    REPLACEMENT_DIFFERS: () => receipt({ receiptId: "R2", replaces: "R1", bankReference: "D-77" }, {}, R1, ANNULLED),
    MALFORMED: () => receipt({ bankAccountId: undefined }),
    FUTURE_EFFECTIVE_DATE: () => receipt({ effectiveOn: "2025-11-21" }),
    PERIOD_CLOSED: () => receipt(dated, CLOSED),
    PERIOD_SOFT_CLOSED: () => receipt(dated, SOFT),
    DAY_SEALED: () => receipt(dated, SEALED),
  },
  ConfirmClearance: {
    RECEIPT_NOT_FOUND: () => clear({ receiptId: "R2" }),
    INVALID_TRANSITION: () =>
      given(R1, ANNULLED).when(confirmClearance, { accountId: ACCOUNT, receiptId: "R1", on: "2025-11-19", evidenceHash: "a".repeat(64) }),
    OVER_MATCH: () => clear({}, {}, receiptRegistered("R1", "100.00", "2025-11-18")),
    FUTURE_RECEIPT_DATE: () => clear({ on: "2025-11-21" }),
    VALIDITY_INVERTED: () => clear({ on: "2025-11-17" }),
    RESOURCE_NOT_FOUND: () => clear({ bankLineId: "BL-1" }),
    MALFORMED: () => clear({ evidenceHash: undefined }),
    PERIOD_CLOSED: () => clear(dated, CLOSED),
    PERIOD_SOFT_CLOSED: () => clear(dated, SOFT),
    DAY_SEALED: () => clear(dated, SEALED),
  },
  RegisterPromise: {
    OVERLAPS: () => promise({ promiseId: "P1" }, promised),
    ITEM_NOT_FOUND: () => promise({ lines: [line(cop("1.00"), "F9.1")] }),
    CURRENCY_MISMATCH: () => promise({ lines: [line(dollars("1.00"))] }),
    PROMISE_IN_PAST: () => promise({ dueOn: "2025-11-19" }),
    PROMISE_TOO_FAR: () => promise({ dueOn: "2025-12-21" }),
    ALREADY_SETTLED: () => promise({ lines: [line(cop("1.00"), "F0.1")] }, settled),
    PROMISE_OVER_OPEN: () => promise({ lines: [line(cop("100.01"))] }),
    ITEM_ALREADY_PROMISED: () => promise({}, promised),
    PERSON_NOT_FOUND: () => promise({ collectorId: "NOBODY" }),
    RESOURCE_NOT_FOUND: () => promise({ contactPersonId: "K1" }),
    MALFORMED: () => promise({ lines: [line(cop("1.00")), line(cop("2.00"))] }),
  },
  CancelPromise: {
    PROMISE_NOT_FOUND: () => given(F1).when(cancelPromise, cancel),
    INVALID_TRANSITION: () => given(F1, promised, ...given(F1, promised).when(cancelPromise, cancel).events).when(cancelPromise, cancel),
    REASON_REQUIRED: () => given(F1, promised).when(cancelPromise, without({ ...cancel, reason: undefined })),
  },
  EvaluatePromise: {
    PROMISE_NOT_FOUND: () => given(F1).when(evaluatePromise, { accountId: ACCOUNT, promiseId: "P1", asOf: "2025-11-20" }),
    FUTURE_EFFECTIVE_DATE: () => given(F1, promised).when(evaluatePromise, { accountId: ACCOUNT, promiseId: "P1", asOf: "2025-11-21" }),
  },
};

/** A second receipt after one with a number and a bank reference, in a real ledger. */
async function second(changes: Record<string, unknown>) {
  const test = await openTestLedger();
  await setUpAccount(test);
  const body = receiptBody(ACCOUNT, "R1", "100.00", "2025-05-20", { bankReference: "D-77" });
  await test.accept("register-receipt", body);
  return test.refuse("register-receipt", without({ ...body, bankReference: undefined, ...changes }));
}
