import t from "tap";
import { ChargeIssued, DebitNoteIssued, OpeningItemRecorded } from "../../../schemas/events/account/documents.ts";
import { SeriesDefined } from "../../../schemas/events/organisation.ts";
import { issueCharge } from "../../../src/domain/account/documents/issue-charge.ts";
import { issueDebitNote } from "../../../src/domain/account/documents/issue-debit-note.ts";
import { recordOpeningItem } from "../../../src/domain/account/documents/record-opening-item.ts";
import { legalEntity } from "../../../src/domain/legal-entity/legal-entity.ts";
import { effective } from "../../../src/kernel/decider.ts";
import { ACCOUNT, cop, invoiceRecorded } from "../../support/account-history.ts";
import { addedBody, openingItemBody } from "../../support/company.ts";
import { COMPANY } from "../../support/decider-facts.ts";
import { stateOf } from "../../support/folded.ts";
import { given, type Occasion } from "../../support/given.ts";
import type { Body } from "../../support/ledger.ts";

/** Somebody of the row who did not send the command. */
const APPROVED: Occasion = { approvers: [{ personId: "CHIEF", roles: ["CHF"] }] };
const OWN_SERIES = stateOf(legalEntity, "CO01", [
  ...COMPANY,
  SeriesDefined({ entityId: "CO01", code: "CG", kind: "CHARGE", ownership: "OWN", from: 1 }),
  SeriesDefined({ entityId: "CO01", code: "ND", kind: "DEBIT_NOTE", ownership: "EXTERNAL", from: 1 }),
]);

const unnumberedBody = ({ number: _number, ...body }: Body): Body => body;

t.test("DOC-8 an opening item owes what is open of it from the cut date on, and keeps its own dates and total", async (t) => {
  const body = openingItemBody(ACCOUNT, "F1", { total: "1190.00", net: "1000.00", open: "400.00", issueDate: "2025-03-01" }, "2025-10-31");
  given()
    .when(recordOpeningItem, { ...body, fiscalId: "CUFE-1", purchaseOrder: "PO-7", paymentMethod: "CREDIT" }, APPROVED)
    .decides(
      t,
      effective(
        "2025-10-31",
        OpeningItemRecorded({
          documentId: "F1",
          series: "OLD",
          issueDate: "2025-03-01",
          branchId: "CO01-B1",
          number: "F1",
          originalKind: "INVOICE",
          cutDate: "2025-10-31",
          total: "1190.00",
          openAmount: "400.00",
          net: "1000.00",
          tax: "190.00",
          termsCode: "NET30",
          instalments: [{ instalmentId: "F1.1", dueOn: "2025-03-31", amount: "400.00" }],
          paymentMethod: "CREDIT",
          fiscalId: "CUFE-1",
          purchaseOrder: "PO-7",
        }),
      ),
    );
});

t.test("DOC-8 instalments of an opening item sum to what is open, not to the original total", async (t) => {
  const body = openingItemBody(ACCOUNT, "F1", { total: "100.00", open: "60.00", issueDate: "2025-03-01" }, "2025-10-31");
  const parts = (last: string) => ({
    instalments: [
      { instalmentId: "F1.1", dueOn: "2025-04-01", amount: cop("20.00") },
      { instalmentId: "F1.2", dueOn: "2025-05-01", amount: cop(last) },
    ],
  });
  given()
    .when(recordOpeningItem, { ...body, ...parts("80.00") }, APPROVED)
    .refused(t, "INSTALMENTS_DO_NOT_SUM", { sum: "100.00", total: "60.00" });
  const { events } = given().when(recordOpeningItem, { ...body, ...parts("40.00") }, APPROVED);
  t.match(events, [{ type: "OpeningItemRecorded", data: { instalments: [{ dueOn: "2025-04-01" }, { dueOn: "2025-05-01" }] } }]);
});

t.test("an opening item needs a second person, a number from elsewhere, and a cut no earlier than its issue", async (t) => {
  const body = openingItemBody(ACCOUNT, "F1", { total: "100.00", open: "60.00", issueDate: "2025-03-01" }, "2025-10-31");
  given().when(recordOpeningItem, body).refused(t, "APPROVAL_REQUIRED");
  given()
    .when(recordOpeningItem, { ...body, cutDate: "2025-02-28" }, APPROVED)
    .refused(t, "EFFECTIVE_BEFORE_DOCUMENT");
  given()
    .when(recordOpeningItem, { ...body, cutDate: "2025-12-21" }, APPROVED)
    .refused(t, "FUTURE_DOCUMENT_DATE");
  given()
    .when(recordOpeningItem, { ...body, openAmount: cop("100.01") }, APPROVED)
    .refused(t, "BAD_MONEY", { expected: "at most 100.00" });
  given()
    .when(recordOpeningItem, { ...body, originalKind: "CHARGE", series: "CG" }, { ...APPROVED, entity: OWN_SERIES })
    .refused(t, "NUMBER_NOT_EXPECTED", { series: "CG" });
});

