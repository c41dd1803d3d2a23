import t from "tap";
import { LineReinstated, LineSuspended, OverLimitCleared, OverLimitDetected } from "../../../schemas/events/account/credit-line.ts";
import { eventsByCategory } from "../../../schemas/events/registry.ts";
import { account } from "../../../src/domain/account/account.ts";
import { applyPayment } from "../../../src/domain/account/applications/apply-payment.ts";
import { automaticSuspension } from "../../../src/domain/account/credit-line/automatic-suspension.ts";
import { evaluateLine } from "../../../src/domain/account/credit-line/evaluate-line.ts";
import { reinstateLine } from "../../../src/domain/account/credit-line/reinstate-line.ts";
import { suspendLine } from "../../../src/domain/account/credit-line/suspend-line.ts";
import { recordInvoice } from "../../../src/domain/account/documents/record-invoice.ts";
import { type DecidedEvent, effective } from "../../../src/kernel/decider.ts";
import {
  ACCOUNT,
  creditLineOpened,
  invoiceRecorded,
  lineSuspended,
  paymentApplied,
  promiseRegistered,
  receiptRegistered,
} from "../../support/account-history.ts";
import { applicationBody, invoiceBody } from "../../support/company.ts";
import { stateOf } from "../../support/folded.ts";
import { given, type Occasion } from "../../support/given.ts";

const { CreditLimitChanged, PromiseBroken } = eventsByCategory.account;

const opened = effective("2025-01-01", creditLineOpened("5000000.00"));
/** Due on 2025-09-30. */
const F1 = invoiceRecorded("F1", "4000000.00", "2025-08-31");
const evaluated = (asOf: string, history: readonly DecidedEvent[], occasion: Occasion = {}) =>
  given(opened, ...history).when(evaluateLine, { accountId: ACCOUNT, asOf }, { today: asOf, ...occasion });

/** "2025-10-31 suspended AUTO-PAST_DUE-1". */
function said(events: readonly DecidedEvent[]): readonly string[] {
  return events.flatMap(({ type, effectiveOn, data }) => {
    const { suspensionId } = data as { readonly suspensionId?: string };
    const words: Readonly<Record<string, string>> = {
      ...{ LineSuspended: `suspended ${suspensionId}`, LineReinstated: `reinstated ${suspensionId}` },
      ...{ OverLimitDetected: "over limit", OverLimitCleared: "within limit" },
    };
    const word = words[type];
    return word === undefined ? [] : [`${effectiveOn} ${word}`];
  });
}

const automatic = (suspensionId: string, reasonCode: "PAST_DUE" | "OVERDRAWN" | "BROKEN_PROMISE", on: string) =>
  effective(on, LineSuspended({ lineId: "L1", suspensionId, reasonCode, origin: "AUTOMATIC", facts: [], cascade: "NONE" }));

t.test("SUSP-E1 an item past due for more than thirty days suspends the line, with the facts and the policy's version", async (t) => {
  evaluated("2025-10-30", [F1]).changesNothing(t);
  evaluated("2025-10-31", [F1]).decides(
    t,
    effective(
      "2025-10-31",
      LineSuspended({
        ...{ lineId: "L1", suspensionId: "AUTO-PAST_DUE-1", reasonCode: "PAST_DUE", origin: "AUTOMATIC", cascade: "NONE" },
        facts: [
          { name: "policyVersion", value: "0" },
          { name: "instalmentId", value: "F1.1" },
          { name: "dpd", value: "31" },
          { name: "open", value: "4000000.00" },
        ],
      }),
    ),
  );
});

t.test("SUSP-3 a late evaluation suspends from the day on which it became true; SUSP-1 a second one changes nothing", async (t) => {
  const late = evaluated("2025-11-20", [F1]);
  t.strictSame(said(late.events), ["2025-10-31 suspended AUTO-PAST_DUE-1"]);
  evaluated("2025-11-20", [F1, ...late.events]).changesNothing(t);
});

