import { recordInvoice } from "../../../../src/domain/account/documents/record-invoice.ts";
import { recordOpeningItem } from "../../../../src/domain/account/documents/record-opening-item.ts";
import { ACCOUNT } from "../../../support/account-history.ts";
import { COLOMBIA_2025 } from "../../../support/decider-facts.ts";
import type { Body } from "../../../support/ledger.ts";
import type { Dice } from "../model/dice.ts";
import { type Ask, dateOf, dayOf, minor, money, move, unless } from "../model/move.ts";
import { firstOpenDay, type NaiveAccount, roundedHalfUp, total } from "../model/naive-account.ts";
import { addDocument } from "../model/undoing.ts";

export const FUTURE_DOCUMENT_DAYS = 30;
const EARLY_DAYS = 10;

interface Part {
  readonly due: number;
  readonly amount: number;
}

/** An invoice as one is mostly written, and now and then with something wrong. */
function invoiceBody(account: NaiveAccount, dice: Dice, id: string, most: number): Body {
  const issue = account.today + dice.between(-70, 12) + (dice.once(20) ? 24 : 0);
  const net = dice.once(25) ? 0 : dice.between(1, most);
  const tax = dice.once(2) && net > 0 ? dice.between(1, 12) : 0;
  const first = Math.ceil((net + tax) / 2);
  const last = Math.max(1, net + tax - first) + (dice.once(25) ? 1 : 0);
  const halves = [
    { instalmentId: `${id}.1`, dueOn: dateOf(issue + 15), amount: money(Math.max(1, first)) },
    { instalmentId: `${id}.${dice.once(30) ? 3 : 2}`, dueOn: dateOf(issue + (dice.once(20) ? -1 : 30)), amount: money(last) },
  ];
  const strange = {
    ...(dice.once(40) && { salespersonId: "NOBODY" }),
    ...(dice.once(40) && { branchId: "NOWHERE" }),
    ...(dice.once(40) && { customerTaxId: dice.of("900123456", "900999999") }),
    ...(dice.once(40) && { fiscalId: `CUFE-${dice.upTo(3)}` }),
    ...(dice.once(15) && { purchaseOrder: "PO-1" }),
  };
  return {
    ...{ accountId: ACCOUNT, documentId: id, series: dice.once(40) ? "OWN" : "FV", issueDate: dateOf(issue) },
    ...(!dice.once(40) && { number: dice.once(40) ? dice.known(account.documents.keys(), id) : id }),
    ...{ net: money(net), total: money(net + tax + (dice.once(40) ? 1 : 0)) },
    taxes: tax === 0 ? [] : [{ code: "IVA", base: money(tax), ratePct: "100", amount: money(tax + (dice.once(30) ? 2 : 0)) }],
    termsCode: dice.once(8) ? dice.of("NOTERMS", "ROLLED") : dice.of("NET30", "EARLY", "EARLY", "QUARTERS"),
    ...(dice.once(3) && net + tax > 1 && { instalments: halves }),
    ...strange,
  };
}

export const recordInvoiceMove = move(recordInvoice, {
  weight: 45,
  propose(account, dice, n) {
    const id = dice.once(25) ? dice.known(account.documents.keys(), `F${n}`) : `F${n}`;
    const orderId = dice.known(account.orders.keys(), "O-none");
    const orderRefs = dice.once(4) && { orderRefs: [{ orderId, amount: money(dice.between(1, 20)), last: dice.once(2) }] };
    return { body: { ...invoiceBody(account, dice, id, 60), paymentMethod: "CREDIT", ...orderRefs }, ...strangeWorld(dice) };
  },
  judge(ask) {
    const { account, body, effect } = ask;
    const [issue, whole] = [dayOf(body.issueDate), minor(body.total)];
    const parts = partsOf(body, whole);
    const must = [...invoiceIsWrong(ask, "INVOICE", parts, whole)];
    if (body.number === undefined) must.push("NUMBER_REQUIRED");
    return {
      must,
      follow() {
        claim(ask, "INVOICE");
        const earlyUntil = body.termsCode === "EARLY" ? issue + EARLY_DAYS : undefined;
        const on = effect ?? firstOpenDay(account, issue);
        const tax = total(body.taxes.map((each) => minor(each.amount)));
        const header = { kind: "INVOICE", issue, effect: on, net: minor(body.net), tax, total: whole, earlyUntil } as const;
        addDocument(account, body.documentId, header, parts);
        remember(ask);
        return undefined;
      },
    };
  },
});

