import t from "tap";
import { eventsByCategory } from "../../../schemas/events/registry.ts";
import { account } from "../../../src/domain/account/account.ts";
import { applyPayment } from "../../../src/domain/account/applications/apply-payment.ts";
import { registerPromise } from "../../../src/domain/account/promises/register-promise.ts";
import { confirmClearance } from "../../../src/domain/account/receipts/confirm-clearance.ts";
import { returnPayment } from "../../../src/domain/account/receipts/return-payment.ts";
import { type DecidedEvent, effective } from "../../../src/kernel/decider.ts";
import { sumOf } from "../../../src/kernel/money.ts";
import { amountOn } from "../../../src/kernel/timeline.ts";
import {
  ACCOUNT,
  cop,
  creditLineOpened,
  invoiceRecorded,
  paymentApplied,
  receiptRegistered,
  typesOf,
} from "../../support/account-history.ts";
import { applicationBody } from "../../support/company.ts";
import { stateOf } from "../../support/folded.ts";
import { given, type Occasion } from "../../support/given.ts";

const events = eventsByCategory.account;
const cheque = { method: "CHEQUE", cleared: false } as const;

const body = (on: string, more: Record<string, unknown> = {}) => ({
  accountId: ACCOUNT,
  receiptId: "R1",
  on,
  reasonCode: "NO_FUNDS",
  drawerFault: false,
  ...more,
});
const bounce = (history: readonly DecidedEvent[], on: string, more: Record<string, unknown> = {}, occasion: Occasion = {}) =>
  given(...history).when(returnPayment, body(on, more), { roles: ["TRE"], ...occasion });

/** Balance of the account at the end of a day: what is open less what is not applied. */
function balance(history: readonly DecidedEvent[], day: string): string {
  const { documents, credits } = stateOf(account, ACCOUNT, history);
  const open = sumOf([...documents.instalments.values()].map(({ byEffect }) => amountOn(byEffect, day)));
  const unapplied = sumOf([...credits.byId.values()].map(({ byEffect }) => amountOn(byEffect, day)));
  return (Number(open - unapplied) / 100).toFixed(2);
}

const F1_F2 = [
  invoiceRecorded("F1", "1800000.00", "2025-10-01"),
  invoiceRecorded("F2", "1200000.00", "2025-10-02"),
  receiptRegistered("R1", "3000000.00", "2025-11-03", cheque),
  paymentApplied(
    "A1",
    "R1",
    [
      ["F1.1", "1800000.00"],
      ["F2.1", "1200000.00"],
    ],
    "2025-11-03",
    { conditional: true },
  ),
];

t.test("RET-E1 a returned cheque opens both invoices again and charges the fee", async (t) => {
  const { events: decided, violations } = bounce(F1_F2, "2025-11-06", { bankFee: cop("45000.00") });
  t.strictSame(violations, []);
  t.strictSame(typesOf(decided).slice(0, 3), ["PaymentUnapplied", "PaymentReturned", "ChargeIssued"]);
  t.match(decided, [
    {
      effectiveOn: "2025-11-06",
      data: {
        unapplicationId: "A1-RET",
        kind: "REVERSAL",
        conditional: true,
        lines: [
          { instalmentId: "F1.1", amount: "1800000.00", freedOn: "2025-11-03" },
          { instalmentId: "F2.1", amount: "1200000.00", freedOn: "2025-11-03" },
        ],
      },
    },
    { effectiveOn: "2025-11-06", data: { receiptId: "R1", amount: "3000000.00", unapplied: "3000000.00" } },
    {
      effectiveOn: "2025-11-06",
      data: { documentId: "R1-FEE", reasonCode: "RETURNED_CHEQUE", amount: "45000.00", dueOn: "2025-11-06", sourceId: "R1" },
    },
  ]);
  const after = [...F1_F2, ...decided];
  t.equal(balance(after, "2025-11-05"), "0.00");
  t.equal(balance(after, "2025-11-06"), "3045000.00");
});

