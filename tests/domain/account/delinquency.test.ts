import t from "tap";
import { DelinquencyStateChanged } from "../../../schemas/events/account/delinquency.ts";
import { eventsByCategory } from "../../../schemas/events/registry.ts";
import { applyPayment } from "../../../src/domain/account/applications/apply-payment.ts";
import { evaluateDelinquency } from "../../../src/domain/account/delinquency/evaluate-delinquency.ts";
import { recordInvoice } from "../../../src/domain/account/documents/record-invoice.ts";
import { type DecidedEvent, effective } from "../../../src/kernel/decider.ts";
import { ACCOUNT, invoiceRecorded, paymentApplied, receiptRegistered } from "../../support/account-history.ts";
import { applicationBody, invoiceBody } from "../../support/company.ts";
import { given, type Occasion } from "../../support/given.ts";

type State = "CURRENT" | "EARLY" | "MID" | "LATE" | "SEVERE";

const { CreditApplied, CreditNoteIssued, DueDateChanged, ItemsWrittenOff, PaymentUnapplied, WriteOffProposed } = eventsByCategory.account;

/** Due on 2025-11-01. */
const F1 = invoiceRecorded("F1", "100000.00", "2025-10-02");
const evaluated = (asOf: string, history: readonly DecidedEvent[], occasion: Occasion = {}) =>
  given(...history).when(evaluateDelinquency, { accountId: ACCOUNT, asOf }, { today: asOf, ...occasion });

/** "2025-11-02 CURRENT EARLY", with what it supersedes. */
function said(events: readonly DecidedEvent[]): readonly string[] {
  return events
    .filter(({ type }) => type === "DelinquencyStateChanged")
    .map(({ effectiveOn, data }) => {
      const { from, to, supersedes } = data as { from: State; to: State; supersedes: readonly number[] };
      return [effectiveOn, from, to, ...(supersedes.length > 0 ? [`instead of ${supersedes.join()}`] : [])].join(" ");
    });
}

function changed(changeNo: number, on: string, from: State, to: State, supersedes: readonly number[] = []) {
  return effective(on, DelinquencyStateChanged({ changeNo, from, to, cause: "PAST_DUE", supersedes }));
}

t.test("DEL-E1 an evaluator that was down emits every threshold passed, in order and with its own date", async (t) => {
  // Day 1 is 2025-11-01: the item is due, day 7 and day 11 pass the first two thresholds.
  const delinquency = { thresholds: [6, 10, 61, 91] };
  evaluated("2025-11-12", [F1], { policies: { delinquency } }).decides(
    t,
    effective(
      "2025-11-07",
      DelinquencyStateChanged({
        ...{ changeNo: 1, from: "CURRENT", to: "EARLY", cause: "PAST_DUE", supersedes: [] },
        worst: { instalmentId: "F1.1", dpd: 6, open: "100000.00" },
      }),
    ),
    effective(
      "2025-11-11",
      DelinquencyStateChanged({
        ...{ changeNo: 2, from: "EARLY", to: "MID", cause: "PAST_DUE", supersedes: [] },
        worst: { instalmentId: "F1.1", dpd: 10, open: "100000.00" },
      }),
    ),
  );
});

t.test("DEL-1 one, thirty-one, sixty-one and ninety-one days past due are early, mid, late and severe", async (t) => {
  evaluated("2025-11-01", [F1]).changesNothing(t);
  t.strictSame(said(evaluated("2026-02-01", [F1]).events), [
    "2025-11-02 CURRENT EARLY",
    "2025-12-02 EARLY MID",
    "2026-01-01 MID LATE",
    "2026-01-31 LATE SEVERE",
  ]);
});

t.test("DEL-1 less than the smallest amount does not count, and the amount of the policy does", async (t) => {
  evaluated("2025-12-01", [invoiceRecorded("F1", "9999.99", "2025-10-02")]).changesNothing(t);
  t.strictSame(said(evaluated("2025-11-20", [invoiceRecorded("F1", "10000.00", "2025-10-02")]).events), ["2025-11-02 CURRENT EARLY"]);
});

