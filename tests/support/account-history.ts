import type { EventData } from "../../schemas/events/registry.ts";
import { eventsByCategory } from "../../schemas/events/registry.ts";
import { addDays } from "../../src/kernel/calendar-date.ts";
import { type DecidedEvent, effective } from "../../src/kernel/decider.ts";

const { account } = eventsByCategory;

/** The account most examples are about. */
export const ACCOUNT = "C1.CO01.COP";

/** Events of an account with everything filled in that a test does not care about. Amounts are stored text: "100.00". */

export function creditLineOpened(limit = "5000000.00", more: Partial<EventData<"CreditLineOpened">> = {}) {
  return account.CreditLineOpened({
    lineId: "L1",
    limit,
    termsCode: "NET30",
    validFrom: "2025-01-01",
    tolerancePct: "5.00",
    guaranteeIds: [],
    waivers: [],
    authorityLevel: "L1",
    approver: "OWNER",
    ...more,
  });
}

export function lineSuspended(suspensionId: string, reasonCode: EventData<"LineSuspended">["reasonCode"] = "MANUAL") {
  return account.LineSuspended({ lineId: "L1", suspensionId, reasonCode, origin: "MANUAL", facts: [], cascade: "NONE" });
}

/** One instalment, unless `instalments` says otherwise. */
export function invoiceRecorded(documentId: string, total: string, issueDate: string, more: Partial<EventData<"InvoiceRecorded">> = {}) {
  return account.InvoiceRecorded({
    documentId,
    series: "FV",
    number: documentId,
    issueDate,
    net: total,
    total,
    taxes: [],
    termsCode: "NET30",
    instalments: [{ instalmentId: `${documentId}.1`, dueOn: addDays(issueDate, 30), amount: total }],
    orderRefs: [],
    paymentMethod: "CREDIT",
    creditDecision: "NONE",
    ...more,
  });
}

/** A cleared transfer, unless `more` says otherwise. */
export function receiptRegistered(
  receiptId: string,
  amount: string,
  valueDate: string,
  more: Partial<EventData<"ReceiptRegistered">> = {},
) {
  return account.ReceiptRegistered({
    receiptId,
    series: "RC",
    number: receiptId,
    method: "TRANSFER",
    amount,
    receivedOn: valueDate,
    valueDate,
    bankAccountId: "CO01-BANK",
    viaLawyer: false,
    thirdPartyPayer: false,
    remittance: [],
    cleared: true,
    ...more,
  });
}

export function paymentApplied(
  applicationId: string,
  receiptId: string,
  lines: readonly (readonly [instalmentId: string, amount: string])[],
  settledOn: string,
  more: Partial<EventData<"PaymentApplied">> = {},
) {
  return account.PaymentApplied({
    applicationId,
    receiptId,
    lines: lines.map(([instalmentId, amount], index) => ({
      lineId: `${applicationId}.${index + 1}`,
      instalmentId,
      amount,
      components: { defaultInterest: "0.00", remunerativeInterest: "0.00", capital: amount },
      settledOn,
    })),
    conditional: false,
    appliedOn: settledOn,
    ...more,
  });
}

/** What settled together with the first line of an application. */
export function settledWith(applicationId: string, receiptId: string, instalmentId: string, amount: string, settledOn: string) {
  return {
    applicationId,
    receiptId,
    lineId: `${applicationId}.1`,
    instalmentId,
    amount,
    settledOn,
    conditional: false,
    appliedOn: settledOn,
  };
}

export function promiseRegistered(
  promiseId: string,
  lines: readonly (readonly [instalmentId: string, amount: string])[],
  dueOn: string,
  madeOn: string,
) {
  const promised = lines.map(([instalmentId, amount]) => ({ instalmentId, amount }));
  return effective(madeOn, account.PromiseRegistered({ promiseId, lines: promised, dueOn, channel: "PHONE" }));
}

/** The part of events that a test is about: their types, without what the account's state of default does by itself. */
export function typesOf(events: readonly DecidedEvent[]): readonly string[] {
  return events.map(({ type }) => type).filter((type) => type !== "DelinquencyStateChanged");
}

/** What an instalment or a receipt has, in Colombian pesos. */
export function cop(amount: string): { readonly amount: string; readonly currency: "COP" } {
  return { amount, currency: "COP" };
}