t.test("SUSP-3 less than the smallest amount does not suspend, nor a debt in a currency without one", async (t) => {
  evaluated("2025-11-20", [invoiceRecorded("F1", "49999.99", "2025-08-31")]).changesNothing(t);
  t.strictSame(said(evaluated("2025-11-20", [invoiceRecorded("F1", "50000.00", "2025-08-31")]).events).length, 1);
  const credit = { suspendMinAmount: { USD: "10.00" } };
  evaluated("2025-11-20", [F1], { policies: { credit } }).changesNothing(t);
});

t.test(
  "SUSP-3 an invoice that is long past due when it is recorded suspends the line in the same append, not before it was opened",
  async (t) => {
    const recorded = given(opened).when(recordInvoice, invoiceBody(ACCOUNT, "F1", "100000.00", "2003-01-01"));
    t.strictSame(said(recorded.events), ["2025-01-01 suspended AUTO-PAST_DUE-1"]);
    t.strictSame(said(given().when(recordInvoice, invoiceBody(ACCOUNT, "F1", "100000.00", "2003-01-01")).events), [], "there is no line");
  },
);

const R1 = receiptRegistered("R1", "4000000.00", "2025-11-20");
const pay = (amount: string, more: Record<string, unknown> = {}) => applicationBody(ACCOUNT, "A1", "R1", [["F1.1", amount]], more);
const pastDue = automatic("AUTO-PAST_DUE-1", "PAST_DUE", "2025-10-31");

t.test("SUSP-E2 the debt is paid: past due is lifted by itself, the returned cheque stays", async (t) => {
  const history = [opened, F1, pastDue, lineSuspended("S2", "RETURNED_CHEQUE"), R1];
  const paid = given(...history).when(applyPayment, pay("4000000.00"));
  t.strictSame(said(paid.events), ["2025-11-20 reinstated AUTO-PAST_DUE-1"]);
  t.match(paid.events.find(({ type }) => type === "LineReinstated")?.data, { reasonCode: "PAST_DUE", origin: "AUTOMATIC" });
  const { suspensions } = stateOf(account, ACCOUNT, [...history, ...paid.events]).creditLine;
  t.strictSame(
    [...suspensions].filter(([, { live }]) => live).map(([id]) => id),
    ["S2"],
  );
  t.strictSame(said(given(...history).when(applyPayment, pay("3950000.00")).events), [], "fifty thousand are still open");
});

t.test("SUSP-4 what a person suspended for past-due debt ends by itself once that debt was there and is gone", async (t) => {
  const byHand = { accountId: ACCOUNT, suspensionId: "S1", reasonCode: "PAST_DUE", facts: [], cascade: "NONE" };
  const early = given(opened, invoiceRecorded("F2", "100000.00", "2025-10-01")).when(suspendLine, byHand);
  t.strictSame(said(early.events), ["2025-11-20 suspended S1"], "no item is past due for long enough, and the decision stands");
  const history = [opened, F1, effective("2025-11-10", lineSuspended("S1", "PAST_DUE")), R1];
  t.strictSame(said(given(...history).when(applyPayment, pay("4000000.00")).events), ["2025-11-20 reinstated S1"]);
});

t.test("SUSP-4 a back-dated payment lifts on the day of the suspension: it never was right", async (t) => {
  const early = receiptRegistered("R1", "4000000.00", "2025-10-10");
  const paid = given(opened, F1, pastDue, early).when(applyPayment, pay("4000000.00", { effectiveOn: "2025-10-10" }));
  t.strictSame(said(paid.events), ["2025-10-31 reinstated AUTO-PAST_DUE-1"]);
});

t.test("G-15 debt that was past due and is paid while nobody evaluated leaves both the suspension and its end", async (t) => {
  t.strictSame(said(given(opened, F1, R1).when(applyPayment, pay("4000000.00")).events), [
    "2025-10-31 suspended AUTO-PAST_DUE-1",
    "2025-11-20 reinstated AUTO-PAST_DUE-1",
  ]);
});

