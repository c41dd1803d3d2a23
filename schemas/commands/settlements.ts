import { Type } from "@sinclair/typebox";
import { DiscountKind, WithholdingKind } from "../codes.ts";
import { CalendarDate } from "../dates.ts";
import { AccountId, Identifier, InstalmentId, Label, Sha256 } from "../identifiers.ts";
import { Percent, PositiveMoney } from "../money.ts";
import { commandBody } from "./command-body.ts";

export const GrantDiscountBody = commandBody({
  accountId: AccountId,
  discountId: Identifier,
  instalmentId: InstalmentId,
  kind: DiscountKind,
  pct: Percent,
  amount: PositiveMoney,
});

export const RevokeDiscountBody = commandBody({ accountId: AccountId, discountId: Identifier });

export const RecordWithholdingBody = commandBody({
  accountId: AccountId,
  withholdingId: Identifier,
  instalmentId: InstalmentId,
  kind: WithholdingKind,
  base: PositiveMoney,
  ratePct: Percent,
  amount: PositiveMoney,
});

export const RecordWithholdingCertificateBody = commandBody({
  accountId: AccountId,
  withholdingIds: Type.Array(Identifier, { minItems: 1, maxItems: 200, uniqueItems: true }),
  number: Label(60),
  issuedOn: CalendarDate,
  /** SHA-256 of the certificate. */
  contentHash: Sha256,
});

export const ReverseWithholdingBody = commandBody({ accountId: AccountId, withholdingId: Identifier });

export const ReopenUncertifiedWithholdingBody = commandBody({ accountId: AccountId, withholdingId: Identifier });

export const WriteOffDifferenceBody = commandBody({
  accountId: AccountId,
  differenceId: Identifier,
  /** The application it is the rest of: undone with it. */
  applicationId: Type.Optional(Identifier),
  /** Either a rest of an instalment that is forgotten ... */
  instalmentId: Type.Optional(InstalmentId),
  /** ... or a rest of a receipt, note or transferred credit that is kept. */
  creditItemId: Type.Optional(Identifier),
  amount: PositiveMoney,
});

export const ReverseDifferenceBody = commandBody({ accountId: AccountId, differenceId: Identifier });
