import type { SuspensionReason } from "../../../../schemas/commands/credit-line.ts";
import { LineSuspended } from "../../../../schemas/events/account/credit-line.ts";
import { addDays, type CalendarDate, laterOf } from "../../../kernel/calendar-date.ts";
import type { DeepReadonly } from "../../../kernel/decider.ts";
import { type CreditLine, liveSuspension } from "./credit-line.ts";

type Facts = readonly { readonly name: string; readonly value: string }[];

/**
 * Suspends the open line on its own account from a day on: nothing without an open line, where it is suspended for that reason already, and
 * up to the day until which a person lifted such a suspension. `facts` say why, with the policy's version.
 */
export function automaticSuspension(
  { creditLine }: { readonly creditLine: DeepReadonly<CreditLine> },
  reasonCode: SuspensionReason,
  facts: Facts,
  on: CalendarDate,
): ReturnType<typeof LineSuspended> | undefined {
  const line = creditLine.open.value;
  if (line === undefined || liveSuspension(creditLine, reasonCode) !== undefined) return undefined;
  if (on < (firstDayFor(creditLine, reasonCode) ?? on)) return undefined;
  return suspendedBySystem({ lineId: line.lineId, suspensionId: freeIdFor(creditLine, reasonCode), reasonCode, facts });
}

/** The event of a suspension that no person decided. */
export function suspendedBySystem(suspended: {
  readonly lineId: string;
  readonly suspensionId: string;
  readonly reasonCode: SuspensionReason;
  readonly facts: Facts;
}): ReturnType<typeof LineSuspended> {
  return LineSuspended({ ...suspended, origin: "AUTOMATIC", cascade: "NONE" });
}

/** The first day on which the open line may be suspended for a reason: not before it was opened, nor while a person keeps it lifted. */
export function firstDayFor({ open, suspensions }: DeepReadonly<CreditLine>, reasonCode: SuspensionReason): CalendarDate | undefined {
  const line = open.value;
  if (line === undefined) return undefined;
  let first = line.openedOn;
  for (const { lineId, reasonCode: reason, lifted, until } of suspensions.values()) {
    if (lineId !== line.lineId || reason !== reasonCode || lifted === undefined) continue;
    first = laterOf(first, lifted.origin === "MANUAL" && until !== undefined ? addDays(until, 1) : lifted.on);
  }
  return first;
}

/** The next of "AUTO-PAST_DUE-1", "AUTO-PAST_DUE-2": the same history gives the same id. `after`: the one used just before. */
export function freeIdFor({ suspensions }: DeepReadonly<CreditLine>, reasonCode: SuspensionReason, after?: string): string {
  let number = after === undefined ? 1 : Number(after.slice(after.lastIndexOf("-") + 1)) + 1;
  while (suspensions.has(`AUTO-${reasonCode}-${number}`)) number += 1;
  return `AUTO-${reasonCode}-${number}`;
}