t.test(
  "one cheque over fourteen invoices: its bounce opens all of them, breaks the promise and suspends the line in one append",
  async (t) => {
    const numbers = Array.from({ length: 14 }, (_, n) => `F${n + 1}`);
    const lines = numbers.map((id) => [`${id}.1`, "100.00"] as const);
    const start = [effective("2025-10-01", creditLineOpened()), ...numbers.map((id) => invoiceRecorded(id, "100.00", "2025-10-20"))];
    const promise = {
      accountId: ACCOUNT,
      promiseId: "P1",
      lines: lines.map(([instalmentId, amount]) => ({ instalmentId, amount: cop(amount) })),
      dueOn: "2025-11-05",
      channel: "PHONE",
    };
    const told: DecidedEvent[] = [...start, ...given(...start).when(registerPromise, promise, { today: "2025-11-01" }).events];
    told.push(receiptRegistered("R1", "1400.00", "2025-11-04", cheque));
    told.push(...given(...told).when(applyPayment, applicationBody(ACCOUNT, "A1", "R1", lines), { today: "2025-11-04" }).events);
    const clearance = { accountId: ACCOUNT, receiptId: "R1", on: "2025-11-06", evidenceHash: "a".repeat(64) };
    told.push(...given(...told).when(confirmClearance, clearance, { today: "2025-11-06" }).events);
    t.ok(typesOf(told).includes("PromiseKept"));

    const { events: decided } = bounce(told, "2025-11-12", {}, { today: "2025-11-12" });
    const own = typesOf(decided).filter((type) => !type.startsWith("Delinquency"));
    t.strictSame(own, ["PaymentUnapplied", "PaymentReturned", "PromiseKeptReversed", "PromiseBroken", "LineSuspended"]);
    t.match(decided[0], { data: { lines: lines.map(([instalmentId, amount]) => ({ instalmentId, amount })) } });
    t.match(
      decided.find(({ type }) => type === "PromiseKeptReversed"),
      { effectiveOn: "2025-11-12", data: { counted: "0.00" } },
    );
    t.match(
      decided.find(({ type }) => type === "LineSuspended"),
      { effectiveOn: "2025-11-12", data: { reasonCode: "RETURNED_CHEQUE", origin: "AUTOMATIC" } },
    );
    const after = [...told, ...decided];
    t.equal(balance(after, "2025-11-11"), "0.00");
    t.equal(balance(after, "2025-11-12"), "1400.00");
    t.equal(stateOf(account, ACCOUNT, after).documents.open.size, 14);
  },
);

t.test("RET-4 the line is suspended where the policy says so, once, and only when one is open", async (t) => {
  const suspensions = (history: readonly DecidedEvent[], occasion: Occasion = {}) =>
    bounce(history, "2025-11-06", {}, occasion).events.filter(({ type }) => type === "LineSuspended").length;
  const open = [creditLineOpened(), receiptRegistered("R1", "100.00", "2025-11-03", cheque)];
  t.equal(suspensions(open), 1);
  t.equal(suspensions(open, { policies: { credit: { suspendAfterReturn: false } } }), 0);
  t.equal(suspensions(open.slice(1)), 0, "no line");
  const suspended = [...open, ...bounce(open, "2025-11-06").events, receiptRegistered("R2", "50.00", "2025-11-07", cheque)];
  const again = given(...suspended).when(returnPayment, { ...body("2025-11-08"), receiptId: "R2" }, { roles: ["TRE"] });
  t.notOk(typesOf(again.events).includes("LineSuspended"));
});

t.test("receivables §9 a return after clearance, or of money never applied, is valid; a second one is not", async (t) => {
  const unused = [receiptRegistered("R1", "100.00", "2025-11-03")];
  const { events: decided } = bounce(unused, "2025-11-06");
  t.match(decided, [{ type: "PaymentReturned", data: { unapplied: "100.00" } }]);
  t.equal(decided.length, 1);
  bounce([...unused, ...decided], "2025-11-07").refused(t, "INVALID_TRANSITION", { status: "RETURNED" });
  given(...unused, ...decided, invoiceRecorded("F1", "100.00", "2025-11-01"))
    .when(applyPayment, applicationBody(ACCOUNT, "A1", "R1", [["F1.1", "1.00"]]))
    .refused(t, "RECEIPT_EXHAUSTED", { left: "0.00" });
});

