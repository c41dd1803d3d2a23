import { addFrom, type ByDay, lastOf, nothingByDay } from "./days.ts";

/**
 * The account as a person with squared paper would keep it: one cell per day, whole minor units, no cleverness. It follows the pages of the
 * domain reference (receivables, credit §9, collections §3), not the code that is tested.
 */
export interface NaiveAccount {
  today: number;
  /** Periods are closed up to this day, and then closed softly up to that one. */
  closedThrough: number;
  softlyClosedThrough: number;
  readonly sealedDays: Set<number>;
  /** Grows with every event, so that one can say what came after what. */
  order: number;
  /** Numbers of series, fiscal ids and references of deposits: used once in the whole ledger. */
  readonly claims: Set<string>;
  readonly documents: Map<string, NaiveDocument>;
  readonly items: Map<string, NaiveItem>;
  readonly supports: Set<string>;
  readonly credits: Map<string, NaiveCredit>;
  readonly requests: Map<string, "REQUESTED" | "FULFILLED" | "DECLINED">;
  readonly applications: Map<string, NaiveApplication>;
  readonly unapplications: Set<string>;
  readonly proposals: Map<string, NaiveProposal>;
  /** Discounts, withholdings and differences: "WITHHOLDING W1". */
  readonly settlements: Map<string, NaiveSettlement>;
  readonly notes: Map<string, NaiveNote>;
  readonly refunds: Map<string, NaiveRefund>;
  readonly transfers: Map<string, NaiveTransfer>;
  readonly writeOffs: Map<string, NaiveWriteOff>;
  readonly promises: Map<string, NaivePromise>;
  readonly orders: Map<string, NaiveOrder>;
  readonly invoicedOrders: Set<string>;
  readonly line: NaiveLineOfCredit;
}

export interface NaiveDocument {
  readonly kind: "INVOICE" | "DEBIT_NOTE" | "CHARGE";
  readonly issue: number;
  readonly effect: number;
  readonly net: number;
  readonly tax: number;
  /** What credit notes may not exceed. */
  readonly total: number;
  /** Ten percent up to that day. */
  readonly earlyUntil: number | undefined;
  readonly itemIds: readonly string[];
  /** What was corrected, by field. */
  readonly references: Map<string, string>;
  cancelled: boolean;
}

export interface NaiveItem {
  readonly documentId: string;
  readonly amount: number;
  readonly open: ByDay;
  /** The same by the days of settlement. */
  readonly openToSettle: ByDay;
  /** The due date of each day on which it may be looked at. */
  readonly due: ByDay;
  readonly originalDue: number;
  reserved: number;
  readonly flags: Map<string, number | undefined>;
}

export interface NaiveCredit {
  readonly kind: "RECEIPT" | "CREDIT_NOTE" | "TRANSFERRED_CREDIT";
  readonly method: string | undefined;
  readonly amount: number;
  readonly value: number;
  readonly received: number;
  readonly effect: number;
  status: "LIVE" | "RETURNED" | "ANNULLED" | "VOIDED";
  cleared: boolean;
  /** From when it counts as paid by the bank, where that was later than its registration. */
  clearedOn: number | undefined;
  clearedBy: string | undefined;
  /** Since when the bank is waited for, where its confirmation was taken back. */
  waitsSince: number;
  reserved: number;
  readonly order: number;
  readonly left: ByDay;
  readonly leftToSettle: ByDay;
  readonly registeredBy: string;
  /** Who paid it: a customer or a name. */
  readonly payer: string;
  readonly fromAccount: string | undefined;
  readonly reference: string | undefined;
  replaced: boolean;
}

export interface NaiveSettlement {
  readonly kind: "DISCOUNT" | "WITHHOLDING" | "DIFFERENCE";
  readonly id: string;
  readonly subkind: string;
  readonly itemId: string | undefined;
  readonly creditId: string | undefined;
  readonly applicationId: string | undefined;
  readonly amount: number;
  left: number;
  readonly settled: number;
  readonly effect: number;
  status: "SETTLED" | "CERTIFIED" | "REOPENED";
  readonly base: number;
  chargeId: string | undefined;
}

export interface NaiveLine {
  readonly id: string;
  readonly itemId: string;
  readonly amount: number;
  left: number;
  readonly settled: number;
  readonly companions: NaiveSettlement[];
  /** The write-off whose memo it lowered. */
  readonly memoOf: string | undefined;
}

export interface NaiveApplication {
  readonly kind: "PAYMENT" | "CREDIT" | "RECOVERY";
  readonly creditId: string;
  readonly effect: number;
  readonly lines: readonly NaiveLine[];
}

export interface NaiveProposal {
  status: "PROPOSED" | "APPROVED" | "REJECTED";
  /** The body with which it was proposed. */
  readonly asked: unknown;
  readonly creditId: string;
  readonly money: number;
  readonly settles: ReadonlyMap<string, number>;
  readonly maker: string;
  readonly validTo: number;
}

export interface NaiveNote {
  status: "REQUESTED" | "APPROVED" | "REJECTED" | "ISSUED" | "VOIDED";
  readonly reason: string;
  readonly documentId: string | undefined;
  /** As it was asked for, and as it was issued. */
  readonly requested: number;
  amount: number;
  readonly lines: readonly { readonly itemId: string; readonly amount: number }[] | undefined;
  readonly requestedBy: string | undefined;
  readonly requestedOn: number;
}

