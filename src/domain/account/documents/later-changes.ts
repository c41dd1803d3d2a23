import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import { type DeepReadonly, type Violation, violation } from "../../../kernel/decider.ts";
import type { Document } from "./documents.ts";

/** What changes about a document changes from no earlier day than reports count it from. */
export function isNotBeforeDocument(document: DeepReadonly<Document>, effectiveOn: CalendarDate | undefined): Violation | undefined {
  if (effectiveOn === undefined || effectiveOn >= document.effectiveOn) return undefined;
  return violation("EFFECTIVE_BEFORE_DOCUMENT", { effectiveOn, earliest: document.effectiveOn }, "/effectiveOn");
}
