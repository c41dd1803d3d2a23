import t from "tap";
import { InvoiceRecorded } from "../../../schemas/events/account/documents.ts";
import { recordInvoice } from "../../../src/domain/account/documents/record-invoice.ts";
import { effective } from "../../../src/kernel/decider.ts";
import { ACCOUNT, cop, invoiceRecorded } from "../../support/account-history.ts";
import { invoiceBody } from "../../support/company.ts";
import { given } from "../../support/given.ts";

const thirds = (last: string) =>
  ["33.33", "33.33", last].map((amount, index) => ({ instalmentId: `F1.${index + 1}`, dueOn: "2025-12-10", amount: cop(amount) }));

t.test("DOC-E1 instalments that leave a centavo over are refused, and the exact ones are recorded", async (t) => {
  const body = invoiceBody(ACCOUNT, "F1", "100.00", "2025-11-10");
  given()
    .when(recordInvoice, { ...body, instalments: thirds("33.33") })
    .refused(t, "INSTALMENTS_DO_NOT_SUM", { sum: "99.99", total: "100.00" });
  const { events } = given().when(recordInvoice, { ...body, instalments: thirds("33.34") });
  t.match(events, [{ type: "InvoiceRecorded", effectiveOn: "2025-11-10" }]);
});

t.test("DOC-2 a tax is its rate of its base, one minor unit off at most, and net plus taxes is the total", async (t) => {
  const taxed = (net: string, tax: string, total: string) => ({
    ...invoiceBody(ACCOUNT, "F1", total, "2025-11-10"),
    net: cop(net),
    taxes: [{ code: "IVA", base: cop(net), ratePct: "19.00", amount: cop(tax) }],
  });
  for (const tax of ["1.90", "1.91", "1.92"]) {
    const total = `1${(Number(tax) + 0.03).toFixed(2)}`;
    const { violations } = given().when(recordInvoice, taxed("10.03", tax, total));
    t.strictSame(violations, [], `tax ${tax} of 10.03 (19 % is 1.9057)`);
  }
  given()
    .when(recordInvoice, taxed("10.03", "1.93", "11.96"))
    .refused(t, "TAX_MISMATCH", { expected: "1.91", given: "1.93" });
  given()
    .when(recordInvoice, taxed("10.03", "1.91", "11.95"))
    .refused(t, "TAX_MISMATCH", { expected: "11.94", given: "11.95" });
});

t.test("DOC-4 a document may be dated thirty days ahead, not thirty-one", async (t) => {
  const { events } = given().when(recordInvoice, invoiceBody(ACCOUNT, "F1", "100.00", "2025-12-20"));
  t.match(events, [{ type: "InvoiceRecorded", effectiveOn: "2025-12-20" }]);
  given()
    .when(recordInvoice, invoiceBody(ACCOUNT, "F1", "100.00", "2025-12-21"))
    .refused(t, "FUTURE_DOCUMENT_DATE", { latest: "2025-12-20" });
});

t.test("DOC-5 an invoice of zero is recorded without instalments, and a negative one is no amount", async (t) => {
  const { events } = given().when(recordInvoice, invoiceBody(ACCOUNT, "F1", "0", "2025-11-10"));
  t.match(events, [{ data: { total: "0.00", instalments: [] } }]);
  given()
    .when(recordInvoice, invoiceBody(ACCOUNT, "F1", "-1.00", "2025-11-10"))
    .refused(t, "BAD_MONEY");
});

t.test("TERM-2 due dates are stored with the invoice, and its early discount counts from the issue date (TERM-4)", async (t) => {
  const terms = {
    codes: {
      NET30: { due: { kind: "NET" as const, days: 30 }, rollRule: "NONE" as const, earlyDiscount: { pct: "2.00", withinDays: 10 } },
    },
  };
  given()
    .when(recordInvoice, invoiceBody(ACCOUNT, "F1", "100.00", "2025-11-03"), { policies: { terms } })
    .decides(
      t,
      effective(
        "2025-11-03",
        InvoiceRecorded({
          documentId: "F1",
          series: "FV",
          number: "F1",
          issueDate: "2025-11-03",
          net: "100.00",
          total: "100.00",
          taxes: [],
          termsCode: "NET30",
          instalments: [{ instalmentId: "F1.1", dueOn: "2025-12-03", amount: "100.00" }],
          orderRefs: [],
          paymentMethod: "CREDIT",
          creditDecision: "NONE",
          earlyDiscount: { pct: "2.00", lastDay: "2025-11-13" },
          branchId: "CO01-B1",
        }),
      ),
    );
});

t.test("receivables §1 the date of an invoice in a closed period moves to the first open day, and its issue date stays", async (t) => {
  const { events } = given().when(recordInvoice, invoiceBody(ACCOUNT, "F1", "100.00", "2025-10-15"), {
    closedThrough: "2025-10-31",
    locked: { "2025-11-01": "DAY_SEALED", "2025-11-02": "PERIOD_SOFT_CLOSED" },
  });
  t.match(events, [{ effectiveOn: "2025-11-03", data: { issueDate: "2025-10-15", instalments: [{ dueOn: "2025-11-14" }] } }]);
});

t.test("G-14 a date that the caller gives is never moved: a locked one is refused", async (t) => {
  const body = { ...invoiceBody(ACCOUNT, "F1", "100.00", "2025-10-15"), effectiveOn: "2025-11-02" };
  given()
    .when(recordInvoice, body, { closedThrough: "2025-10-31" })
    .decides(t, ...given().when(recordInvoice, body).events);
  for (const lock of ["PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const) {
    given()
      .when(recordInvoice, body, { locked: { "2025-11-02": lock } })
      .refused(t, lock, { effectiveOn: "2025-11-02" });
  }
});

t.test("one invoice refused for several reasons names all of them", async (t) => {
  const { violations } = given(invoiceRecorded("F1", "5.00", "2025-11-01")).when(recordInvoice, {
    ...invoiceBody(ACCOUNT, "F1", "100.00", "2025-12-31"),
    termsCode: "NET7",
    salespersonId: "NOBODY",
    branchId: "NOWHERE",
  });
  t.strictSame(
    violations.map(({ code }) => code),
    ["DUPLICATE_DOCUMENT", "UNKNOWN_TERMS", "FUTURE_DOCUMENT_DATE", "PERSON_NOT_FOUND", "RESOURCE_NOT_FOUND"],
  );
});