t.test("SUSP-7 after a lift by hand the line is not suspended for that reason up to the agreed day, and again after it", async (t) => {
  const mediation = Object.fromEntries(
    (["salesOpinion", "adminOpinion"] as const).map((name) => [
      name,
      { personId: name === "salesOpinion" ? "SALES" : "ADMIN", text: "agreed", favourable: true },
    ]),
  );
  const lift = { accountId: ACCOUNT, suspensionId: "AUTO-PAST_DUE-1", mediation, until: "2025-11-25", reason: "agreed" };
  const lifted = given(opened, F1, pastDue).when(reinstateLine, lift);
  t.strictSame(said(lifted.events), ["2025-11-20 reinstated AUTO-PAST_DUE-1"]);
  evaluated("2025-11-25", [F1, pastDue, ...lifted.events]).changesNothing(t);
  t.strictSame(said(evaluated("2025-11-28", [F1, pastDue, ...lifted.events]).events), ["2025-11-26 suspended AUTO-PAST_DUE-2"]);
});

t.test("SUSP-3 an exposure above the ceiling is detected and suspends at once; money takes both back", async (t) => {
  const over = given(opened).when(recordInvoice, invoiceBody(ACCOUNT, "F1", "5250000.01", "2025-11-20"));
  const figures = { limit: "5000000.00", tolerancePct: "5.00", ceiling: "5250000.00" };
  const [, detected, suspended] = over.events;
  t.strictSame(detected, effective("2025-11-20", OverLimitDetected({ lineId: "L1", exposure: "5250000.01", ...figures })));
  t.match(suspended, {
    effectiveOn: "2025-11-20",
    data: {
      suspensionId: "AUTO-OVERDRAWN-1",
      reasonCode: "OVERDRAWN",
      facts: [{ name: "policyVersion", value: "0" }, { name: "exposure" }],
    },
  });
  t.strictSame(said(given(opened).when(recordInvoice, invoiceBody(ACCOUNT, "F1", "5250000.00", "2025-11-20")).events), []);

  const paid = given(opened, ...over.events, R1).when(applyPayment, pay("0.01"));
  t.strictSame(paid.events.slice(1), [
    effective("2025-11-20", OverLimitCleared({ lineId: "L1", exposure: "1250000.01", ...figures })),
    effective(
      "2025-11-20",
      LineReinstated({ lineId: "L1", suspensionId: "AUTO-OVERDRAWN-1", reasonCode: "OVERDRAWN", origin: "AUTOMATIC" }),
    ),
  ]);
});

t.test("SUSP-3 the days of grace: over the limit at once, suspended when they are over", async (t) => {
  const policies = { credit: { overdrawnGraceDays: 3 } };
  const invoice = invoiceBody(ACCOUNT, "F1", "6000000.00", "2025-11-20");
  const over = given(opened).when(recordInvoice, invoice, { policies });
  t.strictSame(said(over.events), ["2025-11-20 over limit"]);
  evaluated("2025-11-22", over.events, { policies }).changesNothing(t);
  t.strictSame(said(evaluated("2025-11-25", over.events, { policies }).events), ["2025-11-23 suspended AUTO-OVERDRAWN-1"]);
});

t.test("LINE-4 the end of a temporary limit is found by the calendar, on its true day", async (t) => {
  const temporary = CreditLimitChanged({
    ...{ lineId: "L1", kind: "TEMPORARY", old: "5000000.00", new: "9000000.00", from: "2025-11-01", to: "2025-11-20" },
  });
  const history = [temporary, invoiceRecorded("F1", "6000000.00", "2025-11-10")];
  evaluated("2025-11-20", history).changesNothing(t);
  t.strictSame(said(evaluated("2025-11-24", history).events), ["2025-11-21 over limit", "2025-11-21 suspended AUTO-OVERDRAWN-1"]);
});

t.test("SUSP-4 being overdrawn ends by itself only where it was so", async (t) => {
  const byHand = { accountId: ACCOUNT, suspensionId: "S1", reasonCode: "OVERDRAWN", facts: [], cascade: "NONE" };
  t.strictSame(said(given(opened).when(suspendLine, byHand).events), ["2025-11-20 suspended S1"]);
});

