import { UnapplyPaymentBody } from "../../../../schemas/commands/receipts.ts";
import { PaymentUnapplied } from "../../../../schemas/events/account/applications.ts";
import { type CalendarDate, laterOf } from "../../../kernel/calendar-date.ts";
import {
  broken,
  type DecidedEvent,
  type DeepReadonly,
  effective,
  type Occasion,
  refuse,
  type Verdict,
  violation,
} from "../../../kernel/decider.ts";
import { amountText, type Minor, sumOf, toMinor } from "../../../kernel/money.ts";
import { secondPersonApproves } from "../../authority.ts";
import { type DomainFacts, defineCommand } from "../../facts.ts";
import { DESK } from "../../roles.ts";
import { givenDateIsOpen, moneyDate } from "../../time-locks.ts";
import { type Account, accountOf } from "../account.ts";
import { currencyIs, partsOfAccount } from "../account-id.ts";
import type { Application, AppliedLine } from "./applications.ts";
import { companionsUndoneWith, dividedCompanions } from "./companions-undone.ts";
import { pendingOfUndone, spansOfLines } from "./pending-spans.ts";

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
    ...(["APPLICATION_NOT_FOUND", "RESOURCE_NOT_FOUND", "OVERLAPS", "CURRENCY_MISMATCH", "ALREADY_UNAPPLIED"] as const),
    ...(["OVER_UNAPPLICATION", "APPLICATION_CONSUMED", "EFFECTIVE_BEFORE_APPLICATION", "FUTURE_EFFECTIVE_DATE"] as const),
    ...(["REASON_REQUIRED", "APPROVAL_REQUIRED"] as const),
    ...(["PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const),
    "MALFORMED",
  ],
  examine: ({ lines }) => {
    const ids = (lines ?? []).map(({ lineId }) => lineId);
    const twice = ids.filter((lineId, index) => ids.indexOf(lineId) !== index);
    return twice.map((lineId) => violation("MALFORMED", { lineId, needed: "each line once" }, "/lines"));
  },

  decide(account, command, facts) {
    const { applications } = account;
    const { accountId, unapplicationId, applicationId, kind } = command;
    const { currency } = partsOfAccount(accountId);
    const application = applications.byId.get(applicationId);
    if (application === undefined) return refuse(violation("APPLICATION_NOT_FOUND", { applicationId }, "/applicationId"));
    const effectiveOn = effectOf(command, application, facts);
    const violations = broken([
      facts.reasonGiven ? undefined : violation("REASON_REQUIRED", {}, "/reason"),
      applications.unapplications.has(unapplicationId) ? violation("OVERLAPS", { unapplicationId }, "/unapplicationId") : undefined,
      currencyIs(currency, Object.fromEntries((command.lines ?? []).map(({ amount }, index) => [`lines/${index}/amount`, amount]))),
      enoughIsStillApplied(command, application, currency),
      itemsAreStillThere(account, undoneLines(command, application)),
      dateIsPossible(command, application, facts),
      locksAllow(effectiveOn, kind, facts),
    ]);
    if (violations.length > 0) return refuse(...violations);

    return unapplied(account, application, command, undoneLines(command, application), effectiveOn, facts.today);
  },
});

/**
 * The money goes back to its credit, and what it settled is open again, or owed again in the memo of its write-off; where the write-off
 * itself was taken back, the item is open (WOF-4).
 */
function unapplied(
  account: Account,
  application: DeepReadonly<Application>,
  { accountId, unapplicationId, applicationId, kind }: Body,
  undone: readonly Undone[],
  effectiveOn: CalendarDate,
  today: CalendarDate,
): readonly DecidedEvent[] {
  const { currency } = partsOfAccount(accountId);
  const text = (minor: Minor) => amountText(minor, currency);
  const freedOn = ({ settledOn }: Pick<AppliedLine, "settledOn">, on: CalendarDate) =>
    kind === "CORRECTION" ? settledOn : laterOf(on, settledOn);
  const companions = undone.flatMap(({ line, amount }) =>
    companionsUndoneWith(account, line, amount).map((each) => {
      const { lineId, instalmentId } = line;
      return { ...each, lineId, instalmentId, freedOn: freedOn(each, laterOf(effectiveOn, each.effectiveOn)) };
    }),
  );
  const credit = account.credits.byId.get(application.creditItemId);
  const spans = spansOfLines(credit, application, effectiveOn);
  const { alsoReversed, apart } = dividedCompanions(companions, { applicationId, credit, spans, effectiveOn, currency });
  const event = PaymentUnapplied({
    unapplicationId,
    applicationId,
    creditItemId: application.creditItemId,
    kind,
    lines: undone.map(({ line, amount }) => ({
      lineId: line.lineId,
      instalmentId: line.instalmentId,
      amount: text(amount),
      freedOn: freedOn(line, effectiveOn),
      ...memoRaised(account, line),
    })),
    alsoReversed,
    ...pendingOfUndone(spans, effectiveOn),
    ...(application.kind === "RECOVERY" && { recovery: true }),
    ...(application.kind === "CREDIT" && { ofNote: true }),
    undoneOn: today,
  });
  return [effective(effectiveOn, event), ...apart];
}

function memoRaised({ writeOffs }: Account, { memoOf }: DeepReadonly<AppliedLine>) {
  return memoOf === undefined || writeOffs.get(memoOf)?.status === "REVERSED" ? {} : { memoOf };
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

/** A correction cannot choose its date: into a sealed day a second person lets it, into a closed period nobody (UNA-5). */
function locksAllow(effectiveOn: CalendarDate, kind: Body["kind"], facts: Facts): Verdict {
  if (kind === "REVERSAL") return givenDateIsOpen(facts);
  const lock = facts.locks.lockOn(effectiveOn);
  if (lock === "DAY_SEALED") return secondPersonApproves(facts, ["CHF", "CC", "DIR"]);
  return lock && violation(lock, { effectiveOn });
}

/** What a cancelled document owed is owed no more, also not by undoing what cancelled it. */
function itemsAreStillThere({ documents }: Account, undone: readonly Undone[]): Verdict {
  return undone.flatMap(({ line: { instalmentId } }) => {
    const documentId = documents.instalments.get(instalmentId)?.documentId ?? "";
    return documents.byId.get(documentId)?.cancelled === true ? violation("APPLICATION_CONSUMED", { instalmentId }) : [];
  });
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
