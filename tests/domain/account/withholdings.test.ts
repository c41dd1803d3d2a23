import t from "tap";
import { ChargeIssued } from "../../../schemas/events/account/documents.ts";
import { WithholdingCertified, WithholdingRecorded, WithholdingReopened } from "../../../schemas/events/account/settlements.ts";
import { applyPayment } from "../../../src/domain/account/applications/apply-payment.ts";
import { recordWithholding } from "../../../src/domain/account/settlements/record-withholding.ts";
import { recordWithholdingCertificate } from "../../../src/domain/account/settlements/record-withholding-certificate.ts";
import { reopenUncertifiedWithholding } from "../../../src/domain/account/settlements/reopen-uncertified-withholding.ts";
import { reverseWithholding } from "../../../src/domain/account/settlements/reverse-withholding.ts";
import { type DecidedEvent, effective } from "../../../src/kernel/decider.ts";
import { ACCOUNT, cop, invoiceRecorded, paymentApplied, receiptRegistered } from "../../support/account-history.ts";
import { applicationBody } from "../../support/company.ts";
import { given, type Occasion } from "../../support/given.ts";

const INVOICE = invoiceRecorded("F1", "11900000.00", "2025-11-01", {
  net: "10000000.00",
  taxes: [{ code: "VAT", base: "10000000.00", ratePct: "19", amount: "1900000.00" }],
});
const withheld = (
  withholdingId: string,
  kind: string,
  base: string,
  ratePct: string,
  amount: string,
  more: Record<string, unknown> = {},
) => ({
  ...{ accountId: ACCOUNT, instalmentId: "F1.1", withholdingId, kind, base: cop(base), ratePct, amount: cop(amount) },
  ...more,
});
const INCOME = withheld("W1", "INCOME_TAX", "10000000.00", "2.50", "250000.00");
const VAT = withheld("W2", "VAT", "1900000.00", "15.00", "285000.00");
const ICA = withheld("W3", "ICA", "10000000.00", "0.966", "96600.00");
const CERTIFICATE = { accountId: ACCOUNT, number: "CERT-1", issuedOn: "2025-11-20", contentHash: "a".repeat(64) };

function recorded(...bodies: readonly ReturnType<typeof withheld>[]): readonly DecidedEvent[] {
  const history: DecidedEvent[] = [INVOICE];
  for (const body of bodies) {
    const { events, violations } = given(...history).when(recordWithholding, body);
    if (violations.length > 0) throw new Error(JSON.stringify(violations));
    history.push(...events);
  }
  return history;
}

t.test("WHT-E1 what was withheld and the rest in money settle the invoice exactly, before the payment or with it", async (t) => {
  const pay = (history: readonly DecidedEvent[], amount: string, more: Record<string, unknown> = {}) =>
    given(...history, receiptRegistered("R1", "11268400.01", "2025-11-10")).when(
      applyPayment,
      applicationBody(ACCOUNT, "A1", "R1", [["F1.1", amount, more]]),
    );
  const before = recorded(INCOME, VAT, ICA);
  t.equal(pay(before, "11268400.00").violations.length, 0);
  pay(before, "11268400.01").refused(t, "OVER_APPLICATION", { open: "11268400.00" });
  const together = {
    withholdings: [INCOME, VAT, ICA].map(({ withholdingId, kind, base, ratePct, amount }) => ({
      withholdingId,
      kind,
      base,
      ratePct,
      amount,
    })),
  };
  t.equal(pay([INVOICE], "11268400.00", together).violations.length, 0);
  pay([INVOICE], "11268400.01", together).refused(t, "OVER_APPLICATION");
});

t.test("a withholding settles like a payment, on the day of the act, and may precede the payment", async (t) => {
  given(INVOICE)
    .when(recordWithholding, ICA)
    .decides(
      t,
      effective(
        "2025-11-20",
        WithholdingRecorded({
          ...{ withholdingId: "W3", instalmentId: "F1.1", kind: "ICA", base: "10000000.00", ratePct: "0.966", amount: "96600.00" },
          ...{ settledOn: "2025-11-20", conditional: false, appliedOn: "2025-11-20" },
        }),
      ),
    );
});

t.test("WHT-1 a withholding is its rate of its base, within one peso, at a rate of the table", async (t) => {
  const record = (base: string, ratePct: string, amount: string) =>
    given(INVOICE).when(recordWithholding, withheld("W1", "ICA", base, ratePct, amount));
  t.equal(record("10000000.00", "0.966", "96601.00").violations.length, 0);
  record("10000000.00", "0.966", "96601.01").refused(t, "WITHHOLDING_MISMATCH", { expected: "96600.00", given: "96601.01" });
  record("10000000.00", "0.967", "96700.00").refused(t, "UNKNOWN_WITHHOLDING_RATE", { ratePct: "0.967" });
});

t.test("WHT-1 the bases of one tax are together not above the document's, whichever way they were recorded", async (t) => {
  const half = withheld("W1", "ICA", "6000000.00", "0.966", "57960.00");
  const more = (base: string, amount: string) => withheld("W2", "ICA", base, "0.966", amount);
  given(...recorded(half))
    .when(recordWithholding, more("4000000.01", "38640.00"))
    .refused(t, "WITHHOLDING_MISMATCH", { highestBase: "10000000.00", base: "10000000.01" });
  t.equal(given(...recorded(half)).when(recordWithholding, more("4000000.00", "38640.00")).violations.length, 0);
  given(INVOICE)
    .when(recordWithholding, withheld("W1", "VAT", "1900000.01", "15.00", "285000.00"))
    .refused(t, "WITHHOLDING_MISMATCH", { highestBase: "1900000.00" });
  const { withholdingId, kind, base, ratePct, amount } = more("4000000.01", "38640.00");
  given(...recorded(half), receiptRegistered("R1", "100.00", "2025-11-10"))
    .when(
      applyPayment,
      applicationBody(ACCOUNT, "A1", "R1", [["F1.1", "100.00", { withholdings: [{ withholdingId, kind, base, ratePct, amount }] }]]),
    )
    .refused(t, "WITHHOLDING_MISMATCH", { base: "10000000.01" });
});

