import t from "tap";
import { CreditApplied, PaymentUnapplied } from "../../../schemas/events/account/applications.ts";
import { CreditNoteIssued } from "../../../schemas/events/account/credit-notes.ts";
import { DueDateChanged, InvoiceCancelled, InvoiceReferenceCorrected } from "../../../schemas/events/account/documents.ts";
import { account } from "../../../src/domain/account/account.ts";
import { cancelInvoice } from "../../../src/domain/account/documents/cancel-invoice.ts";
import { changeDueDate } from "../../../src/domain/account/documents/change-due-date.ts";
import { correctInvoiceReference } from "../../../src/domain/account/documents/correct-invoice-reference.ts";
import { dueOnAsOf } from "../../../src/domain/account/documents/documents.ts";
import { daysBetween } from "../../../src/kernel/calendar-date.ts";
import { type DecidedEvent, effective } from "../../../src/kernel/decider.ts";
import { ACCOUNT, invoiceRecorded, paymentApplied, promiseRegistered, receiptRegistered, typesOf } from "../../support/account-history.ts";
import { stateOf } from "../../support/folded.ts";
import { given, type Occasion } from "../../support/given.ts";

const APPROVED: Occasion = { approvers: [{ personId: "CHIEF", roles: ["CHF"] }] };

/** Due 2025-10-31. */
const F1 = invoiceRecorded("F1", "100.00", "2025-10-01", {
  instalments: [{ instalmentId: "F1.1", dueOn: "2025-10-31", amount: "100.00" }],
});
const reason = "agreed";
const change = { accountId: ACCOUNT, instalmentId: "F1.1", newDue: "2025-12-15", reason };

const F1_1 = (...history: readonly DecidedEvent[]) => {
  const item = stateOf(account, ACCOUNT, history).documents.instalments.get("F1.1");
  if (item === undefined) throw new Error("F1.1 is not there");
  return item;
};

t.test("DOC-E2 a due date changed on 2025-11-21 leaves the days past due of the day before as they were", async (t) => {
  const changed = given(F1).when(changeDueDate, change, { ...APPROVED, today: "2025-11-21" });
  changed.decides(t, effective("2025-11-21", DueDateChanged({ instalmentId: "F1.1", from: "2025-10-31", to: "2025-12-15" })));
  const item = F1_1(F1, ...changed.events);
  t.equal(daysBetween(dueOnAsOf(item, "2025-11-20"), "2025-11-20"), 20, "as of 2025-11-20");
  t.equal(daysBetween(dueOnAsOf(item, "2025-11-30"), "2025-11-30"), -15, "as of 2025-11-30");
});

t.test("DOC-6 the original due date is kept however often it is changed, and a change to the same date changes nothing", async (t) => {
  const first = given(F1).when(changeDueDate, change, APPROVED).events;
  given(F1, ...first)
    .when(changeDueDate, change, APPROVED)
    .changesNothing(t);
  const second = given(F1, ...first).when(changeDueDate, { ...change, newDue: "2025-10-31" }, { ...APPROVED, today: "2025-12-01" });
  second.decides(t, effective("2025-12-01", DueDateChanged({ instalmentId: "F1.1", from: "2025-12-15", to: "2025-10-31" })));
  const item = F1_1(F1, ...first, ...second.events);
  t.strictSame(
    ["2025-11-19", "2025-11-20", "2025-11-30", "2025-12-01"].map((day) => dueOnAsOf(item, day)),
    ["2025-10-31", "2025-12-15", "2025-12-15", "2025-10-31"],
  );
});

t.test("DOC-6 a change dated before another one is a change of the days between", async (t) => {
  const later = effective("2025-11-18", DueDateChanged({ instalmentId: "F1.1", from: "2025-10-31", to: "2025-12-15" }));
  const earlier = given(F1, later).when(changeDueDate, { ...change, effectiveOn: "2025-11-10" }, APPROVED);
  earlier.decides(t, effective("2025-11-10", DueDateChanged({ instalmentId: "F1.1", from: "2025-10-31", to: "2025-12-15" })));
});

t.test("a due date is changed with a reason and a second person, of what is open, to no day before the issue", async (t) => {
  const paid = [F1, receiptRegistered("R1", "100.00", "2025-11-10"), paymentApplied("A1", "R1", [["F1.1", "100.00"]], "2025-11-10")];
  given(...paid)
    .when(changeDueDate, change, APPROVED)
    .refused(t, "ALREADY_SETTLED", { instalmentId: "F1.1" });
  given(F1)
    .when(changeDueDate, { ...change, newDue: "2025-09-30" }, APPROVED)
    .refused(t, "DUE_BEFORE_ISSUE");
  const { reason: _none, ...unexplained } = change;
  given(F1).when(changeDueDate, unexplained, APPROVED).refused(t, "REASON_REQUIRED");
  given(F1).when(changeDueDate, change).refused(t, "APPROVAL_REQUIRED");
});