t.test("RET-2 who lets a cheque bounce pays the sanction of the policy, of the whole amount", async (t) => {
  const policies = { application: { returnSanctionPct: "20.00" } };
  const fault = bounce(F1_F2, "2025-11-06", { drawerFault: true, bankFee: cop("1.00") }, { policies }).events;
  t.match(
    fault.filter(({ type }) => type === "ChargeIssued").map(({ data }) => data),
    [
      { reasonCode: "RETURNED_CHEQUE", amount: "1.00" },
      { reasonCode: "RETURN_SANCTION", amount: "600000.00", documentId: "R1-SANCTION", dueOn: "2025-11-06" },
    ],
  );
  for (const [drawerFault, pct] of [
    [false, "20.00"],
    [true, "0.00"],
  ] as const) {
    const without = bounce(F1_F2, "2025-11-06", { drawerFault }, { policies: { application: { returnSanctionPct: pct } } }).events;
    t.notOk(typesOf(without).includes("ChargeIssued"));
  }
});

t.test("RET-1 a return is not dated before the receipt came in, nor after today", async (t) => {
  bounce(F1_F2, "2025-11-02").refused(t, "EFFECTIVE_BEFORE_APPLICATION", { on: "2025-11-02", receivedOn: "2025-11-03" });
  bounce(F1_F2, "2025-11-21").refused(t, "FUTURE_RECEIPT_DATE", { on: "2025-11-21", today: "2025-11-20" });
  const collection = [receiptRegistered("R1", "100.00", "2025-11-07", { ...cheque, receivedOn: "2025-11-05" })];
  t.match(bounce(collection, "2025-11-06").events, [{ effectiveOn: "2025-11-07" }], "before its value date: with that date");
});

const refund = (refundId: string, amount: string) =>
  events.RefundRequested({
    ...{ refundId, creditItemId: "R1", amount, payoutMethod: "TRANSFER", payee: { customerId: "C1" }, toThirdParty: false },
    ...{ requestedOn: "2025-11-08", authorityLevel: "L1", approvers: [] },
  });

t.test("RET-5 refunds that wait are cancelled, those that are paid are owed; the return counts from the last of them", async (t) => {
  const history = [
    receiptRegistered("R1", "100.00", "2025-11-03"),
    effective("2025-11-08", refund("RF1", "30.00")),
    effective("2025-11-09", refund("RF2", "20.00")),
    effective("2025-11-09", events.RefundPaid({ refundId: "RF2", on: "2025-11-09" })),
  ];
  const { events: decided } = bounce(history, "2025-11-06", { bankFee: cop("5.00") });
  t.match(decided, [
    { type: "RefundCancelled", effectiveOn: "2025-11-09", data: { refundId: "RF1", restored: "30.00" } },
    { type: "PaymentReturned", effectiveOn: "2025-11-09", data: { unapplied: "80.00", on: "2025-11-06" } },
    { type: "ChargeIssued", effectiveOn: "2025-11-06", data: { reasonCode: "RETURNED_CHEQUE", dueOn: "2025-11-06" } },
    {
      type: "ChargeIssued",
      effectiveOn: "2025-11-09",
      data: { reasonCode: "RETURNED_AFTER_REFUND", amount: "20.00", dueOn: "2025-11-09", sourceId: "RF2" },
    },
  ]);
  t.equal(balance([...history, ...decided], "2025-11-09"), "25.00");
});

