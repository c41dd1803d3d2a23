import type { AccountBook, Credit, Item } from "./account-book.ts";
import type { BranchLife } from "./branch-life.ts";
import { BANK_ACCOUNT_ID, cop, EARLY_DISCOUNT_PCT } from "./company.ts";
import type { Body, Happening } from "./demo-command.ts";
import { sha256 } from "./staff.ts";

const WITHHELD_PCT = "2.50";

/** Money for an item, and what settles together with it, in whole pesos. */
export interface Paid {
  readonly item: Item;
  readonly money: number;
  readonly discount?: number;
  readonly withheld?: { readonly withholdingId: string; readonly amount: number };
  /** A rest that is forgotten. */
  readonly shortBy?: number;
}

/** What of the item is settled with it. */
export function settledBy({ money, discount = 0, withheld, shortBy = 0 }: Paid): number {
  return money + discount + (withheld?.amount ?? 0) + shortBy;
}

/** Registers a receipt, and remembers its money. */
export function register(life: BranchLife, book: AccountBook, pesos: number, body: Body, tells: readonly Happening[]): Credit {
  const number = String(life.agenda.next("RC"));
  const credit: Credit = { creditId: `RC-${number}`, free: pesos, isReserved: false, settles: [] };
  const { branchId } = book.customer.branch;
  const receipt = { receiptId: credit.creditId, series: "RC", number, amount: cop(pesos), bankAccountId: BANK_ACCOUNT_ID, branchId };
  life.send("11:20", "TERESA", "register-receipt", book, { ...receipt, ...body }, { tells });
  book.credits.push(credit);
  return credit;
}

/** The bank's statement of the day before shows it. */
export function confirm(life: BranchLife, book: AccountBook, { creditId }: Credit): void {
  const seen = { receiptId: creditId, on: life.today, evidenceHash: sha256(`extracto ${creditId}`) };
  life.send("08:10", "TERESA", "confirm-clearance", book, seen);
}

/** Applies money of a credit to items, and remembers it; gives the id of the application. */
export function apply(life: BranchLife, book: AccountBook, credit: Credit, lines: readonly Paid[]): string {
  const applicationId = `AP-${life.agenda.next("application")}`;
  const body = {
    ...{ applicationId, receiptId: credit.creditId },
    lines: lines.map((line, index) => lineOf(`${applicationId}.${index + 1}`, line)),
  };
  life.send("14:30", "PILAR", "apply-payment", book, body, { tells: ["payment applied", ...whatIsSpecial(lines)] });
  for (const line of lines) {
    const { item, money, withheld, shortBy } = line;
    item.open -= settledBy(line);
    item.isTouched = true;
    credit.free -= money;
    credit.settles.push({ item, money });
    if (withheld !== undefined) book.uncertified.push(withheld.withholdingId);
    if (shortBy !== undefined) forget(life, book, applicationId, item, shortBy);
  }
  return applicationId;
}

function whatIsSpecial(lines: readonly Paid[]): readonly Happening[] {
  return [
    ...(lines.some((line) => settledBy(line) < line.item.open) ? (["partial payment"] as const) : []),
    ...(lines.some(({ discount }) => discount !== undefined) ? (["early discount"] as const) : []),
    ...(lines.some(({ withheld }) => withheld !== undefined) ? (["withholding"] as const) : []),
  ];
}

function lineOf(lineId: string, { item, money, discount, withheld }: Paid) {
  const { instalmentId, net = 0 } = item;
  return {
    ...{ lineId, instalmentId, amount: cop(money) },
    ...(discount !== undefined && { discount: { pct: `${EARLY_DISCOUNT_PCT}.00`, amount: cop(discount) } }),
    ...(withheld !== undefined && {
      withholdings: [{ ...withheld, kind: "INCOME_TAX", base: cop(net), ratePct: WITHHELD_PCT, amount: cop(withheld.amount) }],
    }),
  };
}

function forget(life: BranchLife, book: AccountBook, applicationId: string, { instalmentId }: Item, pesos: number): void {
  const differenceId = `DF-${life.agenda.next("difference")}`;
  const body = { differenceId, applicationId, instalmentId, amount: cop(pesos), reason: "diferencia en pesos" };
  life.send("15:50", "PILAR", "write-off-difference", book, body, { tells: ["small difference"] });
}
