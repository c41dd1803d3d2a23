import type { EventData } from "../schemas/events/registry.ts";
import type { LedgerEvent } from "./define-projection.ts";
import { accountKeyOf } from "./rows/account-key.ts";
import { ACCOUNT_COLUMNS, column, optional } from "./rows/columns.ts";
import { addDecimals, negated } from "./rows/decimal-text.ts";
import type { Row, RowChanges } from "./rows/row-changes.ts";
import { defineRowsProjection } from "./rows-projection.ts";

const orderKey = { account_id: ACCOUNT_COLUMNS.account_id, order_id: column.text() };

/**
 * order_header: orders as decided last; order_event: all that happened to them; exposure_decision: what every decision about credit rested
 * on, so that limit, exposure and what was available are known of every moment at which they mattered.
 *   order_id | status | amount     | reservation | reasons
 *   P-7      | HELD   | 5000000.00 | 0.00        | [{"reasonCode":"OVER_LIMIT",…}]
 */
export const order = defineRowsProjection({
  name: "order_header",
  version: 2,
  tables: {
    order_header: {
      comment: "Orders as recorded now.",
      columns: {
        ...ACCOUNT_COLUMNS,
        order_id: column.text(),
        status: column.text("HELD, RELEASED, INVOICED, CANCELLED or EXPIRED"),
        amount: column.numeric("of the whole order"),
        reservation: column.numeric("what is reserved of it"),
        invoiced: column.numeric("what documents have named of it"),
        payment_method: column.text("CASH or CREDIT"),
        terms_code: column.text(),
        ship_on: column.date(),
        checkpoint: column.text("where the order was when it was asked for last"),
        reserved_until: optional.date("last day of the reservation"),
        release_expires_on: optional.date("last day of a release by hand"),
        reasons: column.jsonb("why it is held, or was before it was released by hand: every rule that failed, with its facts"),
        overshoot: column.numeric("above the ceiling, when it was judged last"),
        requested_on: column.date(),
        decided_on: column.date("business date of what happened last"),
      },
      primaryKey: ["account_id", "order_id"],
      indexes: [
        "(entity_id, reserved_until) where reserved_until is not null",
        "(entity_id, release_expires_on) where release_expires_on is not null",
        "(ship_on, account_id, order_id)",
      ],
    },
    order_event: {
      comment: "What happened to an order, in order.",
      columns: {
        ...orderKey,
        ordinal: column.bigint("of the event"),
        event: column.text("OrderReleased, OrderHeld, ReservationConsumed, ..."),
        happened_on: column.date("business date"),
        actor: column.text(),
        status: column.text("from then on"),
        amount: optional.numeric("asked, released, invoiced or freed"),
        reservation: column.numeric("from then on"),
        reasons: column.jsonb("every rule that failed or was overridden"),
        document_id: optional.text(),
        suspension_id: optional.text(),
      },
      primaryKey: ["account_id", "order_id", "ordinal"],
    },
    exposure_decision: {
      comment: "Limit, exposure and what was available, whenever an order was judged or the line went above its ceiling or back.",
      columns: {
        ...ACCOUNT_COLUMNS,
        ordinal: column.bigint("of the event"),
        event: column.text(),
        decided_on: column.date("business date"),
        order_id: optional.text(),
        asked: optional.numeric("what was to be reserved"),
        credit_limit: column.numeric("of the day"),
        tolerance_pct: column.numeric("percent above the limit"),
        ceiling: column.numeric(),
        exposure: column.numeric("without the order itself"),
        available: column.numeric("below zero when more was taken than the ceiling allows"),
        overshoot: optional.numeric(),
        open_total: optional.numeric(),
        pending_clearance: optional.numeric(),
        reservations: optional.numeric(),
        unapplied_netted: optional.numeric("cleared money not applied, where the policy nets it"),
        policy_version: optional.integer("of the policy credit"),
      },
      primaryKey: ["account_id", "ordinal"],
    },
  },
  on: {
    OrderReleased(rows, event) {
      const { data } = event;
      judged(rows.order_header, event, { status: "RELEASED", reserved_until: data.reservedUntil ?? null, release_expires_on: null });
      note(rows.order_event, event, { status: "RELEASED", amount: data.amount, reservation: data.reservation });
      decided(rows.exposure_decision, event, data.decision);
    },
    OrderHeld(rows, event) {
      const { data } = event;
      const { status, amount, reservation, reasons, suspensionId = null } = data;
      const ends = /[1-9]/.test(reservation) ? {} : { reserved_until: null, release_expires_on: null };
      judged(rows.order_header, event, { status, reasons, ...ends });
      note(rows.order_event, event, { status, amount, reservation, reasons, suspension_id: suspensionId });
      decided(rows.exposure_decision, event, data.decision);
    },
    OrderReleasedManually(rows, event) {
      const { reservation, released, overridden, reservedUntil = null, expiresOn, overshoot, decision } = event.data;
      const dates = { reserved_until: reservedUntil, release_expires_on: expiresOn };
      change(rows.order_header, event, { status: "RELEASED", reservation, overshoot, ...dates });
      const reasons = overridden.map((reasonCode) => ({ reasonCode, facts: [] }));
      note(rows.order_event, event, { status: "RELEASED", amount: released, reservation, reasons });
      decided(rows.exposure_decision, event, decision);
    },
    OrderReservationChanged(rows, event) {
      const { status, newAmount, reservation, reservedUntil = null, decision } = event.data;
      const whole = decision === undefined ? {} : { release_expires_on: null, reasons: [], overshoot: decision.overshoot };
      change(rows.order_header, event, { status, amount: newAmount, reservation, reserved_until: reservedUntil, ...whole });
      note(rows.order_event, event, { status, amount: newAmount, reservation });
      if (decision !== undefined) decided(rows.exposure_decision, event, decision);
    },
    OrderSupplyCancelled(rows, event) {
      const { freed, suspensionId = null } = event.data;
      const reservation = minus(freed, freed);
      change(rows.order_header, event, { status: "CANCELLED", reservation, ...NOTHING_RESERVED });
      note(rows.order_event, event, { status: "CANCELLED", amount: freed, reservation, suspension_id: suspensionId });
    },
    ReservationConsumed(rows, event) {
      const { status, reservation, amount, documentId } = event.data;
      const ends = /[1-9]/.test(reservation) ? {} : NOTHING_RESERVED;
      change(rows.order_header, event, { status, reservation, ...ends });
      rows.order_header.add(keyOf(event), { invoiced: amount });
      note(rows.order_event, event, { status, amount, reservation, document_id: documentId });
    },
    ReservationExpired(rows, event) {
      const { status, freed } = event.data;
      const reservation = minus(freed, freed);
      change(rows.order_header, event, { status, reservation, ...NOTHING_RESERVED });
      note(rows.order_event, event, { status, amount: freed, reservation });
    },
    OverLimitDetected: ({ exposure_decision }, event) => overLimit(exposure_decision, event),
    OverLimitCleared: ({ exposure_decision }, event) => overLimit(exposure_decision, event),
  },
});

