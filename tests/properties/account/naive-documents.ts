import type { CommandOf } from "./commands.ts";
import { addFrom, dateOfDay, nothingByDay } from "./days.ts";
import { type Expectation, firstOpenDay, lockOn, type NaiveAccount, newItem, roundedHalfUp, total } from "./naive-account.ts";

const FUTURE_DOCUMENT_DAYS = 30;
const EARLY_DAYS = 10;

/** DOC-1 to DOC-5, TERM-1 to TERM-4. */
export function expectInvoice(account: NaiveAccount, command: CommandOf<"invoice">): Expectation {
  const { id, issue, effect, net, tax } = command;
  const amount = net + tax;
  const parts = (command.parts ?? partsByTerms(command)).filter((part) => part.amount > 0 || command.parts !== undefined);
  const latest = account.today + FUTURE_DOCUMENT_DAYS;
  const reasons = [
    ...(account.documents.has(id) ? ["DUPLICATE_DOCUMENT"] : []),
    ...(total(parts.map((part) => part.amount)) === amount ? [] : ["INSTALMENTS_DO_NOT_SUM"]),
    ...(parts.some(({ due }) => due < issue) ? ["DUE_BEFORE_ISSUE"] : []),
    ...(issue > latest || (effect ?? issue) > latest ? ["FUTURE_DOCUMENT_DATE"] : []),
    ...(effect !== undefined && effect < issue ? ["EFFECTIVE_BEFORE_DOCUMENT"] : []),
    ...(effect === undefined ? [] : lockOn(account, effect)),
  ];
  if (reasons.length > 0) return { reasons };
  const on = effect ?? firstOpenDay(account, issue);
  const items = parts.map((part, index) => `${id}.${index + 1}=${part.amount}@${dateOfDay(part.due)}`);
  return {
    events: [`InvoiceRecorded ${dateOfDay(on)} ${items.join(" ")}`.trim()],
    follow() {
      account.order += 1;
      const earlyUntil = command.terms === "EARLY" ? issue + EARLY_DAYS : undefined;
      account.documents.set(id, { issue, effect: on, net, tax, earlyUntil });
      for (const [index, part] of parts.entries()) account.items.set(`${id}.${index + 1}`, newItem(id, part.amount, on, issue));
    },
  };
}

/** QUARTERS: four times 25 % after 10, 20, 30 and 40 days, each rounded half up while there is something left, the last takes the rest. */
function partsByTerms({ terms, issue, net, tax }: CommandOf<"invoice">): readonly { readonly due: number; readonly amount: number }[] {
  const amount = net + tax;
  if (terms !== "QUARTERS") return [{ due: issue + 30, amount }];
  let left = amount;
  return [10, 20, 30, 40].map((days, index) => {
    const part = index === 3 ? left : Math.min(left, roundedHalfUp(amount, 4));
    left -= part;
    return { due: issue + days, amount: part };
  });
}

/** RCT-2, G-14. */
export function expectReceipt(account: NaiveAccount, command: CommandOf<"receipt">): Expectation {
  const { id, method, amount, value, received, effect, currency } = command;
  const { today } = account;
  const postDated = method === "POST_DATED_CHEQUE";
  const reasons = [
    ...(account.receipts.has(id) ? ["OVERLAPS"] : []),
    ...(received > today || (value > today && !postDated) ? ["FUTURE_RECEIPT_DATE"] : []),
    ...(effect !== undefined && effect > today && !postDated ? ["FUTURE_EFFECTIVE_DATE"] : []),
    ...(currency === "COP" ? [] : ["CURRENCY_MISMATCH"]),
    ...(effect === undefined ? [] : lockOn(account, effect)),
  ];
  if (reasons.length > 0) return { reasons };
  const on = effect ?? firstOpenDay(account, value);
  const cleared = method === "CASH";
  return {
    events: [`ReceiptRegistered ${dateOfDay(on)} ${id}=${amount}${cleared ? "" : " uncleared"}`],
    follow() {
      account.order += 1;
      const left = nothingByDay();
      const leftToSettle = nothingByDay();
      addFrom(left, on, amount);
      addFrom(leftToSettle, value, amount);
      account.receipts.set(id, { postDated, amount, value, effect: on, cleared, order: account.order, left, leftToSettle });
    },
  };
}

/** The bank's date, or the first day not locked on which the receipt counts; what waited for the bank is released then. */
export function expectClearance(account: NaiveAccount, { receiptId, on, effect }: CommandOf<"clearance">): Expectation {
  const receipt = account.receipts.get(receiptId);
  const ahead = effect !== undefined && effect > account.today ? ["FUTURE_EFFECTIVE_DATE"] : [];
  if (receipt === undefined) return { reasons: ["RECEIPT_NOT_FOUND", ...ahead] };
  const reasons = [
    ...ahead,
    ...(receipt.cleared ? ["OVER_MATCH"] : []),
    ...(on > account.today ? ["FUTURE_RECEIPT_DATE"] : []),
    ...(on < receipt.value || (effect !== undefined && effect < receipt.effect) ? ["VALIDITY_INVERTED"] : []),
    ...(effect === undefined ? [] : lockOn(account, effect)),
  ];
  if (reasons.length > 0) return { reasons };
  const date = effect ?? firstOpenDay(account, Math.max(on, receipt.effect));
  const released = [...account.applications.values()]
    .filter((application) => application.receiptId === receiptId)
    .flatMap((application) =>
      application.lines.map((line) => ({
        itemId: line.itemId,
        amount: line.left + total(line.companions.map(({ left }) => left)),
        from: Math.max(on, date, application.effect),
      })),
    )
    .filter(({ amount }) => amount > 0)
    .map(({ itemId, amount, from }) => `${itemId}=${amount}@${dateOfDay(from)}`);
  return {
    events: [`ReceiptCleared ${dateOfDay(date)} ${receiptId} ${released.join(" ")}`.trim()],
    follow() {
      account.order += 1;
      receipt.cleared = true;
    },
  };
}