t.test("RET-5 the return names the parts that went to other accounts, where a process returns them", async (t) => {
  const out = {
    transferId: "T1",
    creditItemId: "R1",
    toAccount: "C2.CO01.COP",
    amount: "40.00",
    inAmount: "40.00",
    valueDate: "2025-11-03",
  };
  const history = [receiptRegistered("R1", "100.00", "2025-11-03"), effective("2025-11-10", events.CreditTransferredOut(out))];
  t.match(bounce(history, "2025-11-06").events, [
    {
      type: "PaymentReturned",
      effectiveOn: "2025-11-10",
      data: { unapplied: "60.00", transfers: [{ transferId: "T1", toAccount: "C2.CO01.COP", amount: "40.00" }] },
    },
  ]);
});

t.test("UNA-1 what took effect after the return is undone with its own date", async (t) => {
  const history = [
    invoiceRecorded("F1", "100.00", "2025-11-10"),
    receiptRegistered("R1", "100.00", "2025-11-03", cheque),
    paymentApplied("A1", "R1", [["F1.1", "100.00"]], "2025-11-10", { conditional: true }),
  ];
  const { events: decided } = bounce(history, "2025-11-06");
  t.match(decided, [{ effectiveOn: "2025-11-10" }, { type: "PaymentReturned", effectiveOn: "2025-11-06" }]);
});

t.test("RET-1 money that came back from an application after the bank's date moves the return to that day", async (t) => {
  const history = [
    ...F1_F2,
    effective(
      "2025-11-08",
      events.PaymentUnapplied({
        ...{ unapplicationId: "U1", applicationId: "A1", creditItemId: "R1", kind: "REVERSAL", undoneOn: "2025-11-08" },
        lines: [{ lineId: "A1.1", instalmentId: "F1.1", amount: "800000.00", freedOn: "2025-11-08" }],
        ...{ alsoReversed: [], conditional: true },
      }),
    ),
  ];
  const { events: decided } = bounce(history, "2025-11-06");
  t.match(decided, [{ effectiveOn: "2025-11-08" }, { type: "PaymentReturned", effectiveOn: "2025-11-08" }]);
  const { credits } = stateOf(account, ACCOUNT, [...history, ...decided]);
  t.strictSame(
    credits.byId
      .get("R1")
      ?.byEffect.map(({ change }) => change)
      .filter((change) => change !== 0n),
    [],
    "it counts nothing on any day that shows",
  );
});

t.test("receivables §1 the date of a return moves out of locked time, and a date that is given does not", async (t) => {
  const occasion = { closedThrough: "2025-11-10" };
  const { events: decided } = bounce(F1_F2, "2025-11-06", { bankFee: cop("1.00") }, occasion);
  t.match(decided, [
    { effectiveOn: "2025-11-11" },
    { effectiveOn: "2025-11-11", data: { on: "2025-11-06" } },
    { effectiveOn: "2025-11-11" },
  ]);
  bounce(F1_F2, "2025-11-06", { effectiveOn: "2025-11-07" }, occasion).refused(t, "PERIOD_CLOSED");
  bounce(F1_F2, "2025-11-06", { effectiveOn: "2025-11-05" }).refused(t, "EFFECTIVE_BEFORE_APPLICATION", { earliest: "2025-11-06" });
  t.match(bounce(F1_F2, "2025-11-06", { effectiveOn: "2025-11-07" }).events, [{ effectiveOn: "2025-11-07" }]);
});

t.test("a post-dated cheque handed back unpaid is returned with the date it has in the future", async (t) => {
  const history = [
    invoiceRecorded("F1", "100.00", "2025-10-01"),
    receiptRegistered("R1", "100.00", "2025-12-01", { method: "POST_DATED_CHEQUE", cleared: false, receivedOn: "2025-11-03" }),
    paymentApplied("A1", "R1", [["F1.1", "100.00"]], "2025-12-01", { conditional: true, appliedOn: "2025-11-03" }),
  ];
  const { events: decided } = bounce(history, "2025-11-10", { bankFee: cop("2.00") });
  t.match(decided, [
    { type: "PaymentUnapplied", effectiveOn: "2025-12-01" },
    { type: "PaymentReturned", effectiveOn: "2025-12-01" },
    { type: "ChargeIssued", effectiveOn: "2025-11-10" },
  ]);
});
