import { minor } from "../model/move.ts";
import { type NaiveAccount, type NaiveDocument, roundedHalfUp, total } from "../model/naive-account.ts";

/** Percent of each tax in the policy of the model; there is none of ICA. */
export const RATES = { INCOME_TAX: 10, VAT: 15 } as const;
const EARLY_PCT = 10;

interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** DSC-1: the document's own discount, in its window and within its percentage of what the line settles. */
export function discountIsDue({ earlyUntil }: NaiveDocument, discount: number, whole: number, settled: number): boolean {
  return earlyUntil !== undefined && settled <= earlyUntil && discount <= roundedHalfUp(whole * EARLY_PCT, 100);
}

/** WHT-1: its rate of its base, and the rate in the table; one minor unit of tolerance. */
export function withholdingIsWrong({
  kind,
  base,
  ratePct,
  amount,
}: {
  kind: string;
  base: Money;
  ratePct: string;
  amount: Money;
}): readonly string[] {
  const rate = Number(ratePct);
  const isKnown = (kind === "INCOME_TAX" || kind === "VAT") && RATES[kind] === rate;
  const isRight = Math.abs(minor(amount) - roundedHalfUp(minor(base) * rate, 100)) <= 1;
  return [...(isKnown ? [] : ["UNKNOWN_WITHHOLDING_RATE"]), ...(isRight ? [] : ["WITHHOLDING_MISMATCH"])];
}

interface Base {
  readonly itemId: string;
  readonly kind: string;
  readonly base: number;
}

/** WHT-1: the bases of a tax are together not above the document's base for it; of one undone in part, that part counts. */
export function basesAreTooHigh(account: NaiveAccount, asked: readonly Base[]): readonly string[] {
  const documentIdOf = (itemId: string) => account.items.get(itemId)?.documentId;
  return asked.flatMap(({ itemId, kind }, index) => {
    const documentId = documentIdOf(itemId);
    const document = account.documents.get(documentId ?? "");
    if (document === undefined) return [];
    const isOfSame = (each: { readonly itemId: string | undefined }) => documentIdOf(each.itemId ?? "") === documentId;
    const before = [...account.settlements.values()].filter(
      (each) => each.kind === "WITHHOLDING" && each.subkind === kind && isOfSame(each),
    );
    const held = total(before.map(({ base, left, amount }) => roundedHalfUp(base * left, amount)));
    const now = total(asked.slice(0, index + 1).map((each) => (each.kind === kind && isOfSame(each) ? each.base : 0)));
    return held + now > (kind === "VAT" ? document.tax : document.net) ? ["WITHHOLDING_MISMATCH"] : [];
  });
}
