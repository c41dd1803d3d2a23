import type { AccountState } from "../../../src/domain/account/account.ts";
import { applyPayment } from "../../../src/domain/account/applications/apply-payment.ts";
import { unapplyPayment } from "../../../src/domain/account/applications/unapply-payment.ts";
import { changeCreditLimit } from "../../../src/domain/account/credit-line/change-credit-limit.ts";
import { reinstateLine } from "../../../src/domain/account/credit-line/reinstate-line.ts";
import { suspendLine } from "../../../src/domain/account/credit-line/suspend-line.ts";
import { issueCreditNote } from "../../../src/domain/account/credit-notes/issue-credit-note.ts";
import { recordInvoice } from "../../../src/domain/account/documents/record-invoice.ts";
import { amendOrderAmount } from "../../../src/domain/account/orders/amend-order-amount.ts";
import { cancelOrderSupply } from "../../../src/domain/account/orders/cancel-order-supply.ts";
import { convertReservation } from "../../../src/domain/account/orders/convert-reservation.ts";
import { expireReservation } from "../../../src/domain/account/orders/expire-reservation.ts";
import { releaseOrderManually } from "../../../src/domain/account/orders/release-order-manually.ts";
import { reopenOrder } from "../../../src/domain/account/orders/reopen-order.ts";
import { requestOrderRelease } from "../../../src/domain/account/orders/request-order-release.ts";
import { confirmClearance } from "../../../src/domain/account/receipts/confirm-clearance.ts";
import { registerReceipt } from "../../../src/domain/account/receipts/register-receipt.ts";
import { returnPayment } from "../../../src/domain/account/receipts/return-payment.ts";
import { revokeClearance } from "../../../src/domain/account/receipts/revoke-clearance.ts";
import { grantDiscount } from "../../../src/domain/account/settlements/grant-discount.ts";
import { writeOffDifference } from "../../../src/domain/account/settlements/write-off-difference.ts";
import { addDays, type CalendarDate } from "../../../src/kernel/calendar-date.ts";
import { amountText } from "../../../src/kernel/money.ts";
import { ACCOUNT } from "../../support/account-history.ts";
import { applicationBody, invoiceBody, receiptBody } from "../../support/company.ts";
import type { Body } from "../../support/ledger.ts";
import { orderBody } from "../../support/order-history.ts";

/** What somebody means to do: numbers that pick among what there is, and amounts in cents. */
export interface Intent {
  readonly kind: keyof typeof COMMANDS;
  /** Days that pass before. */
  readonly wait: number;
  readonly which: number;
  readonly cents: number;
  readonly flag: boolean;
}

interface Picked {
  readonly state: AccountState;
  readonly today: CalendarDate;
  /** Number of the step: for new ids. */
  readonly n: number;
  readonly which: number;
  readonly flag: boolean;
  readonly amount: string;
  one(list: Iterable<string>): string;
}

const cop = (amount: string) => ({ amount, currency: "COP" });
const CHEQUE = { method: "CHEQUE", instrument: { chequeNumber: "1", bank: "Banco" } };
const evidence = { evidenceHash: "a".repeat(64) };
const order = ({ one, state }: Picked) => ({ accountId: ACCOUNT, orderId: one(state.orders.byId.keys()) });
/** Instalments with something open; one that there is not where there is none. */
const openItems = ({ state }: Picked) => (state.documents.open.size > 0 ? state.documents.open.keys() : ["NONE-1.1"]);
const receiptId = ({ one, state }: Picked) => one(state.credits.byId.keys());