const broken = (promiseId: string, on: string) => [
  promiseRegistered(promiseId, [["F9.1", "10.00"]], on, "2025-06-01"),
  effective(on, PromiseBroken({ promiseId, lines: [{ instalmentId: "F9.1", amount: "10.00" }], counted: "0.00", missing: "10.00" })),
];
const F9 = invoiceRecorded("F9", "100.00", "2025-06-01");

t.test("PRM-7 two promises broken within ninety days suspend the line from the second on, and only a person lifts it", async (t) => {
  const two = [F9, ...broken("P1", "2025-08-01"), ...broken("P2", "2025-10-29")];
  const suspended = evaluated("2025-11-20", two);
  t.strictSame(said(suspended.events), ["2025-10-29 suspended AUTO-BROKEN_PROMISE-1"]);
  t.match(suspended.events[0]?.data, {
    facts: [{ value: "0" }, { value: "P1" }, { value: "2025-08-01" }, { value: "P2" }, { value: "2025-10-29" }],
  });
  evaluated("2025-10-29", [F9, ...broken("P1", "2025-07-31"), ...broken("P2", "2025-10-29")]).changesNothing(t);
  evaluated("2026-06-01", [...two, ...suspended.events]).changesNothing(t);
  evaluated("2025-11-20", two, { policies: { promise: { suspendAfterBroken: 0 } } }).changesNothing(t);
});

t.test("SUSP-7 promises broken before a lift by hand count no more", async (t) => {
  const lifted = effective(
    "2025-11-01",
    LineReinstated({ lineId: "L1", suspensionId: "B1", reasonCode: "BROKEN_PROMISE", origin: "MANUAL", until: "2025-11-10" }),
  );
  const history = [
    F9,
    ...broken("P1", "2025-09-01"),
    ...broken("P2", "2025-10-01"),
    automatic("B1", "BROKEN_PROMISE", "2025-10-01"),
    lifted,
  ];
  evaluated("2025-11-20", [...history, ...broken("P3", "2025-11-05")]).changesNothing(t);
  t.strictSame(said(evaluated("2025-11-20", [...history, ...broken("P3", "2025-11-05"), ...broken("P4", "2025-11-08")]).events), [
    "2025-11-11 suspended AUTO-BROKEN_PROMISE-1",
  ]);
});

t.test("SUSP-1 an automatic suspension is none without a line, where it is live, and while it is kept lifted", async (t) => {
  const suspended = (on: string, ...history: readonly DecidedEvent[]) =>
    automaticSuspension(stateOf(account, ACCOUNT, history), "RETURNED_CHEQUE", [], on);
  t.equal(suspended("2025-11-20"), undefined);
  t.match(suspended("2025-11-20", opened), {
    type: "LineSuspended",
    data: { suspensionId: "AUTO-RETURNED_CHEQUE-1", origin: "AUTOMATIC" },
  });
  const live = lineSuspended("S1", "RETURNED_CHEQUE");
  t.equal(suspended("2025-11-20", opened, live), undefined);
  const lifted = LineReinstated({ lineId: "L1", suspensionId: "S1", reasonCode: "RETURNED_CHEQUE", origin: "MANUAL", until: "2025-11-25" });
  t.equal(suspended("2025-11-25", opened, live, lifted), undefined);
  t.match(suspended("2025-11-26", opened, live, lifted), { data: { suspensionId: "AUTO-RETURNED_CHEQUE-1" } });
});

t.test("SUSP-6 a payment on time leaves no event, and an account without a line is not evaluated", async (t) => {
  const paid = paymentApplied("A1", "R1", [["F1.1", "4000000.00"]], "2025-09-30");
  evaluated("2025-11-20", [F1, receiptRegistered("R1", "4000000.00", "2025-09-30"), paid]).changesNothing(t);
  given(F1).when(evaluateLine, { accountId: ACCOUNT, asOf: "2025-11-20" }).changesNothing(t);
  evaluated("2025-11-21", [F1], { today: "2025-11-20" }).refused(t, "FUTURE_EFFECTIVE_DATE", { asOf: "2025-11-21" });
});
