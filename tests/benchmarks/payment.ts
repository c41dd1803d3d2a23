import type { StoredEvent } from "../../src/event-store/port.ts";
import { openPostgresEventStore } from "../../src/event-store/postgres/postgres-event-store.ts";
import { addDays } from "../../src/kernel/calendar-date.ts";
import { applicationBody, customerBody, invoiceBody, lineBody, receiptBody, setUpCompany } from "../support/company.ts";
import type { Bench } from "./figure.ts";
import { ReceiptLoad, startLedger } from "./receipts.ts";

/** Days ago, so that the invoices are not due yet and the payment has no consequences: it is all that its append holds. */
const ISSUED = 5;
const PAID = 2;
const ACCOUNT = "C100001.CO01.COP";

/** A payment of two lines as a running ledger stores it: sent over HTTP, decided, sealed, encoded and read back from the log. */
export async function storedPayment(bench: Bench): Promise<StoredEvent> {
  const server = await startLedger(bench, "p8-ledger");
  const load = await ReceiptLoad.open(server.url);
  const accept = (command: string, body: unknown) => load.accept(0, command, body);
  try {
    await setUpCompany(accept);
    await accept("register-customer", customerBody("C100001"));
    await accept("open-credit-line", lineBody(ACCOUNT, "50000000.00"));
    await accept("record-invoice", invoiceBody(ACCOUNT, "FV-1000001", "1190000.00", daysAgo(ISSUED)));
    await accept("record-invoice", invoiceBody(ACCOUNT, "FV-1000002", "2380000.00", daysAgo(ISSUED)));
    await accept("register-receipt", receiptBody(ACCOUNT, "RC-1000001", "3570000.00", daysAgo(PAID)));
    const lines = [["FV-1000001.1", "1190000.00"] as const, ["FV-1000002.1", "2380000.00"] as const];
    await accept("apply-payment", applicationBody(ACCOUNT, "AP-1000001", "RC-1000001", lines));
  } finally {
    load.close();
    await server.stop();
  }
  return readPayment(await bench.databases.fresh("p8-ledger"));
}

async function readPayment(connectionString: string): Promise<StoredEvent> {
  const store = await openPostgresEventStore({ connectionString });
  try {
    const payment = (await store.readStream(`account-${ACCOUNT}`)).find(({ type }) => type === "PaymentApplied");
    if (payment === undefined) throw new Error("the ledger stored no payment");
    return payment;
  } finally {
    await store.close();
  }
}

function daysAgo(days: number): string {
  return addDays(new Date().toISOString().slice(0, 10), -days);
}
