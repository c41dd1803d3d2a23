import { approveCreditNote } from "../../../../src/domain/account/credit-notes/approve-credit-note.ts";
import { rejectCreditNote } from "../../../../src/domain/account/credit-notes/reject-credit-note.ts";
import { requestCreditNote } from "../../../../src/domain/account/credit-notes/request-credit-note.ts";
import { ACCOUNT } from "../../../support/account-history.ts";
import { askedBy, mayDecide, upTo } from "../model/authority.ts";
import { minor, money, move, unless, wrong } from "../model/move.ts";
import { strangeWorld } from "./invoices.ts";
import { askedNote, doesNotFit, eachOnce, noteLines, notesThat } from "./note-rules.ts";
import { anyOfThem } from "./people.ts";

export const requestCreditNoteMove = move(requestCreditNote, {
  weight: 16,
  isTimely: ({ documents }) => documents.size > 0,
  propose(account, dice, n) {
    const id = dice.once(20) ? dice.known([...account.notes.keys(), ...account.credits.keys()], `K${n}`) : `K${n}`;
    const { amount, ...rest } = askedNote(account, dice);
    const supportIds = dice.once(4) ? [dice.known(account.supports, "H-none")] : [];
    const body = {
      accountId: ACCOUNT,
      creditNoteId: id,
      reasonCode: dice.of("PRICE", "RETURN", "DAMAGE", "INTEREST_WAIVER"),
      ...rest,
      amount: money(amount),
      supportIds,
    };
    return {
      body: { ...body, ...(dice.once(40) && { disputeId: "D1" }) },
      actor: { personId: dice.of("ANA", "LUIS"), roles: ["PC"] },
      ...strangeWorld(dice),
    };
  },
  judge({ account, body, actor, today }) {
    const note = { documentId: body.documentId, amount: minor(body.amount), lines: noteLines(body.lines) };
    const { creditNoteId: id, reasonCode: reason } = body;
    return {
      must: [
        ...eachOnce(body.lines),
        ...unless(!account.notes.has(id) && !account.credits.has(id), "OVERLAPS"),
        ...doesNotFit(account, note),
        ...unless(body.disputeId === undefined, "DISPUTE_NOT_FOUND"),
        ...unless(
          body.supportIds.every((each) => account.supports.has(each)),
          "RESOURCE_NOT_FOUND",
        ),
      ],
      follow() {
        account.notes.set(id, {
          status: "REQUESTED",
          reason,
          ...note,
          requested: note.amount,
          requestedBy: actor.personId,
          requestedOn: today,
        });
        return undefined;
      },
    };
  },
});

export const approveCreditNoteMove = move(approveCreditNote, {
  weight: 16,
  isTimely: (account) => notesThat(account, "REQUESTED").length > 0,
  propose: (account, dice) => ({
    body: { accountId: ACCOUNT, creditNoteId: dice.rather(notesThat(account, "REQUESTED"), account.notes.keys(), "K-none") },
    ...anyOfThem(dice),
  }),
  judge({ account, body, actor, approvers }) {
    const note = account.notes.get(body.creditNoteId);
    if (note === undefined) return wrong(["CREDIT_NOTE_NOT_FOUND"]);
    if (note.status !== "REQUESTED") return wrong(["INVALID_TRANSITION"]);
    const kind = note.reason === "INTEREST_WAIVER" ? "INTEREST_WAIVER" : "CREDIT_NOTE";
    const amount = upTo(askedBy(account, kind, note.requestedBy, note.requestedOn), body.creditNoteId);
    const people = [actor, ...approvers];
    return {
      must: [
        ...unless(
          people.every(({ personId }) => personId !== note.requestedBy),
          "SELF_APPROVAL",
        ),
        ...unless(mayDecide(kind, amount, people), "AUTHORITY_EXCEEDED"),
      ],
      follow() {
        note.status = "APPROVED";
        return undefined;
      },
    };
  },
});

export const rejectCreditNoteMove = move(rejectCreditNote, {
  weight: 5,
  isTimely: (account) => notesThat(account, "REQUESTED", "APPROVED").length > 0,
  propose: (account, dice) => ({
    body: {
      accountId: ACCOUNT,
      creditNoteId: dice.rather(notesThat(account, "REQUESTED", "APPROVED"), account.notes.keys(), "K-none"),
      note: "no",
    },
    ...anyOfThem(dice),
  }),
  judge({ account, body, actor, approvers }) {
    const note = account.notes.get(body.creditNoteId);
    if (note === undefined) return wrong(["CREDIT_NOTE_NOT_FOUND"]);
    return {
      must: [
        ...unless(note.status === "REQUESTED" || note.status === "APPROVED", "INVALID_TRANSITION"),
        ...unless(
          [actor, ...approvers].every(({ personId }) => personId !== note.requestedBy),
          "SELF_APPROVAL",
        ),
      ],
      follow() {
        note.status = "REJECTED";
        return undefined;
      },
    };
  },
});