export const recordOpeningItemMove = move(recordOpeningItem, {
  weight: 14,
  propose(account, dice, n) {
    const id = dice.once(25) ? dice.known(account.documents.keys(), `S${n}`) : `S${n}`;
    const common = invoiceBody(account, dice, id, 60);
    const whole = minor(common.total as { amount: string; currency: string });
    // What is taken over may be older than any calendar of the ledger.
    const isOld = whole > 0 && dice.once(20);
    const body = isOld ? { ...common, issueDate: "2024-10-15", termsCode: "ROLLED" } : common;
    const issue = dayOf(String(body.issueDate));
    const open = dice.once(2) ? Math.max(1, whole) : dice.between(1, Math.max(1, whole) + (dice.once(8) ? 1 : 0));
    const cut = issue + dice.between(-1, 30) + (dice.once(8) ? 40 : 0);
    const part = { instalmentId: `${id}.${dice.once(15) ? 2 : 1}`, dueOn: dateOf(issue + (dice.once(12) ? -1 : 20)) };
    const instalments = dice.once(2) && !isOld && { instalments: [{ ...part, amount: money(open + (dice.once(12) ? 1 : 0)) }] };
    const originalKind = dice.of("INVOICE", "INVOICE", "DEBIT_NOTE", "CHARGE");
    return {
      body: { ...body, instalments: undefined, ...instalments, originalKind, openAmount: money(open), cutDate: dateOf(cut) },
      ...strangeWorld(dice),
    };
  },
  judge(ask) {
    const { account, body, effect, today } = ask;
    const [issue, open, cut] = [dayOf(body.issueDate), minor(body.openAmount), dayOf(body.cutDate)];
    const parts = partsOf(body, open);
    const must = [
      ...invoiceIsWrong(ask, body.originalKind, parts, open),
      ...unless(body.number !== undefined, "NUMBER_REQUIRED"),
      ...unless(open <= minor(body.total), "BAD_MONEY"),
      ...unless(cut >= issue, "EFFECTIVE_BEFORE_DOCUMENT"),
      ...unless(cut <= today + FUTURE_DOCUMENT_DAYS, "FUTURE_DOCUMENT_DATE"),
    ];
    return {
      must: must.concat(body.series === "OWN" && body.originalKind !== "INVOICE" ? ["NUMBER_NOT_EXPECTED"] : []),
      follow() {
        claim(ask, body.originalKind);
        const on = effect ?? firstOpenDay(account, cut);
        const tax = total(body.taxes.map((each) => minor(each.amount)));
        const header = { kind: body.originalKind, issue, effect: on, net: minor(body.net), tax, total: open, earlyUntil: undefined };
        addDocument(account, body.documentId, header, parts);
        remember(ask);
        return undefined;
      },
    };
  },
});

/** Now and then nobody knows the customer or the company. */
export function strangeWorld(dice: Dice) {
  if (!dice.once(40)) return {};
  return { world: dice.once(2) ? { customer: undefined } : { entity: undefined } };
}

interface Debt {
  readonly documentId: string;
  readonly series: string;
  readonly number?: string;
  readonly issueDate: string;
  readonly fiscalId?: string;
  readonly purchaseOrder?: string;
  readonly salespersonId?: string;
  readonly branchId?: string;
}

interface Invoice extends Debt {
  readonly net: { amount: string; currency: string };
  readonly total: { amount: string; currency: string };
  readonly taxes: readonly { base: { amount: string; currency: string }; amount: { amount: string; currency: string } }[];
  readonly termsCode: string;
  readonly instalments?: readonly { instalmentId: string; dueOn: string; amount: { amount: string; currency: string } }[];
  readonly customerTaxId?: unknown;
}

/** As the issuer says, else as the terms do. QUARTERS: 25 % after 10, 20, 30 and 40 days, the last takes the rest; nothing of zero. */
function partsOf({ instalments, termsCode, issueDate }: Invoice, amount: number): readonly Part[] {
  const issue = dayOf(issueDate);
  if (instalments !== undefined && instalments.length > 0)
    return instalments.map((each) => ({ due: dayOf(each.dueOn), amount: minor(each.amount) }));
  if (amount === 0) return [];
  if (termsCode !== "QUARTERS") return [{ due: termsCode === "ROLLED" ? rolled(issue + 30) : issue + 30, amount }];
  let left = amount;
  const parts = [10, 20, 30, 40].map((days, index) => {
    const part = index === 3 ? left : Math.min(left, roundedHalfUp(amount, 4));
    left -= part;
    return { due: issue + days, amount: part };
  });
  return parts.filter((part) => part.amount > 0);
}

