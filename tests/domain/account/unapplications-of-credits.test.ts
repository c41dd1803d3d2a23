import t from "tap";
import { CreditApplied } from "../../../schemas/events/account/applications.ts";
import { CreditTransferredIn } from "../../../schemas/events/account/credit-moves.ts";
import { InvoiceCancelled } from "../../../schemas/events/account/documents.ts";
import { SmallDifferenceReversed, WithholdingRecorded, WithholdingReopened } from "../../../schemas/events/account/settlements.ts";
import { WriteOffReversed } from "../../../schemas/events/account/write-offs.ts";
import { account } from "../../../src/domain/account/account.ts";
import { unapplyPayment } from "../../../src/domain/account/applications/unapply-payment.ts";
import { reopenUncertifiedWithholding } from "../../../src/domain/account/settlements/reopen-uncertified-withholding.ts";
import { writeOffDifference } from "../../../src/domain/account/settlements/write-off-difference.ts";
import { type DecidedEvent, effective } from "../../../src/kernel/decider.ts";
import { ACCOUNT, cop, invoiceRecorded, paymentApplied, receiptRegistered, settledWith } from "../../support/account-history.ts";
import { noteIssued } from "../../support/credit-note-history.ts";
import { stateOf } from "../../support/folded.ts";
import { given, type Occasion } from "../../support/given.ts";
import { writtenOff, writtenOffRecovered } from "../../support/write-off-history.ts";

const undo = (history: readonly DecidedEvent[], more: Record<string, unknown> = {}, occasion: Occasion = {}) =>
  given(...history).when(
    unapplyPayment,
    { accountId: ACCOUNT, unapplicationId: "U1", applicationId: "A1", kind: "REVERSAL", reason: "wrong item", ...more },
    occasion,
  );
const after = (history: readonly DecidedEvent[]) => stateOf(account, ACCOUNT, history);
const noteApplied = (amount: string, more: { memoOf?: string } = {}) =>
  CreditApplied({
    ...{ applicationId: "A1", creditNoteId: "NC1", appliedOn: "2025-11-15" },
    lines: [{ lineId: "A1.1", instalmentId: "F1.1", amount, settledOn: "2025-11-15", ...more }],
  });

const F1 = invoiceRecorded("F1", "1000.00", "2025-03-01");
const NOTE = noteIssued("NC1", "600.00", "2025-11-15");
const GIVEN_UP = [F1, ...writtenOff("W1", [["F1.1", "1000.00"]], "2025-11-05")];
const RECOVERED = [
  ...GIVEN_UP,
  receiptRegistered("R1", "400.00", "2025-11-10"),
  writtenOffRecovered("W1", "A1", "R1", ["F1.1", "400.00"], "2025-11-10"),
];

t.test("UNA-2 the application of a credit note is undone like a payment, and every amount is restored (UNA-3)", async (t) => {
  const history = [F1, NOTE, noteApplied("600.00")];
  const undone = undo(history);
  t.match(undone.events, [{ effectiveOn: "2025-11-20", data: { creditItemId: "NC1", lines: [{ amount: "600.00" }], conditional: false } }]);
  const { documents, credits } = after([...history, ...undone.events]);
  t.strictSame([documents.instalments.get("F1.1")?.open, credits.byId.get("NC1")?.unapplied], [100_000n, 60_000n]);
});

t.test("UNA-2 a transferred credit that was applied is undone like a payment", async (t) => {
  const transferred = CreditTransferredIn({ transferId: "T1", fromAccount: "C2.CO01.COP", amount: "300.00", valueDate: "2025-11-01" });
  const history = [F1, transferred, paymentApplied("A1", "T1", [["F1.1", "300.00"]], "2025-11-10")];
  const { events } = undo(history, { kind: "CORRECTION" });
  t.match(events, [{ effectiveOn: "2025-11-10", data: { creditItemId: "T1" } }]);
  t.equal(after([...history, ...events]).credits.byId.get("T1")?.unapplied, 30_000n);
});