t.test("DEL-1 a currency without a smallest amount is not judged in silence, and holds up no invoice", async (t) => {
  const dollars = "C1.CO01.USD";
  given(F1).when(evaluateDelinquency, { accountId: dollars, asOf: "2025-11-20" }).refused(t, "UNKNOWN_CURRENCY", {
    currency: "USD",
    parameter: "delinquency.minAmount",
  });
  t.strictSame(said(given().when(recordInvoice, invoiceBody(dollars, "F2", "100.00", "2025-01-01")).events), []);
});

t.test("DEL-2 an invoice of long ago recorded today passes its thresholds on its own days, and a second one repeats none", async (t) => {
  const old = given().when(recordInvoice, invoiceBody(ACCOUNT, "F1", "100000.00", "2003-01-01"));
  t.strictSame(said(old.events), ["2003-02-01 CURRENT EARLY", "2003-03-03 EARLY MID", "2003-04-02 MID LATE", "2003-05-02 LATE SEVERE"]);
  t.strictSame(said(given(...old.events).when(recordInvoice, invoiceBody(ACCOUNT, "F2", "100000.00", "2003-02-01")).events), []);
  const older = given(...old.events).when(recordInvoice, invoiceBody(ACCOUNT, "F0", "100000.00", "2002-12-31"));
  t.strictSame(said(older.events).slice(0, 1), ["2003-01-31 CURRENT EARLY instead of 1,2,3,4"], "true dates are earlier then");
});

const R1 = receiptRegistered("R1", "100000.00", "2025-11-20");
const early = changed(1, "2025-11-02", "CURRENT", "EARLY");
const paid = (amount: string, more: Record<string, unknown> = {}) => applicationBody(ACCOUNT, "A1", "R1", [["F1.1", amount]], more);

t.test("DEL-2 a payment brings the account back on the day of the payment, in the same append", async (t) => {
  t.strictSame(said(given(F1, early, R1).when(applyPayment, paid("100000.00")).events), ["2025-11-20 EARLY CURRENT"]);
  t.strictSame(said(given(F1, early, R1).when(applyPayment, paid("90000.00")).events), [], "ten thousand are still open");
  t.strictSame(said(given(F1, early, R1).when(applyPayment, paid("90000.01")).events), ["2025-11-20 EARLY CURRENT"]);
});

t.test("DEL-3 what is written off or credited brings it back as well", async (t) => {
  const lines = [{ instalmentId: "F1.1", amount: "100000.00" }];
  const proposed = WriteOffProposed({ writeOffId: "W1", lines, evidence: [], proposedOn: "2025-11-14", automatic: false });
  const writtenOff = effective("2025-11-15", ItemsWrittenOff({ writeOffId: "W1", lines, settledOn: "2025-11-15" }));
  t.strictSame(said(evaluated("2025-11-20", [F1, early, proposed, writtenOff]).events), ["2025-11-15 EARLY CURRENT"]);

  const note = { creditNoteId: "N1", series: "NC", number: "1", issueDate: "2025-11-16", amount: "100000.00" } as const;
  const issued = CreditNoteIssued({ ...note, reasonCode: "PRICE", approval: "EXTERNAL" });
  const credit = [{ lineId: "N1-A.1", instalmentId: "F1.1", amount: "100000.00", settledOn: "2025-11-16" }];
  const applied = effective(
    "2025-11-16",
    CreditApplied({ applicationId: "N1-A", creditNoteId: "N1", lines: credit, appliedOn: "2025-11-16" }),
  );
  t.strictSame(said(evaluated("2025-11-20", [F1, early, issued, applied]).events), ["2025-11-16 EARLY CURRENT"]);
});

