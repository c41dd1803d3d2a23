import type { CommandLine, CommandOf } from "./commands.ts";
import { addFrom, type ByDay, dateOfDay, lastOf, SPAN_DAYS, staysFrom } from "./days.ts";
import {
  type Expectation,
  firstOpenDay,
  leftOf,
  lockOn,
  type NaiveAccount,
  type NaiveApplication,
  type NaiveLine,
  type NaiveReceipt,
  openOf,
  roundedHalfUp,
  total,
} from "./naive-account.ts";

/** Percentages that a level may give away, in hundredths: L1, L3 and L4 of the built-in matrix. */
const MAY_GIVE: Readonly<Record<string, number>> = { CHF: 200, DIR: 1000, COR: 10_000 };
const RATES = { INCOME_TAX: 10, VAT: 15 } as const;

export function settledByLine({ amount, discount, withheld }: CommandLine): number {
  return amount + (discount?.amount ?? 0) + (withheld?.amount ?? 0);
}

/** APL-1 to APL-5, WHT-1, DSC-1. */
export function expectApplication(account: NaiveAccount, command: CommandOf<"application">): Expectation {
  const receipt = account.receipts.get(command.receiptId);
  const unknown = unknownThings(account, command);
  if (unknown.length > 0 || receipt === undefined) return { reasons: unknown };
  const amounts = tooMuch(account, command);
  if (amounts.length > 0) return { reasons: amounts };

  const settled = settlementDays(account, receipt, command.lines);
  const documents = command.lines.map((line) => documentOf(account, line.itemId));
  const earliest = Math.max(receipt.effect, ...settled, ...documents.map(({ effect }) => effect));
  const on = command.effect ?? firstPossible(account, receipt, command.lines, earliest);
  const reasons = [
    ...(on < earliest ? ["EFFECTIVE_BEFORE_DOCUMENT"] : []),
    ...(on > account.today && !receipt.postDated ? ["FUTURE_EFFECTIVE_DATE"] : []),
    ...(isPossibleOn(account, receipt, command.lines, on) ? [] : ["TIMELINE_NEGATIVE"]),
    ...(command.effect === undefined ? [] : lockOn(account, command.effect)),
    ...command.lines.flatMap((line, index) => companionsAreWrong(account, line, settled[index] ?? 0, command.roles)),
  ];
  if (reasons.length > 0) return { reasons };
  const application = applicationOf(command, settled, on);
  return { events: eventsOf(command.id, application, receipt.cleared), follow: () => apply(account, command, application) };
}

function unknownThings(account: NaiveAccount, { id, receiptId, lines }: CommandOf<"application">): readonly string[] {
  const withheld = lines.flatMap((line) => line.withheld?.id ?? []);
  return [
    ...(account.receipts.has(receiptId) ? [] : ["RECEIPT_NOT_FOUND"]),
    ...(lines.every(({ itemId }) => account.items.has(itemId)) ? [] : ["ITEM_NOT_FOUND"]),
    ...(account.applications.has(id) || new Set(withheld).size < withheld.length ? ["OVERLAPS"] : []),
    ...(withheld.some((each) => account.withholdings.has(each)) ? ["OVERLAPS"] : []),
  ];
}

function tooMuch(account: NaiveAccount, { receiptId, lines }: CommandOf<"application">): readonly string[] {
  const items = [...new Set(lines.map(({ itemId }) => itemId))];
  const asked = (itemId: string) => total(lines.filter((line) => line.itemId === itemId).map(settledByLine));
  return [
    ...(items.some((itemId) => openOf(account, itemId) === 0) ? ["ALREADY_SETTLED"] : []),
    ...(items.some((itemId) => openOf(account, itemId) > 0 && asked(itemId) > openOf(account, itemId)) ? ["OVER_APPLICATION"] : []),
    ...(total(lines.map(({ amount }) => amount)) > leftOf(account, receiptId) ? ["RECEIPT_EXHAUSTED"] : []),
  ];
}

function documentOf({ items, documents }: NaiveAccount, itemId: string) {
  const document = documents.get(items.get(itemId)?.documentId ?? "");
  if (document === undefined) throw new Error(`${itemId} has no document`);
  return document;
}

/** Line after line, the first day not before value and issue on which money and item are still free for good, on copies of the cells. */
function settlementDays({ items, ...account }: NaiveAccount, receipt: NaiveReceipt, lines: readonly CommandLine[]): readonly number[] {
  const money = Int32Array.from(receipt.leftToSettle);
  const open = new Map(lines.map(({ itemId }) => [itemId, Int32Array.from(items.get(itemId)?.openToSettle ?? [])]));
  return lines.map((line) => {
    const cells = open.get(line.itemId) as ByDay;
    let day = Math.max(receipt.value, documentOf({ ...account, items }, line.itemId).issue);
    while (!(staysFrom(money, day, line.amount) && staysFrom(cells, day, settledByLine(line)))) day += 1;
    addFrom(money, day, -line.amount);
    addFrom(cells, day, -settledByLine(line));
    return day;
  });
}

