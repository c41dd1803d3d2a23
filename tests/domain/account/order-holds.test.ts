import t from "tap";
import { LineReinstated } from "../../../schemas/events/account/credit-line.ts";
import { DueDateChanged } from "../../../schemas/events/account/documents.ts";
import { PromiseBroken } from "../../../schemas/events/account/promises.ts";
import { PaymentReturned } from "../../../schemas/events/account/receipts.ts";
import { CustomerBlocked } from "../../../schemas/events/customer.ts";
import { requestOrderRelease } from "../../../src/domain/account/orders/request-order-release.ts";
import { customer } from "../../../src/domain/customer/customer.ts";
import { type DecidedEvent, effective } from "../../../src/kernel/decider.ts";
import {
  ACCOUNT,
  creditLineOpened,
  invoiceRecorded,
  lineSuspended,
  promiseRegistered,
  receiptRegistered,
} from "../../support/account-history.ts";
import { customerRegistered } from "../../support/customer-history.ts";
import { stateOf } from "../../support/folded.ts";
import { given, type Occasion } from "../../support/given.ts";
import { aboutOrders, orderBody } from "../../support/order-history.ts";

const LINE = creditLineOpened("5000000.00");
const DAY = "2025-11-20";

/** Why an order of 1.00 is held; nothing when it is released. */
function reasons(history: readonly DecidedEvent[], more: Record<string, unknown> = {}, occasion: Occasion = {}) {
  const outcome = given(...history).when(requestOrderRelease, orderBody(ACCOUNT, "O1", "1.00", more), { roles: ["SR"], ...occasion });
  if (outcome.violations.length > 0) return outcome.violations.map(({ code }) => code);
  const [event] = aboutOrders(outcome.events);
  const data = event?.data as { reasons?: readonly { reasonCode: string; facts: readonly { name: string; value: string }[] }[] };
  return (data.reasons ?? []).map(({ reasonCode, facts }) => ({
    reasonCode,
    ...Object.fromEntries(facts.map(({ name, value }) => [name, value])),
  }));
}
const codes = (...args: Parameters<typeof reasons>) => reasons(...args).map((each) => (typeof each === "string" ? each : each.reasonCode));
const due = (documentId: string, amount: string, dueOn: string) =>
  invoiceRecorded(documentId, amount, "2025-01-02", { instalments: [{ instalmentId: `${documentId}.1`, dueOn, amount }] });

t.test("CREDIT_LINE_MISSING without a line, and before it begins", async (t) => {
  t.strictSame(codes([]), ["CREDIT_LINE_MISSING", "OVER_LIMIT"]);
  t.strictSame(codes([creditLineOpened("100.00", { validFrom: "2025-11-21" })]), ["CREDIT_LINE_MISSING", "OVER_LIMIT"]);
  t.strictSame(codes([creditLineOpened("100.00", { validFrom: DAY })]), []);
});

t.test("LINE_EXPIRED from the day after the last one; LINE-7 the limit is then nothing", async (t) => {
  t.strictSame(codes([creditLineOpened("100.00", { validTo: "2025-11-19" })]), ["LINE_EXPIRED", "OVER_LIMIT"]);
  t.strictSame(codes([creditLineOpened("100.00", { validTo: DAY })]), []);
});

t.test("LINE_SUSPENDED while a suspension is live; lifting one of two leaves the line suspended", async (t) => {
  const two = [LINE, lineSuspended("S1"), lineSuspended("S2", "LITIGATION")];
  const lifted = (suspensionId: string) => LineReinstated({ lineId: "L1", suspensionId, reasonCode: "MANUAL", origin: "MANUAL" });
  t.strictSame(reasons(two), [{ reasonCode: "LINE_SUSPENDED", suspensions: "S1 MANUAL, S2 LITIGATION" }]);
  t.strictSame(codes([...two, lifted("S1")]), ["LINE_SUSPENDED"]);
  t.strictSame(codes([...two, lifted("S1"), lifted("S2")]), []);
});

