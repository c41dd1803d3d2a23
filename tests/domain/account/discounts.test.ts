import t from "tap";
import { DiscountGranted, DiscountRevoked } from "../../../schemas/events/account/settlements.ts";
import { applyPayment } from "../../../src/domain/account/applications/apply-payment.ts";
import { grantDiscount } from "../../../src/domain/account/settlements/grant-discount.ts";
import { revokeDiscount } from "../../../src/domain/account/settlements/revoke-discount.ts";
import { type DecidedEvent, effective } from "../../../src/kernel/decider.ts";
import { ACCOUNT, cop, invoiceRecorded, paymentApplied, receiptRegistered } from "../../support/account-history.ts";
import { applicationBody } from "../../support/company.ts";
import { given, type Occasion } from "../../support/given.ts";

/** 2 % for paying within ten days. */
const INVOICE = invoiceRecorded("F1", "5000000.00", "2025-11-03", { earlyDiscount: { pct: "2.00", lastDay: "2025-11-13" } });
const DESK: Occasion = { roles: ["PA"] };
const CHIEF: Occasion = { roles: ["CHF"] };

const paid = (amount: string, on: string): readonly DecidedEvent[] => [
  receiptRegistered("R1", amount, on),
  paymentApplied("A1", "R1", [["F1.1", amount]], on),
];
const grant = (history: readonly DecidedEvent[], amount: string, more: Record<string, unknown> = {}, occasion = DESK) =>
  given(...history).when(
    grantDiscount,
    {
      ...{ accountId: ACCOUNT, discountId: "D1", instalmentId: "F1.1", kind: "EARLY_PAYMENT", pct: "2.00", reason: "paid early" },
      amount: cop(amount),
      ...more,
    },
    occasion,
  );

t.test("DSC-E1 with the discount a payment in time settles all; a day later it takes authority", async (t) => {
  const pay = (valueDate: string, occasion: Occasion) =>
    given(INVOICE, receiptRegistered("R1", "4900000.00", valueDate)).when(
      applyPayment,
      applicationBody(ACCOUNT, "A1", "R1", [["F1.1", "4900000.00", { discount: { pct: "2.00", amount: cop("100000.00") } }]]),
      occasion,
    );
  t.match(pay("2025-11-13", DESK).events, [{ type: "PaymentApplied" }, { type: "DiscountGranted", data: { amount: "100000.00" } }]);
  pay("2025-11-14", DESK).refused(t, "AUTHORITY_EXCEEDED", { subject: "DISCOUNT", required: "L1", held: "NONE" });
  t.equal(pay("2025-11-14", { ...DESK, approvers: [{ personId: "LUIS", roles: ["CHF"] }] }).violations.length, 0, "unless approved");
});

t.test("DSC-1 the discount that a payment in time has earned may be granted apart, and counts from the day of that payment", async (t) => {
  const history = [INVOICE, ...paid("4900000.00", "2025-11-13")];
  grant(history, "100000.00").decides(
    t,
    effective(
      "2025-11-20",
      DiscountGranted({
        ...{ discountId: "D1", instalmentId: "F1.1", kind: "EARLY_PAYMENT", pct: "2.00", amount: "100000.00" },
        ...{ settledOn: "2025-11-13", conditional: false, appliedOn: "2025-11-20" },
      }),
    ),
  );
  grant([INVOICE, ...paid("4900000.00", "2025-11-14")], "100000.00").refused(t, "AUTHORITY_EXCEEDED", { required: "L1", held: "NONE" });
  grant([INVOICE], "100000.00").refused(t, "AUTHORITY_EXCEEDED", { required: "L1" });
});

t.test("DSC-1 a part paid in time earns its part of the discount, once", async (t) => {
  const history = [INVOICE, ...paid("980000.00", "2025-11-10")];
  const first = grant(history, "20000.00");
  t.equal(first.violations.length, 0);
  grant(history, "20000.01").refused(t, "AUTHORITY_EXCEEDED");
  grant([...history, ...first.events], "0.40", { discountId: "D2" }).refused(t, "AUTHORITY_EXCEEDED");
});

