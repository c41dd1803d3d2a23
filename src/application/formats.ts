import { FormatRegistry } from "@sinclair/typebox";
import { FIRST_DATE, isCalendarDate } from "../kernel/calendar-date.ts";
import { isTimeZone } from "./business-clock.ts";

// The meaning of the formats that schemas name. Whoever checks a value against a schema imports this first.
FormatRegistry.Set("calendar-date", (text) => isCalendarDate(text) && text >= FIRST_DATE);
FormatRegistry.Set("instant", (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(text) && !Number.isNaN(Date.parse(text)));
FormatRegistry.Set("time-zone", isTimeZone);