function invoiceIsWrong(ask: Ask<Invoice>, kind: string, parts: readonly Part[], whole: number): readonly string[] {
  const { body } = ask;
  const isNumbered = (body.instalments ?? []).every(({ instalmentId }, index) => instalmentId === `${body.documentId}.${index + 1}`);
  const sum = minor(body.net) + total(body.taxes.map((each) => minor(each.amount)));
  const taxIsOff = body.taxes.some((each) => Math.abs(minor(each.base) - minor(each.amount)) > 1);
  return [
    ...debtIsWrong(ask, kind),
    ...unless(isNumbered, "MALFORMED"),
    ...unless(total(parts.map(({ amount }) => amount)) === whole, "INSTALMENTS_DO_NOT_SUM"),
    ...unless(
      parts.every(({ due }) => due >= dayOf(body.issueDate)),
      "DUE_BEFORE_ISSUE",
    ),
    ...unless(sum === minor(body.total) && !taxIsOff, "TAX_MISMATCH"),
    ...unless(body.termsCode !== "NOTERMS", "UNKNOWN_TERMS"),
    ...unless(!needsLostCalendar(body, whole), "CALENDAR_MISSING"),
    ...unless(body.customerTaxId === undefined || JSON.stringify(body.customerTaxId).includes("900123456"), "TAX_ID_MISMATCH"),
  ];
}

/** There is a calendar of 2025 only; due dates after 30 days that must roll need the one of their year. */
function needsLostCalendar({ termsCode, issueDate, instalments }: Invoice, whole: number): boolean {
  const isRolled = termsCode === "ROLLED" && whole > 0 && (instalments ?? []).length === 0;
  return isRolled && !dateOf(rolled(dayOf(issueDate) + 30)).startsWith("2025");
}

const { holidays } = COLOMBIA_2025.data as { readonly holidays: readonly string[] };

/** The first business day from a day on, as far as there is a calendar. */
function rolled(from: number): number {
  let day = from;
  const isFree = () =>
    dateOf(day).startsWith("2025") && (holidays.includes(dateOf(day)) || [0, 6].includes(new Date(dateOf(day)).getUTCDay()));
  while (isFree()) day += 1;
  return day;
}

/** DOC-1, DOC-4, README G-19: what is the same for every new debt. */
export function debtIsWrong({ account, body, effect, today }: Ask<Debt>, kind: string): readonly string[] {
  const issue = dayOf(body.issueDate);
  const latest = today + FUTURE_DOCUMENT_DAYS;
  return [
    ...unless(!account.documents.has(body.documentId), "DUPLICATE_DOCUMENT"),
    ...unless(
      claimsOf(body, kind).every((key) => !account.claims.has(key)),
      "DUPLICATE_DOCUMENT",
    ),
    ...unless(issue <= latest && (effect ?? issue) <= latest, "FUTURE_DOCUMENT_DATE"),
    ...unless(effect === undefined || effect >= issue, "EFFECTIVE_BEFORE_DOCUMENT"),
    ...unless(body.salespersonId === undefined || body.salespersonId === "ANA", "PERSON_NOT_FOUND"),
    ...unless(body.branchId === undefined || body.branchId.startsWith("CO01"), "RESOURCE_NOT_FOUND"),
  ];
}

function claimsOf({ series, number, fiscalId }: Debt, kind: string): readonly string[] {
  return [...(number === undefined ? [] : [`${kind} ${series} ${number}`]), ...(fiscalId === undefined ? [] : [`FISCAL ${fiscalId}`])];
}

export function claim({ account, body }: Ask<Debt>, kind: string): void {
  for (const key of claimsOf(body, kind)) account.claims.add(key);
}

/** References that may be corrected later: its own, else those of the document it belongs to, else the customer's branch. */
export function remember({ account, body }: Ask<Debt>, originId = ""): void {
  const references = account.documents.get(body.documentId)?.references;
  references?.set("branchId", "CO01-B1");
  for (const field of ["salespersonId", "branchId"]) {
    const value = account.documents.get(originId)?.references.get(field);
    if (value !== undefined) references?.set(field, value);
  }
  for (const field of ["purchaseOrder", "fiscalId", "salespersonId", "branchId"] as const) {
    const value = body[field];
    if (value !== undefined) references?.set(field, value);
  }
}
