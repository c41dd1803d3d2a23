import { Type } from "@sinclair/typebox";
import { CalendarDate } from "../../dates.ts";

/**
 * From when to when what an event takes back counted as pending clearance, and does not any more: not from before the event's own date on,
 * and without an end while the bank is still waited for.
 */
export const PendingSpans = Type.Array(
  Type.Object({ from: CalendarDate, until: Type.Optional(CalendarDate) }, { additionalProperties: false }),
);
