import type { EventData } from "../../schemas/events/registry.ts";
import { eventsByCategory } from "../../schemas/events/registry.ts";
import type { CalendarDate } from "../../src/kernel/calendar-date.ts";

const events = eventsByCategory.account;

/** Events of an account with everything filled in that a test does not care about. */

export function invoice(
  documentId: string,
  instalments: readonly [dueOn: CalendarDate, amount: string][],
  more: Partial<EventData<"InvoiceRecorded">> = {},
) {
  const total = more.total ?? instalments[0]?.[1] ?? "0.00";
  return events.InvoiceRecorded({
    documentId,
    series: "A",
    number: documentId,
    issueDate: "2025-05-01",
    net: total,
    total,
    taxes: [],
    termsCode: "NET30",
    instalments: instalments.map(([dueOn, amount], place) => ({ instalmentId: `${documentId}.${place + 1}`, dueOn, amount })),
    orderRefs: [],
    paymentMethod: "CREDIT",
    creditDecision: "NONE",
    ...more,
  });
}

export function receipt(receiptId: string, amount: string, more: Partial<EventData<"ReceiptRegistered">> = {}) {
  return events.ReceiptRegistered({
    receiptId,
    series: "R",
    number: receiptId,
    method: "CASH",
    amount,
    receivedOn: "2025-05-01",
    valueDate: "2025-05-01",
    viaLawyer: false,
    thirdPartyPayer: false,
    remittance: [],
    cleared: true,
    ...more,
  });
}

export function application(
  applicationId: string,
  receiptId: string,
  lines: readonly [instalmentId: string, amount: string][],
  more: Partial<EventData<"PaymentApplied">> = {},
) {
  const none = "0.00";
  return events.PaymentApplied({
    applicationId,
    receiptId,
    lines: lines.map(([instalmentId, amount], place) => ({
      lineId: `${applicationId}.${place + 1}`,
      instalmentId,
      amount,
      components: { defaultInterest: none, remunerativeInterest: none, capital: amount },
      settledOn: "2025-05-01",
    })),
    conditional: false,
    appliedOn: "2025-05-01",
    ...more,
  });
}

export function unapplication(
  unapplicationId: string,
  { applicationId, receiptId }: { readonly applicationId: string; readonly receiptId: string },
  lines: readonly [lineId: string, instalmentId: string, amount: string][],
  more: Partial<EventData<"PaymentUnapplied">> = {},
) {
  return events.PaymentUnapplied({
    unapplicationId,
    applicationId,
    creditItemId: receiptId,
    kind: "CORRECTION",
    lines: lines.map(([lineId, instalmentId, amount]) => ({ lineId, instalmentId, amount, freedOn: "2025-05-01" })),
    alsoReversed: [],
    conditional: false,
    undoneOn: "2025-06-01",
    ...more,
  });
}
