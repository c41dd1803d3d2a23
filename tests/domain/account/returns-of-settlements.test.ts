import t from "tap";
import { eventsByCategory } from "../../../schemas/events/registry.ts";
import { account } from "../../../src/domain/account/account.ts";
import { returnPayment } from "../../../src/domain/account/receipts/return-payment.ts";
import { type DecidedEvent, effective } from "../../../src/kernel/decider.ts";
import { amountOn } from "../../../src/kernel/timeline.ts";
import { ACCOUNT, invoiceRecorded, paymentApplied, receiptRegistered, settledWith } from "../../support/account-history.ts";
import { stateOf } from "../../support/folded.ts";
import { given } from "../../support/given.ts";

const events = eventsByCategory.account;
const cheque = { method: "CHEQUE", cleared: false } as const;
const bounce = (history: readonly DecidedEvent[], on: string) =>
  given(...history).when(
    returnPayment,
    { accountId: ACCOUNT, receiptId: "R1", on, reasonCode: "NO_FUNDS", drawerFault: false },
    { roles: ["TRE"] },
  );

t.test("UNA-2 discounts and withholdings fall with the money; early-payment discounts granted apart are revoked", async (t) => {
  const together = settledWith("A1", "R1", "F1.1", "0.00", "2025-11-03");
  const apart = { instalmentId: "F1.1", settledOn: "2025-11-04", conditional: false, appliedOn: "2025-11-04", pct: "2.00" };
  const history = [
    invoiceRecorded("F1", "100.00", "2025-10-30"),
    receiptRegistered("R1", "80.00", "2025-11-03", cheque),
    paymentApplied("A1", "R1", [["F1.1", "80.00"]], "2025-11-03", { conditional: true }),
    events.DiscountGranted({ ...together, conditional: true, amount: "5.00", discountId: "A1-D1", kind: "EARLY_PAYMENT", pct: "5.00" }),
    events.WithholdingRecorded({
      ...{ ...together, conditional: true, amount: "10.00", withholdingId: "W1", kind: "ICA" },
      ...{ base: "100.00", ratePct: "10.00" },
    }),
    effective("2025-11-04", events.DiscountGranted({ ...apart, amount: "3.00", discountId: "D2", kind: "EARLY_PAYMENT" })),
    effective("2025-11-04", events.DiscountGranted({ ...apart, amount: "2.00", discountId: "D3", kind: "COMMERCIAL" })),
  ];
  const { events: decided } = bounce(history, "2025-11-06");
  t.match(decided, [
    {
      data: {
        alsoReversed: [
          { id: "A1-D1", amount: "5.00", freedOn: "2025-11-03" },
          { id: "W1", amount: "10.00", freedOn: "2025-11-03" },
        ],
      },
    },
    { type: "PaymentReturned" },
    { type: "DiscountRevoked", data: { discountId: "D2", amount: "3.00", freedOn: "2025-11-04" } },
  ]);
  t.equal(stateOf(account, ACCOUNT, [...history, ...decided]).documents.instalments.get("F1.1")?.open, 98_00n);
});

t.test("WOF-3 a recovery that is undone raises the memo again, and after the write-off was taken back the item itself", async (t) => {
  const line = { instalmentId: "F1.1", amount: "100.00" };
  const history = [
    invoiceRecorded("F1", "100.00", "2025-01-01"),
    events.WriteOffProposed({ writeOffId: "WO1", lines: [line], evidence: [], automatic: false, proposedOn: "2025-09-30" }),
    effective("2025-10-01", events.ItemsWrittenOff({ writeOffId: "WO1", lines: [line], settledOn: "2025-10-01" })),
    receiptRegistered("R1", "60.00", "2025-11-03", cheque),
    effective(
      "2025-11-03",
      events.WrittenOffRecovered({
        ...{ writeOffId: "WO1", applicationId: "A1", receiptId: "R1", conditional: true, appliedOn: "2025-11-03" },
        lines: [{ lineId: "A1.1", instalmentId: "F1.1", amount: "60.00", settledOn: "2025-11-03" }],
      }),
    ),
  ];
  const { events: decided } = bounce(history, "2025-11-06");
  t.match(decided, [{ data: { recovery: true, lines: [{ memoOf: "WO1", amount: "60.00" }] } }, { type: "PaymentReturned" }]);
  const after = stateOf(account, ACCOUNT, [...history, ...decided]);
  const item = after.documents.instalments.get("F1.1");
  t.strictSame([item?.open, item?.memo, after.credits.byId.get("R1")?.uses.recovered], [0n, 100_00n, 0n]);

  const rest = [{ instalmentId: "F1.1", amount: "40.00" }];
  const reversal = effective("2025-11-04", events.WriteOffReversed({ writeOffId: "WO1", lines: rest, freedOn: "2025-11-04" }));
  const reopened = bounce([...history, reversal], "2025-11-06").events;
  const [unapplied] = reopened.map(({ data }) => data as { readonly lines?: readonly { readonly memoOf?: string }[] });
  t.strictSame(
    unapplied?.lines?.map(({ memoOf }) => memoOf),
    [undefined],
  );
  t.equal(stateOf(account, ACCOUNT, [...history, reversal, ...reopened]).documents.instalments.get("F1.1")?.open, 100_00n);
});

