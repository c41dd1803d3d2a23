import t from "tap";
import type { PaymentApplied } from "../../../schemas/events/account/applications.ts";
import { DiscountGranted } from "../../../schemas/events/account/settlements.ts";
import { applyPayment } from "../../../src/domain/account/applications/apply-payment.ts";
import { unapplyPayment } from "../../../src/domain/account/applications/unapply-payment.ts";
import { effective } from "../../../src/kernel/decider.ts";
import { ACCOUNT, cop, invoiceRecorded, paymentApplied, receiptRegistered, settledWith, typesOf } from "../../support/account-history.ts";
import { applicationBody, invoiceBody, receiptBody, setUpAccount } from "../../support/company.ts";
import { given } from "../../support/given.ts";
import { openTestLedger } from "../../support/ledger.ts";

type Applied = ReturnType<typeof PaymentApplied>["data"];
const settledDates = (data: unknown) => (data as Applied).lines.map(({ settledOn }) => settledOn);

t.test("APL-E1 of two applications that together exceed the receipt one wins, and the balance is the same either way", async (t) => {
  for (const withRevision of [true, false]) {
    const test = await openTestLedger();
    await setUpAccount(test);
    await test.accept("record-invoice", invoiceBody(ACCOUNT, "F1", "80.00", "2025-05-01"));
    await test.accept("record-invoice", invoiceBody(ACCOUNT, "F2", "80.00", "2025-05-01"));
    const { revision } = await test.accept("register-receipt", receiptBody(ACCOUNT, "R1", "100.00", "2025-05-20"));
    const options = withRevision ? { expected: revision } : {};
    const answers = await Promise.all(
      ["1", "2"].map((n) => test.send("apply-payment", applicationBody(ACCOUNT, `A${n}`, "R1", [[`F${n}.1`, "80.00"]]), options)),
    );
    t.equal(answers.filter(({ kind }) => kind === "accepted").length, 1);
    const codes = answers.flatMap((answer) => (answer.kind === "refused" ? [answer.refusal.violations[0]?.code] : []));
    t.strictSame(codes, [withRevision ? "STALE_REVISION" : "RECEIPT_EXHAUSTED"]);
    const { state } = await test.ledger.stateAt(test.owner, `account-${ACCOUNT}`);
    const { documents, credits } = state as {
      documents: { instalments: Record<string, { open: string }> };
      credits: { byId: Record<string, { unapplied: string }> };
    };
    const open = Object.values(documents.instalments).reduce((sum, each) => sum + Number(each.open), 0);
    t.equal(open - Number(credits.byId.R1?.unapplied), 6000, "160.00 less 100.00");
  }
});

t.test("APL-E3 money that came before the invoice settles it on the day of issue, and not earlier", async (t) => {
  const history = [invoiceRecorded("F1", "100.00", "2025-11-10"), receiptRegistered("R1", "100.00", "2025-11-05")];
  const body = applicationBody(ACCOUNT, "A1", "R1", [["F1.1", "100.00"]]);
  given(...history)
    .when(applyPayment, body)
    .decides(t, effective("2025-11-10", paymentApplied("A1", "R1", [["F1.1", "100.00"]], "2025-11-10", { appliedOn: "2025-11-20" })));
  given(...history)
    .when(applyPayment, { ...body, effectiveOn: "2025-11-06" })
    .refused(t, "EFFECTIVE_BEFORE_DOCUMENT", { effectiveOn: "2025-11-06", earliest: "2025-11-10" });
});

t.test("APL-1 all lines or none, two lines on one instalment together", async (t) => {
  const history = [invoiceRecorded("F1", "100.00", "2025-11-01"), receiptRegistered("R1", "500.00", "2025-11-05")];
  const lines = (second: string) =>
    applicationBody(ACCOUNT, "A1", "R1", [
      ["F1.1", "60.00"],
      ["F1.1", second],
    ]);
  given(...history)
    .when(applyPayment, lines("40.01"))
    .refused(t, "OVER_APPLICATION", { open: "100.00", requested: "100.01" });
  t.strictSame(typesOf(given(...history).when(applyPayment, lines("40.00")).events), ["PaymentApplied"]);
});

