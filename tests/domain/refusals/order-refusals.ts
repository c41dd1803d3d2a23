import { OrderSupplyCancelled } from "../../../schemas/events/account/orders.ts";
import { CustomerBlocked } from "../../../schemas/events/customer.ts";
import { amendOrderAmount } from "../../../src/domain/account/orders/amend-order-amount.ts";
import { cancelOrderSupply } from "../../../src/domain/account/orders/cancel-order-supply.ts";
import { convertReservation } from "../../../src/domain/account/orders/convert-reservation.ts";
import { expireReservation } from "../../../src/domain/account/orders/expire-reservation.ts";
import { releaseOrderManually } from "../../../src/domain/account/orders/release-order-manually.ts";
import { reopenOrder } from "../../../src/domain/account/orders/reopen-order.ts";
import { requestOrderRelease } from "../../../src/domain/account/orders/request-order-release.ts";
import { blockCustomer } from "../../../src/domain/customer/block-customer.ts";
import { unblockCustomer } from "../../../src/domain/customer/unblock-customer.ts";
import type { DecidedEvent } from "../../../src/kernel/decider.ts";
import { ACCOUNT, cop, creditLineOpened, invoiceRecorded } from "../../support/account-history.ts";
import { customerRegistered } from "../../support/customer-history.ts";
import { given, type Occasion } from "../../support/given.ts";
import { orderBody, orderHeld, orderReleased } from "../../support/order-history.ts";
import type { RefusalCases } from "./refusal-case.ts";

const O1 = { accountId: ACCOUNT, orderId: "O1" };
const LINE = creditLineOpened();
const INVOICE = invoiceRecorded("F1", "50.00", "2025-11-19");
const RELEASED = [LINE, INVOICE, orderReleased("O1", "100.00")];
const CANCELLED = [...RELEASED, OrderSupplyCancelled({ orderId: "O1", freed: "100.00", origin: "MANUAL" })];
const dollars = { amount: "1.00", currency: "USD" };

const invoiced = (amount: string, last = true): readonly DecidedEvent[] => {
  const body = { ...O1, documentId: "F1", amount: cop(amount), last };
  return [...RELEASED, ...given(...RELEASED).when(convertReservation, body).events];
};

/** What keeps an order from being judged. */
const NEVER_ACTIVE: Occasion = { customerFile: { status: "INCOMPLETE" } };
const NO_TABLE: Occasion = { policies: { credit: { holdMinAmount: {} } } };
const NO_TERMS: Occasion = { policies: { terms: { codes: { CASH: { due: { kind: "NET", days: 0 }, rollRule: "NONE" } } } } };
/** Two years ahead there is no calendar to roll by. */
const ROLLED: Occasion = { policies: { terms: { codes: { NET30: { due: { kind: "NET", days: 90 }, rollRule: "NEXT" } } } } };

const request = (changes: Record<string, unknown> = {}, occasion: Occasion = {}, history: readonly DecidedEvent[] = [LINE]) =>
  given(...history).when(requestOrderRelease, orderBody(ACCOUNT, "O1", "100.00", changes), occasion);
const release = (changes: Record<string, unknown> = {}, occasion: Occasion = {}, history = [LINE, orderHeld("O1", "100.00")]) =>
  given(...history).when(
    releaseOrderManually,
    JSON.parse(JSON.stringify({ ...O1, expiresOn: "2025-11-25", reason: "agreed", ...changes })),
    { personId: "LUIS", ...occasion },
  );
const amend = (newAmount: unknown, occasion: Occasion = {}, history: readonly DecidedEvent[] = RELEASED) =>
  given(...history).when(amendOrderAmount, { ...O1, newAmount }, occasion);
const reopen = (occasion: Occasion = {}, history: readonly DecidedEvent[] = CANCELLED) => given(...history).when(reopenOrder, O1, occasion);
const cancel = (history: readonly DecidedEvent[], reason: string | undefined = "no stock") =>
  given(...history).when(cancelOrderSupply, { ...O1, ...(reason !== "" && { reason }) });
const convert = (changes: Record<string, unknown> = {}, history: readonly DecidedEvent[] = RELEASED) =>
  given(...history).when(convertReservation, { ...O1, documentId: "F1", amount: cop("50.00"), ...changes });
/** Without a line there never was an active customer. */
const withoutLine = (...events: readonly DecidedEvent[]) => events.filter(({ type }) => type !== "CreditLineOpened");
const scope = { customerId: "C1", scope: "ORDERS" };

