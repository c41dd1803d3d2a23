import { ApplyPaymentBody } from "../../../../schemas/commands/receipts.ts";
import { DiscountGranted, PaymentApplied, WithholdingRecorded } from "../../../../schemas/events/account.ts";
import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import { broken, type DeepReadonly, effective, type Occasion, refuse, type Verdict, violation } from "../../../kernel/decider.ts";
import { amountText, type Minor, sumOf, toMinor } from "../../../kernel/money.ts";
import { type Timeline, withChange } from "../../../kernel/timeline.ts";
import { heldLevel } from "../../authority.ts";
import { type DomainFacts, defineCommand } from "../../facts.ts";
import { DESK } from "../../roles.ts";
import { givenDateIsOpen } from "../../time-locks.ts";
import { type Account, accountOf } from "../account.ts";
import { currencyIs, partsOfAccount } from "../account-id.ts";
import type { Document, Instalment } from "../documents/documents.ts";
import { defaultEffect, earliestEffect, type Settlement, settledOn, timelineHolds } from "./application-dates.ts";
import { discountIsDue, withholdingIsRight } from "./companion-rules.ts";
import type { Receipt } from "./receipts.ts";

type Body = DeepReadonly<(typeof ApplyPaymentBody)["static"]>;
type Line = Body["lines"][number];
type Facts = DeepReadonly<Pick<DomainFacts, "policies" | "locks">> & Occasion;

/** A line together with what it settles. */
interface Part extends Settlement {
  readonly line: Line;
  readonly document: Document;
  readonly instalment: Instalment;
  readonly settled: CalendarDate;
}

/** The id of a discount is made of that of its application ("A1-D1") and is no longer than other ids. */
const LONGEST_ID_WITH_DISCOUNT = 35;

