import { amendOrderAmount } from "../../../../src/domain/account/orders/amend-order-amount.ts";
import { cancelOrderSupply } from "../../../../src/domain/account/orders/cancel-order-supply.ts";
import { convertReservation } from "../../../../src/domain/account/orders/convert-reservation.ts";
import { expireReservation } from "../../../../src/domain/account/orders/expire-reservation.ts";
import { releaseOrderManually } from "../../../../src/domain/account/orders/release-order-manually.ts";
import { reopenOrder } from "../../../../src/domain/account/orders/reopen-order.ts";
import { requestOrderRelease } from "../../../../src/domain/account/orders/request-order-release.ts";
import { businessCalendar, calendar } from "../../../../src/domain/calendar/business-calendar.ts";
import { ACCOUNT } from "../../../support/account-history.ts";
import type { FactOptions } from "../../../support/decider-facts.ts";
import { stateOf } from "../../../support/folded.ts";
import { SPAN_DAYS } from "../model/days.ts";
import type { Dice } from "../model/dice.ts";
import { type Ask, dateOf, dayOf, type Judgement, minor, money, move, unless, wrong } from "../model/move.ts";
import type { NaiveAccount } from "../model/naive-account.ts";
import { anyOfThem, reasoned } from "./people.ts";

/** Whether an order can be judged at all depends on the terms, the calendar and the customer: not in the model, but that such rules are there. */
const JUDGING = ["CUSTOMER_NOT_ACTIVE", "UNKNOWN_TERMS", "CALENDAR_MISSING", "UNKNOWN_CURRENCY"];
const MANUAL_DAYS = 10;
const NO_CALENDAR = businessCalendar(stateOf(calendar, "CO", []));
/** A day of a year without a calendar. */
const LATER = SPAN_DAYS - 60;

const ordersThat = ({ orders }: NaiveAccount, ...wanted: readonly string[]) =>
  [...orders].filter(([, { status }]) => wanted.includes(status)).map(([id]) => id);

/** Over, or to be reopened first. */
function isOver(status: string | undefined): readonly string[] {
  if (status === "INVOICED") return ["ORDER_INVOICED"];
  return status === "CANCELLED" || status === "EXPIRED" ? ["INVALID_TRANSITION"] : [];
}

/** Now and then the file is not complete, the terms are not there any more, or a calendar is missing. */
function judgingWorld(dice: Dice) {
  if (!dice.once(7)) return {};
  const noTerms = { policies: { terms: { codes: { OTHER: { due: { kind: "NET" as const, days: 1 }, rollRule: "NONE" as const } } } } };
  return { world: dice.of<FactOptions>({ customerFile: { status: "INCOMPLETE" } }, noTerms, { calendar: NO_CALENDAR }) };
}

export const requestOrderReleaseMove = move(requestOrderRelease, {
  weight: 26,
  propose(account, dice, n) {
    const orderId = dice.once(4) ? dice.known(account.orders.keys(), `O${n}`) : `O${n}`;
    const amount = dice.once(4) ? dice.between(0, 20) : (account.orders.get(orderId)?.amount ?? dice.between(0, dice.once(3) ? 150 : 30));
    const shipOn = dice.once(15) ? LATER : account.today + dice.between(-5, 20);
    const termsCode = dice.once(5) ? dice.of("NOTERMS", "ROLLED", "ROLLED") : dice.of("NET30", "NET30", "EARLY", "QUARTERS");
    const owners = dice.once(25) && { world: dice.of<object>({ customer: undefined }, { entity: undefined }) };
    const body = {
      accountId: ACCOUNT,
      orderId,
      amount: money(amount),
      paymentMethod: dice.of("CREDIT", "CREDIT", "CASH"),
      termsCode,
      shipOn: dateOf(shipOn),
      checkpoint: "CONFIRM",
    };
    return { body, actor: { personId: dice.of("ANA", "LUIS"), roles: ["SR"] }, ...judgingWorld(dice), ...owners };
  },
  judge({ account, body }) {
    const before = account.orders.get(body.orderId);
    return {
      must: [...unless(before === undefined || before.amount === minor(body.amount), "ORDER_EXISTS"), ...isOver(before?.status)],
      may: JUDGING,
    };
  },
});

