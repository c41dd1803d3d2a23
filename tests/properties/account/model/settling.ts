import { addFrom, firstDayWith, lastOf, SPAN_DAYS, staysFrom } from "./days.ts";
import {
  firstOpenDay,
  freeOf,
  freeOpenOf,
  type NaiveAccount,
  type NaiveApplication,
  type NaiveCredit,
  type NaiveDocument,
  type NaiveItem,
  type NaiveProposal,
  type NaiveSettlement,
  openOf,
  total,
} from "./naive-account.ts";

/** What settles together with the money of a line. */
export interface Together {
  readonly kind: "DISCOUNT" | "WITHHOLDING";
  readonly subkind: string;
  readonly id: string;
  readonly amount: number;
  readonly base: number;
}

export interface AskedLine {
  readonly itemId: string;
  readonly amount: number;
  readonly together: readonly Together[];
}

/** Money that is to settle items. */
export interface Settling {
  readonly id: string;
  readonly creditId: string;
  readonly credit: NaiveCredit | undefined;
  readonly notFound: string;
  readonly exhausted: string;
  readonly lines: readonly AskedLine[];
  readonly effect: number | undefined;
  /** The proposal that is carried out: what it holds is there for it. */
  readonly proposal?: NaiveProposal | undefined;
}

export interface Settled {
  readonly on: number;
  readonly days: readonly number[];
  readonly must: readonly string[];
}

export function wholeOf({ amount, together }: AskedLine): number {
  return amount + total(together.map((each) => each.amount));
}

export function documentOf({ items, documents }: NaiveAccount, itemId: string): NaiveDocument {
  const document = documents.get(items.get(itemId)?.documentId ?? "");
  if (document === undefined) throw new Error(`${itemId} has no document`);
  return document;
}

export function itemOf({ items }: NaiveAccount, itemId: string): NaiveItem {
  const item = items.get(itemId);
  if (item === undefined) throw new Error(`${itemId} is not in the model`);
  return item;
}

/** APL-1 to APL-5 but for what settles together with the money: why not, or from when on and with which days of settlement. */
export function planSettling(account: NaiveAccount, settling: Settling): Settled {
  const { credit, lines } = settling;
  const unknown = unknownThings(account, settling);
  if (unknown.length > 0 || credit === undefined) return { on: 0, days: [], must: unknown };
  const amounts = tooMuch(account, settling);
  if (amounts.length > 0) return { on: 0, days: [], must: amounts };

  const days = settlementDays(account, credit, lines);
  const earliest = Math.max(credit.effect, ...days, ...lines.map(({ itemId }) => documentOf(account, itemId).effect));
  const on = settling.effect ?? firstPossible(account, credit, lines, earliest);
  const isPossible = on < earliest || isPossibleOn(account, credit, lines, on);
  return {
    on,
    days,
    must: [
      ...(on < earliest ? ["EFFECTIVE_BEFORE_DOCUMENT"] : []),
      ...(on > account.today && credit.method !== "POST_DATED_CHEQUE" ? ["FUTURE_EFFECTIVE_DATE"] : []),
      ...(isPossible ? [] : ["TIMELINE_NEGATIVE"]),
    ],
  };
}

function unknownThings(account: NaiveAccount, { id, credit, notFound, lines, proposal }: Settling): readonly string[] {
  const { applications, proposals, settlements, items } = account;
  const withheld = lines.flatMap(({ together }) => together.filter(({ kind }) => kind === "WITHHOLDING").map((each) => each.id));
  const isTaken = proposal === undefined && (applications.has(id) || proposals.has(id));
  const isTwice = new Set(withheld).size < withheld.length || withheld.some((each) => settlements.has(`WITHHOLDING ${each}`));
  return [
    ...(credit === undefined ? [notFound] : []),
    ...(lines.every(({ itemId }) => items.has(itemId)) ? [] : ["ITEM_NOT_FOUND"]),
    ...(isTaken || isTwice ? ["OVERLAPS"] : []),
  ];
}

function tooMuch(account: NaiveAccount, { credit, exhausted, lines, proposal, creditId }: Settling): readonly string[] {
  const items = [...new Set(lines.map(({ itemId }) => itemId))];
  const asked = (itemId: string) => total(lines.filter((line) => line.itemId === itemId).map(wholeOf));
  const free = (itemId: string) => freeOpenOf(account, itemId) + (proposal?.settles.get(itemId) ?? 0);
  const isRecorded = account.credits.get(creditId) === credit;
  const money = isRecorded ? freeOf(account, creditId) : lastOf(credit?.left ?? new Int32Array());
  return [
    ...(items.some((itemId) => openOf(account, itemId) === 0) ? ["ALREADY_SETTLED"] : []),
    ...(items.some((itemId) => openOf(account, itemId) > 0 && asked(itemId) > free(itemId)) ? ["OVER_APPLICATION"] : []),
    ...(total(lines.map(({ amount }) => amount)) > money + (proposal?.money ?? 0) ? [exhausted] : []),
  ];
}

