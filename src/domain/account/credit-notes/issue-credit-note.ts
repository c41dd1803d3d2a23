import type { CreditNoteReason } from "../../../../schemas/codes.ts";
import { IssueCreditNoteBody } from "../../../../schemas/commands/credit-notes.ts";
import { CreditNoteIssued } from "../../../../schemas/events/account/credit-notes.ts";
import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import { broken, type DeepReadonly, effective, refuse, type Verdict, violation } from "../../../kernel/decider.ts";
import { amountText, type Minor, smallerOf, toMinor } from "../../../kernel/money.ts";
import { homeBranchOf, salespersonOn } from "../../customer/customer.ts";
import { defineCommand } from "../../facts.ts";
import { numberClaims, numberIsFromElsewhere } from "../../legal-entity/series.ts";
import { givenDateIsOpen, moneyDate } from "../../time-locks.ts";
import { type Account, accountOf } from "../account.ts";
import { currencyIs, partsOfAccount } from "../account-id.ts";
import { freshCredit } from "../credits/credits.ts";
import { isNotTooFarAhead } from "../documents/document-rules.ts";
import { ownersAreKnown } from "../owners.ts";
import { applicationOfIssue, creditApplied } from "./credit-application.ts";
import { type AskedNote, eachInstalmentOnce, noteCurrencies, noteFits, noteIs, noteLines } from "./credit-note-rules.ts";
import type { CreditNote } from "./credit-notes.ts";
import { type CreditPart, creditable, memoFirst, oldestFirst } from "./credit-parts.ts";

type Body = DeepReadonly<(typeof IssueCreditNoteBody)["static"]>;

/** The note as it is to be issued. */
interface Note extends AskedNote {
  readonly reasonCode: CreditNoteReason;
  readonly approval: "RECORDED" | "EXTERNAL";
  /** The lines come from the request: then they take what is still there. */
  readonly linesAreRequested: boolean;
}

