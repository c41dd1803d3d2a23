import { readCsv } from "../support/real-data.ts";

export const FILE = "uci-online-retail-2009-2010.csv";

/** A document header of the wholesaler's year; amounts in pence. */
export interface UciDocument {
  readonly number: string;
  /** Nothing where it was sold over the counter. */
  readonly customerId: string | undefined;
  readonly on: string;
  readonly country: string;
  readonly total: bigint;
  /** What the file calls it: one "credit note" of a positive amount is none. */
  readonly kind: "INVOICE" | "CREDIT_NOTE" | "ADJUSTMENT";
}

export function readDocuments(path: string): readonly UciDocument[] {
  return readCsv(path).map((row) => ({
    number: row.invoice_no ?? "",
    customerId: row.customer_id || undefined,
    on: (row.invoice_ts ?? "").slice(0, 10),
    country: row.country ?? "",
    total: pence(row.total ?? "0"),
    kind: row.kind as UciDocument["kind"],
  }));
}

function pence(text: string): bigint {
  const [, sign = "", whole = "0", decimals = ""] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  return BigInt(`${sign}${whole}${decimals.padEnd(2, "0")}`);
}
