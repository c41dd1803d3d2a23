import t from "tap";
import { CreditApplied, PaymentUnapplied } from "../../../schemas/events/account/applications.ts";
import { applyCreditNote } from "../../../src/domain/account/credit-notes/apply-credit-note.ts";
import { issueCreditNote } from "../../../src/domain/account/credit-notes/issue-credit-note.ts";
import { type DecidedEvent, effective } from "../../../src/kernel/decider.ts";
import { ACCOUNT, cop, invoiceRecorded, receiptRegistered } from "../../support/account-history.ts";
import { creditApplicationBody, externalBody, noteIssued, noteRequested } from "../../support/credit-note-history.ts";
import { given, type Occasion } from "../../support/given.ts";
import { writtenOff, writtenOffRecovered } from "../../support/write-off-history.ts";

const F1 = invoiceRecorded("F1", "1000.00", "2025-11-01");
const F2 = invoiceRecorded("F2", "500.00", "2025-11-16");
const NOTE = noteIssued("NC1", "600.00", "2025-11-10");
const OLD = invoiceRecorded("F0", "1000.00", "2025-01-10");
/** What of a written-off instalment is not written off stays open. */
const GIVEN_UP = [OLD, ...writtenOff("W1", [["F0.1", "700.00"]], "2025-11-05")];

type Lines = readonly (readonly [string, string])[];
const apply = (history: readonly DecidedEvent[], lines: Lines, more: Record<string, unknown> = {}, occasion: Occasion = {}) =>
  given(...history).when(applyCreditNote, creditApplicationBody("NC1", "A1", lines, more), occasion);

t.test("a note is applied line by line, each on the day that counts, all with one date", async (t) => {
  const lines = [
    ["F1.1", "400.00"],
    ["F2.1", "200.00"],
  ] as const;
  apply([F1, F2, NOTE], lines).decides(
    t,
    effective(
      "2025-11-16",
      CreditApplied({
        applicationId: "A1",
        creditNoteId: "NC1",
        lines: [
          { lineId: "A1.1", instalmentId: "F1.1", amount: "400.00", settledOn: "2025-11-10" },
          { lineId: "A1.2", instalmentId: "F2.1", amount: "200.00", settledOn: "2025-11-16" },
        ],
        appliedOn: "2025-11-20",
      }),
    ),
  );
});

t.test("a note is applied at most for what is left of it, and at most for what is open", async (t) => {
  apply([F1, NOTE], [["F1.1", "600.01"]]).refused(t, "CREDIT_EXHAUSTED", { left: "600.00", requested: "600.01" });
  apply([F2, NOTE], [["F2.1", "500.01"]]).refused(t, "OVER_APPLICATION", { open: "500.00" });
  apply([F1, receiptRegistered("NC1", "600.00", "2025-11-10")], [["F1.1", "1.00"]]).refused(t, "CREDIT_NOTE_NOT_FOUND");
  apply([F1, noteRequested("NC1", "600.00")], [["F1.1", "1.00"]]).refused(t, "INVALID_TRANSITION", { status: "REQUESTED" });
});

t.test("APL-5 a note is not applied before its own date, nor ahead of today", async (t) => {
  apply([F1, NOTE], [["F1.1", "1.00"]], { effectiveOn: "2025-11-09" }).refused(t, "EFFECTIVE_BEFORE_DOCUMENT", { earliest: "2025-11-10" });
  apply([F1, NOTE], [["F1.1", "1.00"]], { effectiveOn: "2025-11-21" }).refused(t, "FUTURE_EFFECTIVE_DATE");
});