export interface NaiveRefund {
  status: "REQUESTED" | "PAID" | "CANCELLED";
  readonly creditId: string;
  readonly amount: number;
  readonly effect: number;
  readonly requestedOn: number;
  readonly requestedBy: string;
  paidOn: number | undefined;
}

export interface NaiveTransfer {
  status: "OUT" | "REVERSED";
  readonly creditId: string;
  readonly toAccount: string;
  readonly amount: number;
  readonly effect: number;
}

export interface NaiveWriteOff {
  status: "PROPOSED" | "APPROVED" | "REJECTED" | "POSTED" | "REVERSED";
  readonly proposedBy: string;
  readonly proposedOn: number;
  readonly automatic: boolean;
  readonly evidence: boolean;
  postedOn: number | undefined;
  settledOn: number | undefined;
  readonly lines: readonly NaiveMemo[];
}

export interface NaiveMemo {
  readonly itemId: string;
  readonly amount: number;
  readonly memo: ByDay;
  readonly memoToSettle: ByDay;
}

export interface NaivePromise {
  status: "ACTIVE" | "KEPT" | "PARTIALLY_KEPT" | "BROKEN" | "CANCELLED" | "SUPERSEDED";
  readonly due: number;
  readonly made: number;
  readonly order: number;
  readonly renewals: number;
  readonly lines: readonly { readonly itemId: string; readonly amount: number }[];
}

/** What the last event about an order says of it. */
export interface NaiveOrder {
  status: string;
  amount: number;
  invoiced: number;
  reservation: number;
}

export interface NaiveLineOfCredit {
  lineId: string | undefined;
  readonly everOpened: Set<string>;
  limits: { readonly amount: number; readonly from: number; readonly to: number | undefined }[];
  tolerancePct: number;
  validFrom: number;
  validTo: number | undefined;
  readonly suspensions: Map<string, { readonly lineId: string; readonly reason: string; live: boolean }>;
  readonly usedApplications: Set<string>;
}

export function naiveAccount(today: number): NaiveAccount {
  return {
    ...{ today, closedThrough: -1, softlyClosedThrough: -1, sealedDays: new Set(), order: 0, claims: new Set() },
    ...{ documents: new Map(), items: new Map(), supports: new Set(), credits: new Map(), requests: new Map() },
    ...{ applications: new Map(), unapplications: new Set(), proposals: new Map(), settlements: new Map(), notes: new Map() },
    ...{ refunds: new Map(), transfers: new Map(), writeOffs: new Map(), promises: new Map(), orders: new Map() },
    invoicedOrders: new Set(),
    line: {
      ...{ lineId: undefined, everOpened: new Set(), limits: [], tolerancePct: 0, validFrom: 0, validTo: undefined },
      ...{ suspensions: new Map(), usedApplications: new Set() },
    },
  };
}

/** Why nothing can take effect on a day any more. */
export function lockOn({ closedThrough, softlyClosedThrough, sealedDays }: NaiveAccount, day: number): readonly string[] {
  if (day <= closedThrough) return ["PERIOD_CLOSED"];
  if (day <= softlyClosedThrough) return ["PERIOD_SOFT_CLOSED"];
  return sealedDays.has(day) ? ["DAY_SEALED"] : [];
}

export function firstOpenDay(account: NaiveAccount, from: number): number {
  let day = from;
  while (lockOn(account, day).length > 0) day += 1;
  return day;
}

export function openOf({ items }: NaiveAccount, itemId: string): number {
  const item = items.get(itemId);
  return item === undefined ? 0 : lastOf(item.open);
}

/** What of an item no proposal holds. */
export function freeOpenOf(account: NaiveAccount, itemId: string): number {
  return openOf(account, itemId) - (account.items.get(itemId)?.reserved ?? 0);
}

/** What of a credit is unapplied and held by no proposal. */
export function freeOf({ credits }: NaiveAccount, creditId: string): number {
  const credit = credits.get(creditId);
  return credit === undefined ? 0 : lastOf(credit.left) - credit.reserved;
}

export function memoOf({ writeOffs }: NaiveAccount, itemId: string): number {
  const posted = [...writeOffs.values()].filter(({ status }) => status === "POSTED");
  return total(posted.flatMap(({ lines }) => lines.filter((line) => line.itemId === itemId).map(({ memo }) => lastOf(memo))));
}

export function newItem(documentId: string, amount: number, effect: number, issue: number, due: number): NaiveItem {
  const [open, openToSettle, dues] = [nothingByDay(), nothingByDay(), nothingByDay()];
  addFrom(open, effect, amount);
  addFrom(openToSettle, issue, amount);
  addFrom(dues, 0, due);
  return { documentId, amount, open, openToSettle, due: dues, originalDue: due, reserved: 0, flags: new Map() };
}

export function total(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

/** Rounded half up, as a fraction of whole numbers. */
export function roundedHalfUp(numerator: number, denominator: number): number {
  return Math.floor((2 * numerator + denominator) / (2 * denominator));
}

/** One of the ids a thing may have that the ledger names itself: "RC-1-FEE", "RC-1-FEE2". */
export function derivedId(from: string, ending: string, isTaken: (id: string) => boolean): string {
  let n = 1;
  while (isTaken(`${from}-${ending}${n === 1 ? "" : n}`)) n += 1;
  return `${from}-${ending}${n === 1 ? "" : n}`;
}