t.test("CUSTOMER_BLOCKED holds credit for either scope, and cash only for everything; a block outranks a usable line", async (t) => {
  const blocked = (...scopes: ("ORDERS" | "ALL")[]): Occasion => ({
    customer: stateOf(customer, "C1", [customerRegistered("C1"), ...scopes.map((scope) => CustomerBlocked({ customerId: "C1", scope }))]),
  });
  const cash = { paymentMethod: "CASH", termsCode: "CASH" };
  t.strictSame(reasons([LINE], {}, blocked("ORDERS")), [{ reasonCode: "CUSTOMER_BLOCKED", scope: "ORDERS" }]);
  t.strictSame(codes([LINE], {}, blocked("ALL")), ["CUSTOMER_BLOCKED"]);
  t.strictSame(codes([LINE], cash, blocked("ORDERS")), []);
  t.strictSame(reasons([LINE], cash, blocked("ORDERS", "ALL")), [{ reasonCode: "CUSTOMER_BLOCKED", scope: "ALL" }]);
});

t.test("PAST_DUE_DAYS: more than five days past due, with as much open as the policy says", async (t) => {
  const rules = { policies: { credit: { holdRules: { PAST_DUE_SHARE: false } } } };
  t.strictSame(reasons([LINE, due("F1", "50000.00", "2025-11-14"), due("F2", "60000.00", "2025-11-10")], {}, rules), [
    { reasonCode: "PAST_DUE_DAYS", instalmentId: "F2.1", dpd: "10", open: "60000.00" },
  ]);
  t.strictSame(codes([LINE, due("F1", "50000.00", "2025-11-14")], {}, rules), ["PAST_DUE_DAYS"]);
  t.strictSame(codes([LINE, due("F1", "50000.00", "2025-11-15")], {}, rules), []);
  t.strictSame(codes([LINE, due("F1", "49999.99", "2025-11-14")], {}, rules), []);
});

t.test("PAST_DUE_DAYS counts from the due date of the day on which it is asked", async (t) => {
  const rules = { policies: { credit: { holdRules: { PAST_DUE_SHARE: false } } } };
  const moved = (on: string) => effective(on, DueDateChanged({ instalmentId: "F1.1", from: "2025-11-01", to: "2025-12-01" }));
  t.strictSame(codes([LINE, due("F1", "50000.00", "2025-11-01"), moved("2025-11-05")], {}, rules), []);
  t.strictSame(codes([LINE, due("F1", "50000.00", "2025-11-01"), moved("2025-11-21")], {}, rules), ["PAST_DUE_DAYS"]);
});

t.test("PAST_DUE_SHARE: more than a quarter of what is open; who owes nothing has no share", async (t) => {
  const owes = (late: string, notLate: string) => [LINE, due("F1", late, "2025-11-19"), due("F2", notLate, "2025-12-19")];
  t.strictSame(codes(owes("25.00", "75.00")), []);
  t.strictSame(reasons(owes("25.01", "75.00")), [{ reasonCode: "PAST_DUE_SHARE", pastDue: "25.01", open: "100.01", highestPct: "25.00" }]);
  t.strictSame(codes([LINE, due("F2", "75.00", "2025-11-20")]), [], "due today is not past due");
  t.strictSame(codes([LINE]), []);
});

t.test("TERMS_EXCEEDED when the order would be due later than under the line's terms", async (t) => {
  t.strictSame(reasons([LINE], { termsCode: "NET60" }), [
    { reasonCode: "TERMS_EXCEEDED", termsCode: "NET60", dueOn: "2026-01-20", lineTermsCode: "NET30", lineDueOn: "2025-12-21" },
  ]);
  t.strictSame(codes([LINE], { termsCode: "NET30" }), []);
  t.strictSame(codes([LINE], { termsCode: "CASH" }), []);
  t.strictSame(reasons([LINE], { termsCode: "NET7" }), ["UNKNOWN_TERMS"]);
});

