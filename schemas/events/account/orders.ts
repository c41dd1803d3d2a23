import { Type } from "@sinclair/typebox";
import { TermsCode } from "../../commands/credit-line.ts";
import { OrderCheckpoint, OrderPaymentMethod } from "../../commands/orders.ts";
import { CalendarDate } from "../../dates.ts";
import { Identifier } from "../../identifiers.ts";
import { Amount, Percent } from "../../money.ts";
import { HOLD_REASONS } from "../../policies.ts";
import { defineEvent } from "../define-event.ts";

const exact = { additionalProperties: false };

const HoldReasonCode = Type.Union(HOLD_REASONS.map((code) => Type.Literal(code)));
const OrderStatus = Type.Union((["HELD", "RELEASED", "INVOICED", "CANCELLED", "EXPIRED"] as const).map((code) => Type.Literal(code)));

/** All that a decision about an order rests on. The reservation of the order itself is not among the reservations. */
const Decision = Type.Object(
  {
    on: CalendarDate,
    /** What was to be reserved. */
    asked: Amount,
    limit: Amount,
    tolerancePct: Percent,
    ceiling: Amount,
    open: Amount,
    pendingClearance: Amount,
    reservations: Amount,
    /** Cleared money not applied, where the policy nets it. */
    unappliedNetted: Amount,
    exposure: Amount,
    available: Amount,
    /** By how much the order goes above the ceiling. */
    overshoot: Amount,
    policyVersion: Type.Integer(),
  },
  exact,
);

const Reason = Type.Object(
  {
    reasonCode: HoldReasonCode,
    facts: Type.Array(Type.Object({ name: Type.String(), value: Type.String() }, exact)),
  },
  exact,
);

/** The order as it was judged, and why it was: `amount` is all of it, `reservation` what is reserved of it from now on. */
const Judged = {
  orderId: Identifier,
  amount: Amount,
  paymentMethod: OrderPaymentMethod,
  termsCode: TermsCode,
  shipOn: CalendarDate,
  checkpoint: OrderCheckpoint,
  reservation: Amount,
  decision: Decision,
  /** Nothing was known of the order before. */
  first: Type.Boolean(),
};
const Asked = (["REQUEST", "AMENDMENT", "REOPENING"] as const).map((code) => Type.Literal(code));

export const OrderReleased = defineEvent("OrderReleased", 1, {
  ...Judged,
  origin: Type.Union(Asked),
  /** The last day of the reservation; none where nothing is reserved. */
  reservedUntil: Type.Optional(CalendarDate),
});

/** Every rule that holds it. `reservation` is what stays reserved all the same: of a release that was held by a suspension. */
export const OrderHeld = defineEvent("OrderHeld", 1, {
  ...Judged,
  origin: Type.Union([...Asked, Type.Literal("CASCADE")]),
  reasons: Type.Array(Reason),
  /** RELEASED where a part was released by hand and the rest is held. */
  status: OrderStatus,
  suspensionId: Type.Optional(Identifier),
});

export const OrderReleasedManually = defineEvent("OrderReleasedManually", 1, {
  orderId: Identifier,
  /** What was held and is released now. */
  released: Amount,
  reservation: Amount,
  reservedUntil: Type.Optional(CalendarDate),
  overshoot: Amount,
  /** The rules that held it. */
  overridden: Type.Array(HoldReasonCode),
  /** The last day on which the release counts; then the order is judged again. */
  expiresOn: CalendarDate,
  authorityLevel: Type.String(),
  approvers: Type.Array(Identifier),
  decision: Decision,
});

export const OrderReservationChanged = defineEvent("OrderReservationChanged", 1, {
  orderId: Identifier,
  oldAmount: Amount,
  newAmount: Amount,
  reservation: Amount,
  reservedUntil: Type.Optional(CalendarDate),
  status: OrderStatus,
  /** Of an order that became larger. */
  decision: Type.Optional(Decision),
});

export const OrderSupplyCancelled = defineEvent("OrderSupplyCancelled", 1, {
  orderId: Identifier,
  freed: Amount,
  origin: Type.Union([Type.Literal("MANUAL"), Type.Literal("CASCADE")]),
  suspensionId: Type.Optional(Identifier),
});

/** `amount` was invoiced: `used` of it was reserved, `returned` is free again, `reservation` is what is left. */
export const ReservationConsumed = defineEvent("ReservationConsumed", 1, {
  orderId: Identifier,
  documentId: Identifier,
  amount: Amount,
  used: Amount,
  returned: Amount,
  last: Type.Boolean(),
  reservation: Amount,
  status: OrderStatus,
});

export const ReservationExpired = defineEvent("ReservationExpired", 1, { orderId: Identifier, freed: Amount, status: OrderStatus });
