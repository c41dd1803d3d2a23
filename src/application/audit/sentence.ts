import type { EventData, EventType } from "../../../schemas/events/registry.ts";
import { decimalText } from "../../kernel/money.ts";
import type { Texts } from "../refusals/refusal-entry.ts";

/** What a sentence needs besides the event: an account's events hold bare amounts in the account's currency. */
export interface SentenceContext {
  readonly currency?: string;
  /** Of the command, for one that was refused or changed nothing; without it its name is said. */
  readonly commandTitle?: string;
}

/** Says values in one language. */
export interface Teller {
  readonly language: keyof Texts;
  readonly context: SentenceContext;
  /** "80.00 COP", as stored. */
  money(amount: string): string;
  total(parts: readonly { readonly amount: string }[]): string;
  /** Each instalment once: "FV-1.1, FV-1.2 and FV-2.1"; of long lists the beginning. */
  instalments(parts: readonly { readonly instalmentId: string }[]): string;
  list(items: readonly string[]): string;
  /** What a code means; a code without words stands for itself. */
  word(words: Readonly<Record<string, Texts>>, code: string): string;
}

/**
 * The sentence of one kind of event. Personal values are left out whether sealed, opened or erased: a trail is read by more people than
 * the data it is about.
 */
export type Sentence<Data> = { readonly [Language in keyof Texts]: (data: Data, say: Teller) => string };
export type Sentences<Types extends EventType> = { readonly [Type in Types]: Sentence<EventData<Type>> };

const LONGEST_LIST = 6;
const LISTS = {
  // British English has no comma before the last item.
  en: new Intl.ListFormat("en-GB", { type: "conjunction" }),
  es: new Intl.ListFormat("es", { type: "conjunction" }),
};
const MORE = { en: (count: number) => `${count} more`, es: (count: number) => `${count} más` };

export function tellerOf(language: keyof Texts, context: SentenceContext): Teller {
  const money = (amount: string) => (context.currency === undefined ? amount : `${amount} ${context.currency}`);
  const list = (items: readonly string[]) => {
    const shown = items.length > LONGEST_LIST ? items.slice(0, LONGEST_LIST - 1) : items;
    const left = items.length - shown.length;
    return LISTS[language].format(left === 0 ? shown : [...shown, MORE[language](left)]);
  };
  return {
    language,
    context,
    money,
    total: (parts) => money(sumOfAmounts(parts.map(({ amount }) => amount))),
    instalments: (parts) => list([...new Set(parts.map(({ instalmentId }) => instalmentId))]),
    list,
    word: (words, code) => (Object.hasOwn(words, code) ? (words[code]?.[language] ?? code) : code),
  };
}

/** "RC 7", or "RC" where the ledger counts: the number is known to the read models. */
export function numberText({ series, number }: { readonly series: string; readonly number?: string | undefined }): string {
  return number === undefined ? series : `${series} ${number}`;
}

/** The clause when there is something to say in it. */
export function when<T>(value: T | undefined | null, clause: (value: T) => string): string {
  return value === undefined || value === null ? "" : clause(value);
}

/** Stored amounts of one account have the same decimals, so that the currency is not needed to add them. */
function sumOfAmounts(amounts: readonly string[]): string {
  const decimals = Math.max(0, ...amounts.map((amount) => amount.split(".")[1]?.length ?? 0));
  const sum = amounts.reduce((total, amount) => {
    const [whole = "0", fraction = ""] = amount.split(".");
    return total + BigInt(whole + fraction.padEnd(decimals, "0"));
  }, 0n);
  return decimalText(sum, decimals);
}