t.test("the base of a withholding that was reversed is free again", async (t) => {
  const history = recorded(ICA);
  const body = { accountId: ACCOUNT, withholdingId: "W3", reason: "not an agent" };
  const reversed = given(...history).when(reverseWithholding, body, { roles: ["CHF"] });
  t.match(reversed.events, [{ effectiveOn: "2025-11-20", data: { amount: "96600.00", freedOn: "2025-11-20" } }]);
  const after = [...history, ...reversed.events];
  t.equal(given(...after).when(recordWithholding, { ...ICA, withholdingId: "W4" }).violations.length, 0);
  given(...after)
    .when(recordWithholding, ICA)
    .refused(t, "OVERLAPS", { id: "W3" });
  given(...after)
    .when(reverseWithholding, body, { roles: ["CHF"] })
    .refused(t, "INVALID_TRANSITION", { status: "REVERSED" });
});

t.test("a certificate covers all the withholdings it names, once, and certified ones are not reversed", async (t) => {
  const history = recorded(INCOME, ICA);
  const certify = (events: readonly DecidedEvent[], more: Record<string, unknown>) =>
    given(...events).when(recordWithholdingCertificate, { ...CERTIFICATE, ...more });
  const certified = certify(history, { withholdingIds: ["W1", "W3"] });
  certified.decides(
    t,
    WithholdingCertified({ withholdingIds: ["W1", "W3"], number: "CERT-1", issuedOn: "2025-11-20", contentHash: "a".repeat(64) }),
  );
  const after = [...history, ...certified.events];
  certify(after, { withholdingIds: ["W1"] }).refused(t, "INVALID_TRANSITION", { status: "CERTIFIED" });
  certify(history, { withholdingIds: ["W1", "W9"] }).refused(t, "RESOURCE_NOT_FOUND", { kind: "WITHHOLDING", id: "W9" });
  certify(history, { withholdingIds: ["W1"], issuedOn: "2025-11-21" }).refused(t, "FUTURE_DOCUMENT_DATE");
  given(...after)
    .when(reverseWithholding, { accountId: ACCOUNT, withholdingId: "W1", reason: "x" }, { roles: ["CHF"] })
    .refused(t, "INVALID_TRANSITION", { status: "CERTIFIED" });
});

const reopen = (history: readonly DecidedEvent[], today: string, more: Occasion = {}) =>
  given(...history).when(reopenUncertifiedWithholding, { accountId: ACCOUNT, withholdingId: "W1" }, { roles: ["SYS"], today, ...more });
const charged = (day: string, more: Record<string, unknown> = {}) =>
  ChargeIssued({
    ...{ documentId: "W1-R", instalmentId: "W1-R.1", issueDate: day, dueOn: "2025-12-01", amount: "250000.00", originDocumentId: "F1" },
    ...{ reasonCode: "WITHHOLDING_NOT_CERTIFIED", sourceId: "W1" },
    ...more,
  });

t.test("WHT-2 without a certificate it is owed after three months as a charge with the original due date", async (t) => {
  const history = recorded(INCOME);
  reopen(history, "2026-02-19").refused(t, "TOO_EARLY", { earliest: "2026-02-20" });
  reopen(history, "2026-02-20").decides(
    t,
    effective("2026-02-20", WithholdingReopened({ withholdingId: "W1", chargeId: "W1-R" })),
    effective("2026-02-20", charged("2026-02-20")),
  );
  const certified = given(...history).when(recordWithholdingCertificate, { ...CERTIFICATE, withholdingIds: ["W1"] });
  reopen([...history, ...certified.events], "2026-02-20").refused(t, "INVALID_TRANSITION", { status: "CERTIFIED" });
  const again = reopen(history, "2026-02-20").events;
  reopen([...history, ...again], "2026-02-21").refused(t, "INVALID_TRANSITION", { status: "REOPENED" });
});

t.test("WHT-2 a later certificate settles the charge, as far as it was not paid", async (t) => {
  const reopened = [...recorded(INCOME), ...reopen(recorded(INCOME), "2026-02-20").events];
  const certify = (history: readonly DecidedEvent[]) =>
    given(...history).when(recordWithholdingCertificate, { ...CERTIFICATE, withholdingIds: ["W1"] }, { today: "2026-03-01" });
  t.match(certify(reopened).events, [
    {
      type: "WithholdingRecorded",
      effectiveOn: "2026-03-01",
      data: { withholdingId: "W1-C", instalmentId: "W1-R.1", kind: "INCOME_TAX", amount: "250000.00", ratePct: "2.50" },
    },
    { type: "WithholdingCertified", data: { withholdingIds: ["W1", "W1-C"] } },
  ]);
  const partlyPaid = [
    ...reopened,
    receiptRegistered("R1", "100000.00", "2026-02-25"),
    paymentApplied("A1", "R1", [["W1-R.1", "100000.00"]], "2026-02-25"),
  ];
  t.match(certify(partlyPaid).events, [{ data: { amount: "150000.00" } }, { type: "WithholdingCertified" }]);
  const paid = [
    ...reopened,
    receiptRegistered("R1", "250000.00", "2026-02-25"),
    paymentApplied("A1", "R1", [["W1-R.1", "250000.00"]], "2026-02-25"),
  ];
  t.match(certify(paid).events, [{ type: "WithholdingCertified", data: { withholdingIds: ["W1"] } }]);
});
