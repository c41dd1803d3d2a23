import { applyCreditNote } from "../../../../src/domain/account/credit-notes/apply-credit-note.ts";
import { issueCreditNote } from "../../../../src/domain/account/credit-notes/issue-credit-note.ts";
import { voidCreditNote } from "../../../../src/domain/account/credit-notes/void-credit-note.ts";
import { ACCOUNT } from "../../../support/account-history.ts";
import { firstDayWith, lastOf, staysFrom } from "../model/days.ts";
import { dateOf, dayOf, minor, money, move, unless, wrong } from "../model/move.ts";
import { firstOpenDay, freeOf, openOf, total } from "../model/naive-account.ts";
import { endCredit } from "../model/undoing.ts";
import { FUTURE_DOCUMENT_DAYS, strangeWorld } from "./invoices.ts";
import { addNote, applyNote, applyParts, creditable, memoFirst, planNote } from "./note-effects.ts";
import { askedNote, doesNotFit, eachOnce, noteLines, notesThat } from "./note-rules.ts";
import { reasoned } from "./people.ts";

export const issueCreditNoteMove = move(issueCreditNote, {
  weight: 24,
  isTimely: ({ documents }) => documents.size > 0,
  propose(account, dice, n) {
    const approved = notesThat(account, "APPROVED");
    const own = approved.length > 0 && !dice.once(4);
    const id = own
      ? dice.of(...approved)
      : dice.once(15)
        ? dice.known([...account.notes.keys(), ...account.credits.keys()], `K${n}`)
        : `K${n}`;
    const { amount, documentId, lines: its } = askedNote(account, dice);
    const held = account.notes.get(id);
    const about = documentId === undefined ? account.today - 30 : (account.documents.get(documentId)?.issue ?? account.today);
    const issue =
      Math.min(Math.max(0, (dice.once(2) ? about : account.today) + dice.between(-2, 12)), account.today + 32) + (dice.once(20) ? 30 : 0);
    const free = {
      reasonCode: dice.of("PRICE", "DAMAGE"),
      amount: money(amount),
      ...(documentId !== undefined && { documentId }),
      ...(its && { lines: its }),
    };
    const asRequested = {
      ...(dice.once(4) && { amount: money(Math.max(1, (held?.requested ?? 1) + dice.between(-8, 2))) }),
      ...(dice.once(12) && { reasonCode: "GOODWILL" }),
      ...(dice.once(12) && { documentId: dice.known(account.documents.keys(), "F-none") }),
      ...(dice.once(10) && its && { lines: its }),
    };
    const numbered = { series: "NC", number: dice.once(15) ? dice.known(account.notes.keys(), id) : id };
    const lacking = !own && dice.once(12) && { reasonCode: undefined };
    return {
      body: { accountId: ACCOUNT, creditNoteId: id, ...numbered, issueDate: dateOf(issue), ...(own ? asRequested : free), ...lacking },
      ...strangeWorld(dice),
    };
  },
  judge({ account, body, effect, today }) {
    const { creditNoteId: id, documentId: given, reasonCode } = body;
    const held = account.notes.get(id);
    const amount = body.amount === undefined ? held?.requested : minor(body.amount);
    if (eachOnce(body.lines).length > 0) return wrong(["MALFORMED"]);
    if (held === undefined && (reasonCode === undefined || amount === undefined)) return wrong(["CREDIT_NOTE_NOT_FOUND"]);
    if (held !== undefined && held.status !== "APPROVED") return wrong(["INVALID_TRANSITION"]);
    const asIssued = {
      documentId: held === undefined ? given : held.documentId,
      amount: amount ?? 0,
      lines: noteLines(body.lines) ?? held?.lines,
    };
    const issue = dayOf(body.issueDate);
    const document = account.documents.get(asIssued.documentId ?? "");
    const claimed = `CREDIT_NOTE ${body.series} ${body.number}`;
    const latest = today + FUTURE_DOCUMENT_DAYS;
    const must = [
      ...unless(!account.credits.has(id), "OVERLAPS"),
      ...unless(held === undefined || given === undefined || given === held.documentId, "VALUE_CHANGED"),
      ...unless(held === undefined || reasonCode === undefined || reasonCode === held.reason, "VALUE_CHANGED"),
      ...unless(held === undefined || asIssued.amount <= held.requested, "APPROVAL_REQUIRED"),
      ...doesNotFit(account, asIssued),
      ...unless(document === undefined || issue >= document.issue, "CREDIT_BEFORE_DOCUMENT"),
      ...unless(issue <= latest && (effect ?? issue) <= latest, "FUTURE_DOCUMENT_DATE"),
      ...unless(effect === undefined || effect >= issue, "EFFECTIVE_BEFORE_DOCUMENT"),
    ];
    if (must.length > 0) return { must };
    const isAsRequested = body.lines === undefined;
    const born = {
      amount: asIssued.amount,
      issue,
      effect: effect ?? firstOpenDay(account, issue),
      documentId: asIssued.documentId,
      reason: held?.reason ?? reasonCode ?? "",
    };
    const taken = (body.lines === undefined ? [] : asIssued.documentId === undefined ? [] : (asIssued.lines ?? [])).flatMap(
      ({ itemId, amount: wanted }) => {
        const ofOpen =
          wanted - total(memoFirst(account, [{ itemId, amount: wanted }]).map((part) => (part.memo === undefined ? 0 : part.amount)));
        if (ofOpen > 0 && openOf(account, itemId) === 0) return ["ALREADY_SETTLED"];
        return ofOpen > 0 && wanted > creditable(account, itemId) ? ["OVER_APPLICATION"] : [];
      },
    );
    return {
      must: [...taken, ...unless(!account.claims.has(claimed), "DUPLICATE_DOCUMENT")],
      follow() {
        account.claims.add(claimed);
        addNote(account, id, born);
        applyNote(account, id, { ...asIssued, linesAreRequested: isAsRequested && held !== undefined });
        return undefined;
      },
    };
  },
});

