import t from "tap";
import type { PaymentApplied } from "../../../schemas/events/account/applications.ts";
import { ReceiptCleared } from "../../../schemas/events/account/receipts.ts";
import { applyPayment } from "../../../src/domain/account/applications/apply-payment.ts";
import { confirmClearance } from "../../../src/domain/account/receipts/confirm-clearance.ts";
import { registerReceipt } from "../../../src/domain/account/receipts/register-receipt.ts";
import { effective } from "../../../src/kernel/decider.ts";
import { ACCOUNT, cop, invoiceRecorded, paymentApplied, receiptRegistered } from "../../support/account-history.ts";
import { applicationBody, receiptBody } from "../../support/company.ts";
import { given } from "../../support/given.ts";

const hash = "a".repeat(64);
const cheque = { method: "POST_DATED_CHEQUE", instrument: { chequeNumber: "77", bank: "Banco", maturity: "2025-12-01" } };
const registered = (changes: Record<string, unknown>, occasion = {}) =>
  given().when(registerReceipt, { ...receiptBody(ACCOUNT, "R1", "100.00", "2025-11-18"), ...changes }, occasion);

t.test("RCT-2 only a post-dated cheque has its value in the future", async (t) => {
  registered({ valueDate: "2025-11-21" }).refused(t, "FUTURE_RECEIPT_DATE", { valueDate: "2025-11-21", today: "2025-11-20" });
  registered({ ...cheque, receivedOn: "2025-11-21" }).refused(t, "FUTURE_RECEIPT_DATE", { receivedOn: "2025-11-21" });
  const { events } = registered({ ...cheque, valueDate: "2025-12-01" });
  t.match(events, [{ effectiveOn: "2025-12-01", data: { cleared: false, valueDate: "2025-12-01", receivedOn: "2025-11-18" } }]);
});

t.test("receivables §5 cash and netting are cleared at once, everything else waits for the bank", async (t) => {
  const session = { tillSessionId: "T1" };
  const tillSession = { cashierId: "OWNER", businessDate: "2025-11-18" };
  const cleared = (method: string) => {
    const { events } = registered({ ...session, ...(method.endsWith("CHEQUE") && cheque), method }, { tillSession });
    const registeredData = events[0]?.data as { cleared: boolean } | undefined;
    return registeredData?.cleared;
  };
  const methods = ["CASH", "NETTING", "TRANSFER", "DIRECT_DEBIT", "CARD", "CHEQUE", "POST_DATED_CHEQUE"];
  t.strictSame(methods.filter(cleared), ["CASH", "NETTING"]);
});

t.test("RCT-4 cash goes through the open session of the cashier who takes it, on the day of the session", async (t) => {
  const cash = { method: "CASH", tillSessionId: "T1", bankAccountId: undefined };
  const body = JSON.parse(JSON.stringify({ ...receiptBody(ACCOUNT, "R1", "100.00", "2025-11-18"), ...cash }));
  const tillSession = { cashierId: "CARLA", businessDate: "2025-11-18" };
  const by = (personId: string, session: typeof tillSession | undefined = tillSession) =>
    given().when(registerReceipt, body, { personId, tillSession: session, roles: ["CSH"] });
  t.match(by("CARLA").events, [{ type: "ReceiptRegistered" }]);
  by("OTTO").refused(t, "TILL_CLOSED", { tillSessionId: "T1" });
  given().when(registerReceipt, body).refused(t, "TILL_CLOSED");
  by("CARLA", { ...tillSession, businessDate: "2025-11-17" }).refused(t, "TILL_CLOSED");
});

t.test("RCT-4 a company without tills takes cash with a bank account", async (t) => {
  registered({ method: "CASH" }).refused(t, "TILL_CLOSED");
  const { violations } = registered({ method: "CASH" }, { policies: { till: { required: false, maxDifference: {} } } });
  t.strictSame(violations, []);
});

