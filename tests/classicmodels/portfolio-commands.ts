import { createHash } from "node:crypto";
import { authorityIn, TAKE_OVER } from "../support/company.ts";
import { amountOf, type Cheque, type Order, type Portfolio } from "./portfolio.ts";

export const ENTITY = "CM01";
const CURRENCY = "USD";
const DAY_MS = 86_400_000;

/** A command as `cartera send` and the batch route take it. */
export interface CommandLine {
  readonly command: string;
  readonly idempotencyKey: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const money = (minor: bigint) => ({ amount: amountOf(minor), currency: CURRENCY });
export const accountOf = (customerId: string) => `${customerId}.${ENTITY}.${CURRENCY}`;

/** The whole history of the sample company as commands, in the order in which they must be sent. */
export function portfolioCommands(portfolio: Portfolio): readonly CommandLine[] {
  const lines: CommandLine[] = [];
  const send = (command: string, key: string, body: Readonly<Record<string, unknown>>) =>
    lines.push({ command, idempotencyKey: `classicmodels ${command} ${key}`, body });
  setUp(send);
  for (const { id, name, email } of portfolio.salespeople) send("register-person", id, { personId: id, name, email });
  for (const { id, name, limit, salespersonId } of portfolio.customers) {
    send("register-customer", id, {
      customerId: id,
      taxIdCountry: "US",
      taxIdType: "OTHER",
      taxIdNumber: `CM-${id}`,
      kind: "LEGAL",
      legalName: name,
      addresses: [],
      language: "en",
      homeBranches: [{ entityId: ENTITY, branchId: "CM01-HQ" }],
    });
    if (salespersonId !== undefined) {
      send("assign-salesperson", id, { customerId: id, entityId: ENTITY, personId: salespersonId, from: "1990-01-01" });
    }
    if (limit > 0n) {
      send("open-credit-line", id, {
        accountId: accountOf(id),
        lineId: `LINE-${id}`,
        limit: money(limit),
        termsCode: "NET30",
        validFrom: "2003-01-01",
        tolerancePct: "0.00",
        guaranteeIds: [],
        waivers: ["FILE", "APPLICATION"].map((rule) => ({ rule, reason: "line taken over from the former system" })),
      });
    }
  }
  for (const order of portfolio.orders) send("record-invoice", order.id, invoiceOf(order));
  const open = openOrders(portfolio.orders);
  for (const cheque of portfolio.cheques) sendCheque(send, cheque, open.get(cheque.customerId) ?? []);
  return lines;
}

type Send = (command: string, key: string, body: Readonly<Record<string, unknown>>) => void;

function setUp(send: Send): void {
  send("register-legal-entity", ENTITY, {
    entityId: ENTITY,
    name: "Classic Models Inc.",
    taxId: "US-CM",
    country: "US",
    timeZone: "America/Los_Angeles",
    functionalCurrency: CURRENCY,
  });
  send("register-branch", "HQ", { entityId: ENTITY, branchId: "CM01-HQ", name: "San Francisco" });
  send("register-bank-account", "BANK", {
    entityId: ENTITY,
    bankAccountId: "CM01-BANK",
    currency: CURRENCY,
    bank: "Bank",
    number: "1",
    openingBalance: money(0n),
  });
  for (const [kind, body] of Object.entries({ ...TAKE_OVER, authority: authorityIn(CURRENCY) })) {
    send("define-policy", kind, { entityId: ENTITY, kind, version: 1, validFrom: "1990-01-01", body, reason: "taking over the portfolio" });
  }
}

function invoiceOf(order: Order) {
  return {
    accountId: accountOf(order.customerId),
    documentId: `F${order.id}`,
    series: "CM",
    number: order.id,
    issueDate: order.on,
    net: money(order.total),
    total: money(order.total),
    taxes: [],
    termsCode: "NET30",
    orderRefs: [{ orderId: order.id, amount: money(order.total), last: true }],
    paymentMethod: "CREDIT",
  };
}

interface OpenOrder {
  readonly order: Order;
  readonly dueOn: string;
  open: bigint;
}

function openOrders(orders: readonly Order[]): ReadonlyMap<string, OpenOrder[]> {
  const byCustomer = new Map<string, OpenOrder[]>();
  for (const order of orders) {
    const dueOn = new Date(Date.parse(order.on) + 30 * DAY_MS).toISOString().slice(0, 10);
    byCustomer.set(order.customerId, [...(byCustomer.get(order.customerId) ?? []), { order, dueOn, open: order.total }]);
  }
  return byCustomer;
}

/** A cheque is registered and cleared by hand on its date, then applied: to the order it equals where there is just one, else oldest due first. */
function sendCheque(send: Send, cheque: Cheque, orders: readonly OpenOrder[]): void {
  const receiptId = `${cheque.customerId}-${cheque.number}`;
  const accountId = accountOf(cheque.customerId);
  send("register-receipt", receiptId, {
    accountId,
    receiptId,
    series: "RC",
    number: receiptId,
    method: "CHEQUE",
    amount: money(cheque.amount),
    receivedOn: cheque.on,
    valueDate: cheque.on,
    bankAccountId: "CM01-BANK",
    instrument: { chequeNumber: cheque.number, bank: "unknown" },
  });
  const evidenceHash = createHash("sha256").update(receiptId).digest("hex");
  send("confirm-clearance", receiptId, { accountId, receiptId, on: cheque.on, evidenceHash });
  allocate(cheque, orders).forEach((lines, index) => {
    const applicationId = `${receiptId}-A${index + 1}`;
    send("apply-payment", applicationId, {
      accountId,
      applicationId,
      receiptId,
      lines: lines.map(({ order, amount }, at) => ({
        lineId: `${applicationId}.${at + 1}`,
        instalmentId: `F${order.id}.1`,
        amount: money(amount),
      })),
    });
  });
}

interface Allocation {
  readonly order: Order;
  readonly amount: bigint;
}

/** What the cheque pays, in applications: one for orders that exist on its date, one of its own for each that comes later. */
function allocate(cheque: Cheque, orders: readonly OpenOrder[]): readonly (readonly Allocation[])[] {
  const exact = orders.filter(({ open }) => open === cheque.amount);
  const candidates =
    exact.length === 1
      ? exact
      : orders.filter(({ open }) => open > 0n).sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0));
  const allocations: Allocation[] = [];
  let left = cheque.amount;
  for (const candidate of candidates) {
    const amount = left < candidate.open ? left : candidate.open;
    if (amount === 0n) continue;
    candidate.open -= amount;
    left -= amount;
    allocations.push({ order: candidate.order, amount });
  }
  const there = allocations.filter(({ order }) => order.on <= cheque.on);
  const later = allocations.filter(({ order }) => order.on > cheque.on).map((each) => [each]);
  return there.length > 0 ? [there, ...later] : later;
}