/** Line after line, the first day not before value and issue on which money and item are still free for good, on copies of the cells. */
function settlementDays(account: NaiveAccount, credit: NaiveCredit, lines: readonly AskedLine[]): readonly number[] {
  const money = Int32Array.from(credit.leftToSettle);
  const open = new Map(lines.map(({ itemId }) => [itemId, Int32Array.from(itemOf(account, itemId).openToSettle)]));
  return lines.map((line) => {
    const cells = open.get(line.itemId) as Int32Array;
    const start = Math.max(credit.value, documentOf(account, line.itemId).issue);
    const day = firstDayWith(cells, wholeOf(line), firstDayWith(money, line.amount, start));
    addFrom(money, day, -line.amount);
    addFrom(cells, day, -wholeOf(line));
    return day;
  });
}

function isPossibleOn(account: NaiveAccount, { left }: NaiveCredit, lines: readonly AskedLine[], day: number): boolean {
  const asked = (itemId: string) => total(lines.filter((line) => line.itemId === itemId).map(wholeOf));
  const itemsHold = lines.every(({ itemId }) => staysFrom(itemOf(account, itemId).open, day, asked(itemId)));
  return itemsHold && staysFrom(left, day, total(lines.map(({ amount }) => amount)));
}

function firstPossible(account: NaiveAccount, credit: NaiveCredit, lines: readonly AskedLine[], earliest: number): number {
  let day = firstOpenDay(account, earliest);
  while (day < SPAN_DAYS - 1 && !isPossibleOn(account, credit, lines, day)) day = firstOpenDay(account, day + 1);
  return day;
}

/** Money applied, with what came together with it. */
export function applyMoney(
  account: NaiveAccount,
  { id, creditId, lines }: Pick<Settling, "id" | "creditId" | "lines">,
  { on, days }: Pick<Settled, "on" | "days">,
): void {
  const applied = lines.map(({ itemId, amount, together }, index) => {
    const settled = days[index] ?? 0;
    const companions = together.map((each): NaiveSettlement => {
      const { kind, subkind, base } = each;
      const more = { itemId, creditId: undefined, applicationId: id, left: each.amount, settled, effect: on, chargeId: undefined };
      return { kind, subkind, id: each.id, amount: each.amount, base, status: "SETTLED", ...more };
    });
    return { id: `${id}.${index + 1}`, itemId, amount, left: amount, settled, companions, memoOf: undefined };
  });
  begin(account, id, { kind: "PAYMENT", creditId, effect: on, lines: applied });
}

/** An application of any kind begins: it moves what is open, or the memo of a write-off, and what is left of the credit. */
export function begin(account: NaiveAccount, id: string, application: NaiveApplication): void {
  const { creditId, effect, lines } = application;
  const credit = account.credits.get(creditId);
  if (credit === undefined) throw new Error(`${creditId} is not in the model`);
  account.applications.set(id, application);
  for (const line of lines) {
    for (const each of line.companions) account.settlements.set(`${each.kind} ${each.id}`, each);
    moveDebt(account, line, -line.amount, effect, line.settled);
    for (const each of line.companions) moveItem(account, line.itemId, -each.amount, effect, line.settled);
    addFrom(credit.left, effect, -line.amount);
    addFrom(credit.leftToSettle, line.settled, -line.amount);
  }
}

/** What is open of an item, by both calendars. */
export function moveItem(account: NaiveAccount, itemId: string, change: number, effect: number, settled: number): void {
  const item = itemOf(account, itemId);
  addFrom(item.open, effect, change);
  addFrom(item.openToSettle, settled, change);
}

/** What is open, or the memo where the line is of a memo and its write-off still stands. */
export function moveDebt(
  account: NaiveAccount,
  { itemId, memoOf }: { readonly itemId: string; readonly memoOf: string | undefined },
  change: number,
  effect: number,
  settled: number,
): void {
  const writeOff = memoOf === undefined ? undefined : account.writeOffs.get(memoOf);
  const memo = writeOff?.status === "POSTED" ? writeOff.lines.find((line) => line.itemId === itemId) : undefined;
  if (memo === undefined) {
    moveItem(account, itemId, change, effect, settled);
    return;
  }
  addFrom(memo.memo, effect, change);
  addFrom(memo.memoToSettle, settled, change);
}
