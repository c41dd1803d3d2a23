import { attachSupport } from "../../../../src/domain/account/documents/attach-support.ts";
import { cancelInvoice } from "../../../../src/domain/account/documents/cancel-invoice.ts";
import { changeDueDate } from "../../../../src/domain/account/documents/change-due-date.ts";
import { correctInvoiceReference } from "../../../../src/domain/account/documents/correct-invoice-reference.ts";
import { flagItem } from "../../../../src/domain/account/documents/flag-item.ts";
import { unflagItem } from "../../../../src/domain/account/documents/unflag-item.ts";
import { ACCOUNT } from "../../../support/account-history.ts";
import { firstDayWith, lastOf, SPAN_DAYS, staysFrom } from "../model/days.ts";
import type { Dice } from "../model/dice.ts";
import { dateOf, dayOf, move, unless, wrong } from "../model/move.ts";
import { firstOpenDay, type NaiveAccount, openOf, total } from "../model/naive-account.ts";
import { documentOf, itemOf } from "../model/settling.ts";
import { addNote, applyNote, liveCover } from "./note-effects.ts";

const openItems = (account: NaiveAccount) => [...account.items.keys()].filter((id) => openOf(account, id) > 0);
const reasoned = (dice: Dice) => (dice.once(10) ? {} : { reason: "agreed" });

export const changeDueDateMove = move(changeDueDate, {
  weight: 8,
  isTimely: ({ items }) => items.size > 0,
  propose(account, dice) {
    const instalmentId = dice.rather(openItems(account), account.items.keys(), "F-none.1");
    const newDue = Math.max(0, (account.items.get(instalmentId)?.originalDue ?? account.today) + dice.between(-45, 40));
    return { body: { accountId: ACCOUNT, instalmentId, newDue: dateOf(newDue), ...reasoned(dice) } };
  },
  judge({ account, body, effect, today, reason }) {
    const item = account.items.get(body.instalmentId);
    if (item === undefined) return wrong(["ITEM_NOT_FOUND"]);
    const document = documentOf(account, body.instalmentId);
    const on = effect ?? firstOpenDay(account, Math.max(today, document.effect));
    const due = dayOf(body.newDue);
    return {
      must: [
        ...unless(openOf(account, body.instalmentId) > 0, "ALREADY_SETTLED"),
        ...unless(due >= document.issue, "DUE_BEFORE_ISSUE"),
        ...unless(reason, "REASON_REQUIRED"),
        ...unless(effect === undefined || effect >= document.effect, "EFFECTIVE_BEFORE_DOCUMENT"),
      ],
      follow() {
        for (let day = on; day < SPAN_DAYS; day += 1) item.due[day] = due;
        return undefined;
      },
    };
  },
});

const VALUES = {
  purchaseOrder: ["PO-1", "PO-2"],
  fiscalId: ["CUFE-1", "CUFE-8", "CUFE-9"],
  salespersonId: ["ANA", "NOBODY"],
  branchId: ["CO01-B2", "B9"],
};