t.test("RCT-5 money of another currency is converted at the stored rate, half a centavo up", async (t) => {
  const dollars = (amount: string, rate?: string) => ({
    bankAccountId: "CO01-USD",
    amount: cop(amount),
    original: { amount: { amount: "10.01", currency: "USD" }, ...(rate && { rate }) },
  });
  const { events } = registered(dollars("41041.00", "4100.00"));
  t.match(events, [{ data: { amount: "41041.00", original: { amount: "10.01", currency: "USD", rate: "4100.00" } } }]);
  registered(dollars("10.01", "1.0005")).refused(t, "BAD_MONEY", { expected: "10.02" });
  registered(dollars("41041.00")).refused(t, "FX_RATE_MISSING", { from: "USD", to: "COP" });
  registered({ amount: { amount: "10.01", currency: "USD" } }).refused(t, "CURRENCY_MISMATCH", { expected: "COP", given: "USD" });
});

t.test("RCT-7 a payer who is not the customer is marked", async (t) => {
  const third = (payer: unknown) => {
    const data = registered({ payer }).events[0]?.data as { thirdPartyPayer: boolean } | undefined;
    return data?.thirdPartyPayer;
  };
  t.strictSame([third({ customerId: "C1" }), third({ customerId: "C2" }), third({ name: "Somebody" })], [false, true, true]);
});

t.test("RCT-E1 a post-dated cheque pays from its date on, conditionally", async (t) => {
  const history = [
    invoiceRecorded("F1", "2000000.00", "2025-10-01"),
    receiptRegistered("R1", "2000000.00", "2025-12-01", { method: "POST_DATED_CHEQUE", cleared: false, receivedOn: "2025-11-03" }),
  ];
  const applied = given(...history).when(applyPayment, applicationBody(ACCOUNT, "A1", "R1", [["F1.1", "2000000.00"]]), {
    today: "2025-11-03",
  });
  applied.decides(
    t,
    effective(
      "2025-12-01",
      paymentApplied("A1", "R1", [["F1.1", "2000000.00"]], "2025-12-01", { conditional: true, appliedOn: "2025-11-03" }),
    ),
  );
  given(...history, ...applied.events)
    .when(confirmClearance, { accountId: ACCOUNT, receiptId: "R1", on: "2025-12-02", evidenceHash: hash }, { today: "2025-12-03" })
    .decides(
      t,
      effective(
        "2025-12-02",
        ReceiptCleared({
          receiptId: "R1",
          on: "2025-12-02",
          evidenceHash: hash,
          released: [{ instalmentId: "F1.1", amount: "2000000.00", effectiveOn: "2025-12-02" }],
        }),
      ),
    );
});

t.test("receivables §5 a clearance on a locked day takes effect, with all it releases, on the first open one", async (t) => {
  const history = [
    invoiceRecorded("F1", "100.00", "2025-10-01"),
    receiptRegistered("R1", "100.00", "2025-11-03", { cleared: false }),
    paymentApplied("A1", "R1", [["F1.1", "100.00"]], "2025-11-03", { conditional: true }),
  ];
  const body = { accountId: ACCOUNT, receiptId: "R1", on: "2025-11-05", evidenceHash: hash };
  const { events } = given(...history).when(confirmClearance, body, { closedThrough: "2025-11-10" });
  t.match(events, [{ effectiveOn: "2025-11-11", data: { on: "2025-11-05", released: [{ effectiveOn: "2025-11-11" }] } }]);
});

t.test("a clearance cannot be dated before the receipt takes effect", async (t) => {
  const receipt = effective("2025-11-10", receiptRegistered("R1", "100.00", "2025-11-03", { cleared: false }));
  const body = { accountId: ACCOUNT, receiptId: "R1", on: "2025-11-05", evidenceHash: hash };
  t.match(given(receipt).when(confirmClearance, body).events, [{ effectiveOn: "2025-11-10" }]);
  given(receipt)
    .when(confirmClearance, { ...body, effectiveOn: "2025-11-06" })
    .refused(t, "VALIDITY_INVERTED");
});

t.test("an application of cleared money is not conditional", async (t) => {
  const { events } = given(invoiceRecorded("F1", "100.00", "2025-11-01"), receiptRegistered("R1", "100.00", "2025-11-03")).when(
    applyPayment,
    applicationBody(ACCOUNT, "A1", "R1", [["F1.1", "100.00"]]),
  );
  const data = events[0]?.data as ReturnType<typeof PaymentApplied>["data"];
  t.equal(data.conditional, false);
});
