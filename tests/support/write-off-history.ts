import type { EventData } from "../../schemas/events/registry.ts";
import { eventsByCategory } from "../../schemas/events/registry.ts";
import type { CalendarDate } from "../../src/kernel/calendar-date.ts";
import { effective } from "../../src/kernel/decider.ts";
import { ACCOUNT, cop } from "./account-history.ts";
import type { Body } from "./ledger.ts";

const { account } = eventsByCategory;

type Lines = readonly (readonly [instalmentId: string, amount: string])[];
const linesOf = (lines: Lines) => lines.map(([instalmentId, amount]) => ({ instalmentId, amount }));

/** Proposed by OWNER, who records every history. */
export function writeOffProposed(writeOffId: string, lines: Lines, more: Partial<EventData<"WriteOffProposed">> = {}) {
  const asked = { writeOffId, lines: linesOf(lines), evidence: [], proposedOn: "2025-11-10", automatic: false };
  return account.WriteOffProposed({ ...asked, ...more });
}

export function writeOffApproved(writeOffId: string) {
  return account.WriteOffApproved({ writeOffId, authorityLevel: "L3", approvers: ["EVA"] });
}

export function itemsWrittenOff(writeOffId: string, lines: Lines, on: CalendarDate) {
  return effective(on, account.ItemsWrittenOff({ writeOffId, lines: linesOf(lines), settledOn: on }));
}

/** A write-off from its proposal to its posting. */
export function writtenOff(writeOffId: string, lines: Lines, on: CalendarDate) {
  return [writeOffProposed(writeOffId, lines), writeOffApproved(writeOffId), itemsWrittenOff(writeOffId, lines, on)];
}

export function writtenOffRecovered(
  writeOffId: string,
  applicationId: string,
  receiptId: string,
  [instalmentId, amount]: readonly [string, string],
  settledOn: CalendarDate,
) {
  const lines = [{ lineId: `${applicationId}.1`, instalmentId, amount, settledOn }];
  return effective(
    settledOn,
    account.WrittenOffRecovered({ writeOffId, applicationId, receiptId, lines, conditional: false, appliedOn: "2025-11-20" }),
  );
}

/** The bodies of the commands, on the account most examples are about. */
export function proposalBody(writeOffId: string, lines: Lines, more: Body = {}): Body {
  const asked = lines.map(([instalmentId, amount]) => ({ instalmentId, amount: cop(amount) }));
  return { accountId: ACCOUNT, writeOffId, lines: asked, reason: "bankrupt", ...more };
}

export function recoveryBody(writeOffId: string, applicationId: string, receiptId: string, lines: Lines, more: Body = {}): Body {
  const asked = lines.map(([instalmentId, amount]) => ({ instalmentId, amount: cop(amount) }));
  return { accountId: ACCOUNT, writeOffId, applicationId, receiptId, lines: asked, ...more };
}