export const correctInvoiceReferenceMove = move(correctInvoiceReference, {
  weight: 8,
  isTimely: ({ documents }) => documents.size > 0,
  propose(account, dice) {
    const documentId = dice.known(account.documents.keys(), "F-none");
    const field = dice.of("purchaseOrder", "fiscalId", "salespersonId", "branchId");
    const held = account.documents.get(documentId)?.references.get(field) ?? null;
    const to = dice.once(15) ? "not an identifier, but a sentence" : dice.of(...VALUES[field]);
    return { body: { accountId: ACCOUNT, documentId, field, from: dice.once(10) ? "stale" : held, to } };
  },
  judge({ account, body, effect }) {
    const document = account.documents.get(body.documentId);
    const isShort = body.field === "purchaseOrder" || body.field === "fiscalId" || !body.to.includes(" ");
    if (!isShort) return wrong(["MALFORMED"]);
    if (document === undefined) return wrong(["ITEM_NOT_FOUND"]);
    const claimed = `FISCAL ${body.to}`;
    const held = document.references.get(body.field) ?? null;
    const isChange = body.from !== body.to;
    return {
      must: [
        ...unless(held === body.from, "VALUE_CHANGED"),
        ...unless(body.field !== "salespersonId" || body.to === "ANA", "PERSON_NOT_FOUND"),
        ...unless(body.field !== "branchId" || body.to.startsWith("CO01"), "RESOURCE_NOT_FOUND"),
        ...unless(effect === undefined || effect >= document.effect, "EFFECTIVE_BEFORE_DOCUMENT"),
        ...unless(body.field !== "fiscalId" || !isChange || !account.claims.has(claimed), "DUPLICATE_DOCUMENT"),
      ],
      follow() {
        document.references.set(body.field, body.to);
        if (body.field === "fiscalId") account.claims.add(claimed);
        return undefined;
      },
    };
  },
});

export const cancelInvoiceMove = move(cancelInvoice, {
  weight: 10,
  isTimely: ({ documents }) => documents.size > 0,
  propose(account, dice, n) {
    const untouched = [...account.documents].filter(
      ([, { itemIds, kind }]) => kind === "INVOICE" && itemIds.every((id) => openOf(account, id) === itemOf(account, id).amount),
    );
    const documentId = dice.rather(dice.once(3) ? [] : untouched.map(([id]) => id), account.documents.keys(), "F-none");
    const creditNoteId = dice.once(12) ? dice.known([...account.notes.keys(), ...account.credits.keys()], `K${n}`) : `K${n}`;
    const number = { creditNoteNumber: dice.once(12) ? dice.known(account.notes.keys(), creditNoteId) : creditNoteId };
    return {
      body: { accountId: ACCOUNT, documentId, creditNoteId, ...number, ...(dice.once(2) && { creditNoteSeries: "NC" }), ...reasoned(dice) },
    };
  },
  judge({ account, body, effect, today, reason }) {
    const document = account.documents.get(body.documentId);
    if (document === undefined) return wrong(["ITEM_NOT_FOUND"]);
    if (document.cancelled) return wrong(["INVALID_TRANSITION"]);
    const items = document.itemIds.map((id) => itemOf(account, id));
    const claimed = `CREDIT_NOTE ${body.creditNoteSeries ?? "CANCEL"} ${body.creditNoteNumber}`;
    const { documentId, creditNoteId } = body;
    const credited = total(
      [...account.notes.values()].map((note) => (note.documentId === documentId && note.status === "ISSUED" ? note.amount : 0)),
    );
    const start = Math.max(today, document.effect);
    const isWhole = items.every(({ open, amount, reserved }) => lastOf(open) === amount && reserved === 0);
    const on = effect ?? firstOpenDay(account, Math.max(start, ...items.map(({ open, amount }) => firstDayWith(open, amount, start))));
    const isUsedLater = on >= document.effect && items.some(({ open, amount }) => lastOf(open) === amount && !staysFrom(open, on, amount));
    return {
      must: [
        ...unless(document.kind === "INVOICE", "INVALID_TRANSITION"),
        ...unless(reason, "REASON_REQUIRED"),
        ...unless(!account.credits.has(creditNoteId) && !account.notes.has(creditNoteId), "OVERLAPS"),
        ...unless(isWhole, "ALREADY_APPLIED"),
        ...unless(!document.itemIds.some((id) => liveCover(account, id)), "ITEM_HAS_LIVE_COMMITMENT"),
        ...unless(credited === 0, "CREDIT_EXCEEDS_INVOICE"),
        ...unless(!account.claims.has(claimed), "DUPLICATE_DOCUMENT"),
        ...unless(on >= document.effect, "EFFECTIVE_BEFORE_DOCUMENT"),
        ...unless(effect === undefined || on <= start, "FUTURE_EFFECTIVE_DATE"),
        ...unless(effect === undefined || !isUsedLater, "TIMELINE_NEGATIVE"),
      ],
      follow() {
        account.claims.add(claimed);
        document.cancelled = true;
        const note = { amount: document.total, issue: effect ?? start, effect: on, documentId, reason: "CANCEL" };
        addNote(account, creditNoteId, note);
        applyNote(account, creditNoteId, { ...note, lines: undefined, linesAreRequested: false });
        return undefined;
      },
    };
  },
});