t.test("DEL-4 a back-dated payment supersedes the later changes, on the payment's date", async (t) => {
  const today = "2025-12-20";
  const mid = changed(2, "2025-12-02", "EARLY", "MID");
  const received = receiptRegistered("R1", "100000.00", "2025-11-20");
  const { events } = given(F1, early, mid, received).when(applyPayment, paid("100000.00", { effectiveOn: "2025-11-20" }), { today });
  t.strictSame(said(events), ["2025-11-20 EARLY CURRENT instead of 2"]);
  evaluated(today, [F1, early, mid, received, ...events]).changesNothing(t);
});

t.test("DEL-4 a payment dated before the debt was past due says that it never was", async (t) => {
  const received = receiptRegistered("R1", "100000.00", "2025-10-20");
  const { events } = given(F1, early, received).when(applyPayment, paid("100000.00", { effectiveOn: "2025-10-20" }));
  t.match(
    events.filter(({ type }) => type === "DelinquencyStateChanged"),
    [{ effectiveOn: "2025-10-20", data: { changeNo: 2, from: "EARLY", to: "CURRENT", cause: "CORRECTED", supersedes: [1] } }],
  );
  evaluated("2025-11-20", [F1, early, received, ...events]).changesNothing(t);
});

t.test("DEL-2 debt that was past due and is paid while the evaluator is down leaves both changes", async (t) => {
  t.strictSame(said(given(F1, R1).when(applyPayment, paid("100000.00")).events), ["2025-11-02 CURRENT EARLY", "2025-11-20 EARLY CURRENT"]);
});

t.test("DEL-1 a post-dated cheque counts from its day on, and the evaluator finds that day late as well", async (t) => {
  const cheque = receiptRegistered("R1", "100000.00", "2025-11-25", { method: "POST_DATED_CHEQUE", cleared: false });
  const applied = effective("2025-11-25", paymentApplied("A1", "R1", [["F1.1", "100000.00"]], "2025-11-25", { conditional: true }));
  const history = [F1, early, cheque, applied];
  evaluated("2025-11-24", history).changesNothing(t);
  t.strictSame(said(evaluated("2025-11-28", history).events), ["2025-11-25 EARLY CURRENT"]);
});

t.test("DEL-2 money taken back puts the account back where it was", async (t) => {
  const unapplied = PaymentUnapplied({
    ...{ unapplicationId: "U1", applicationId: "A1", creditItemId: "R1", kind: "REVERSAL", alsoReversed: [], conditional: false },
    lines: [{ lineId: "A1.1", instalmentId: "F1.1", amount: "100000.00", freedOn: "2025-11-01" }],
    undoneOn: "2025-12-05",
  });
  const applied = paymentApplied("A1", "R1", [["F1.1", "100000.00"]], "2025-11-20");
  const cured = changed(2, "2025-11-20", "EARLY", "CURRENT");
  const history = [F1, early, R1, applied, cured, effective("2025-12-05", unapplied)];
  t.strictSame(said(evaluated("2025-12-06", history).events), ["2025-12-05 CURRENT MID"], "two thresholds on one day are one change");
});

t.test("collections §2 an account with only credits is current; a due-date change moves the state from its own date", async (t) => {
  evaluated("2026-02-01", [R1]).changesNothing(t);
  const moved = effective("2025-11-10", DueDateChanged({ instalmentId: "F1.1", from: "2025-11-01", to: "2025-11-30" }));
  const cured = evaluated("2025-11-10", [F1, early, moved]);
  t.strictSame(said(cured.events), ["2025-11-10 EARLY CURRENT"]);
  t.strictSame(said(evaluated("2025-12-05", [F1, early, moved, ...cured.events]).events), ["2025-12-01 CURRENT EARLY"]);
});

t.test("DEL-2 nobody evaluates a day that has not come", async (t) => {
  evaluated("2025-11-21", [F1], { today: "2025-11-20" }).refused(t, "FUTURE_EFFECTIVE_DATE", { asOf: "2025-11-21" });
});
