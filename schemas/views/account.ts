import { type Static, Type } from "@sinclair/typebox";
import { CalendarDate } from "../dates.ts";
import { AccountId, CurrencyCode, Identifier } from "../identifiers.ts";
import { SignedMoney } from "../money.ts";
import { SuspensionRow } from "./credit-line.ts";
import { listWithTotals, Nullable, RowAmount } from "./list.ts";

const LineState = Type.Union(["NONE", "ACTIVE", "OVER_LIMIT", "SUSPENDED", "EXPIRED"].map((status) => Type.Literal(status)));

/** As recorded now, whatever its business date: what decisions see. */
export const AccountRow = Type.Object({
  accountId: AccountId,
  customerId: Identifier,
  entityId: Identifier,
  currency: CurrencyCode,
  balance: RowAmount,
  open: RowAmount,
  unapplied: RowAmount,
  pendingClearance: RowAmount,
  /** Of orders released and not invoiced yet. */
  reservations: RowAmount,
  exposure: RowAmount,
  limit: RowAmount,
  available: RowAmount,
  lineId: Nullable(Identifier),
  lineStatus: LineState,
  revision: Type.Integer(),
});
export type AccountRow = Static<typeof AccountRow>;

export const AccountList = listWithTotals(AccountRow, [
  "balance",
  "open",
  "unapplied",
  "pendingClearance",
  "reservations",
  "exposure",
  "limit",
  "available",
]);
export type AccountTotals = Static<typeof AccountList>["totals"][number];

/** Balance, past due and unapplied at (asOf, ordinal); exposure, limit and line as recorded now. */
export const AccountView = Type.Object({
  accountId: AccountId,
  customerId: Identifier,
  entityId: Identifier,
  currency: CurrencyCode,
  asOf: CalendarDate,
  ordinal: Type.Integer(),
  balance: SignedMoney,
  pastDue: SignedMoney,
  unapplied: SignedMoney,
  pendingClearance: SignedMoney,
  reservations: SignedMoney,
  exposure: SignedMoney,
  limit: SignedMoney,
  ceiling: SignedMoney,
  available: SignedMoney,
  line: Type.Object({
    status: LineState,
    lineId: Nullable(Identifier),
    termsCode: Nullable(Type.String()),
    tolerancePct: Nullable(Type.String()),
    validFrom: Nullable(CalendarDate),
    validTo: Nullable(CalendarDate),
    overLimitSince: Nullable(CalendarDate),
    suspensions: Type.Array(SuspensionRow),
  }),
  revision: Type.Integer(),
  lastOrdinal: Type.Integer(),
});
export type AccountView = Static<typeof AccountView>;