t.test("a due date in a locked day changes from the next one that is not, and an invoice dated ahead from its own date", async (t) => {
  const { events } = given(F1).when(changeDueDate, change, { ...APPROVED, locked: { "2025-11-20": "DAY_SEALED" } });
  t.match(events, [{ effectiveOn: "2025-11-21" }]);
  const ahead = invoiceRecorded("F1", "100.00", "2025-12-01");
  t.match(given(ahead).when(changeDueDate, { ...change, newDue: "2026-01-15" }, APPROVED).events, [{ effectiveOn: "2025-12-01" }]);
  given(F1)
    .when(changeDueDate, { ...change, effectiveOn: "2025-09-30" }, APPROVED)
    .refused(t, "EFFECTIVE_BEFORE_DOCUMENT", { earliest: "2025-10-01" });
});

t.test("a reference is corrected from the value that was seen, and VALUE_CHANGED says what it is now", async (t) => {
  const invoice = invoiceRecorded("F1", "100.00", "2025-10-01", { branchId: "CO01-B1", purchaseOrder: "PO-1" });
  const correct = (body: object, history = [invoice]) =>
    given(...history).when(correctInvoiceReference, { accountId: ACCOUNT, documentId: "F1", ...body });
  correct({ field: "branchId", from: "CO01-B1", to: "CO01-B2" }).decides(
    t,
    effective(
      "2025-11-20",
      InvoiceReferenceCorrected({ documentId: "F1", field: "branchId", from: "CO01-B1", to: "CO01-B2", instalmentIds: ["F1.1"] }),
    ),
  );
  correct({ field: "purchaseOrder", from: "PO-9", to: "PO-2" }).refused(t, "VALUE_CHANGED", { field: "purchaseOrder", current: "PO-1" });
  correct({ field: "salespersonId", from: null, to: "NOBODY" }).refused(t, "PERSON_NOT_FOUND");
  correct({ field: "branchId", from: "CO01-B1", to: "NOWHERE" }).refused(t, "RESOURCE_NOT_FOUND");
  correct({ field: "salespersonId", from: null, to: "not an id" }).refused(t, "MALFORMED");
  correct({ field: "purchaseOrder", from: "PO-1", to: "PO-1" }).changesNothing(t);
  const once = correct({ field: "fiscalId", from: null, to: "CUFE 1" }).events;
  correct({ field: "fiscalId", from: "CUFE 1", to: "CUFE 2" }, [invoice, ...(once as [typeof invoice])]).decides(
    t,
    InvoiceReferenceCorrected({ documentId: "F1", field: "fiscalId", from: "CUFE 1", to: "CUFE 2", instalmentIds: ["F1.1"] }),
  );
});

const HALVES = invoiceRecorded("F1", "100.00", "2025-11-01", {
  branchId: "CO01-B2",
  instalments: [
    { instalmentId: "F1.1", dueOn: "2026-01-15", amount: "60.00" },
    { instalmentId: "F1.2", dueOn: "2025-12-15", amount: "40.00" },
  ],
});
const cancel = { accountId: ACCOUNT, documentId: "F1", creditNoteId: "NC1", creditNoteNumber: "77", reason };

t.test("DOC-7 an invoice is cancelled by a credit note over all of it, applied in the same decision", async (t) => {
  const cancelled = given(HALVES).when(cancelInvoice, cancel, APPROVED);
  const on = (event: DecidedEvent) => effective("2025-11-20", event);
  cancelled.decides(
    t,
    on(InvoiceCancelled({ documentId: "F1", creditNoteId: "NC1" })),
    on(
      CreditNoteIssued({
        creditNoteId: "NC1",
        series: "CANCEL",
        number: "77",
        issueDate: "2025-11-20",
        reasonCode: "CANCEL",
        amount: "100.00",
        documentId: "F1",
        approval: "CANCELLATION",
        branchId: "CO01-B2",
      }),
    ),
    on(
      CreditApplied({
        applicationId: "NC1-A",
        creditNoteId: "NC1",
        lines: [
          { lineId: "NC1-A.1", instalmentId: "F1.2", amount: "40.00", settledOn: "2025-11-20" },
          { lineId: "NC1-A.2", instalmentId: "F1.1", amount: "60.00", settledOn: "2025-11-20" },
        ],
        appliedOn: "2025-11-20",
      }),
    ),
  );
  const { documents, credits } = stateOf(account, ACCOUNT, [HALVES, ...cancelled.events]);
  t.strictSame([...documents.open.keys()], [], "nothing is owed");
  t.strictSame([...credits.withMoneyLeft.keys()], [], "and no credit is left");
  given(HALVES, ...cancelled.events)
    .when(cancelInvoice, { ...cancel, creditNoteId: "NC2" }, APPROVED)
    .refused(t, "INVALID_TRANSITION", { status: "CANCELLED" });
});