t.test("receivables §12 a note on a written-off item lowers the memo first, then what is open", async (t) => {
  const body = externalBody("NC1", "900.00", "2025-11-15", { documentId: "F0" });
  t.match(given(...GIVEN_UP).when(issueCreditNote, body).events, [
    { type: "CreditNoteIssued" },
    {
      type: "CreditApplied",
      data: {
        lines: [
          { lineId: "NC1-A.1", instalmentId: "F0.1", amount: "700.00", memoOf: "W1", settledOn: "2025-11-15" },
          { lineId: "NC1-A.2", instalmentId: "F0.1", amount: "200.00", settledOn: "2025-11-15" },
        ],
      },
    },
  ]);
  const part = apply([...GIVEN_UP, NOTE], [["F0.1", "600.00"]]);
  t.match(part.events, [{ data: { lines: [{ amount: "600.00", memoOf: "W1" }] } }]);
  const rest = given(...GIVEN_UP, NOTE, ...part.events, noteIssued("NC2", "500.00", "2025-11-10")).when(
    applyCreditNote,
    creditApplicationBody("NC2", "A2", [["F0.1", "400.01"]]),
  );
  rest.refused(t, "OVER_APPLICATION", { open: "300.00", requested: "300.01" });
});

t.test("a memo goes down when it is there: not before the write-off", async (t) => {
  const history = [...GIVEN_UP, noteIssued("NC1", "600.00", "2025-11-02")];
  t.match(apply(history, [["F0.1", "600.00"]]).events, [{ effectiveOn: "2025-11-05", data: { lines: [{ settledOn: "2025-11-05" }] } }]);
  apply(history, [["F0.1", "600.00"]], { effectiveOn: "2025-11-04" }).refused(t, "EFFECTIVE_BEFORE_DOCUMENT", { earliest: "2025-11-05" });
});

t.test("what a memo takes of a note is not there for what is open", async (t) => {
  const history = [...GIVEN_UP, noteIssued("NC1", "800.00", "2025-11-10")];
  t.match(apply(history, [["F0.1", "800.00"]]).events, [{ data: { lines: [{ amount: "700.00" }, { amount: "100.00" }] } }]);
  apply(history, [["F0.1", "800.01"]]).refused(t, "CREDIT_EXHAUSTED", { left: "800.00" });
});

t.test("an application that took the id a note would give its own leaves it another", async (t) => {
  const taken = CreditApplied({
    ...{ applicationId: "NC1-A", creditNoteId: "NC0", appliedOn: "2025-11-15" },
    lines: [{ lineId: "NC1-A.1", instalmentId: "F1.1", amount: "1.00", settledOn: "2025-11-15" }],
  });
  const history = [F1, noteIssued("NC0", "1.00", "2025-11-10"), taken];
  const { events } = given(...history).when(issueCreditNote, externalBody("NC1", "5.00", "2025-11-15", { documentId: "F1" }));
  t.match(events, [{}, { data: { applicationId: "NC1-A2", lines: [{ lineId: "NC1-A2.1" }] } }]);
});

t.test("each instalment is named once", async (t) => {
  const lines = ["1.00", "2.00"].map((amount) => ({ instalmentId: "F1.1", amount: cop(amount) }));
  given(F1, NOTE)
    .when(applyCreditNote, { accountId: ACCOUNT, creditNoteId: "NC1", applicationId: "A1", lines })
    .refused(t, "MALFORMED", { instalmentId: "F1.1" });
});

t.test("APL-4 a memo that was whole again only later is lowered from that day, and the note counts as settled then", async (t) => {
  const undone = PaymentUnapplied({
    ...{ unapplicationId: "U1", applicationId: "A0", creditItemId: "R1", kind: "REVERSAL", recovery: true, conditional: false },
    lines: [{ lineId: "A0.1", instalmentId: "F0.1", amount: "700.00", freedOn: "2025-11-18", memoOf: "W1" }],
    ...{ alsoReversed: [], undoneOn: "2025-11-18" },
  });
  const history = [
    ...GIVEN_UP,
    receiptRegistered("R1", "700.00", "2025-11-08"),
    writtenOffRecovered("W1", "A0", "R1", ["F0.1", "700.00"], "2025-11-08"),
    effective("2025-11-18", undone),
    noteIssued("NC1", "600.00", "2025-11-10"),
  ];
  t.match(apply(history, [["F0.1", "600.00"]]).events, [{ effectiveOn: "2025-11-18", data: { lines: [{ settledOn: "2025-11-18" }] } }]);
  apply(history, [["F0.1", "600.00"]], { effectiveOn: "2025-11-12" }).refused(t, "TIMELINE_NEGATIVE", { earliest: "2025-11-18" });
});