const NOTHING_RESERVED = { reserved_until: null, release_expires_on: null };

type OrderEvent = LedgerEvent & { readonly data: { readonly orderId: string } };

function keyOf({ streamId, data }: OrderEvent): Row {
  return { account_id: streamId, order_id: data.orderId };
}

/** The order as it was judged; the row begins with the first decision about it. */
function judged(header: RowChanges, event: LedgerEvent<"OrderReleased" | "OrderHeld">, outcome: Row): void {
  const { data, effectiveOn } = event;
  const columns = {
    amount: data.amount,
    reservation: data.reservation,
    payment_method: data.paymentMethod,
    terms_code: data.termsCode,
    ship_on: data.shipOn,
    checkpoint: data.checkpoint,
    overshoot: data.decision.overshoot,
    decided_on: effectiveOn,
    reasons: [],
    ...outcome,
  };
  if (data.first) {
    const begun = { invoiced: minus(data.amount, data.amount), requested_on: effectiveOn };
    header.insert({ ...accountKeyOf(event), order_id: data.orderId, ...columns, ...begun });
  } else header.set(keyOf(event as OrderEvent), columns);
}

function change(header: RowChanges, event: OrderEvent, columns: Row): void {
  header.set(keyOf(event), { ...columns, decided_on: event.effectiveOn });
}

function note(events: RowChanges, event: OrderEvent, columns: Row): void {
  const { type, ordinal, effectiveOn, actor } = event;
  events.insert({ ...keyOf(event), ordinal, event: type, happened_on: effectiveOn, actor, reasons: [], ...columns });
}

function decided(decisions: RowChanges, event: OrderEvent, decision: EventData<"OrderReleased">["decision"]): void {
  decisions.insert({
    ...accountKeyOf(event),
    ...{ ordinal: event.ordinal, event: event.type, decided_on: decision.on, order_id: event.data.orderId, asked: decision.asked },
    ...{ credit_limit: decision.limit, tolerance_pct: decision.tolerancePct, ceiling: decision.ceiling, exposure: decision.exposure },
    ...{ available: decision.available, overshoot: decision.overshoot, open_total: decision.open, reservations: decision.reservations },
    ...{ pending_clearance: decision.pendingClearance, unapplied_netted: decision.unappliedNetted, policy_version: decision.policyVersion },
  });
}

function overLimit(decisions: RowChanges, event: LedgerEvent<"OverLimitDetected" | "OverLimitCleared">): void {
  const { data, ordinal, type, effectiveOn } = event;
  decisions.insert({
    ...accountKeyOf(event),
    ...{ ordinal, event: type, decided_on: effectiveOn, credit_limit: data.limit, tolerance_pct: data.tolerancePct },
    ...{ ceiling: data.ceiling, exposure: data.exposure, available: minus(data.ceiling, data.exposure) },
  });
}

function minus(a: string, b: string): string {
  return addDecimals(a, negated(b));
}
