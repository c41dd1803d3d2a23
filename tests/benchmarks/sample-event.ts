import { randomUUID } from "node:crypto";
import type { NewEvent } from "../../src/event-store/port.ts";

const DIGEST = "Zm9vYmFyYmF6cXV4MDEyMw";

/** An event the size of a registered receipt. */
export function sampleEvent(stream: string, number: number, commandId: string): NewEvent {
  const receiptId = `R-${stream}-${number}`;
  return {
    eventId: randomUUID(),
    type: "ReceiptRegistered",
    data: JSON.stringify({
      receiptId,
      series: "RC",
      number: receiptId,
      method: "TRANSFER",
      amount: "125000.00",
      receivedOn: "2025-01-15",
      valueDate: "2025-01-15",
      viaLawyer: false,
      thirdPartyPayer: false,
      remittance: [],
      cleared: false,
      bankAccountId: "CO01-BANK",
    }),
    meta: JSON.stringify({
      v: 1,
      effectiveOn: "2025-01-15",
      actor: "owner",
      command: "RegisterReceipt",
      commandId,
      fingerprint: DIGEST,
      policyVersions: { till: 1 },
      facts: { "customer-C1": 0, "organisation-CO01": 2 },
      claims: [`DOCUMENT_NUMBER:CO01:RECEIPT:RC:${receiptId}`],
      index: 0,
      count: 1,
    }),
  };
}
