import { type Static, Type } from "@sinclair/typebox";
import { CalendarDate } from "../dates.ts";
import { AccountId, CurrencyCode, Identifier } from "../identifiers.ts";
import { Sealed } from "../personal.ts";
import { listWithTotals, Nullable, RowAmount } from "./list.ts";

export const PROPOSAL_STATUSES = ["PROPOSED", "APPROVED", "REJECTED"] as const;

/** As recorded now: an application that waits, or waited, for the leader. */
export const ApplicationProposalRow = Type.Object({
  accountId: AccountId,
  customerId: Identifier,
  entityId: Identifier,
  currency: CurrencyCode,
  applicationId: Identifier,
  receiptId: Identifier,
  status: Type.Union(PROPOSAL_STATUSES.map((status) => Type.Literal(status))),
  /** Of the receipt. */
  money: RowAmount,
  /** Of the instalments: the money, and what settles together with it. */
  settles: RowAmount,
  lines: Type.Array(
    Type.Object({
      lineId: Type.String(),
      instalmentId: Type.String(),
      amount: RowAmount,
      discount: Type.Optional(Type.Object({ pct: Type.String(), amount: RowAmount })),
      withholdings: Type.Optional(
        Type.Array(
          Type.Object({
            withholdingId: Identifier,
            kind: Type.String(),
            base: RowAmount,
            ratePct: Type.String(),
            amount: RowAmount,
          }),
        ),
      ),
    }),
  ),
  askedEffectiveOn: Nullable(CalendarDate),
  debtorInstruction: Nullable(Sealed),
  proposedBy: Identifier,
  proposedFor: Nullable(Identifier),
  proposedOn: CalendarDate,
  /** The last day on which it can be approved. */
  validTo: CalendarDate,
  decidedBy: Nullable(Identifier),
  decidedOn: Nullable(CalendarDate),
  /** Of a rejected one: by a person, expired, or with its receipt. */
  origin: Nullable(Type.String()),
  note: Nullable(Sealed),
});
export type ApplicationProposalRow = Static<typeof ApplicationProposalRow>;

export const ApplicationProposalList = listWithTotals(ApplicationProposalRow, ["money", "settles"]);
export type ApplicationProposalTotals = Static<typeof ApplicationProposalList>["totals"][number];
