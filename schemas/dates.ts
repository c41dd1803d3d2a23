import { Type } from "@sinclair/typebox";

/** Business date, 1990-01-01 to ten years ahead. The format also refuses days that do not exist. */
export const CalendarDate = Type.String({ format: "calendar-date", examples: ["2026-03-31"], "x-refusal": "BAD_DATE" });

/** RFC 3339 UTC with milliseconds. */
export const Instant = Type.String({ format: "instant", examples: ["2026-03-31T15:04:05.000Z"] });