t.test("DOC-7 an invoice of which anything is settled or promised is not cancelled", async (t) => {
  const receipt = receiptRegistered("R1", "10.00", "2025-11-10");
  const applied = paymentApplied("A1", "R1", [["F1.2", "10.00"]], "2025-11-10");
  given(HALVES, receipt, applied).when(cancelInvoice, cancel, APPROVED).refused(t, "ALREADY_APPLIED", { documentId: "F1" });
  given(HALVES, promiseRegistered("P1", [["F1.2", "10.00"]], "2025-11-30", "2025-11-18"))
    .when(cancelInvoice, cancel, APPROVED)
    .refused(t, "ITEM_HAS_LIVE_COMMITMENT", { instalmentId: "F1.2" });
  const freed = effective(
    "2025-11-15",
    PaymentUnapplied({
      unapplicationId: "U1",
      applicationId: "A1",
      creditItemId: "R1",
      kind: "REVERSAL",
      lines: [{ lineId: "A1.1", instalmentId: "F1.2", amount: "10.00", freedOn: "2025-11-15" }],
      alsoReversed: [],
      conditional: false,
      undoneOn: "2025-11-15",
    }),
  );
  t.strictSame(typesOf(given(HALVES, receipt, applied, freed).when(cancelInvoice, cancel, APPROVED).events), [
    "InvoiceCancelled",
    "CreditNoteIssued",
    "CreditApplied",
  ]);
  given(HALVES, receipt, applied, freed)
    .when(cancelInvoice, { ...cancel, effectiveOn: "2025-11-12" }, APPROVED)
    .refused(t, "TIMELINE_NEGATIVE");
});

t.test("DOC-7 a cancellation needs a second person and a reason, and its note is new and dated like one", async (t) => {
  given(HALVES).when(cancelInvoice, cancel).refused(t, "APPROVAL_REQUIRED");
  const { reason: _none, ...unexplained } = cancel;
  given(HALVES).when(cancelInvoice, unexplained, APPROVED).refused(t, "REASON_REQUIRED");
  given(HALVES, receiptRegistered("NC1", "1.00", "2025-11-10"))
    .when(cancelInvoice, cancel, APPROVED)
    .refused(t, "OVERLAPS");
  given(HALVES)
    .when(cancelInvoice, { ...cancel, effectiveOn: "2025-10-31" }, APPROVED)
    .refused(t, "EFFECTIVE_BEFORE_DOCUMENT");
  given(HALVES)
    .when(cancelInvoice, { ...cancel, effectiveOn: "2025-11-21" }, APPROVED)
    .refused(t, "FUTURE_EFFECTIVE_DATE");
  const ahead = invoiceRecorded("F1", "100.00", "2025-12-01");
  t.match(given(ahead).when(cancelInvoice, cancel, APPROVED).events, [
    { effectiveOn: "2025-12-01" },
    { effectiveOn: "2025-12-01", data: { issueDate: "2025-12-01" } },
    { effectiveOn: "2025-12-01" },
  ]);
});

t.test("DOC-5 an invoice of zero is cancelled by a note of zero, which settles nothing", async (t) => {
  const nothing = invoiceRecorded("F1", "0.00", "2025-11-01", { instalments: [] });
  const { events } = given(nothing).when(cancelInvoice, cancel, APPROVED);
  t.match(events, [{ type: "InvoiceCancelled" }, { type: "CreditNoteIssued", data: { amount: "0.00" } }]);
  t.equal(events.length, 2);
  t.notOk(stateOf(account, ACCOUNT, [nothing, ...events]).credits.withMoneyLeft.has("NC1"), "the note leaves no credit");
});

t.test("DOC-6 the last word on a due date holds on later days too, whatever was agreed for them before", async (t) => {
  const later = effective("2025-11-18", DueDateChanged({ instalmentId: "F1.1", from: "2025-10-31", to: "2025-12-15" }));
  const body = { ...change, newDue: "2025-11-30", effectiveOn: "2025-11-10" };
  const changed = given(F1, later).when(changeDueDate, body, APPROVED);
  changed.decides(
    t,
    effective("2025-11-10", DueDateChanged({ instalmentId: "F1.1", from: "2025-10-31", to: "2025-11-30" })),
    effective("2025-11-18", DueDateChanged({ instalmentId: "F1.1", from: "2025-12-15", to: "2025-11-30" })),
  );
  const item = F1_1(F1, later, ...changed.events);
  t.strictSame(
    ["2025-11-09", "2025-11-10", "2025-11-18"].map((day) => dueOnAsOf(item, day)),
    ["2025-10-31", "2025-11-30", "2025-11-30"],
  );
  given(F1, later)
    .when(changeDueDate, body, { ...APPROVED, locked: { "2025-11-18": "DAY_SEALED" } })
    .refused(t, "DAY_SEALED", { effectiveOn: "2025-11-18" });
});