t.test("DOC-8 the date of an opening item in a closed period moves, and its cut date stays", async (t) => {
  const body = openingItemBody(ACCOUNT, "F1", { total: "100.00", open: "60.00", issueDate: "2025-03-01" }, "2025-10-31");
  const { events } = given().when(recordOpeningItem, body, { ...APPROVED, closedThrough: "2025-10-31" });
  t.match(events, [{ effectiveOn: "2025-11-01", data: { cutDate: "2025-10-31", issueDate: "2025-03-01" } }]);
});

t.test("a debit note adds one instalment, where the document it belongs to is", async (t) => {
  const F1 = invoiceRecorded("F1", "100.00", "2025-11-01", { branchId: "CO01-B2", salespersonId: "LUIS" });
  given(F1)
    .when(issueDebitNote, addedBody(ACCOUNT, "N1", "7.50", "2025-11-15", { originDocumentId: "F1" }))
    .decides(
      t,
      effective(
        "2025-11-15",
        DebitNoteIssued({
          documentId: "N1",
          series: "ND",
          issueDate: "2025-11-15",
          salespersonId: "LUIS",
          branchId: "CO01-B2",
          number: "N1",
          originDocumentId: "F1",
          instalmentId: "N1.1",
          dueOn: "2025-11-25",
          amount: "7.50",
        }),
      ),
    );
});

t.test("a debit note says why: by the document it belongs to, or in words", async (t) => {
  const note = addedBody(ACCOUNT, "N1", "7.50", "2025-11-15");
  given().when(issueDebitNote, note).refused(t, "REASON_REQUIRED");
  given()
    .when(issueDebitNote, { ...note, originDocumentId: "F9" })
    .refused(t, "ITEM_NOT_FOUND", { documentId: "F9" });
  t.match(given().when(issueDebitNote, { ...note, reason: "freight" }).events, [{ type: "DebitNoteIssued" }]);
});

t.test("a charge says why by its code; OTHER needs a document or words", async (t) => {
  const charge = addedBody(ACCOUNT, "C1", "45.00", "2025-11-15");
  given().when(issueCharge, charge).refused(t, "REASON_REQUIRED");
  t.match(given().when(issueCharge, { ...charge, reason: "copies" }).events, [{ data: { reasonCode: "OTHER" } }]);
  given()
    .when(issueCharge, { ...charge, reasonCode: "COURT_COST" })
    .decides(
      t,
      effective(
        "2025-11-15",
        ChargeIssued({
          documentId: "C1",
          series: "ND",
          issueDate: "2025-11-15",
          branchId: "CO01-B1",
          number: "C1",
          instalmentId: "C1.1",
          dueOn: "2025-11-25",
          amount: "45.00",
          reasonCode: "COURT_COST",
        }),
      ),
    );
  given()
    .when(issueCharge, { ...charge, reasonCode: "WITHHOLDING_NOT_CERTIFIED" })
    .refused(t, "MALFORMED");
});

t.test("DOC-4 a note or a charge is not due before it is issued, and may be dated thirty days ahead", async (t) => {
  for (const [command, more] of [
    [issueDebitNote, { reason: "freight" }],
    [issueCharge, { reasonCode: "DUNNING_FEE" }],
  ] as const) {
    const body = { ...addedBody(ACCOUNT, "N1", "7.50", "2025-11-15"), ...more };
    given()
      .when(command, { ...body, dueOn: "2025-11-14" })
      .refused(t, "DUE_BEFORE_ISSUE", { dueOn: "2025-11-14" });
    t.match(given().when(command, { ...body, dueOn: "2025-11-15" }).events, [{ data: { dueOn: "2025-11-15" } }]);
    given()
      .when(command, { ...body, issueDate: "2025-12-21", dueOn: "2025-12-31" })
      .refused(t, "FUTURE_DOCUMENT_DATE");
    t.match(given().when(command, { ...body, issueDate: "2025-12-20", dueOn: "2025-12-31" }).events, [{ effectiveOn: "2025-12-20" }]);
  }
});

t.test("NUM-1 of an own series a charge carries no number, of an external one it carries one", async (t) => {
  const body = { ...addedBody(ACCOUNT, "C1", "45.00", "2025-11-15"), reasonCode: "COURT_COST" };
  const unnumbered = unnumberedBody(body);
  const own: Occasion = { entity: OWN_SERIES };
  given()
    .when(issueCharge, { ...body, series: "CG" }, own)
    .refused(t, "NUMBER_NOT_EXPECTED", { series: "CG", number: "C1" });
  const { events } = given().when(issueCharge, { ...unnumbered, series: "CG" }, own);
  t.match(events, [{ type: "ChargeIssued", data: { series: "CG" } }]);
  t.strictSame(
    events.filter(({ data }) => "number" in (data as object)),
    [],
    "the ledger counts",
  );
  given().when(issueCharge, unnumbered, own).refused(t, "NUMBER_REQUIRED", { series: "ND" });
  const note = unnumberedBody(addedBody(ACCOUNT, "N1", "45.00", "2025-11-15", { series: "CG", reason: "freight" }));
  given().when(issueDebitNote, note, own).refused(t, "NUMBER_REQUIRED", { series: "CG" });
});