/** A command of each kind; many of them are refused, as in life. */
export const COMMANDS = {
  request: {
    command: requestOrderRelease,
    body: (p: Picked) => orderBody(ACCOUNT, `O${p.n}`, p.amount, { shipOn: p.today, ...(p.which % 9 === 0 && { paymentMethod: "CASH" }) }),
  },
  again: {
    command: requestOrderRelease,
    body(p: Picked) {
      const { orderId } = order(p);
      const known = p.state.orders.byId.get(orderId);
      const terms = known === undefined || p.which % 7 === 0 ? {} : { shipOn: known.shipOn, termsCode: known.termsCode };
      return orderBody(ACCOUNT, orderId, amountText(known?.amount ?? 1n, "COP"), { shipOn: p.today, ...terms });
    },
  },
  manual: {
    command: releaseOrderManually,
    body: (p: Picked) => ({
      ...{ ...order(p), expiresOn: addDays(p.today, p.which % 11), reason: "agreed" },
      ...(p.flag && { amount: cop(p.amount) }),
    }),
  },
  amend: { command: amendOrderAmount, body: (p: Picked) => ({ ...order(p), newAmount: cop(p.amount) }) },
  cancel: { command: cancelOrderSupply, body: (p: Picked) => ({ ...order(p), reason: "no stock" }) },
  reopen: { command: reopenOrder, body: order },
  expire: { command: expireReservation, body: order },
  convert: {
    command: convertReservation,
    body: (p: Picked) => ({
      ...{ ...order(p), documentId: p.one(p.state.documents.byId.keys()), amount: cop(p.amount), last: p.flag },
    }),
  },
  invoice: {
    command: recordInvoice,
    body: (p: Picked) =>
      invoiceBody(ACCOUNT, `F${p.n}`, p.amount, addDays(p.today, -(p.which % 40)), {
        ...(p.which % 3 > 0 && { orderRefs: [{ orderId: order(p).orderId, amount: cop(p.amount), last: p.flag }] }),
      }),
  },
  receipt: {
    command: registerReceipt,
    body: (p: Picked) => receiptBody(ACCOUNT, `R${p.n}`, p.amount, p.today, p.flag ? CHEQUE : {}),
  },
  apply: {
    command: applyPayment,
    body: (p: Picked) => applicationBody(ACCOUNT, `A${p.n}`, receiptId(p), [[p.one(openItems(p)), p.amount]]),
  },
  clear: { command: confirmClearance, body: (p: Picked) => ({ accountId: ACCOUNT, receiptId: receiptId(p), on: p.today, ...evidence }) },
  revoke: { command: revokeClearance, body: (p: Picked) => ({ accountId: ACCOUNT, receiptId: receiptId(p), on: p.today, ...evidence }) },
  bounce: {
    command: returnPayment,
    body: (p: Picked) => ({
      ...{ accountId: ACCOUNT, receiptId: receiptId(p), on: p.today, reasonCode: "NO_FUNDS", drawerFault: false },
    }),
  },
  unapply: {
    command: unapplyPayment,
    body: (p: Picked) => ({
      ...{ accountId: ACCOUNT, unapplicationId: `U${p.n}`, applicationId: p.one(p.state.applications.byId.keys()) },
      ...{ kind: p.flag ? "REVERSAL" : "CORRECTION", reason: "other invoice" },
    }),
  },
  note: {
    command: issueCreditNote,
    body: (p: Picked) => ({
      ...{ accountId: ACCOUNT, creditNoteId: `N${p.n}`, series: "NC", number: `${p.n}`, issueDate: p.today, reasonCode: "PRICE" },
      ...{ amount: cop(p.amount), ...(p.flag && { documentId: p.one(p.state.documents.byId.keys()) }) },
    }),
  },
  discount: {
    command: grantDiscount,
    body: (p: Picked) => ({
      ...{ accountId: ACCOUNT, discountId: `D${p.n}`, instalmentId: p.one(openItems(p)), kind: "COMMERCIAL" },
      ...{ pct: "2.00", amount: cop(p.amount), reason: "agreed" },
    }),
  },
  difference: {
    command: writeOffDifference,
    body(p: Picked) {
      const applicationId = p.one(p.state.applications.byId.keys());
      const line = p.state.applications.byId.get(applicationId)?.lines[0];
      const ofLine = { applicationId, instalmentId: line?.instalmentId ?? "F0.1" };
      return { accountId: ACCOUNT, differenceId: `X${p.n}`, amount: cop("0.01"), ...(p.flag ? ofLine : { creditItemId: receiptId(p) }) };
    },
  },
  limit: {
    command: changeCreditLimit,
    body: (p: Picked) => ({
      ...{ accountId: ACCOUNT, newLimit: cop(p.amount), from: p.today, reason: "review" },
      ...(p.flag ? { kind: "PERMANENT" } : { kind: "TEMPORARY", to: addDays(p.today, p.which % 5) }),
    }),
  },
  suspend: {
    command: suspendLine,
    body: (p: Picked) => ({
      ...{ accountId: ACCOUNT, suspensionId: `S${p.n}`, reasonCode: "MANUAL", facts: [] },
      cascade: ["NONE", "HOLD_RELEASED", "CANCEL_SUPPLY"][p.which % 3],
    }),
  },
  reinstate: {
    command: reinstateLine,
    body: (p: Picked) => {
      const opinion = (personId: string) => ({ personId, text: "yes", favourable: true });
      const mediation = { salesOpinion: opinion("SALES"), adminOpinion: opinion("ADMIN") };
      const live = [...p.state.creditLine.suspensions].filter(([, each]) => each.live).map(([id]) => id);
      return { accountId: ACCOUNT, suspensionId: p.one(live), mediation, reason: "agreed" };
    },
  },
} as const satisfies Readonly<Record<string, { readonly command: unknown; readonly body: (picked: Picked) => Body }>>;

/** The body of a command, from what there is to do it with. */
export function bodyOf({ kind, which, cents, flag }: Intent, state: AccountState, today: CalendarDate, n: number): Body {
  const one = (list: Iterable<string>) => {
    const all = [...list];
    return all[which % Math.max(all.length, 1)] ?? "NONE-1";
  };
  return COMMANDS[kind].body({ state, today, n, which, flag, amount: amountText(BigInt(cents), "COP"), one });
}
