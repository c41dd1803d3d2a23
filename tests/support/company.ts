import { addDays } from "../../src/kernel/calendar-date.ts";
import type { Body, TestLedger } from "./ledger.ts";

/** Sends one command; a test ledger and an HTTP client both can. */
export type Send = (command: string, body: Body) => Promise<unknown>;

export interface CompanyOptions {
  readonly entityId?: string;
  readonly currency?: string;
  readonly timeZone?: string;
  readonly country?: string;
  /** Policies of the company: kind to body. */
  readonly policies?: Readonly<Record<string, Body>>;
}

/** Authority without ceilings at L4 and generous ones below, in a currency. */
export function authorityIn(currency: string): Body {
  return {
    LIMIT: {
      L1: { [currency]: "20000000.00" },
      L2: { [currency]: "80000000.00" },
      L3: { [currency]: "200000000.00" },
      L4: { [currency]: null },
    },
    DISCOUNT: { L1: "2.00", L2: "5.00", L3: "10.00", L4: "100.00" },
  };
}

/** Policies of a company that takes over existing lines and works without tills. */
export const TAKE_OVER: Readonly<Record<string, Body>> = {
  credit: { netUnappliedCredit: true, allowFileWaiver: true, allowApplicationWaiver: true, reinstateDays: 15 },
  till: { required: false, maxDifference: {} },
};

/** A legal entity with one branch, one bank account and its policies. */
export async function setUpCompany(send: Send, options: CompanyOptions = {}): Promise<void> {
  const { entityId = "CO01", currency = "COP", timeZone = "America/Bogota", country = "CO", policies = TAKE_OVER } = options;
  await send("register-legal-entity", {
    entityId,
    name: "Comercial de Prueba",
    taxId: "900123456",
    country,
    timeZone,
    functionalCurrency: currency,
  });
  await send("register-branch", { entityId, branchId: `${entityId}-B1`, name: "Principal" });
  await send("register-bank-account", {
    entityId,
    bankAccountId: `${entityId}-BANK`,
    currency,
    bank: "Banco",
    number: "000123",
    openingBalance: { amount: "0", currency },
  });
  for (const [kind, body] of Object.entries(policies)) {
    await send("define-policy", { entityId, kind, version: 1, validFrom: "1990-01-01", body, reason: "set-up" });
  }
}

export function customerBody(customerId: string, overrides: Body = {}): Body {
  return {
    customerId,
    taxIdCountry: "CO",
    taxIdType: "OTHER",
    taxIdNumber: `T-${customerId}`,
    kind: "LEGAL",
    legalName: `Customer ${customerId}`,
    addresses: [],
    language: "es-CO",
    homeBranches: [],
    ...overrides,
  };
}

export function lineBody(accountId: string, limit: string, overrides: Body = {}): Body {
  const currency = accountId.slice(-3);
  return {
    accountId,
    lineId: `L-${accountId.split(".")[0]}`,
    limit: { amount: limit, currency },
    termsCode: "NET30",
    validFrom: "2025-01-01",
    tolerancePct: "5.00",
    guaranteeIds: [],
    waivers: [
      { rule: "FILE", reason: "taken over" },
      { rule: "APPLICATION", reason: "taken over" },
    ],
    ...overrides,
  };
}

export function invoiceBody(accountId: string, documentId: string, total: string, issueDate: string, overrides: Body = {}): Body {
  const currency = accountId.slice(-3);
  return {
    accountId,
    documentId,
    series: "FV",
    number: documentId,
    issueDate,
    net: { amount: total, currency },
    total: { amount: total, currency },
    taxes: [],
    termsCode: "NET30",
    paymentMethod: "CREDIT",
    ...overrides,
  };
}

/** A debt taken over: what it once was, and what is open of it. */
export function openingItemBody(
  accountId: string,
  documentId: string,
  {
    total,
    net = total,
    open,
    issueDate,
  }: { readonly total: string; readonly net?: string; readonly open: string; readonly issueDate: string },
  cutDate: string,
  overrides: Body = {},
): Body {
  const currency = accountId.slice(-3);
  const vat = { code: "VAT", base: { amount: net, currency }, ratePct: "19", amount: { amount: "190.00", currency } };
  return {
    accountId,
    documentId,
    originalKind: "INVOICE",
    series: "OLD",
    number: documentId,
    issueDate,
    cutDate,
    net: { amount: net, currency },
    total: { amount: total, currency },
    taxes: net === total ? [] : [vat],
    openAmount: { amount: open, currency },
    termsCode: "NET30",
    ...overrides,
  };
}

/** A debit note or a charge, due in ten days. */
export function addedBody(accountId: string, documentId: string, amount: string, issueDate: string, overrides: Body = {}): Body {
  return {
    accountId,
    documentId,
    series: "ND",
    number: documentId,
    issueDate,
    dueOn: addDays(issueDate, 10),
    amount: { amount, currency: accountId.slice(-3) },
    ...overrides,
  };
}

export function receiptBody(accountId: string, receiptId: string, amount: string, valueDate: string, overrides: Body = {}): Body {
  const [, entityId = "", currency = ""] = accountId.split(".");
  return {
    accountId,
    receiptId,
    series: "RC",
    number: receiptId,
    method: "TRANSFER",
    amount: { amount, currency },
    receivedOn: valueDate,
    valueDate,
    bankAccountId: `${entityId}-BANK`,
    ...overrides,
  };
}

export function applicationBody(
  accountId: string,
  applicationId: string,
  receiptId: string,
  lines: readonly (readonly [instalmentId: string, amount: string, more?: Body])[],
  overrides: Body = {},
): Body {
  const currency = accountId.slice(-3);
  return {
    accountId,
    applicationId,
    receiptId,
    lines: lines.map(([instalmentId, amount, more], index) => ({
      lineId: `${applicationId}.${index + 1}`,
      instalmentId,
      amount: { amount, currency },
      ...more,
    })),
    ...overrides,
  };
}

/** A company with one customer and an open line of 5,000,000.00. */
export async function setUpAccount({ accept }: Pick<TestLedger, "accept">, accountId = "C1.CO01.COP"): Promise<void> {
  await setUpCompany(accept);
  await accept("register-customer", customerBody(accountId.split(".")[0] ?? ""));
  await accept("open-credit-line", lineBody(accountId, "5000000.00"));
}