t.test("RETURNED_INSTRUMENT for thirty days after a return", async (t) => {
  const returned = (on: string) => [
    LINE,
    receiptRegistered("R1", "1.00", "2025-10-01"),
    PaymentReturned({ receiptId: "R1", on, reasonCode: "NO_FUNDS", drawerFault: true, amount: "1.00", unapplied: "1.00" }),
  ];
  t.strictSame(reasons(returned("2025-10-21")), [{ reasonCode: "RETURNED_INSTRUMENT", receiptId: "R1", returnedOn: "2025-10-21" }]);
  t.strictSame(codes(returned("2025-10-20")), []);
});

t.test("BROKEN_PROMISES: two within ninety days", async (t) => {
  const broken = (...days: string[]) => [
    LINE,
    due("F1", "10.00", "2025-12-19"),
    ...days.flatMap((day, n) => [
      promiseRegistered(`P${n}`, [["F1.1", "10.00"]], day, "2025-08-01"),
      effective(day, PromiseBroken({ promiseId: `P${n}`, lines: [], counted: "0.00", missing: "10.00" })),
    ]),
  ];
  t.strictSame(reasons(broken("2025-08-22", "2025-11-01")), [{ reasonCode: "BROKEN_PROMISES", promises: "P0, P1" }]);
  t.strictSame(codes(broken("2025-08-21", "2025-11-01")), []);
  t.strictSame(codes(broken("2025-11-01")), []);
});

t.test("FILE_NOT_COMPLETE unless the line was taken over without a file", async (t) => {
  const waived = creditLineOpened("5000000.00", {
    waivers: [{ rule: "FILE", reason: { subjectId: "customer:C1", ciphertext: "c", mac: "m" }, approver: "EVA" }],
  });
  const incomplete: Occasion = { customerFile: { status: "INCOMPLETE" } };
  t.strictSame(reasons([LINE], {}, incomplete), [{ reasonCode: "FILE_NOT_COMPLETE", status: "INCOMPLETE" }]);
  t.strictSame(codes([waived], {}, incomplete), []);
  t.strictSame(reasons([], {}, incomplete), ["CUSTOMER_NOT_ACTIVE"], "nobody who never had a line is supplied on credit");
});

t.test("every rule that fails is listed, in the order of the policy", async (t) => {
  const bad = [creditLineOpened("1.00"), lineSuspended("S1"), due("F1", "60000.00", "2025-10-01")];
  t.strictSame(codes(bad, { termsCode: "NET90" }), ["LINE_SUSPENDED", "OVER_LIMIT", "PAST_DUE_DAYS", "PAST_DUE_SHARE", "TERMS_EXCEEDED"]);
});

t.test("the policy switches rules off, but ORD-2 keeps the one about the limit", async (t) => {
  const off = { LINE_SUSPENDED: false, OVER_LIMIT: false, PAST_DUE_DAYS: false, PAST_DUE_SHARE: false };
  const bad = [creditLineOpened("1.00"), lineSuspended("S1"), due("F1", "60000.00", "2025-10-01")];
  t.strictSame(codes(bad, {}, { policies: { credit: { holdRules: off } } }), ["OVER_LIMIT"]);
});

t.test("a currency that the policy's table lacks refuses, and is never converted in silence", async (t) => {
  const empty = { policies: { credit: { holdMinAmount: {} } } };
  t.strictSame(reasons([LINE], {}, empty), ["UNKNOWN_CURRENCY"]);
  t.strictSame(codes([LINE], {}, { policies: { credit: { holdMinAmount: {}, holdRules: { PAST_DUE_DAYS: false } } } }), []);
});

t.test("an order is judged today, whatever business date its command gives itself", async (t) => {
  const expired = creditLineOpened("100.00", { validTo: "2025-11-19" });
  t.strictSame(codes([expired], { effectiveOn: "2025-11-19" }), ["LINE_EXPIRED", "OVER_LIMIT"]);
});
