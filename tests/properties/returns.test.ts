import fc from "fast-check";
import t from "tap";
import { eventsByCategory } from "../../schemas/events/registry.ts";
import { account } from "../../src/domain/account/account.ts";
import { applyPayment } from "../../src/domain/account/applications/apply-payment.ts";
import { proposeApplication } from "../../src/domain/account/applications/propose-application.ts";
import { unapplyPayment } from "../../src/domain/account/applications/unapply-payment.ts";
import { returnPayment } from "../../src/domain/account/receipts/return-payment.ts";
import { addDays } from "../../src/kernel/calendar-date.ts";
import { type DecidedEvent, effective } from "../../src/kernel/decider.ts";
import { minorOf, sumOf } from "../../src/kernel/money.ts";
import { amountOn } from "../../src/kernel/timeline.ts";
import { moneyMoveOf } from "../../src/verification/money-moves.ts";
import { ACCOUNT, cop, invoiceRecorded, receiptRegistered } from "../support/account-history.ts";
import { applicationBody } from "../support/company.ts";
import { stateOf } from "../support/folded.ts";
import { given } from "../support/given.ts";
import { holds } from "./holds.ts";

const { RefundRequested, RefundPaid, CreditTransferredOut } = eventsByCategory.account;
const day = (n: number) => addDays("2025-11-01", n);
const DAYS = Array.from({ length: 40 }, (_, n) => day(n));

const step = fc.record({
  kind: fc.constantFrom("apply", "apply", "apply", "undo", "propose", "refund", "pay", "transfer"),
  receipt: fc.integer({ min: 1, max: 2 }),
  item: fc.integer({ min: 1, max: 3 }),
  amount: fc.integer({ min: 1, max: 60 }),
  wait: fc.integer({ min: 0, max: 2 }),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** Two receipts and three invoices, of which some are dated after the money. */
const START = [
  ...[0, 4, 9].map((n, index) => invoiceRecorded(`F${index + 1}`, "100.00", day(n))),
  receiptRegistered("R1", "120.00", day(2), { method: "CHEQUE", cleared: false }),
  receiptRegistered("R2", "80.00", day(3)),
];

/** What one more step decides; nothing where it is refused, or not possible. */
function decided(history: readonly DecidedEvent[], { kind, receipt, item, amount }: Step, n: number, today: string) {
  const [receiptId, sum] = [`R${receipt}`, `${amount}.00`];
  const { credits, creditMoves, applications } = stateOf(account, ACCOUNT, history);
  const free = (credits.byId.get(receiptId)?.unapplied ?? 0n) - (credits.byId.get(receiptId)?.reserved ?? 0n);
  const application = applicationBody(ACCOUNT, `A${n}`, receiptId, [[`F${item}.1`, sum]]);
  if (kind === "apply") return given(...history).when(applyPayment, application, { today }).events;
  if (kind === "propose") return given(...history).when(proposeApplication, application, { today }).events;
  if (kind === "undo") {
    const applicationId = [...applications.byId.keys()][n % Math.max(1, applications.byId.size)] ?? "none";
    const lines = [{ lineId: `${applicationId}.1`, amount: cop(sum) }];
    const body = { accountId: ACCOUNT, unapplicationId: `U${n}`, applicationId, lines, kind: "REVERSAL", reason: "other" };
    return given(...history).when(unapplyPayment, body, { today }).events;
  }
  if (kind === "pay") {
    const waiting = [...creditMoves.refunds].find(([, { status }]) => status === "REQUESTED");
    return waiting === undefined ? [] : [effective(today, RefundPaid({ refundId: waiting[0], on: today }))];
  }
  if (BigInt(amount) * 100n > free) return [];
  const out = { creditItemId: receiptId, amount: sum };
  const refund = { payoutMethod: "CASH", payee: { customerId: "C1" }, toThirdParty: false, authorityLevel: "L1", approvers: [] };
  return kind === "refund"
    ? [effective(today, RefundRequested({ ...out, ...refund, refundId: `RF${n}`, requestedOn: today }))]
    : [effective(today, CreditTransferredOut({ ...out, transferId: `T${n}`, toAccount: "C2.CO01.COP", inAmount: sum, valueDate: today }))];
}

/** What an event adds to the balance, by the table that `cartera verify` goes by. */
function movementOf({ type, data }: DecidedEvent): bigint {
  const { open = [], opensNoMore = [], unapplied = [], appliedAway = [] } = moneyMoveOf(type, data) ?? {};
  const sum = (amounts: readonly string[]) => sumOf(amounts.map(minorOf));
  return sum(open) - sum(opensNoMore) - sum(unapplied) + sum(appliedAway);
}

t.test(
  "receivables §14 (1, 2, 3) a return leaves every instalment and every credit sound on every day, whatever was done before",
  async (t) => {
    const property = fc.property(fc.array(step, { minLength: 1, maxLength: 9 }), fc.integer({ min: 0, max: 30 }), (steps, late) => {
      let history: readonly DecidedEvent[] = START;
      let today = day(10);
      for (const [n, each] of steps.entries()) {
        today = addDays(today, each.wait);
        history = [...history, ...decided(history, each, n, today)];
      }
      const on = [day(2 + late), today].sort()[0] ?? today;
      const body = { accountId: ACCOUNT, receiptId: "R1", on, reasonCode: "NO_FUNDS", drawerFault: true };
      const { events, violations } = given(...history).when(returnPayment, body, { today });
      const { documents, credits } = stateOf(account, ACCOUNT, [...history, ...events]);
      const returned = events.find(({ type }) => type === "PaymentReturned")?.effectiveOn ?? "";
      const receipt = credits.byId.get("R1");
      for (const date of DAYS) {
        for (const item of documents.instalments.values()) {
          const open = amountOn(item.byEffect, date);
          if (open < 0n || open > item.original) return false;
        }
        for (const { byEffect } of credits.byId.values()) if (amountOn(byEffect, date) < 0n) return false;
        if (date >= returned && receipt !== undefined && amountOn(receipt.byEffect, date) !== 0n) return false;
      }
      const heldOf = (all: Iterable<{ readonly reserved: bigint }>) => sumOf([...all].map(({ reserved }) => reserved));
      const bothSidesHoldTheSame = heldOf(documents.instalments.values()) === heldOf(credits.byId.values());
      const uses = receipt?.uses ?? { applied: 1n, recovered: 1n, writtenOff: 1n };
      const left = uses.applied + uses.recovered + uses.writtenOff + (receipt?.unapplied ?? 1n) + (receipt?.reserved ?? 1n);
      const open = sumOf([...documents.instalments.values()].map((item) => item.open));
      const unapplied = sumOf([...credits.byId.values()].map((credit) => credit.unapplied));
      const balanceIsKept = open - unapplied === sumOf([...history, ...events].map(movementOf));
      return violations.length === 0 && left === 0n && bothSidesHoldTheSame && balanceIsKept;
    });
    holds(t, property, 400);
  },
);