export const applyPayment = defineCommand({
  name: "ApplyPayment",
  title: { en: "Apply a payment", es: "Aplicar un pago" },
  body: ApplyPaymentBody,
  issuedBy: [...DESK, "TRE", "SYS"],
  target: accountOf,
  mayBeDatedAhead: true,
  facts: ["policies", "locks"],
  refusals: [
    ...(["RECEIPT_NOT_FOUND", "ITEM_NOT_FOUND", "OVERLAPS", "CURRENCY_MISMATCH", "ALREADY_SETTLED", "OVER_APPLICATION"] as const),
    ...(["RECEIPT_EXHAUSTED", "EFFECTIVE_BEFORE_DOCUMENT", "FUTURE_EFFECTIVE_DATE", "TIMELINE_NEGATIVE", "AUTHORITY_EXCEEDED"] as const),
    ...(["WITHHOLDING_MISMATCH", "UNKNOWN_WITHHOLDING_RATE", "MALFORMED", "PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const),
  ],
  examine: ({ applicationId, lines }) =>
    broken([
      ...lines.map(({ lineId }, index) =>
        lineId === `${applicationId}.${index + 1}`
          ? undefined
          : violation("MALFORMED", { expected: `${applicationId}.${index + 1}` }, `/lines/${index}/lineId`),
      ),
      applicationId.length > LONGEST_ID_WITH_DISCOUNT && lines.some(({ discount }) => discount !== undefined)
        ? violation("MALFORMED", { needed: `at most ${LONGEST_ID_WITH_DISCOUNT} characters with a discount` }, "/applicationId")
        : undefined,
    ]),

  /** All lines or none. */
  decide(account, command, facts) {
    const { accountId, applicationId, receiptId, lines } = command;
    const { currency } = partsOfAccount(accountId);
    const receipt = account.receipts.byId.get(receiptId);
    const unknown = broken([
      receipt === undefined ? violation("RECEIPT_NOT_FOUND", { receiptId }, "/receiptId") : undefined,
      account.receipts.applications.has(applicationId) ? violation("OVERLAPS", { applicationId }, "/applicationId") : undefined,
      itemsAreKnown(account, lines),
      withholdingsAreNew(account, lines),
      currencyIs(currency, currenciesOf(lines)),
    ]);
    if (unknown.length > 0 || receipt === undefined) return refuse(...unknown);

    const amounts = broken([itemsHaveThatOpen(account, lines, currency), receiptHasThatLeft(receipt, lines, currency)]);
    if (amounts.length > 0) return refuse(...amounts);

    const parts = partsOf(account, receipt, lines);
    const settlements = perInstalment(parts);
    const earliest = earliestEffect(
      receipt,
      settlements,
      parts.map(({ settled }) => settled),
    );
    const effectiveOn = facts.effectiveOn ?? defaultEffect(receipt, settlements, earliest, facts.locks);
    const violations = broken([
      dateIsPossible(receipt, settlements, effectiveOn, earliest, facts),
      ...parts.map((part, index) => companionsAreRight(part, effectiveOn, facts, `/lines/${index}`)),
      givenDateIsOpen(facts),
    ]);
    if (violations.length > 0) return refuse(...violations);
    return eventsOf(command, parts, receipt, currency, facts.today).map((event) => effective(effectiveOn, event));
  },
});

function itemsAreKnown(account: Account, lines: readonly Line[]): Verdict {
  return lines.flatMap(({ instalmentId }, index) =>
    account.documents.instalments.has(instalmentId) ? [] : violation("ITEM_NOT_FOUND", { instalmentId }, `/lines/${index}/instalmentId`),
  );
}

/** An id names one withholding of the account for ever. */
function withholdingsAreNew({ receipts }: Account, lines: readonly Line[]): Verdict {
  const ids = lines.flatMap(({ withholdings }) => (withholdings ?? []).map(({ withholdingId }) => withholdingId));
  const taken = ids.filter((id, index) => receipts.withholdings.has(id) || ids.indexOf(id) !== index);
  return taken.map((withholdingId) => violation("OVERLAPS", { withholdingId }, "/lines"));
}

/** What a line settles: the money, the discount and what was withheld. */
function settledBy({ amount, discount, withholdings }: Line): Minor {
  return toMinor(amount) + (discount ? toMinor(discount.amount) : 0n) + sumOf((withholdings ?? []).map((each) => toMinor(each.amount)));
}

function itemsHaveThatOpen(account: Account, lines: readonly Line[], currency: string): Verdict {
  const asked = new Map<string, Minor>();
  for (const line of lines) asked.set(line.instalmentId, (asked.get(line.instalmentId) ?? 0n) + settledBy(line));
  return [...asked].flatMap(([instalmentId, requested]) => {
    const open = account.documents.instalments.get(instalmentId)?.open ?? 0n;
    if (open === 0n) return violation("ALREADY_SETTLED", { instalmentId });
    if (requested <= open) return [];
    return violation("OVER_APPLICATION", { instalmentId, open: amountText(open, currency), requested: amountText(requested, currency) });
  });
}

function receiptHasThatLeft(receipt: Receipt, lines: readonly Line[], currency: string): Verdict {
  const requested = sumOf(lines.map(({ amount }) => toMinor(amount)));
  if (requested <= receipt.unapplied) return undefined;
  return violation("RECEIPT_EXHAUSTED", { left: amountText(receipt.unapplied, currency), requested: amountText(requested, currency) });
}

/** Lines are settled one after the other: what an earlier one takes is not free for the next. */
function partsOf({ documents }: Account, receipt: Receipt, lines: readonly Line[]): readonly Part[] {
  let moneyBySettlement = receipt.bySettlement;
  const itemsBySettlement = new Map<string, Timeline>();
  return lines.map((line) => {
    const instalment = documents.instalments.get(line.instalmentId);
    const document = instalment && documents.byId.get(instalment.documentId);
    if (instalment === undefined || document === undefined) throw new Error(`instalment ${line.instalmentId} without its document`);
    const settlement = { document, money: toMinor(line.amount), withCompanions: settledBy(line) };
    const bySettlement = itemsBySettlement.get(line.instalmentId) ?? instalment.bySettlement;
    const money = { valueDate: receipt.valueDate, bySettlement: moneyBySettlement };
    const settled = settledOn(money, { ...settlement, instalment: { ...instalment, bySettlement } });
    moneyBySettlement = withChange(moneyBySettlement, settled, -settlement.money);
    itemsBySettlement.set(line.instalmentId, withChange(bySettlement, settled, -settlement.withCompanions));
    return { ...settlement, instalment, line, settled };
  });
}

/** Two lines on one instalment count together. */
function perInstalment(parts: readonly Part[]): readonly Settlement[] {
  const byId = new Map<string, Settlement>();
  for (const { line, document, instalment, money, withCompanions } of parts) {
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
  receipt: Receipt,
  settlements: readonly Settlement[],
  on: CalendarDate,
  earliest: CalendarDate,
  facts: Facts,
): Verdict {
  const facts_ = { effectiveOn: on, earliest };
  return [
    ...(on < earliest ? [violation("EFFECTIVE_BEFORE_DOCUMENT", facts_, "/effectiveOn")] : []),
    ...(on > facts.today && receipt.method !== "POST_DATED_CHEQUE"
      ? [violation("FUTURE_EFFECTIVE_DATE", { effectiveOn: on, today: facts.today }, "/effectiveOn")]
      : []),
    ...(on >= earliest && !timelineHolds(receipt, settlements, on) ? [violation("TIMELINE_NEGATIVE", facts_, "/effectiveOn")] : []),
  ];
}

function companionsAreRight(
  { line, document, withCompanions, settled }: Part,
  on: CalendarDate,
  { policies, ...signatories }: Facts,
  pointer: string,
): Verdict {
  const { discount, withholdings } = line;
  const table = policies.inForce("withholding", on).body;
  const limits = {
    base: policies.inForce("discount", on).body.base,
    authority: policies.inForce("authority", on).body.DISCOUNT,
    held: heldLevel(signatories, { kind: "DISCOUNT" }),
  };
  return broken([
    discount && discountIsDue(discount, document, withCompanions, settled, limits, `${pointer}/discount`),
    ...(withholdings ?? []).map((each, index) => withholdingIsRight(each, document, table, `${pointer}/withholdings/${index}`)),
  ]);
}

function eventsOf(command: Body, parts: readonly Part[], receipt: Receipt, currency: string, today: CalendarDate) {
  const { applicationId, receiptId, debtorInstruction } = command;
  const text = (minor: Minor) => amountText(minor, currency);
  const conditional = !receipt.cleared;
  const nothing = text(0n);
  return [
    PaymentApplied({
      applicationId,
      receiptId,
      lines: parts.map(({ line, money, settled }) => ({
        lineId: line.lineId,
        instalmentId: line.instalmentId,
        amount: text(money),
        components: { defaultInterest: nothing, remunerativeInterest: nothing, capital: text(money) },
        settledOn: settled,
      })),
      conditional,
      appliedOn: today,
      ...(debtorInstruction !== undefined && { debtorInstruction }),
    }),
    ...parts.flatMap(({ line, settled }) => {
      const { lineId, instalmentId, discount, withholdings } = line;
      const together = { applicationId, receiptId, lineId, instalmentId, settledOn: settled, conditional, appliedOn: today };
      const discountId = `${applicationId}-D${lineId.slice(applicationId.length + 1)}`;
      return [
        ...(discount === undefined
          ? []
          : [
              DiscountGranted({
                ...together,
                discountId,
                kind: "EARLY_PAYMENT",
                pct: discount.pct,
                amount: text(toMinor(discount.amount)),
              }),
            ]),
        ...(withholdings ?? []).map(({ withholdingId, kind, base, ratePct, amount }) =>
          WithholdingRecorded({ ...together, withholdingId, kind, base: text(toMinor(base)), ratePct, amount: text(toMinor(amount)) }),
        ),
      ];
    }),
  ];
}

function currenciesOf(lines: readonly Line[]): Parameters<typeof currencyIs>[1] {
  const amounts = lines.flatMap(({ amount, discount, withholdings }, index) => [
    [`lines/${index}/amount`, amount] as const,
    [`lines/${index}/discount/amount`, discount?.amount] as const,
    ...(withholdings ?? []).map((each, at) => [`lines/${index}/withholdings/${at}/amount`, each.amount] as const),
    ...(withholdings ?? []).map((each, at) => [`lines/${index}/withholdings/${at}/base`, each.base] as const),
  ]);
  return Object.fromEntries(amounts);
}
