import { UnapplyPaymentBody } from "../../../../schemas/commands/receipts.ts";
import { PaymentUnapplied } from "../../../../schemas/events/account.ts";
import { type CalendarDate, laterOf } from "../../../kernel/calendar-date.ts";
import { broken, type DeepReadonly, effective, type Occasion, refuse, type Verdict, violation } from "../../../kernel/decider.ts";
import { amountText, divideHalfUp, type Minor, sumOf, toMinor } from "../../../kernel/money.ts";
import { type DomainFacts, defineCommand } from "../../facts.ts";
import { DESK } from "../../roles.ts";
import { givenDateIsOpen, moneyDate } from "../../time-locks.ts";
import { accountOf } from "../account.ts";
import { currencyIs, partsOfAccount } from "../account-id.ts";
import type { Application, AppliedLine } from "./receipts.ts";

type Body = DeepReadonly<(typeof UnapplyPaymentBody)["static"]>;
type Facts = DeepReadonly<Pick<DomainFacts, "locks">> & Occasion;

/** What of a line is undone. */
interface Undone {
  readonly line: DeepReadonly<AppliedLine>;
  readonly amount: Minor;
}

export const unapplyPayment = defineCommand({
  name: "UnapplyPayment",
  title: { en: "Undo the application of a payment", es: "Deshacer la aplicación de un pago" },
  body: UnapplyPaymentBody,
  issuedBy: [...DESK, "CHF"],
  target: accountOf,
  mayBeDatedAhead: true,
  facts: ["locks"],
  refusals: [
    ...([
      "APPLICATION_NOT_FOUND",
      "RESOURCE_NOT_FOUND",
      "OVERLAPS",
      "CURRENCY_MISMATCH",
      "ALREADY_UNAPPLIED",
      "OVER_UNAPPLICATION",
    ] as const),
    ...(["EFFECTIVE_BEFORE_APPLICATION", "FUTURE_EFFECTIVE_DATE", "REASON_REQUIRED"] as const),
    ...(["PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const),
    "MALFORMED",
  ],
  examine: ({ lines }) => {
    const ids = (lines ?? []).map(({ lineId }) => lineId);
    const twice = ids.filter((lineId, index) => ids.indexOf(lineId) !== index);
    return twice.map((lineId) => violation("MALFORMED", { lineId, needed: "each line once" }, "/lines"));
  },

  decide({ receipts }, command, facts) {
    const { accountId, unapplicationId, applicationId, kind } = command;
    const { currency } = partsOfAccount(accountId);
    const application = receipts.applications.get(applicationId);
    if (application === undefined) return refuse(violation("APPLICATION_NOT_FOUND", { applicationId }, "/applicationId"));
    const effectiveOn = effectOf(command, application, facts);
    const violations = broken([
      facts.reasonGiven ? undefined : violation("REASON_REQUIRED", {}, "/reason"),
      receipts.unapplications.has(unapplicationId) ? violation("OVERLAPS", { unapplicationId }, "/unapplicationId") : undefined,
      currencyIs(currency, Object.fromEntries((command.lines ?? []).map(({ amount }, index) => [`lines/${index}/amount`, amount]))),
      enoughIsStillApplied(command, application, currency),
      dateIsPossible(command, application, facts),
      locksAllow(effectiveOn, kind, facts),
    ]);
    if (violations.length > 0) return refuse(...violations);

    const text = (minor: Minor) => amountText(minor, currency);
    const freedOn = (line: DeepReadonly<AppliedLine>) => (kind === "CORRECTION" ? line.settledOn : laterOf(effectiveOn, line.settledOn));
    const undone = undoneLines(command, application);
    const unapplied = PaymentUnapplied({
      unapplicationId,
      applicationId,
      receiptId: application.receiptId,
      kind,
      lines: undone.map(({ line, amount }) => ({
        lineId: line.lineId,
        instalmentId: line.instalmentId,
        amount: text(amount),
        freedOn: freedOn(line),
      })),
      alsoReversed: undone.flatMap(({ line, amount }) =>
        companionsUndoneWith(line, amount).map((each) => ({
          id: each.id,
          kind: each.kind,
          lineId: line.lineId,
          instalmentId: line.instalmentId,
          amount: text(each.amount),
          freedOn: freedOn(line),
        })),
      ),
      conditional: receipts.byId.get(application.receiptId)?.cleared === false,
      ...pendingUntil(application, receipts.byId.get(application.receiptId)?.clearedOn, effectiveOn),
      undoneOn: facts.today,
    });
    return [effective(effectiveOn, unapplied)];
  },
});

/** What was applied before the money cleared counted as pending until it did; undone with effect before that day, it no longer does. */
function pendingUntil(
  { conditional, effectiveOn }: DeepReadonly<Application>,
  clearedOn: CalendarDate | undefined,
  undoneFrom: CalendarDate,
) {
  if (!conditional || clearedOn === undefined) return {};
  const released = laterOf(clearedOn, effectiveOn);
  return released > undoneFrom ? { pendingUntil: released } : {};
}

/** A correction was never true, so it takes effect with the application; a reversal takes effect the day it happens, not before it. */
function effectOf({ kind }: Body, application: DeepReadonly<Application>, facts: Facts): CalendarDate {
  if (kind === "CORRECTION") return application.effectiveOn;
  return moneyDate(facts, laterOf(facts.today, application.effectiveOn));
}

function dateIsPossible({ kind }: Body, application: DeepReadonly<Application>, { effectiveOn, today }: Facts): Verdict {
  if (effectiveOn === undefined) return undefined;
  const facts = { effectiveOn, application: application.effectiveOn };
  if (effectiveOn < application.effectiveOn || (kind === "CORRECTION" && effectiveOn !== application.effectiveOn)) {
    return violation("EFFECTIVE_BEFORE_APPLICATION", facts, "/effectiveOn");
  }
  const latest = laterOf(today, application.effectiveOn);
  return effectiveOn > latest ? violation("FUTURE_EFFECTIVE_DATE", { effectiveOn, today }, "/effectiveOn") : undefined;
}

function locksAllow(effectiveOn: CalendarDate, kind: Body["kind"], facts: Facts): Verdict {
  if (kind === "REVERSAL") return givenDateIsOpen(facts);
  const lock = facts.locks.lockOn(effectiveOn);
  return lock && violation(lock, { effectiveOn });
}

function enoughIsStillApplied({ lines }: Body, application: DeepReadonly<Application>, currency: string): Verdict {
  if (sumOf(application.lines.map(({ left }) => left)) === 0n) return violation("ALREADY_UNAPPLIED", {}, "/applicationId");
  return (lines ?? []).flatMap(({ lineId, amount }, index) => {
    const line = application.lines.find((each) => each.lineId === lineId);
    const pointer = `/lines/${index}`;
    if (line === undefined) return violation("RESOURCE_NOT_FOUND", { kind: "APPLICATION_LINE", lineId }, `${pointer}/lineId`);
    if (line.left === 0n) return violation("ALREADY_UNAPPLIED", { lineId }, `${pointer}/lineId`);
    if (amount.currency !== currency || toMinor(amount) <= line.left) return [];
    const facts = { lineId, applied: amountText(line.left, currency), requested: amount.amount };
    return violation("OVER_UNAPPLICATION", facts, `${pointer}/amount`);
  });
}

function undoneLines({ lines }: Body, application: DeepReadonly<Application>): readonly Undone[] {
  if (lines === undefined) return application.lines.filter(({ left }) => left > 0n).map((line) => ({ line, amount: line.left }));
  return lines.flatMap(({ lineId, amount }) => {
    const line = application.lines.find((each) => each.lineId === lineId);
    return line === undefined ? [] : { line, amount: toMinor(amount) };
  });
}

/** Discounts and withholdings are undone in proportion to the money; the last undo takes the rest. */
function companionsUndoneWith(
  line: DeepReadonly<AppliedLine>,
  amount: Minor,
): readonly { id: string; kind: "DISCOUNT" | "WITHHOLDING"; amount: Minor }[] {
  const leftAfter = line.left - amount;
  return line.companions
    .map(({ id, kind, amount: whole, left }) => ({ id, kind, amount: left - divideHalfUp(whole * leftAfter, line.amount) }))
    .filter((each) => each.amount > 0n);
}
