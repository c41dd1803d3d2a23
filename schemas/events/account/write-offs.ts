import { Type } from "@sinclair/typebox";
import { CalendarDate } from "../../dates.ts";
import { Identifier, InstalmentId, LineId, Sha256 } from "../../identifiers.ts";
import { Amount } from "../../money.ts";
import { Sealed } from "../../personal.ts";
import { defineEvent } from "../define-event.ts";

const exact = { additionalProperties: false };
const Line = Type.Object({ instalmentId: InstalmentId, amount: Amount }, exact);

export const WriteOffProposed = defineEvent("WriteOffProposed", 1, {
  writeOffId: Identifier,
  lines: Type.Array(Line),
  evidence: Type.Array(Type.Object({ kind: Type.String(), hash: Sha256 }, exact)),
  provisionCoverage: Type.Optional(Amount),
  /** Business date on which it was proposed: what one person proposes on a day is summed. */
  proposedOn: CalendarDate,
  /** Small balances that the ledger may write off by itself. */
  automatic: Type.Boolean(),
});
export const WriteOffApproved = defineEvent("WriteOffApproved", 1, {
  writeOffId: Identifier,
  authorityLevel: Type.String(),
  approvers: Type.Array(Identifier),
  note: Type.Optional(Sealed),
});
export const WriteOffRejected = defineEvent("WriteOffRejected", 1, { writeOffId: Identifier, note: Type.Optional(Sealed) });

/** What is open becomes a memo: it leaves aging and exposure, and is still owed. */
export const ItemsWrittenOff = defineEvent("ItemsWrittenOff", 1, {
  writeOffId: Identifier,
  lines: Type.Array(Line),
  settledOn: CalendarDate,
});

/** Money for what was written off: it uses up receipt and memo, and opens nothing again. */
export const WrittenOffRecovered = defineEvent("WrittenOffRecovered", 1, {
  writeOffId: Identifier,
  applicationId: Identifier,
  receiptId: Identifier,
  lines: Type.Array(Type.Object({ lineId: LineId, instalmentId: InstalmentId, amount: Amount, settledOn: CalendarDate }, exact)),
  conditional: Type.Boolean(),
  appliedOn: CalendarDate,
});
/** What is left of the memo is open again. */
export const WriteOffReversed = defineEvent("WriteOffReversed", 1, {
  writeOffId: Identifier,
  lines: Type.Array(Line),
  freedOn: CalendarDate,
});