t.test("DIF-1 a rest of the money that was kept did not come either", async (t) => {
  const kept = events.SmallDifferenceWrittenOff({
    ...{ differenceId: "DF1", side: "CREDIT", creditItemId: "R1", amount: "0.50", settledOn: "2025-11-04", conditional: false },
  });
  const history = [receiptRegistered("R1", "100.00", "2025-11-03"), kept];
  const { events: decided } = bounce(history, "2025-11-06");
  t.match(decided, [
    { type: "SmallDifferenceReversed", data: { differenceId: "DF1", amount: "0.50" } },
    { type: "PaymentReturned", data: { unapplied: "100.00" } },
  ]);
  const credit = stateOf(account, ACCOUNT, [...history, ...decided]).credits.byId.get("R1");
  t.strictSame([credit?.unapplied, credit?.uses.writtenOff], [0n, 0n]);
});

t.test(
  "a difference that was written off later than the bounce is undone from when it counted, and nothing is ever owed twice",
  async (t) => {
    const difference = events.SmallDifferenceWrittenOff({
      ...{ differenceId: "X1", side: "RECEIVABLE", applicationId: "A1", lineId: "A1.1", instalmentId: "F1.1", amount: "1.00" },
      ...{ settledOn: "2025-11-18", conditional: true },
    });
    const history = [
      invoiceRecorded("F1", "100.00", "2025-11-01"),
      receiptRegistered("R1", "99.00", "2025-11-03", cheque),
      paymentApplied("A1", "R1", [["F1.1", "99.00"]], "2025-11-03", { conditional: true }),
      effective("2025-11-18", difference),
    ];
    const after = [...history, ...bounce(history, "2025-11-06").events];
    const byEffect = stateOf(account, ACCOUNT, after).documents.instalments.get("F1.1")?.byEffect ?? [];
    t.strictSame(
      ["2025-11-05", "2025-11-06", "2025-11-18"].map((day) => amountOn(byEffect, day)),
      [100n, 10_000n, 10_000n],
    );
  },
);

t.test("RET-5 a cheque that paid 200 instalments with everything withheld on them is returned in parts that the log takes", async (t) => {
  const ids = Array.from({ length: 200 }, (_, index) => `${"F".repeat(36)}-${index + 1}`);
  const history = [
    ...ids.map((id) => invoiceRecorded(id, "100.00", "2025-11-01")),
    receiptRegistered("R1", "19400.00", "2025-11-03", cheque),
    paymentApplied(
      "A1",
      "R1",
      ids.map((id) => [`${id}.1`, "97.00"] as const),
      "2025-11-03",
      { conditional: true },
    ),
    ...ids.flatMap((id, index) =>
      (["INCOME_TAX", "VAT", "ICA"] as const).map((kind) =>
        events.WithholdingRecorded({
          ...settledWith("A1", "R1", `${id}.1`, "1.00", "2025-11-03"),
          ...{ lineId: `A1.${index + 1}`, conditional: true, withholdingId: `${kind}-${index}`, kind, base: "100.00", ratePct: "1.00" },
        }),
      ),
    ),
  ];
  const bounced = bounce(history, "2025-11-06").events;
  t.ok(
    bounced.every(({ data }) => JSON.stringify(data).length < 60_000),
    "no event is larger than the log takes",
  );
  const parts = bounced
    .filter(({ type }) => type === "PaymentUnapplied")
    .map(({ data }) => (data as { unapplicationId: string }).unapplicationId);
  t.equal(new Set(parts).size, parts.length, "each part has an id of its own");
  const { exposureTotals } = stateOf(account, ACCOUNT, [...history, ...bounced]);
  t.strictSame([exposureTotals.open.value, exposureTotals.pendingClearance.value], [2_000_000n, 0n]);
});
