import { join } from "node:path";
import { readCsv } from "../support/real-data.ts";

export interface Customer {
  readonly id: string;
  readonly name: string;
  readonly limit: bigint;
  readonly salespersonId: string | undefined;
}

export interface Order {
  readonly id: string;
  readonly customerId: string;
  readonly on: string;
  readonly total: bigint;
}

export interface Cheque {
  readonly number: string;
  readonly customerId: string;
  readonly on: string;
  readonly amount: bigint;
}

/** The sample company as its files say; amounts in cents. */
export interface Portfolio {
  readonly salespeople: readonly { readonly id: string; readonly name: string; readonly email: string }[];
  readonly customers: readonly Customer[];
  /** One invoice per order that was not cancelled. */
  readonly orders: readonly Order[];
  /** By date, then customer and number. */
  readonly cheques: readonly Cheque[];
}

export function readPortfolio(folder: string): Portfolio {
  const totals = new Map<string, bigint>();
  for (const line of readCsv(join(folder, "order_details.csv"))) {
    const order = line.orderNumber ?? "";
    totals.set(order, (totals.get(order) ?? 0n) + BigInt(line.quantityOrdered ?? "0") * cents(line.priceEach ?? "0"));
  }
  const employees = readCsv(join(folder, "employees.csv"));
  const customers = readCsv(join(folder, "customers.csv")).map((row) => ({
    id: row.customerNumber ?? "",
    name: row.customerName ?? "",
    limit: cents(row.creditLimit ?? "0"),
    salespersonId: /^\d+$/.test(row.salesRepEmployeeNumber ?? "") ? `E${row.salesRepEmployeeNumber}` : undefined,
  }));
  const orders = readCsv(join(folder, "orders.csv"))
    .filter((row) => row.status !== "Cancelled")
    .map((row) => ({
      id: row.orderNumber ?? "",
      customerId: row.customerNumber ?? "",
      on: isoDate(row.orderDate ?? ""),
      total: totals.get(row.orderNumber ?? "") ?? 0n,
    }));
  const cheques = readCsv(join(folder, "payments.csv")).map((row) => ({
    number: row.checkNumber ?? "",
    customerId: row.customerNumber ?? "",
    on: isoDate(row.paymentDate ?? ""),
    amount: cents(row.amount ?? "0"),
  }));
  return {
    salespeople: employees.map((row) => ({
      id: `E${row.employeeNumber}`,
      name: `${row.firstName} ${row.lastName}`,
      email: row.email ?? "",
    })),
    customers,
    orders: [...orders].sort((a, b) => compare(a.on, b.on) || compare(a.id, b.id)),
    cheques: [...cheques].sort((a, b) => compare(a.on, b.on) || compare(a.customerId, b.customerId) || compare(a.number, b.number)),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** DD-MM-YYYY as the files write it. */
function isoDate(text: string): string {
  return text.split("-").reverse().join("-");
}

export function cents(text: string): bigint {
  const [whole = "0", fraction = ""] = text.split(".");
  return BigInt(whole + fraction.padEnd(2, "0"));
}

export function amountOf(minor: bigint): string {
  const digits = minor.toString().replace("-", "").padStart(3, "0");
  return `${minor < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