export const releaseOrderManuallyMove = move(releaseOrderManually, {
  weight: 13,
  isTimely: ({ orders }) => orders.size > 0,
  propose(account, dice) {
    const orderId = dice.rather(ordersThat(account, "HELD"), account.orders.keys(), "O-none");
    const expiresOn = dateOf(account.today + dice.between(-1, 11));
    const amount = dice.once(3) && { amount: money(dice.between(1, Math.max(1, account.orders.get(orderId)?.amount ?? 1))) };
    return { body: { accountId: ACCOUNT, orderId, expiresOn, ...amount, ...reasoned(dice) }, ...anyOfThem(dice), ...judgingWorld(dice) };
  },
  judge({ account, body, today, reason }) {
    if (!account.orders.has(body.orderId)) return wrong(["ORDER_NOT_FOUND"]);
    const until = dayOf(body.expiresOn);
    return {
      must: [...unless(reason, "REASON_REQUIRED"), ...unless(until >= today && until <= today + MANUAL_DAYS, "VALIDITY_INVERTED")],
      may: ["ORDER_NOT_HELD", "SELF_APPROVAL", "AUTHORITY_EXCEEDED", ...JUDGING],
    };
  },
});

export const amendOrderAmountMove = move(amendOrderAmount, {
  weight: 13,
  isTimely: ({ orders }) => orders.size > 0,
  propose(account, dice) {
    const orderId = dice.known(account.orders.keys(), "O-none");
    const newAmount = money(Math.max(0, (account.orders.get(orderId)?.amount ?? 5) + dice.between(-15, 15)));
    return { body: { accountId: ACCOUNT, orderId, newAmount }, ...judgingWorld(dice) };
  },
  judge({ account, body }) {
    const order = account.orders.get(body.orderId);
    if (order === undefined) return wrong(["ORDER_NOT_FOUND"]);
    return { must: [...isOver(order.status), ...unless(minor(body.newAmount) >= order.invoiced, "ORDER_INVOICED")], may: JUDGING };
  },
});

export const cancelOrderSupplyMove = move(cancelOrderSupply, {
  weight: 6,
  isTimely: ({ orders }) => orders.size > 0,
  propose: (account, dice) => ({ body: { accountId: ACCOUNT, orderId: dice.known(account.orders.keys(), "O-none"), ...reasoned(dice) } }),
  judge({ account, body, reason }) {
    const order = account.orders.get(body.orderId);
    if (order === undefined) return wrong(["ORDER_NOT_FOUND"], unless(reason, "REASON_REQUIRED"));
    return { must: [...isOver(order.status), ...unless(reason, "REASON_REQUIRED")] };
  },
});

export const reopenOrderMove = move(reopenOrder, {
  weight: 9,
  isTimely: (account) => ordersThat(account, "CANCELLED", "EXPIRED").length > 0,
  propose: (account, dice) => ({
    body: { accountId: ACCOUNT, orderId: dice.rather(ordersThat(account, "CANCELLED", "EXPIRED"), account.orders.keys(), "O-none") },
    ...judgingWorld(dice),
  }),
  judge({ account, body }): Judgement {
    const order = account.orders.get(body.orderId);
    if (order === undefined) return wrong(["ORDER_NOT_FOUND"]);
    return { must: unless(order.status === "CANCELLED" || order.status === "EXPIRED", "INVALID_TRANSITION"), may: JUDGING };
  },
});

export const convertReservationMove = move(convertReservation, {
  weight: 8,
  isTimely: ({ orders, documents }) => orders.size > 0 && documents.size > 0,
  propose(account, dice) {
    const of = { orderId: dice.known(account.orders.keys(), "O-none"), documentId: dice.known(account.documents.keys(), "F-none") };
    return { body: { accountId: ACCOUNT, ...of, amount: money(dice.between(1, 20)), last: dice.once(3) } };
  },
  judge({ account, body }: Ask<{ readonly orderId: string; readonly documentId: string }>) {
    const order = account.orders.get(body.orderId);
    return {
      must: [
        ...unless(order !== undefined, "ORDER_NOT_FOUND"),
        ...unless(account.documents.has(body.documentId), "ITEM_NOT_FOUND"),
        ...unless(!account.invoicedOrders.has(`${body.orderId} ${body.documentId}`), "OVERLAPS"),
        ...unless(order?.status !== "INVOICED", "ORDER_INVOICED"),
      ],
    };
  },
});

export const expireReservationMove = move(expireReservation, {
  weight: 5,
  isTimely: ({ orders }) => orders.size > 0,
  propose: (account, dice) => ({
    body: { accountId: ACCOUNT, orderId: dice.rather(ordersThat(account, "RELEASED"), account.orders.keys(), "O-none") },
  }),
  judge: ({ account, body }) => ({ must: unless(account.orders.has(body.orderId), "ORDER_NOT_FOUND") }),
});