t.test("APL-3 lines of one application do not use the same money twice: the second waits for what a reversal freed", async (t) => {
  const history = [
    invoiceRecorded("F1", "80.00", "2025-01-01"),
    invoiceRecorded("F2", "80.00", "2025-01-01"),
    receiptRegistered("R1", "100.00", "2025-01-10"),
    paymentApplied("A0", "R1", [["F1.1", "60.00"]], "2025-01-10"),
  ];
  const reversal = given(...history).when(
    unapplyPayment,
    { accountId: ACCOUNT, unapplicationId: "U0", applicationId: "A0", kind: "REVERSAL", reason: "other invoice" },
    { today: "2025-03-01" },
  );
  const { events } = given(...history, ...reversal.events).when(
    applyPayment,
    applicationBody(ACCOUNT, "A1", "R1", [
      ["F2.1", "40.00"],
      ["F2.1", "40.00"],
    ]),
  );
  t.strictSame(settledDates(events[0]?.data), ["2025-01-10", "2025-03-01"]);
  t.equal(events[0]?.effectiveOn, "2025-03-01");
});

t.test(
  "APL-3 lines of one application do not settle the same debt twice: what a reversal re-opened is settled from that day",
  async (t) => {
    const history = [
      invoiceRecorded("F1", "100.00", "2025-01-01"),
      receiptRegistered("R1", "60.00", "2025-01-10"),
      receiptRegistered("R2", "100.00", "2025-01-12"),
      paymentApplied("A0", "R1", [["F1.1", "60.00"]], "2025-01-10"),
    ];
    const undo = { accountId: ACCOUNT, unapplicationId: "U0", applicationId: "A0", kind: "REVERSAL", reason: "bounced" };
    const reversal = given(...history).when(unapplyPayment, undo, { today: "2025-03-01" });
    const twice = [
      ["F1.1", "40.00"],
      ["F1.1", "40.00"],
    ] as const;
    const { events } = given(...history, ...reversal.events).when(applyPayment, applicationBody(ACCOUNT, "A1", "R2", twice));
    t.strictSame(settledDates(events[0]?.data), ["2025-01-12", "2025-03-01"]);
  },
);

t.test("APL-4 an item freed by a reversal is settled again from that day", async (t) => {
  const history = [
    invoiceRecorded("F1", "100.00", "2025-10-01"),
    receiptRegistered("R1", "100.00", "2025-10-10"),
    receiptRegistered("R2", "100.00", "2025-10-12"),
    paymentApplied("A1", "R1", [["F1.1", "100.00"]], "2025-10-10"),
  ];
  const undo = { accountId: ACCOUNT, unapplicationId: "U1", applicationId: "A1", reason: "bounced" };
  const reapply = applicationBody(ACCOUNT, "A2", "R2", [["F1.1", "100.00"]]);
  const after = (kind: string) => {
    const undone = given(...history).when(unapplyPayment, { ...undo, kind }, { today: "2025-11-05" });
    return given(...history, ...undone.events).when(applyPayment, reapply, { today: "2025-11-06" }).events;
  };
  t.match(after("REVERSAL"), [{ effectiveOn: "2025-11-05", data: { lines: [{ settledOn: "2025-11-05" }] } }]);
  t.match(after("CORRECTION"), [{ effectiveOn: "2025-10-12", data: { lines: [{ settledOn: "2025-10-12" }] } }]);
});

t.test("APL-5 later than today only for a post-dated cheque", async (t) => {
  const body = { ...applicationBody(ACCOUNT, "A1", "R1", [["F1.1", "100.00"]]), effectiveOn: "2025-11-25" };
  const invoice = invoiceRecorded("F1", "100.00", "2025-11-01");
  given(invoice, receiptRegistered("R1", "100.00", "2025-11-05"))
    .when(applyPayment, body)
    .refused(t, "FUTURE_EFFECTIVE_DATE", { today: "2025-11-20" });
  const cheque = receiptRegistered("R1", "100.00", "2025-11-22", { method: "POST_DATED_CHEQUE", cleared: false });
  t.match(given(invoice, cheque).when(applyPayment, body).events, [{ effectiveOn: "2025-11-25" }]);
});

const taxed = invoiceRecorded("F1", "11900000.00", "2025-11-03", {
  net: "10000000.00",
  taxes: [{ code: "IVA", base: "10000000.00", ratePct: "19.00", amount: "1900000.00" }],
});
const withheld = (withholdingId: string, kind: string, base: string, ratePct: string, amount: string) => ({
  withholdingId,
  kind,
  base: cop(base),
  ratePct,
  amount: cop(amount),
});
const ALL_WITHHELD = [
  withheld("W1", "INCOME_TAX", "10000000.00", "2.50", "250000.00"),
  withheld("W2", "VAT", "1900000.00", "15.00", "285000.00"),
  withheld("W3", "ICA", "10000000.00", "0.966", "96600.00"),
];