export const orderRefusals: RefusalCases = {
  RequestOrderRelease: {
    CUSTOMER_NOT_FOUND: () => request({}, { customer: undefined }),
    ACCOUNT_NOT_FOUND: () => request({}, { entity: undefined }),
    CURRENCY_MISMATCH: () => request({ amount: dollars }),
    ORDER_EXISTS: () => request({ amount: cop("99.00") }, {}, RELEASED),
    ORDER_INVOICED: () => request({}, {}, invoiced("50.00")),
    INVALID_TRANSITION: () => request({}, {}, CANCELLED),
    CUSTOMER_NOT_ACTIVE: () => request({}, NEVER_ACTIVE, []),
    UNKNOWN_TERMS: () => request({ termsCode: "NET7" }),
    CALENDAR_MISSING: () => request({}, ROLLED),
    UNKNOWN_CURRENCY: () => request({}, NO_TABLE),
  },
  ReleaseOrderManually: {
    ORDER_NOT_FOUND: () => release({}, {}, [LINE]),
    CURRENCY_MISMATCH: () => release({ amount: dollars }),
    ORDER_NOT_HELD: () => release({}, {}, RELEASED as never),
    REASON_REQUIRED: () => release({ reason: undefined }),
    VALIDITY_INVERTED: () => release({ expiresOn: "2025-11-19" }),
    SELF_APPROVAL: () => release({}, { personId: "OWNER" }),
    AUTHORITY_EXCEEDED: () => release({}, { roles: ["PC"] }),
    CUSTOMER_NOT_ACTIVE: () => release({}, NEVER_ACTIVE, [orderHeld("O1", "100.00")] as never),
    UNKNOWN_TERMS: () => release({}, NO_TERMS),
    CALENDAR_MISSING: () => release({}, ROLLED),
    UNKNOWN_CURRENCY: () => release({}, NO_TABLE),
  },
  AmendOrderAmount: {
    ORDER_NOT_FOUND: () => amend(cop("1.00"), {}, [LINE]),
    CURRENCY_MISMATCH: () => amend(dollars),
    ORDER_INVOICED: () => amend(cop("49.99"), {}, invoiced("50.00", false)),
    INVALID_TRANSITION: () => amend(cop("1.00"), {}, CANCELLED),
    CUSTOMER_NOT_ACTIVE: () => amend(cop("101.00"), NEVER_ACTIVE, withoutLine(...RELEASED)),
    UNKNOWN_TERMS: () => amend(cop("101.00"), NO_TERMS),
    CALENDAR_MISSING: () => amend(cop("101.00"), ROLLED),
    UNKNOWN_CURRENCY: () => amend(cop("101.00"), NO_TABLE),
  },
  CancelOrderSupply: {
    ORDER_NOT_FOUND: () => cancel([LINE]),
    ORDER_INVOICED: () => cancel(invoiced("50.00")),
    INVALID_TRANSITION: () => cancel(CANCELLED),
    REASON_REQUIRED: () => cancel(RELEASED, ""),
  },
  ReopenOrder: {
    ORDER_NOT_FOUND: () => reopen({}, [LINE]),
    INVALID_TRANSITION: () => reopen({}, RELEASED),
    CUSTOMER_NOT_ACTIVE: () => reopen(NEVER_ACTIVE, withoutLine(...CANCELLED)),
    UNKNOWN_TERMS: () => reopen(NO_TERMS),
    CALENDAR_MISSING: () => reopen(ROLLED),
    UNKNOWN_CURRENCY: () => reopen(NO_TABLE),
  },
  ConvertReservation: {
    ORDER_NOT_FOUND: () => convert({}, [LINE, INVOICE]),
    ITEM_NOT_FOUND: () => convert({ documentId: "F9" }),
    CURRENCY_MISMATCH: () => convert({ amount: dollars }),
    OVERLAPS: () => convert({}, invoiced("50.00", false)),
    ORDER_INVOICED: () => convert({}, invoiced("50.00")),
  },
  ExpireReservation: { ORDER_NOT_FOUND: () => given(LINE).when(expireReservation, O1) },
  BlockCustomer: { REASON_REQUIRED: () => given(customerRegistered("C1")).when(blockCustomer, scope) },
  UnblockCustomer: {
    REASON_REQUIRED: () => given(customerRegistered("C1"), CustomerBlocked({ ...scope, scope: "ORDERS" })).when(unblockCustomer, scope),
  },
};
