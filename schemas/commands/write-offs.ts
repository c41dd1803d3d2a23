import { Type } from "@sinclair/typebox";
import { CalendarDate } from "../dates.ts";
import { AccountId, Identifier, InstalmentId, Sha256 } from "../identifiers.ts";
import { Money, PositiveMoney } from "../money.ts";
import { PersonalText } from "../personal.ts";
import { commandBody } from "./command-body.ts";

const exact = { additionalProperties: false };
const Lines = Type.Array(Type.Object({ instalmentId: InstalmentId, amount: PositiveMoney }, exact), { minItems: 1, maxItems: 200 });

export const ProposeWriteOffBody = commandBody({
  accountId: AccountId,
  writeOffId: Identifier,
  lines: Lines,
  /** What shows that nothing more can be collected; the policy writeOff names the kinds that are needed. */
  evidence: Type.Optional(
    Type.Array(Type.Object({ kind: Type.String({ pattern: "^[A-Z][A-Z0-9_]{0,29}$" }), hash: Sha256 }, exact), { maxItems: 50 }),
  ),
  /** What of it the provision of the books covers. */
  provisionCoverage: Type.Optional(Money),
});

export const ApproveWriteOffBody = commandBody({
  accountId: AccountId,
  writeOffId: Identifier,
  note: Type.Optional(PersonalText(500)),
});
export const RejectWriteOffBody = commandBody({ accountId: AccountId, writeOffId: Identifier, note: PersonalText(500) });

/** `on`: the write-off's own date, on which the items must be late enough. */
export const PostWriteOffBody = commandBody({ accountId: AccountId, writeOffId: Identifier, on: CalendarDate });

export const RecordRecoveryOfWrittenOffBody = commandBody({
  accountId: AccountId,
  writeOffId: Identifier,
  applicationId: Identifier,
  /** A receipt, or a credit transferred in. */
  receiptId: Identifier,
  lines: Lines,
});

export const ReverseWriteOffBody = commandBody({ accountId: AccountId, writeOffId: Identifier });