export const issueCreditNote = defineCommand({
  name: "IssueCreditNote",
  title: { en: "Issue a credit note", es: "Emitir una nota crédito" },
  body: IssueCreditNoteBody,
  issuedBy: ["ACC", "BIL"],
  target: accountOf,
  begins: true,
  mayBeDatedAhead: true,
  facts: ["customer", "entity", "policies", "locks"],
  refusals: [
    ...(["CUSTOMER_NOT_FOUND", "ACCOUNT_NOT_FOUND", "CREDIT_NOTE_NOT_FOUND", "INVALID_TRANSITION", "OVERLAPS", "MALFORMED"] as const),
    ...(["CURRENCY_MISMATCH", "ITEM_NOT_FOUND", "CREDIT_EXHAUSTED", "CREDIT_EXCEEDS_INVOICE"] as const),
    ...(["VALUE_CHANGED", "APPROVAL_REQUIRED", "CREDIT_BEFORE_DOCUMENT", "FUTURE_DOCUMENT_DATE", "DUPLICATE_DOCUMENT"] as const),
    ...(["NUMBER_NOT_EXPECTED", "EFFECTIVE_BEFORE_DOCUMENT", "OVER_APPLICATION", "ALREADY_SETTLED"] as const),
    ...(["PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const),
  ],
  examine: ({ lines }) => eachInstalmentOnce(lines),
  claims: ({ accountId, series, number, fiscalId }) => [
    ...numberClaims(partsOfAccount(accountId).entityId, "CREDIT_NOTE", { series, number }),
    ...(fiscalId === undefined ? [] : [{ key: `FISCAL_ID:${fiscalId}`, code: "DUPLICATE_DOCUMENT" as const }]),
  ],

  /** It settles at once what is free of the document it corrects; the rest is credit on account (CRN-1). */
  decide(account, command, facts) {
    const { accountId, creditNoteId, series, number, issueDate, fiscalId } = command;
    const owners = partsOfAccount(accountId);
    const { entityId, currency } = owners;
    const requested = account.creditNotes.byId.get(creditNoteId);
    const note = noteOf(command, requested);
    const mismatch = currencyIs(currency, noteCurrencies(command.amount, command.lines));
    const wrong = broken([requested === undefined && note !== undefined ? undefined : noteIs(requested, creditNoteId, "APPROVED")]);
    if (note === undefined || mismatch.length + wrong.length > 0) return refuse(...wrong, ...mismatch);

    const document = note.documentId === undefined ? undefined : account.documents.byId.get(note.documentId);
    const { futureDocumentDays } = facts.policies.inForce("application", issueDate).body;
    const violations = broken([
      ownersAreKnown(owners, facts),
      account.credits.byId.has(creditNoteId) ? violation("OVERLAPS", { creditNoteId }, "/creditNoteId") : undefined,
      isWhatWasApproved(command, requested, note.amount, currency),
      noteFits(account, note, currency),
      numberIsFromElsewhere(facts.entity, "CREDIT_NOTE", { series, number }),
      document !== undefined && issueDate < document.issueDate
        ? violation("CREDIT_BEFORE_DOCUMENT", { issueDate, documentDate: document.issueDate }, "/issueDate")
        : undefined,
      isNotTooFarAhead(issueDate, facts.today, futureDocumentDays),
      effectIsPossible(issueDate, facts.effectiveOn, facts.today, futureDocumentDays),
      givenDateIsOpen(facts),
    ]);
    if (violations.length > 0) return refuse(...violations);

    const effectiveOn = moneyDate(facts, issueDate);
    const amount = amountText(note.amount, currency);
    const branchId = document?.branchId ?? homeBranchOf(facts.customer, entityId);
    const salespersonId = document?.salespersonId ?? salespersonOn(facts.customer, entityId, issueDate);
    const issued = CreditNoteIssued({
      creditNoteId,
      series,
      number,
      issueDate,
      reasonCode: note.reasonCode,
      amount,
      approval: note.approval,
      ...(fiscalId !== undefined && { fiscalId }),
      ...(note.documentId !== undefined && { documentId: note.documentId }),
      ...(branchId !== undefined && { branchId }),
      ...(salespersonId !== undefined && { salespersonId }),
    });
    const parts = partsSettled(account, note);
    if (parts.length === 0) return [effective(effectiveOn, issued)];
    const credit = freshCredit({
      kind: "CREDIT_NOTE",
      method: undefined,
      amount,
      valueDate: issueDate,
      cleared: true,
      effectiveOn,
      revision: 0,
    });
    const application = { applicationId: applicationOfIssue(account, creditNoteId), creditNoteId, credit, born: true, parts };
    const applied = creditApplied(account, application, currency, { ...facts, effectiveOn: undefined });
    return "rejected" in applied ? applied : [effective(effectiveOn, issued), applied];
  },
});

/** As requested and approved, or with everything a note from outside needs (CRN-5). */
function noteOf(command: Body, requested: DeepReadonly<CreditNote> | undefined): Note | undefined {
  const { reasonCode, documentId, amount } = command;
  const lines = noteLines(command.lines);
  if (requested !== undefined) {
    return {
      reasonCode: requested.reasonCode,
      documentId: requested.documentId,
      amount: amount === undefined ? requested.amount : toMinor(amount),
      lines: lines ?? requested.lines,
      approval: "RECORDED",
      linesAreRequested: lines === undefined,
    };
  }
  if (reasonCode === undefined || amount === undefined) return undefined;
  return { reasonCode, documentId, amount: toMinor(amount), lines, approval: "EXTERNAL", linesAreRequested: false };
}

/** Less than was approved may be issued, never more, and for nothing else. */
function isWhatWasApproved(
  { reasonCode, documentId }: Body,
  requested: DeepReadonly<CreditNote> | undefined,
  amount: Minor,
  currency: string,
): Verdict {
  if (requested === undefined) return undefined;
  const changed = (field: string) => violation("VALUE_CHANGED", { field }, `/${field}`);
  return [
    ...(reasonCode !== undefined && reasonCode !== requested.reasonCode ? [changed("reasonCode")] : []),
    ...(documentId !== undefined && documentId !== requested.documentId ? [changed("documentId")] : []),
    ...(amount > requested.amount
      ? [
          violation(
            "APPROVAL_REQUIRED",
            { approved: amountText(requested.amount, currency), requested: amountText(amount, currency) },
            "/amount",
          ),
        ]
      : []),
  ];
}

function effectIsPossible(issueDate: CalendarDate, effectiveOn: CalendarDate | undefined, today: CalendarDate, days: number): Verdict {
  if (effectiveOn === undefined) return undefined;
  return broken([
    isNotTooFarAhead(effectiveOn, today, days, "/effectiveOn"),
    effectiveOn < issueDate ? violation("EFFECTIVE_BEFORE_DOCUMENT", { effectiveOn, earliest: issueDate }, "/effectiveOn") : undefined,
  ]);
}

/** What the note is for: the lines as given, the lines as requested as far as they are still owed, or the oldest instalments first. */
function partsSettled(account: Account, { documentId, amount, lines, linesAreRequested }: Note): readonly CreditPart[] {
  if (documentId === undefined) return [];
  const wanted =
    lines === undefined
      ? oldestFirst(account, documentId, amount)
      : linesAreRequested
        ? lines.map((line) => ({ ...line, amount: smallerOf(line.amount, creditable(account, line.instalmentId)) }))
        : lines;
  return wanted.filter((each) => each.amount > 0n).flatMap((each) => memoFirst(account, each));
}