function isPossibleOn({ items }: NaiveAccount, { left }: NaiveReceipt, lines: readonly CommandLine[], day: number): boolean {
  const asked = (itemId: string) => total(lines.filter((line) => line.itemId === itemId).map(settledByLine));
  const itemsHold = lines.every(({ itemId }) => staysFrom(items.get(itemId)?.open as ByDay, day, asked(itemId)));
  return itemsHold && staysFrom(left, day, total(lines.map(({ amount }) => amount)));
}

function firstPossible(account: NaiveAccount, receipt: NaiveReceipt, lines: readonly CommandLine[], earliest: number): number {
  let day = firstOpenDay(account, earliest);
  while (day < SPAN_DAYS - 1 && !isPossibleOn(account, receipt, lines, day)) day = firstOpenDay(account, day + 1);
  return day;
}

function companionsAreWrong(account: NaiveAccount, line: CommandLine, settled: number, roles: readonly string[]): readonly string[] {
  const { earlyUntil, net, tax } = documentOf(account, line.itemId);
  const { discount, withheld } = line;
  const reasons: string[] = [];
  if (discount !== undefined) {
    const whole = settledByLine(line);
    const isEarly = earlyUntil !== undefined && settled <= earlyUntil && discount.amount <= roundedHalfUp(whole * 10, 100);
    const mayGive = Math.max(0, ...roles.map((role) => MAY_GIVE[role] ?? 0));
    const isWithinAuthority = discount.hundredthsPct <= mayGive && discount.amount * 10_000 <= mayGive * whole;
    if (!isEarly && !(isWithinAuthority && mayGive > 0)) reasons.push("AUTHORITY_EXCEEDED");
  }
  if (withheld !== undefined) {
    const expected = roundedHalfUp(withheld.base * RATES[withheld.kind], 100);
    if (Math.abs(withheld.amount - expected) > 1) reasons.push("WITHHOLDING_MISMATCH");
    if (withheld.base > (withheld.kind === "VAT" ? tax : net)) reasons.push("WITHHOLDING_MISMATCH");
  }
  return reasons;
}

function applicationOf({ id, receiptId, lines }: CommandOf<"application">, settled: readonly number[], effect: number): NaiveApplication {
  return {
    receiptId,
    effect,
    lines: lines.map(({ itemId, amount, discount, withheld }, index) => ({
      id: `${id}.${index + 1}`,
      itemId,
      amount,
      left: amount,
      settled: settled[index] ?? 0,
      companions: [
        ...(discount === undefined ? [] : [companion(`${id}-D${index + 1}`, "DISCOUNT", discount.amount)]),
        ...(withheld === undefined ? [] : [companion(withheld.id, "WITHHOLDING", withheld.amount)]),
      ],
    })),
  };
}

function companion(id: string, kind: "DISCOUNT" | "WITHHOLDING", amount: number) {
  return { id, kind, amount, left: amount };
}

function eventsOf(id: string, { effect, lines }: NaiveApplication, cleared: boolean): readonly string[] {
  const on = dateOfDay(effect);
  const texts = lines.map((line) => `${line.itemId}=${line.amount}@${dateOfDay(line.settled)}`);
  return [
    `PaymentApplied ${on} ${id} ${texts.join(" ")}${cleared ? "" : " conditional"}`,
    ...lines.flatMap((line: NaiveLine) =>
      line.companions.map((each) => {
        const type = each.kind === "DISCOUNT" ? "DiscountGranted" : "WithholdingRecorded";
        return `${type} ${on} ${each.id} ${line.itemId}=${each.amount}@${dateOfDay(line.settled)}`;
      }),
    ),
  ];
}

function apply(account: NaiveAccount, { id, lines }: CommandOf<"application">, application: NaiveApplication): void {
  const receipt = account.receipts.get(application.receiptId);
  account.order += 1 + total(application.lines.map(({ companions }) => companions.length));
  account.applications.set(id, application);
  for (const { withheld } of lines) if (withheld !== undefined) account.withholdings.add(withheld.id);
  for (const line of application.lines) {
    const item = account.items.get(line.itemId);
    const whole = line.amount + total(line.companions.map(({ amount }) => amount));
    if (item === undefined || receipt === undefined) throw new Error("an application of unknown things");
    addFrom(item.open, application.effect, -whole);
    addFrom(item.openToSettle, line.settled, -whole);
    addFrom(receipt.left, application.effect, -line.amount);
    addFrom(receipt.leftToSettle, line.settled, -line.amount);
    if (lastOf(item.open) < 0 || lastOf(receipt.left) < 0) throw new Error("the model itself went below zero");
  }
}
