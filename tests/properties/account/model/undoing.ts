import { addFrom, lastOf, SPAN_DAYS } from "./days.ts";
import {
  derivedId,
  firstOpenDay,
  lockOn,
  type NaiveAccount,
  type NaiveApplication,
  type NaiveCredit,
  type NaiveSettlement,
  newItem,
} from "./naive-account.ts";
import { moveDebt, moveItem } from "./settling.ts";

/** Applications of a credit of which something still stands. */
export function liveApplications({ applications }: NaiveAccount, creditId: string): readonly NaiveApplication[] {
  return [...applications.values()].filter((each) => each.creditId === creditId && each.lines.some(({ left }) => left > 0));
}

/** A settlement, or some of it, is undone: what it settled is owed again. */
export function takeBack(account: NaiveAccount, settlement: NaiveSettlement, amount: number, effect: number, freed: number): void {
  const { itemId, creditId } = settlement;
  settlement.left -= amount;
  if (itemId !== undefined) moveItem(account, itemId, amount, effect, freed);
  const credit = creditId === undefined ? undefined : account.credits.get(creditId);
  if (credit === undefined) return;
  addFrom(credit.left, effect, amount);
  if (credit.status === "LIVE") addFrom(credit.leftToSettle, freed, amount);
}

/** RET-1: the bank's date, or the last day on which anything moved the credit that is not undone with it. */
export function earliestReturn(account: NaiveAccount, creditId: string, credit: NaiveCredit, on: number): number {
  const staying = Int32Array.from(credit.left);
  for (const { effect, lines } of liveApplications(account, creditId)) for (const { left } of lines) addFrom(staying, effect, left);
  let last = on;
  for (let day = 0; day < SPAN_DAYS; day += 1) if (staying[day] !== (staying[day - 1] ?? 0)) last = Math.max(last, day);
  return last;
}

/** The date of a return, and why one that is given is not possible. */
export function returnDate(
  account: NaiveAccount,
  creditId: string,
  earliest: number,
  effect: number | undefined,
): { readonly day: number; readonly must: readonly string[] } {
  const lockedAfter = (day: number) =>
    Math.max(
      ...liveApplications(account, creditId).map((each) =>
        each.effect > day && lockOn(account, each.effect).length > 0 ? each.effect : -1,
      ),
      -1,
    );
  if (effect !== undefined) {
    const locked = lockedAfter(effect);
    return {
      day: effect,
      must: [...(effect < earliest ? ["EFFECTIVE_BEFORE_APPLICATION"] : []), ...(locked < 0 ? [] : lockOn(account, locked))],
    };
  }
  const day = firstOpenDay(account, earliest);
  const locked = lockedAfter(day);
  return { day: locked < 0 ? day : firstOpenDay(account, locked), must: [] };
}

/** Everything that was done with money that did not come is undone; then the credit counts nothing any more. */
export function returnCredit(account: NaiveAccount, creditId: string, credit: NaiveCredit, day: number): void {
  for (const proposal of account.proposals.values())
    if (proposal.status === "PROPOSED" && proposal.creditId === creditId) endProposal(account, proposal, "REJECTED");
  const opened = undoApplications(account, creditId, credit, day);
  for (const refund of account.refunds.values()) {
    if (refund.creditId !== creditId || refund.status !== "REQUESTED") continue;
    refund.status = "CANCELLED";
    addFrom(credit.left, day, refund.amount);
  }
  for (const each of account.settlements.values())
    if (each.creditId === creditId && each.left > 0) takeBack(account, each, each.left, day, each.settled);
  endCredit(credit, "RETURNED", day);
  for (const each of account.settlements.values()) {
    const isApart = each.kind === "DISCOUNT" && each.subkind === "EARLY_PAYMENT" && each.applicationId === undefined;
    if (isApart && each.left > 0 && opened.has(each.itemId ?? ""))
      takeBack(account, each, each.left, Math.max(day, each.effect), each.settled);
  }
}

/** Where the write-off stands, the memo rises and no item opens. */
function undoApplications(account: NaiveAccount, creditId: string, credit: NaiveCredit, day: number): ReadonlySet<string> {
  const opened = new Set<string>();
  for (const { effect, lines } of liveApplications(account, creditId)) {
    const on = Math.max(day, effect);
    for (const line of lines.filter(({ left }) => left > 0)) {
      if (line.memoOf === undefined || account.writeOffs.get(line.memoOf)?.status !== "POSTED") opened.add(line.itemId);
      moveDebt(account, line, line.left, on, line.settled);
      addFrom(credit.left, on, line.left);
      line.left = 0;
      for (const each of line.companions)
        if (each.left > 0 && each.chargeId === undefined) takeBack(account, each, each.left, Math.max(on, each.effect), line.settled);
    }
  }
  return opened;
}

/** From its last day on a credit counts nothing. */
export function endCredit(credit: NaiveCredit, status: NaiveCredit["status"], day: number): void {
  credit.status = status;
  addFrom(credit.left, day, -lastOf(credit.left));
  credit.leftToSettle.fill(0);
}

export function endProposal(
  account: NaiveAccount,
  proposal: NaiveAccount["proposals"] extends Map<string, infer P> ? P : never,
  status: "APPROVED" | "REJECTED",
): void {
  proposal.status = status;
  const credit = account.credits.get(proposal.creditId);
  if (credit !== undefined) credit.reserved -= proposal.money;
  for (const [itemId, amount] of proposal.settles) {
    const item = account.items.get(itemId);
    if (item !== undefined) item.reserved -= amount;
  }
}

/** A charge of the ledger's own: its id is made of what it comes from. */
export function addCharge(
  account: NaiveAccount,
  from: string,
  ending: string,
  amount: number,
  due: number,
  effect: number,
  issue = due,
): string | undefined {
  if (amount === 0) return undefined;
  const id = derivedId(from, ending, (each) => account.documents.has(each));
  addDocument(account, id, { kind: "CHARGE", issue, effect, net: amount, tax: 0, total: amount, earlyUntil: undefined }, [{ due, amount }]);
  account.documents.get(id)?.references.set("branchId", "CO01-B1");
  return id;
}

type Header = Pick<Parameters<NaiveAccount["documents"]["set"]>[1], "kind" | "issue" | "effect" | "net" | "tax" | "total" | "earlyUntil">;

export function addDocument(
  account: NaiveAccount,
  id: string,
  header: Header,
  parts: readonly { readonly due: number; readonly amount: number }[],
): void {
  const itemIds = parts.map((_, index) => `${id}.${index + 1}`);
  account.documents.set(id, { ...header, itemIds, references: new Map(), cancelled: false });
  for (const [index, { due, amount }] of parts.entries()) {
    account.items.set(`${id}.${index + 1}`, newItem(id, amount, header.effect, header.issue, due));
  }
}