t.test("any other discount takes authority, by the percentage of the item that all its discounts make", async (t) => {
  const commercial = { kind: "COMMERCIAL", pct: "2.00" };
  grant([INVOICE], "100000.00", commercial, DESK).refused(t, "AUTHORITY_EXCEEDED", { required: "L1", held: "NONE" });
  const granted = grant([INVOICE], "100000.00", commercial, CHIEF);
  t.match(granted.events, [{ data: { kind: "COMMERCIAL", settledOn: "2025-11-20", authorityLevel: "L1" } }]);
  grant([INVOICE], "100000.01", commercial, CHIEF).refused(t, "AUTHORITY_EXCEEDED", { required: "L2", held: "L1" });
  grant([INVOICE], "1.00", { kind: "SETTLEMENT", pct: "2.01" }, CHIEF).refused(t, "AUTHORITY_EXCEEDED", { required: "L2" });
  grant([INVOICE, ...granted.events], "1.00", { ...commercial, discountId: "D2" }, CHIEF).refused(t, "AUTHORITY_EXCEEDED", {
    required: "L2",
  });
});

t.test("DSC-2 a discount never takes more than is open", async (t) => {
  const history = [INVOICE, ...paid("4950000.00", "2025-11-13")];
  grant(history, "50000.01").refused(t, "OVER_APPLICATION", { open: "50000.00", requested: "50000.01" });
  t.equal(grant(history, "50000.00").violations.length, 0);
});

t.test("a discount takes effect when that much stays open, and not before its document", async (t) => {
  grant([INVOICE], "1.00", { effectiveOn: "2025-11-02" }, CHIEF).refused(t, "EFFECTIVE_BEFORE_DOCUMENT", { earliest: "2025-11-03" });
  t.match(grant([INVOICE], "1.00", {}, { ...CHIEF, locked: { "2025-11-20": "DAY_SEALED" } }).events, [
    { effectiveOn: "2025-11-21", data: { settledOn: "2025-11-20" } },
  ]);
});

t.test("a discount that is revoked is owed again, once, with a reason", async (t) => {
  const history = [INVOICE, ...paid("4900000.00", "2025-11-13")];
  const granted = [...history, ...grant(history, "100000.00").events];
  const revoke = (events: readonly DecidedEvent[], more: Record<string, unknown> = { reason: "paid by a third party" }) =>
    given(...events).when(revokeDiscount, { accountId: ACCOUNT, discountId: "D1", ...more }, DESK);
  const revoked = revoke(granted);
  revoked.decides(
    t,
    effective("2025-11-20", DiscountRevoked({ discountId: "D1", instalmentId: "F1.1", amount: "100000.00", freedOn: "2025-11-20" })),
  );
  revoke([...granted, ...revoked.events]).refused(t, "INVALID_TRANSITION", { status: "REVERSED" });
  revoke(granted, {}).refused(t, "REASON_REQUIRED");
  revoke(granted, { reason: "x", effectiveOn: "2025-11-19" }).refused(t, "EFFECTIVE_BEFORE_APPLICATION", { application: "2025-11-20" });
});

t.test("what a discount that came with a payment settled is owed again in its application too", async (t) => {
  const history = [INVOICE, receiptRegistered("R1", "4900000.00", "2025-11-13")];
  const applied = given(...history).when(
    applyPayment,
    applicationBody(ACCOUNT, "A1", "R1", [["F1.1", "4900000.00", { discount: { pct: "2.00", amount: cop("100000.00") } }]]),
  );
  const body = { accountId: ACCOUNT, discountId: "A1-D1", reason: "not due" };
  t.match(given(...history, ...applied.events).when(revokeDiscount, body, DESK).events, [
    { data: { applicationId: "A1", amount: "100000.00", instalmentId: "F1.1" } },
  ]);
});
