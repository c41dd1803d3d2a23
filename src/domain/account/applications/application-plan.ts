import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import { broken, type DeepReadonly, type Occasion, type Rejection, refuse, type Verdict, violation } from "../../../kernel/decider.ts";
import { amountText, type Minor, minorOf, sumOf, toMinor } from "../../../kernel/money.ts";
import type { RefusalCode } from "../../../kernel/refusal-code.ts";
import { type Timeline, withChange } from "../../../kernel/timeline.ts";
import { heldLevel, LEVELS } from "../../authority.ts";
import type { DomainFacts } from "../../facts.ts";
import { givenDateIsOpen } from "../../time-locks.ts";
import type { Account } from "../account.ts";
import { currencyIs } from "../account-id.ts";
import { type CreditItem, freeOf } from "../credits/credits.ts";
import { type Document, freeOpen, type Instalment } from "../documents/documents.ts";
import { keyOf } from "../settlements/settlements.ts";
import { defaultEffect, earliestEffect, type Settlement, settledOn, timelineHolds } from "./application-dates.ts";
import { discountIsDue, withheldBasesFit, withholdingIsRight } from "./companion-rules.ts";
import type { Proposal } from "./proposals.ts";

type Money = { readonly amount: string; readonly currency: string };

/** A line as it is asked for: money for an instalment, and what settles together with it. */
export interface AskedLine {
  readonly lineId: string;
  readonly instalmentId: string;
  readonly amount: Money;
  readonly discount?: { readonly pct: string; readonly amount: Money } | undefined;
  readonly withholdings?: readonly AskedWithholding[] | undefined;
}

export interface AskedWithholding {
  readonly withholdingId: string;
  readonly kind: "INCOME_TAX" | "VAT" | "ICA";
  readonly base: Money;
  readonly ratePct: string;
  readonly amount: Money;
}

/** A credit that is to settle instalments, and how a clerk is told about it. */
export interface AskedApplication {
  readonly applicationId: string;
  readonly creditItemId: string;
  /** Kinds of credits that may be applied so. */
  readonly kinds: readonly CreditItem["kind"][];
  readonly words: { readonly notFound: RefusalCode; readonly exhausted: RefusalCode; readonly pointer: string };
  readonly lines: readonly AskedLine[];
  /** The credit, where it is not to be taken as it is recorded. */
  readonly credit?: DeepReadonly<CreditItem>;
  /** True where it takes effect as soon as it can, be it ahead: with a note that is issued in the same decision. */
  readonly mayBeAhead?: boolean;
  /** True where it only waits for somebody else: whose authority a discount takes is asked of who approves it. */
  readonly isProposal?: boolean;
  /** The proposal that it carries out: what that one holds is free for it. */
  readonly approves?: DeepReadonly<Proposal>;
}

/** A line together with what it settles. */
export interface PlannedLine extends Settlement {
  readonly line: AskedLine;
  readonly document: DeepReadonly<Document>;
  readonly instalment: DeepReadonly<Instalment>;
  readonly settled: CalendarDate;
}

export interface ApplicationPlan {
  readonly credit: DeepReadonly<CreditItem>;
  readonly lines: readonly PlannedLine[];
  readonly effectiveOn: CalendarDate;
}

export type PlanFacts = DeepReadonly<Pick<DomainFacts, "policies" | "locks">> & Occasion;