t.test("UNA-2 an undone recovery raises the memo again, and opens nothing", async (t) => {
  const part = { lines: [{ lineId: "A1.1", amount: cop("150.00") }] };
  const { events } = undo(RECOVERED, part);
  t.match(events, [{ data: { recovery: true, lines: [{ amount: "150.00", memoOf: "W1" }] } }]);
  const { documents, credits, writeOffs } = after([...RECOVERED, ...events]);
  t.match(documents.instalments.get("F1.1"), { open: 0n, memo: 75_000n });
  t.match(credits.byId.get("R1"), { unapplied: 15_000n, uses: { recovered: 25_000n } });
  t.match(writeOffs.get("W1"), { lines: [{ memo: 75_000n }] });
});

t.test("WOF-4 once the write-off was taken back, an undone recovery opens the item", async (t) => {
  const reversed = WriteOffReversed({ writeOffId: "W1", lines: [{ instalmentId: "F1.1", amount: "600.00" }], freedOn: "2025-11-12" });
  const history = [...RECOVERED, effective("2025-11-12", reversed)];
  const { events } = undo(history);
  t.notMatch(events, [{ data: { lines: [{ memoOf: "W1" }] } }]);
  const { documents, credits } = after([...history, ...events]);
  t.match(documents.instalments.get("F1.1"), { open: 100_000n, memo: 0n });
  t.equal(credits.byId.get("R1")?.unapplied, 40_000n);
});

t.test("what a note took of a memo goes back to the memo", async (t) => {
  const history = [...GIVEN_UP, NOTE, noteApplied("600.00", { memoOf: "W1" })];
  const { events } = undo(history);
  t.match(events, [{ data: { lines: [{ memoOf: "W1" }] } }]);
  t.notMatch(events, [{ data: { recovery: true } }]);
  const { documents, credits } = after([...history, ...events]);
  t.match(documents.instalments.get("F1.1"), { open: 0n, memo: 100_000n });
  t.match(credits.byId.get("NC1"), { unapplied: 60_000n, uses: { applied: 0n } });
});

t.test("UNA-2 a small difference is undone in proportion with its application, the last undo takes the rest", async (t) => {
  const paid = [
    invoiceRecorded("F1", "1000000.00", "2025-11-01"),
    receiptRegistered("R1", "999100.00", "2025-11-10"),
    paymentApplied("A1", "R1", [["F1.1", "999100.00"]], "2025-11-10"),
  ];
  const difference = { accountId: ACCOUNT, differenceId: "X1", applicationId: "A1", instalmentId: "F1.1", amount: cop("900.00") };
  const history = [...paid, ...given(...paid).when(writeOffDifference, difference).events];
  const first = undo(history, { kind: "CORRECTION", lines: [{ lineId: "A1.1", amount: cop("333033.33") }] });
  t.match(first.events, [{ data: { alsoReversed: [{ id: "X1", kind: "DIFFERENCE", amount: "300.00" }] } }]);
  const all = undo([...history, ...first.events], { kind: "CORRECTION", unapplicationId: "U2" });
  t.match(all.events, [{ data: { alsoReversed: [{ id: "X1", amount: "600.00" }] } }]);
  t.equal(after([...history, ...first.events, ...all.events]).documents.instalments.get("F1.1")?.open, 100_000_000n);
});

t.test("a difference that was written off after part was undone is in proportion to what was left", async (t) => {
  const paid = [
    invoiceRecorded("F1", "100000.00", "2025-11-01"),
    receiptRegistered("R1", "99900.00", "2025-11-10"),
    paymentApplied("A1", "R1", [["F1.1", "99900.00"]], "2025-11-10"),
  ];
  const half = { kind: "CORRECTION", lines: [{ lineId: "A1.1", amount: cop("49950.00") }] };
  const undone = [...paid, ...undo(paid, half).events];
  const difference = { accountId: ACCOUNT, differenceId: "X1", applicationId: "A1", instalmentId: "F1.1", amount: cop("100.00") };
  const history = [...undone, ...given(...undone).when(writeOffDifference, difference).events];
  const quarter = { kind: "CORRECTION", unapplicationId: "U2", lines: [{ lineId: "A1.1", amount: cop("24975.00") }] };
  t.match(undo(history, quarter).events, [{ data: { alsoReversed: [{ amount: "50.00" }] } }]);
});

