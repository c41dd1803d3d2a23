import type { PolicyBody } from "../../../../schemas/policies.ts";
import { type CalendarDate, daysBetween } from "../../../kernel/calendar-date.ts";
import { broken, type DeepReadonly, type Occasion, type Verdict, type Violation, violation } from "../../../kernel/decider.ts";
import { amountText, type Minor, parseAmount, sumOf } from "../../../kernel/money.ts";
import type { Account } from "../account.ts";
import { dueOnAsOf, freeOpen } from "../documents/documents.ts";
import type { WriteOff } from "./write-offs.ts";

export interface AskedLine {
  readonly instalmentId: string;
  readonly amount: Minor;
}

/** The codes of the rules below. */
export const WRITE_OFF_REFUSALS = [
  ...([
    "ITEM_NOT_FOUND",
    "ALREADY_SETTLED",
    "OVER_APPLICATION",
    "TOO_EARLY",
    "ITEM_HAS_LIVE_COMMITMENT",
    "WRITE_OFF_NEEDS_EVIDENCE",
  ] as const),
] as const;

/**
 * What is written off is open and free, late enough on the write-off's own date, promised by nobody, and proven as the policy wants it:
 * asked when it is proposed, approved and posted, since all of it may change meanwhile.
 */
export function mayBeWrittenOff(
  account: Account,
  { lines, evidenceKinds }: { readonly lines: readonly AskedLine[]; readonly evidenceKinds: readonly string[] },
  on: CalendarDate,
  { minDays, evidence }: PolicyBody<"writeOff">,
  currency: string,
): readonly Violation[] {
  const missing = evidence.filter((kind) => !evidenceKinds.includes(kind));
  return broken([
    ...lines.map((line) => itemMayBeWrittenOff(account, line, on, minDays, currency)),
    missing.length === 0 ? undefined : violation("WRITE_OFF_NEEDS_EVIDENCE", { missing: missing.join(", ") }),
  ]);
}

function itemMayBeWrittenOff(
  { documents, promises }: Account,
  { instalmentId, amount }: AskedLine,
  on: CalendarDate,
  minDays: number,
  currency: string,
): Verdict {
  const item = documents.instalments.get(instalmentId);
  if (item === undefined) return violation("ITEM_NOT_FOUND", { instalmentId });
  if (item.open === 0n) return violation("ALREADY_SETTLED", { instalmentId });
  const free = freeOpen(item);
  const days = daysBetween(dueOnAsOf(item, on), on);
  const text = (minor: Minor) => amountText(minor, currency);
  return broken([
    amount <= free ? undefined : violation("OVER_APPLICATION", { instalmentId, open: text(free), requested: text(amount) }),
    days >= minDays ? undefined : violation("TOO_EARLY", { instalmentId, daysPastDue: String(days), minDays: String(minDays), on }),
    promises.cover.has(instalmentId) ? violation("ITEM_HAS_LIVE_COMMITMENT", { instalmentId, commitment: "PROMISE" }) : undefined,
  ]);
}

/**
 * Whether these are balances so small that the ledger may write them off by itself: each item, and with them all that it wrote off of this
 * account in the month. Nothing is small in a currency that the policy does not name.
 */
export function areSmallBalances(
  { documents, writeOffs }: Account,
  lines: readonly AskedLine[],
  on: CalendarDate,
  { autoCeiling, autoMonthly }: PolicyBody<"writeOff">,
  currency: string,
): boolean {
  const ceiling = parseAmount(autoCeiling[currency] ?? "", currency);
  const monthly = parseAmount(autoMonthly[currency] ?? "", currency);
  if (ceiling === undefined || monthly === undefined) return false;
  const thisMonth = [...writeOffs.values()].filter((each) => countsInMonth(each, on)).map(sumOfLines);
  return (
    lines.every(({ instalmentId }) => (documents.instalments.get(instalmentId)?.open ?? 0n) <= ceiling) &&
    sumOf([...thisMonth, sumOfLines({ lines })]) <= monthly
  );
}

/** What was reversed since counts all the same: it was taken off the books that month. */
function countsInMonth({ automatic, settledOn }: DeepReadonly<WriteOff>, on: CalendarDate): boolean {
  return automatic && settledOn?.slice(0, 7) === on.slice(0, 7);
}

export function sumOfLines({ lines }: { readonly lines: readonly { readonly amount: Minor }[] }): Minor {
  return sumOf(lines.map(({ amount }) => amount));
}

/** The ledger's own processes, and nobody who may propose or post for other reasons. */
export function actsAsLedger({ actor }: Pick<Occasion, "actor">): boolean {
  return actor.roles.includes("SYS") && !actor.roles.some((role) => ["CC", "CHF", "ACC"].includes(role));
}

/** Each instalment is named once. */
export function instalmentsAreNamedOnce(lines: readonly { readonly instalmentId: string }[]): readonly Violation[] {
  const ids = lines.map(({ instalmentId }) => instalmentId);
  const twice = ids.filter((instalmentId, index) => ids.indexOf(instalmentId) !== index);
  return twice.map((instalmentId) => violation("MALFORMED", { instalmentId, needed: "each instalment once" }, "/lines"));
}