export const applyCreditNoteMove = move(applyCreditNote, {
  weight: 16,
  isTimely: (account) => notesThat(account, "ISSUED").length > 0,
  propose(account, dice, n) {
    const free = notesThat(account, "ISSUED").filter((id) => freeOf(account, id) > 0);
    const id = dice.rather(free, account.notes.keys(), "K-none");
    const items = [...account.items.keys()].filter((each) => creditable(account, each) > 0);
    const chosen = [
      dice.rather(items, account.items.keys(), "F-none.1"),
      ...(dice.once(3) ? [dice.rather(items, account.items.keys(), "F-none.1")] : []),
    ];
    const each = (itemId: string) => {
      const fits = Math.min(creditable(account, itemId), freeOf(account, id));
      return {
        instalmentId: itemId,
        amount: money(fits > 0 && !dice.once(6) ? Math.max(1, Math.floor((fits * dice.between(1, 4)) / 4)) : dice.between(1, 30)),
      };
    };
    const applicationId = dice.once(15) ? dice.known(account.applications.keys(), `B${n}`) : `B${n}`;
    return {
      body: { accountId: ACCOUNT, creditNoteId: id, applicationId, lines: (dice.once(12) ? chosen : [...new Set(chosen)]).map(each) },
    };
  },
  judge({ account, body, effect }) {
    if (eachOnce(body.lines).length > 0) return wrong(["MALFORMED"]);
    const note = account.notes.get(body.creditNoteId);
    const wanted = noteLines(body.lines) ?? [];
    if (note === undefined) return wrong(["CREDIT_NOTE_NOT_FOUND"]);
    if (note.status !== "ISSUED") return wrong(["INVALID_TRANSITION"]);
    if (total(wanted.map(({ amount }) => amount)) > freeOf(account, body.creditNoteId)) return wrong(["CREDIT_EXHAUSTED"]);
    const parts = memoFirst(account, wanted);
    const credit = account.credits.get(body.creditNoteId);
    const plan = planNote(account, body.applicationId, body.creditNoteId, credit, parts, effect);
    return {
      must: plan.must,
      follow() {
        applyParts(account, body.applicationId, body.creditNoteId, parts, plan);
        return undefined;
      },
    };
  },
});

export const voidCreditNoteMove = move(voidCreditNote, {
  weight: 8,
  isTimely: (account) => notesThat(account, "ISSUED").length > 0,
  propose(account, dice) {
    const unused = notesThat(account, "ISSUED").filter((id) => freeOf(account, id) === account.credits.get(id)?.amount);
    return { body: { accountId: ACCOUNT, creditNoteId: dice.rather(unused, account.notes.keys(), "K-none"), ...reasoned(dice) } };
  },
  judge({ account, body, effect, today, reason }) {
    const note = account.notes.get(body.creditNoteId);
    const credit = account.credits.get(body.creditNoteId);
    if (note === undefined) return wrong(["CREDIT_NOTE_NOT_FOUND"]);
    if (note.status !== "ISSUED" || credit === undefined) return wrong(["INVALID_TRANSITION"]);
    const earliest = Math.max(today, credit.effect);
    const on = effect ?? firstOpenDay(account, firstDayWith(credit.left, credit.amount, earliest));
    const isUsed = lastOf(credit.left) < credit.amount;
    return {
      must: [
        ...unless(reason, "REASON_REQUIRED"),
        ...unless(!isUsed, "ALREADY_APPLIED"),
        ...unless(on >= credit.effect, "VALIDITY_INVERTED"),
        ...unless(isUsed || on < credit.effect || staysFrom(credit.left, on, credit.amount), "TIMELINE_NEGATIVE"),
      ],
      follow() {
        note.status = "VOIDED";
        endCredit(credit, "VOIDED", on);
        return undefined;
      },
    };
  },
});