export const flagItemMove = move(flagItem, {
  weight: 4,
  isTimely: ({ items }) => items.size > 0,
  propose(account, dice) {
    const flag = dice.of("HOLD", "NO_DUNNING", "IN_LITIGATION");
    const until = dice.once(2) && { until: dateOf(account.today + dice.between(-3, 20)) };
    const actor = { personId: "ANA", roles: [dice.of("PC", "SYS", "CC")] };
    return {
      body: { accountId: ACCOUNT, instalmentId: dice.known(account.items.keys(), "F-none.1"), flag, ...until, ...reasoned(dice) },
      actor,
    };
  },
  judge({ account, body, actor, effect, today, reason }) {
    const until = body.until === undefined ? undefined : dayOf(body.until);
    return {
      must: [
        ...unless(account.items.has(body.instalmentId), "ITEM_NOT_FOUND"),
        ...unless(body.flag !== "IN_LITIGATION" || actor.roles.includes("SYS"), "NOT_AUTHORISED"),
        ...unless(reason, "REASON_REQUIRED"),
        ...unless(until === undefined || until >= (effect ?? today), "VALIDITY_INVERTED"),
      ],
      follow() {
        itemOf(account, body.instalmentId).flags.set(body.flag, until);
        return undefined;
      },
    };
  },
});

export const unflagItemMove = move(unflagItem, {
  weight: 3,
  isTimely: ({ items }) => items.size > 0,
  propose(account, dice) {
    const flagged = [...account.items].filter(([, { flags }]) => flags.size > 0).map(([id]) => id);
    const instalmentId = dice.rather(flagged, account.items.keys(), "F-none.1");
    const flag = dice.rather([...(account.items.get(instalmentId)?.flags.keys() ?? [])], ["HOLD", "IN_LITIGATION"], "HOLD");
    return {
      body: { accountId: ACCOUNT, instalmentId, flag, ...reasoned(dice) },
      actor: { personId: "ANA", roles: [dice.of("PC", "SYS")] },
    };
  },
  judge({ account, body, actor, reason }) {
    return {
      must: [
        ...unless(account.items.has(body.instalmentId), "ITEM_NOT_FOUND"),
        ...unless(body.flag !== "IN_LITIGATION" || actor.roles.includes("SYS"), "NOT_AUTHORISED"),
        ...unless(reason, "REASON_REQUIRED"),
      ],
      follow() {
        itemOf(account, body.instalmentId).flags.delete(body.flag);
        return undefined;
      },
    };
  },
});

export const attachSupportMove = move(attachSupport, {
  weight: 4,
  propose(account, dice, n) {
    const supportId = dice.once(4) ? dice.known(account.supports, `H${n}`) : `H${n}`;
    const documentId = dice.once(2) && { documentId: dice.known(account.documents.keys(), "F-none") };
    return { body: { accountId: ACCOUNT, supportId, ...documentId, contentHash: "a".repeat(64), kind: "DELIVERY", storageRef: "box 1" } };
  },
  judge({ account, body }) {
    return {
      must: [
        ...unless(!account.supports.has(body.supportId), "OVERLAPS"),
        ...unless(body.documentId === undefined || account.documents.has(body.documentId), "ITEM_NOT_FOUND"),
      ],
      follow() {
        account.supports.add(body.supportId);
        return undefined;
      },
    };
  },
});
