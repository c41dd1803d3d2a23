import { type CalendarDate, laterOf } from "../../../kernel/calendar-date.ts";
import { broken, type DeepReadonly, type Occasion, type Verdict, violation } from "../../../kernel/decider.ts";
import { amountText } from "../../../kernel/money.ts";
import { firstDayWith, lowestFrom } from "../../../kernel/timeline.ts";
import { firstOpenDay, type TimeLocks } from "../../time-locks.ts";
import type { Account } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import type { Document } from "./documents.ts";
import { isNotBeforeDocument } from "./later-changes.ts";

type CancelledDocument = DeepReadonly<Document>;
type Dated = Pick<Occasion, "today" | "effectiveOn"> & { readonly locks: TimeLocks };

function itemsOf({ documents }: Account, { instalmentIds }: CancelledDocument) {
  return instalmentIds.map((instalmentId) => {
    const instalment = documents.instalments.get(instalmentId);
    if (instalment === undefined) throw new Error(`a document without its instalment ${instalmentId}`);
    return { instalmentId, instalment };
  });
}

/** DOC-7 Nothing of it is settled, reserved, written off, credited or promised. */
export function isUntouched(account: Account, documentId: string): Verdict {
  const document = account.documents.byId.get(documentId);
  if (document === undefined) return undefined;
  const { currency } = partsOfAccount(account.id);
  const items = itemsOf(account, document);
  const credited = account.creditNotes.issuedOf.get(documentId) ?? 0n;
  return broken([
    items.some(({ instalment: { open, original, reserved } }) => open !== original || reserved !== 0n)
      ? violation("ALREADY_APPLIED", { documentId }, "/documentId")
      : undefined,
    items
      .filter(({ instalmentId }) => account.promises.cover.has(instalmentId))
      .map(({ instalmentId }) => violation("ITEM_HAS_LIVE_COMMITMENT", { instalmentId, commitment: "PROMISE" }, "/documentId")),
    credited === 0n
      ? undefined
      : violation(
          "CREDIT_EXCEEDS_INVOICE",
          {
            credited: amountText(credited, currency),
            requested: amountText(document.total, currency),
            total: amountText(document.total, currency),
          },
          "/documentId",
        ),
  ]);
}

/** The day on which the note is issued, and the one from which all of it counts: then nothing of the invoice is settled any more. */
export function datesOfCancellation(
  account: Account,
  document: CancelledDocument,
  { today, effectiveOn, locks }: Dated,
): { readonly issueDate: CalendarDate; readonly on: CalendarDate | undefined } {
  const start = laterOf(today, document.effectiveOn);
  if (effectiveOn !== undefined) return { issueDate: effectiveOn, on: effectiveOn };
  const free = itemsOf(account, document).map(({ instalment }) => firstDayWith(instalment.byEffect, instalment.original, start));
  if (!free.every((day) => day !== undefined)) return { issueDate: start, on: undefined };
  return { issueDate: start, on: firstOpenDay(locks, free.reduce(laterOf, start)) };
}

/** A date that the caller gives lies not before the invoice, not ahead of it and of today, and nothing is settled from it on. */
export function noteDateIsPossible(account: Account, document: CancelledDocument, { today, effectiveOn }: Dated): Verdict {
  if (effectiveOn === undefined) return undefined;
  const earliest = document.effectiveOn;
  const latest = laterOf(today, earliest);
  const isUsed = itemsOf(account, document).some(
    ({ instalment: { byEffect, open, original } }) => open === original && lowestFrom(byEffect, effectiveOn) < original,
  );
  return broken([
    isNotBeforeDocument(document, effectiveOn),
    effectiveOn > latest ? violation("FUTURE_EFFECTIVE_DATE", { effectiveOn, today: latest }, "/effectiveOn") : undefined,
    effectiveOn >= earliest && isUsed ? violation("TIMELINE_NEGATIVE", { effectiveOn, earliest }, "/effectiveOn") : undefined,
  ]);
}
