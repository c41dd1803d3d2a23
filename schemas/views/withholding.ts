import { type Static, Type } from "@sinclair/typebox";
import { WithholdingKind } from "../codes.ts";
import { CalendarDate } from "../dates.ts";
import { AccountId, CurrencyCode, Identifier, InstalmentId } from "../identifiers.ts";
import { Percent } from "../money.ts";
import { listWithTotals, Nullable, RowAmount } from "./list.ts";

export const WITHHOLDING_STATUSES = ["PENDING", "CERTIFIED", "REVERSED", "REOPENED"] as const;

/** As recorded now. `left` is what of it was not taken back; PENDING waits for its certificate. */
export const WithholdingRow = Type.Object({
  accountId: AccountId,
  customerId: Identifier,
  entityId: Identifier,
  currency: CurrencyCode,
  withholdingId: Identifier,
  status: Type.Union(WITHHOLDING_STATUSES.map((status) => Type.Literal(status))),
  kind: WithholdingKind,
  instalmentId: InstalmentId,
  documentId: Identifier,
  applicationId: Nullable(Identifier),
  base: RowAmount,
  ratePct: Percent,
  amount: RowAmount,
  left: RowAmount,
  settledOn: CalendarDate,
  effectiveOn: CalendarDate,
  certificate: Nullable(Type.String()),
  certifiedOn: Nullable(CalendarDate),
  chargeId: Nullable(Identifier),
});
export type WithholdingRow = Static<typeof WithholdingRow>;

export const WithholdingList = listWithTotals(WithholdingRow, ["amount", "left"]);
export type WithholdingTotals = Static<typeof WithholdingList>["totals"][number];
