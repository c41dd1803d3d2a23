import type { Dice } from "../model/dice.ts";
import { minor, money, unless } from "../model/move.ts";
import { type NaiveAccount, total } from "../model/naive-account.ts";
import { creditable } from "./note-effects.ts";

type Money = { readonly amount: string; readonly currency: string };
type BodyLines = readonly { readonly instalmentId: string; readonly amount: Money }[];

export const notesThat = ({ notes }: NaiveAccount, ...wanted: readonly string[]) =>
  [...notes].filter(([, { status }]) => wanted.includes(status)).map(([id]) => id);
export const noteLines = (body: BodyLines | undefined) =>
  body?.map(({ instalmentId, amount }) => ({ itemId: instalmentId, amount: minor(amount) }));

/** A document, an amount of it, and sometimes lines that say what it is for. */
export function askedNote(account: NaiveAccount, dice: Dice) {
  const documentId = dice.once(6) ? undefined : dice.known(account.documents.keys(), "F-none");
  const items = account.documents.get(documentId ?? "")?.itemIds ?? [];
  const open = total(items.map((id) => creditable(account, id)));
  const amount = open > 0 && dice.once(2) ? Math.max(1, Math.ceil((open * dice.between(1, 4)) / 4)) : dice.between(1, 45);
  const own = dice.once(15) ? [...account.items.keys()] : items;
  const chosen = [dice.known(own, "F-none.1"), ...(dice.once(3) ? [dice.known(own, "F-none.1")] : [])];
  const distinct = dice.once(12) ? chosen : [...new Set(chosen)];
  const each = distinct.map((id) => ({
    instalmentId: id,
    amount: money(Math.max(1, dice.once(5) ? amount : Math.min(amount, Math.max(1, creditable(account, id))))),
  }));
  return { amount, ...(documentId !== undefined && { documentId }), ...(dice.once(3) && { lines: each }) };
}

interface AskedNote {
  readonly documentId: string | undefined;
  readonly amount: number;
  readonly lines: readonly { readonly itemId: string; readonly amount: number }[] | undefined;
}

/** CRN-1, CRN-2. */
export function doesNotFit(account: NaiveAccount, { documentId, amount, lines: own }: AskedNote): readonly string[] {
  const document = account.documents.get(documentId ?? "");
  if (documentId !== undefined && document === undefined) return ["ITEM_NOT_FOUND"];
  const before = [...account.notes.values()].filter((note) => note.documentId === documentId && note.status === "ISSUED");
  return [
    ...unless(
      (own ?? []).every(({ itemId }) => document?.itemIds.includes(itemId)),
      "ITEM_NOT_FOUND",
    ),
    ...unless(total((own ?? []).map((each) => each.amount)) <= amount, "CREDIT_EXHAUSTED"),
    ...unless(document === undefined || total(before.map((note) => note.amount)) + amount <= document.total, "CREDIT_EXCEEDS_INVOICE"),
  ];
}

export function eachOnce(body: BodyLines | undefined): readonly string[] {
  return unless(new Set(body?.map(({ instalmentId }) => instalmentId)).size === (body?.length ?? 0), "MALFORMED");
}