t.test("WHT-E1 a transfer and three withholdings settle the invoice exactly", async (t) => {
  const history = [taxed, receiptRegistered("R1", "11268400.00", "2025-11-13")];
  const pay = (amount: string) => applicationBody(ACCOUNT, "A1", "R1", [["F1.1", amount, { withholdings: ALL_WITHHELD }]]);
  const { events } = given(...history).when(applyPayment, pay("11268400.00"));
  t.strictSame(typesOf(events), ["PaymentApplied", "WithholdingRecorded", "WithholdingRecorded", "WithholdingRecorded"]);
  given(...history, ...events)
    .when(applyPayment, applicationBody(ACCOUNT, "A2", "R1", [["F1.1", "0.01"]]))
    .refused(t, "ALREADY_SETTLED");
  given(taxed, receiptRegistered("R1", "11268400.01", "2025-11-13"))
    .when(applyPayment, pay("11268400.01"))
    .refused(t, "OVER_APPLICATION");
});

t.test("WHT-1 a withholding is its rate of its base within the tolerance, of a base the document has", async (t) => {
  const apply = (changes: Record<string, unknown>) =>
    given(taxed, receiptRegistered("R1", "1000.00", "2025-11-13")).when(
      applyPayment,
      applicationBody(ACCOUNT, "A1", "R1", [["F1.1", "1000.00", { withholdings: [{ ...ALL_WITHHELD[0], ...changes }] }]]),
    );
  for (const amount of ["249999.00", "250001.00"]) t.strictSame(apply({ amount: cop(amount) }).violations, []);
  apply({ amount: cop("250001.01") }).refused(t, "WITHHOLDING_MISMATCH", { expected: "250000.00", given: "250001.01" });
  apply({ ratePct: "2.51", amount: cop("251000.00") }).refused(t, "UNKNOWN_WITHHOLDING_RATE", { ratePct: "2.51" });
  apply({ base: cop("10000000.01"), amount: cop("250000.00") }).refused(t, "WITHHOLDING_MISMATCH", { highestBase: "10000000.00" });
});

t.test("an id names one withholding of the account for ever", async (t) => {
  const history = [taxed, receiptRegistered("R1", "1000.00", "2025-11-13")];
  const line = (withholdings: unknown) => ["F1.1", "100.00", { withholdings }] as const;
  given(...history)
    .when(applyPayment, applicationBody(ACCOUNT, "A1", "R1", [line([ALL_WITHHELD[0]]), line([ALL_WITHHELD[0]])] as never))
    .refused(t, "OVERLAPS", { withholdingId: "W1" });
  const first = given(...history).when(applyPayment, applicationBody(ACCOUNT, "A1", "R1", [line([ALL_WITHHELD[0]])] as never));
  given(...history, ...first.events)
    .when(applyPayment, applicationBody(ACCOUNT, "A2", "R1", [line([ALL_WITHHELD[0]])] as never))
    .refused(t, "OVERLAPS", { withholdingId: "W1" });
});

const early = { earlyDiscount: { pct: "2.00", lastDay: "2025-11-13" } };
const discounted = (amount: string, discount: string, pct = "2.00") =>
  applicationBody(ACCOUNT, "A1", "R1", [["F1.1", amount, { discount: { pct, amount: cop(discount) } }]]);

t.test("DSC-E1 the early discount is due on its last day, and a day later it is a matter of authority", async (t) => {
  const invoice = invoiceRecorded("F1", "5000000.00", "2025-11-03", early);
  const paidOn = (valueDate: string, roles: readonly string[] = ["PC"]) =>
    given(invoice, receiptRegistered("R1", "4900000.00", valueDate)).when(applyPayment, discounted("4900000.00", "100000.00"), { roles });
  paidOn("2025-11-13").decides(
    t,
    paymentApplied("A1", "R1", [["F1.1", "4900000.00"]], "2025-11-13", { appliedOn: "2025-11-20" }),
    effective(
      "2025-11-13",
      DiscountGranted({
        ...settledWith("A1", "R1", "F1.1", "100000.00", "2025-11-13"),
        appliedOn: "2025-11-20",
        discountId: "A1-D1",
        kind: "EARLY_PAYMENT",
        pct: "2.00",
      }),
    ),
  );
  paidOn("2025-11-14").refused(t, "AUTHORITY_EXCEEDED", { subject: "DISCOUNT", required: "L1", held: "NONE" });
  t.strictSame(paidOn("2025-11-14", ["PC", "CHF"]).violations, []);
});