t.test("a difference that counts later than its application is taken back from its own day on", async (t) => {
  const paid = [
    invoiceRecorded("F1", "1000000.00", "2025-11-01"),
    receiptRegistered("R1", "999100.00", "2025-11-10"),
    paymentApplied("A1", "R1", [["F1.1", "999100.00"]], "2025-11-10"),
  ];
  const difference = { accountId: ACCOUNT, differenceId: "X1", applicationId: "A1", instalmentId: "F1.1", amount: cop("900.00") };
  const later = given(...paid).when(writeOffDifference, { ...difference, effectiveOn: "2025-11-18" });
  const { events } = undo([...paid, ...later.events], { kind: "CORRECTION" });
  t.match(events, [{ type: "PaymentUnapplied", effectiveOn: "2025-11-10", data: { alsoReversed: [] } }, {}]);
  t.strictSame(
    events[1],
    effective(
      "2025-11-18",
      SmallDifferenceReversed({ differenceId: "X1", applicationId: "A1", instalmentId: "F1.1", amount: "900.00", freedOn: "2025-11-10" }),
    ),
  );
});

t.test("a withholding that became a charge is no part of the payment any more", async (t) => {
  const settled = settledWith("A1", "R1", "F1.1", "9.66", "2025-07-10");
  const history = [
    invoiceRecorded("F1", "1000.00", "2025-07-01"),
    receiptRegistered("R1", "990.34", "2025-07-10"),
    paymentApplied("A1", "R1", [["F1.1", "990.34"]], "2025-07-10"),
    WithholdingRecorded({ ...settled, withholdingId: "W1", kind: "ICA", base: "1000.00", ratePct: "0.966" }),
  ];
  const reopened = given(...history).when(reopenUncertifiedWithholding, { accountId: ACCOUNT, withholdingId: "W1" });
  t.match(reopened.events[0], WithholdingReopened({ withholdingId: "W1", chargeId: "W1-R" }));
  const all = [...history, ...reopened.events];
  const undone = undo(all);
  t.match(undone.events, [{ data: { lines: [{ amount: "990.34" }], alsoReversed: [] } }]);
  const { documents } = after([...all, ...undone.events]);
  const open = ["F1.1", "W1-R.1"].map((id) => documents.instalments.get(id)?.open ?? 0n);
  t.strictSame(open, [99_034n, 966n], "what is owed is the invoice, once");
});

t.test("APPLICATION_CONSUMED what cancelled a document is not undone", async (t) => {
  const cancelled = InvoiceCancelled({ documentId: "F1", creditNoteId: "NC1" });
  undo([F1, cancelled, noteIssued("NC1", "1000.00", "2025-11-15", { documentId: "F1" }), noteApplied("1000.00")]).refused(
    t,
    "APPLICATION_CONSUMED",
    { instalmentId: "F1.1" },
  );
});

t.test("UNA-1 a correction into a sealed day takes a second person, a reversal of today does not", async (t) => {
  const history = [F1, NOTE, noteApplied("600.00")];
  const sealed = { locked: { "2025-11-15": "DAY_SEALED" } } as const;
  undo(history, { kind: "CORRECTION" }, sealed).refused(t, "APPROVAL_REQUIRED", { by: "CHF, CC, DIR" });
  const approved = { ...sealed, approvers: [{ personId: "LUIS", roles: ["CHF"] }] };
  t.match(undo(history, { kind: "CORRECTION" }, approved).events, [{ effectiveOn: "2025-11-15" }]);
  t.match(undo(history, {}, sealed).events, [{ effectiveOn: "2025-11-20" }]);
});