/** The codes a plan may be refused with, besides those of its words. */
export const PLAN_REFUSALS = [
  ...(["ITEM_NOT_FOUND", "OVERLAPS", "CURRENCY_MISMATCH", "ALREADY_SETTLED", "OVER_APPLICATION", "EFFECTIVE_BEFORE_DOCUMENT"] as const),
  ...(["FUTURE_EFFECTIVE_DATE", "TIMELINE_NEGATIVE", "AUTHORITY_EXCEEDED", "WITHHOLDING_MISMATCH", "UNKNOWN_WITHHOLDING_RATE"] as const),
  ...(["PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const),
] as const;

/**
 * How a credit settles instalments: all lines or none, each with the day that counts as the day of payment, all with one business date.
 * The limits are what is free: open or unapplied, less what proposals hold.
 */
export function planApplication(
  account: Account,
  asked: AskedApplication,
  currency: string,
  facts: PlanFacts,
): ApplicationPlan | Rejection {
  const { applicationId, creditItemId, lines, words } = asked;
  const credit = asked.credit ?? account.credits.byId.get(creditItemId);
  const isFitting = credit !== undefined && asked.kinds.includes(credit.kind);
  const unknown = broken([
    isFitting ? undefined : violation(words.notFound, { [words.pointer.slice(1)]: creditItemId }, words.pointer),
    asked.approves === undefined && isTaken(account, applicationId)
      ? violation("OVERLAPS", { applicationId }, "/applicationId")
      : undefined,
    itemsAreKnown(account, lines),
    withholdingsAreNew(account, lines),
    discountsAreNew(account, applicationId, lines),
    currencyIs(currency, currenciesOf(lines)),
  ]);
  if (unknown.length > 0 || credit === undefined) return refuse(...unknown);

  const amounts = broken([itemsHaveThatFree(account, asked, currency), creditHasThatFree(credit, asked, currency)]);
  if (amounts.length > 0) return refuse(...amounts);

  const planned = plannedLines(account, credit, lines);
  const settlements = perInstalment(planned);
  const earliest = earliestEffect(
    credit,
    settlements,
    planned.map(({ settled }) => settled),
  );
  const effectiveOn = facts.effectiveOn ?? defaultEffect(credit, settlements, earliest, facts.locks);
  const violations = broken([
    asked.mayBeAhead === true ? undefined : dateIsPossible(credit, settlements, effectiveOn, earliest, facts),
    withheldBasesFit(account, withheldBy(lines), currency),
    ...planned.map((line, index) => companionsAreRight(line, asked, effectiveOn, facts, `/lines/${index}`)),
    givenDateIsOpen(facts),
  ]);
  return violations.length > 0 ? refuse(...violations) : { credit, lines: planned, effectiveOn };
}

/** An id names one application or proposal of the account for ever. */
function isTaken({ applications, proposals }: Account, applicationId: string): boolean {
  const proposal = proposals.get(applicationId);
  return applications.byId.has(applicationId) || (proposal !== undefined && proposal.status !== "APPROVED");
}

function itemsAreKnown(account: Account, lines: readonly AskedLine[]): Verdict {
  return lines.flatMap(({ instalmentId }, index) =>
    account.documents.instalments.has(instalmentId) ? [] : violation("ITEM_NOT_FOUND", { instalmentId }, `/lines/${index}/instalmentId`),
  );
}

/** An id names one withholding of the account for ever. */
function withholdingsAreNew({ settlements }: Account, lines: readonly AskedLine[]): Verdict {
  const ids = lines.flatMap(({ withholdings }) => (withholdings ?? []).map(({ withholdingId }) => withholdingId));
  const taken = ids.filter((id, index) => settlements.has(keyOf("WITHHOLDING", id)) || ids.indexOf(id) !== index);
  return taken.map((withholdingId) => violation("OVERLAPS", { withholdingId }, "/lines"));
}

/** Somebody may have granted a discount under the id that the ledger would give it. */
function discountsAreNew({ settlements }: Account, applicationId: string, lines: readonly AskedLine[]): Verdict {
  return lines.flatMap(({ lineId, discount }) => {
    const discountId = discountIdOf(applicationId, lineId);
    return discount !== undefined && settlements.has(keyOf("DISCOUNT", discountId))
      ? violation("OVERLAPS", { discountId }, "/applicationId")
      : [];
  });
}

/** The discount of a line: "A1-D2" of "A1.2". */
export function discountIdOf(applicationId: string, lineId: string): string {
  return `${applicationId}-D${lineId.slice(applicationId.length + 1)}`;
}

function withheldBy(lines: readonly AskedLine[]) {
  return lines.flatMap(({ instalmentId, withholdings }, index) =>
    (withholdings ?? []).map((each, at) => ({ ...each, instalmentId, pointer: `/lines/${index}/withholdings/${at}/base` })),
  );
}

/** What a line settles: the money, the discount and what was withheld. */
export function settledBy({ amount, discount, withholdings }: AskedLine): Minor {
  return toMinor(amount) + (discount ? toMinor(discount.amount) : 0n) + sumOf((withholdings ?? []).map((each) => toMinor(each.amount)));
}

function itemsHaveThatFree(account: Account, { lines, approves }: AskedApplication, currency: string): Verdict {
  const wanted = new Map<string, Minor>();
  for (const line of lines) wanted.set(line.instalmentId, (wanted.get(line.instalmentId) ?? 0n) + settledBy(line));
  return [...wanted].flatMap(([instalmentId, requested]) => {
    const item = account.documents.instalments.get(instalmentId);
    if (item === undefined || item.open === 0n) return violation("ALREADY_SETTLED", { instalmentId });
    const held = approves?.asked.reserves.filter((each) => each.instalmentId === instalmentId) ?? [];
    const free = freeOpen(item) + sumOf(held.map(({ settles }) => minorOf(settles)));
    if (requested <= free) return [];
    return violation("OVER_APPLICATION", { instalmentId, open: amountText(free, currency), requested: amountText(requested, currency) });
  });
}

function creditHasThatFree(credit: DeepReadonly<CreditItem>, { lines, words, approves }: AskedApplication, currency: string): Verdict {
  const requested = sumOf(lines.map(({ amount }) => toMinor(amount)));
  const free = freeOf(credit) + sumOf((approves?.asked.reserves ?? []).map(({ money }) => minorOf(money)));
  if (requested <= free) return undefined;
  return violation(words.exhausted, { left: amountText(free, currency), requested: amountText(requested, currency) });
}

/** Lines are settled one after the other: what an earlier one takes is not free for the next. */
function plannedLines({ documents }: Account, credit: DeepReadonly<CreditItem>, lines: readonly AskedLine[]): readonly PlannedLine[] {
  let moneyBySettlement: Timeline = credit.bySettlement;
  const itemsBySettlement = new Map<string, Timeline>();
  return lines.map((line) => {
    const instalment = documents.instalments.get(line.instalmentId);
    const document = instalment && documents.byId.get(instalment.documentId);
    if (instalment === undefined || document === undefined) throw new Error(`instalment ${line.instalmentId} without its document`);
    const settlement = { document, money: toMinor(line.amount), withCompanions: settledBy(line) };
    const bySettlement = itemsBySettlement.get(line.instalmentId) ?? instalment.bySettlement;
    const money = { valueDate: credit.valueDate, bySettlement: moneyBySettlement };
    const settled = settledOn(money, { ...settlement, instalment: { ...instalment, bySettlement } });
    moneyBySettlement = withChange(moneyBySettlement, settled, -settlement.money);
    itemsBySettlement.set(line.instalmentId, withChange(bySettlement, settled, -settlement.withCompanions));
    return { ...settlement, instalment, line, settled };
  });
}

/** Two lines on one instalment count together. */
function perInstalment(lines: readonly PlannedLine[]): readonly Settlement[] {
  const byId = new Map<string, Settlement>();
  for (const { line, document, instalment, money, withCompanions } of lines) {
    const before = byId.get(line.instalmentId);
    byId.set(line.instalmentId, {
      document,
      instalment,
      money: money + (before?.money ?? 0n),
      withCompanions: withCompanions + (before?.withCompanions ?? 0n),
    });
  }
  return [...byId.values()];
}

function dateIsPossible(
  credit: DeepReadonly<CreditItem>,
  settlements: readonly Settlement[],
  on: CalendarDate,
  earliest: CalendarDate,
  { today }: PlanFacts,
): Verdict {
  const facts = { effectiveOn: on, earliest };
  return [
    ...(on < earliest ? [violation("EFFECTIVE_BEFORE_DOCUMENT", facts, "/effectiveOn")] : []),
    ...(on > today && credit.method !== "POST_DATED_CHEQUE"
      ? [violation("FUTURE_EFFECTIVE_DATE", { effectiveOn: on, today }, "/effectiveOn")]
      : []),
    ...(on >= earliest && !timelineHolds(credit, settlements, on) ? [violation("TIMELINE_NEGATIVE", facts, "/effectiveOn")] : []),
  ];
}

function companionsAreRight(
  { line, document, withCompanions, settled }: PlannedLine,
  { isProposal }: AskedApplication,
  on: CalendarDate,
  { policies, ...signatories }: PlanFacts,
  pointer: string,
): Verdict {
  const { discount, withholdings } = line;
  const table = policies.inForce("withholding", on).body;
  const limits = {
    base: policies.inForce("discount", on).body.base,
    authority: policies.inForce("authority", on).body.DISCOUNT,
    held: isProposal === true ? LEVELS.at(-1) : heldLevel(signatories, { kind: "DISCOUNT" }),
  };
  return broken([
    discount && discountIsDue(discount, document, withCompanions, settled, limits, `${pointer}/discount`),
    ...(withholdings ?? []).map((each, index) => withholdingIsRight(each, table, `${pointer}/withholdings/${index}`)),
  ]);
}

function currenciesOf(lines: readonly AskedLine[]): Parameters<typeof currencyIs>[1] {
  const amounts = lines.flatMap(({ amount, discount, withholdings }, index) => [
    [`lines/${index}/amount`, amount] as const,
    [`lines/${index}/discount/amount`, discount?.amount] as const,
    ...(withholdings ?? []).map((each, at) => [`lines/${index}/withholdings/${at}/amount`, each.amount] as const),
    ...(withholdings ?? []).map((each, at) => [`lines/${index}/withholdings/${at}/base`, each.base] as const),
  ]);
  return Object.fromEntries(amounts);
}