t.test("DSC-1 the percentage is of all that the line settles, withholdings and discount included", async (t) => {
  const invoice = invoiceRecorded("F1", "1000.00", "2025-11-03", early);
  const line = (discount: string) =>
    applicationBody(ACCOUNT, "A1", "R1", [
      [
        "F1.1",
        "955.00",
        { discount: { pct: "2.00", amount: cop(discount) }, withholdings: [withheld("W1", "INCOME_TAX", "1000.00", "2.50", "25.00")] },
      ],
    ]);
  const apply = (discount: string) =>
    given(invoice, receiptRegistered("R1", "955.00", "2025-11-05")).when(applyPayment, line(discount), { roles: ["PC"] });
  t.strictSame(apply("20.00").violations, [], "20.00 of 955.00 + 25.00 + 20.00");
  const short = given(invoice, receiptRegistered("R1", "955.00", "2025-11-05")).when(applyPayment, discounted("900.00", "18.38"), {
    roles: ["PC"],
  });
  short.refused(t, "AUTHORITY_EXCEEDED");
});

t.test("DSC-1 a discount above the document's needs the level of the percentage really given", async (t) => {
  const invoice = invoiceRecorded("F1", "1000.00", "2025-11-03", early);
  const apply = (discount: string, pct: string, roles: readonly string[]) =>
    given(invoice, receiptRegistered("R1", "900.00", "2025-11-05")).when(applyPayment, discounted("900.00", discount, pct), { roles });
  apply("100.00", "2.00", ["CHF"]).refused(t, "AUTHORITY_EXCEEDED", { required: "L3", held: "L1" });
  t.strictSame(apply("100.00", "2.00", ["DIR"]).violations, []);
  apply("18.00", "11.00", ["CHF"]).decides(t, ...apply("18.00", "11.00", ["COR"]).events);
});

t.test("DSC-2 with the net base the discount leaves the tax out", async (t) => {
  const invoice = invoiceRecorded("F1", "119.00", "2025-11-03", { ...early, net: "100.00" });
  const apply = (discount: string, base: "GROSS" | "NET") =>
    given(invoice, receiptRegistered("R1", "119.00", "2025-11-05")).when(
      applyPayment,
      discounted(`${(119 - Number(discount)).toFixed(2)}`, discount),
      { roles: ["PC"], policies: { discount: { base } } },
    );
  t.strictSame(apply("2.38", "GROSS").violations, []);
  t.strictSame(apply("2.00", "NET").violations, []);
  apply("2.01", "NET").refused(t, "AUTHORITY_EXCEEDED");
});

t.test("a discount's id is not longer than other ids", async (t) => {
  const applicationId = "A".repeat(36);
  const body = applicationBody(ACCOUNT, applicationId, "R1", [["F1.1", "98.00", { discount: { pct: "2.00", amount: cop("2.00") } }]]);
  const history = [invoiceRecorded("F1", "100.00", "2025-11-03", early), receiptRegistered("R1", "98.00", "2025-11-05")];
  given(...history)
    .when(applyPayment, body)
    .refused(t, "MALFORMED");
  const longest = JSON.parse(JSON.stringify(body).replaceAll(applicationId, "A".repeat(35)));
  t.strictSame(typesOf(given(...history).when(applyPayment, longest).events), ["PaymentApplied", "DiscountGranted"]);
});

t.test("the discount of a line does not take the id of one that was granted before", async (t) => {
  const F1 = invoiceRecorded("F1", "5000000.00", "2025-11-03", early);
  const granted = DiscountGranted({
    ...{ discountId: "A1-D1", instalmentId: "F1.1", kind: "COMMERCIAL", pct: "1.00", amount: "1000.00" },
    ...{ settledOn: "2025-11-10", conditional: false, appliedOn: "2025-11-10" },
  });
  const history = [F1, granted, receiptRegistered("R1", "5000000.00", "2025-11-10")];
  given(...history)
    .when(applyPayment, discounted("490000.00", "10000.00"), { roles: ["PC"] })
    .refused(t, "OVERLAPS", { discountId: "A1-D1" });
  const plain = applicationBody(ACCOUNT, "A1", "R1", [["F1.1", "490000.00"]]);
  t.strictSame(typesOf(given(...history).when(applyPayment, plain, { roles: ["PC"] }).events), ["PaymentApplied"]);
});
