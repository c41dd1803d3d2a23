import t from "tap";
import { CreditNoteIssued } from "../../../schemas/events/account/credit-notes.ts";
import { PaymentReturned, ReceiptCleared } from "../../../schemas/events/account/receipts.ts";
import { ItemsWrittenOff } from "../../../schemas/events/account/write-offs.ts";
import { account } from "../../../src/domain/account/account.ts";
import { exposureOf } from "../../../src/domain/account/credit-line/exposure.ts";
import { withDefaults } from "../../../src/domain/policy/policy.ts";
import type { DecidedEvent } from "../../../src/kernel/decider.ts";
import { effective } from "../../../src/kernel/decider.ts";
import { amountText, type Minor } from "../../../src/kernel/money.ts";
import { ACCOUNT, creditLineOpened, invoiceRecorded, paymentApplied, receiptRegistered } from "../../support/account-history.ts";
import { stateOf, TODAY } from "../../support/folded.ts";
import { orderReleased } from "../../support/order-history.ts";

/** Example EXP-E1: two million of what is open is disputed, which changes nothing. */
const EXP_E1 = [
  creditLineOpened("50000000.00"),
  invoiceRecorded("F1", "42400000.00", "2025-11-01"),
  receiptRegistered("R1", "4000000.00", "2025-11-10", { method: "CHEQUE", cleared: false }),
  paymentApplied("A1", "R1", [["F1.1", "4000000.00"]], "2025-11-10", { conditional: true }),
  orderReleased("O1", "6500000.00"),
  receiptRegistered("R2", "1200000.00", "2025-11-12"),
];

const figures = (history: readonly DecidedEvent[], { netUnappliedCredit = true, except = undefined as string | undefined } = {}) => {
  const policies = { inForce: () => ({ version: 3, body: withDefaults("credit", { netUnappliedCredit }) }) } as never;
  const found = exposureOf(stateOf(account, ACCOUNT, history), TODAY, { policies }, except);
  return Object.fromEntries(
    Object.entries(found).map(([name, value]) => [name, typeof value === "bigint" ? amountText(value as Minor, "COP") : value]),
  );
};

t.test("EXP-E1 exposure is what is open, pending clearance and reserved, less cleared money not applied", async (t) => {
  t.strictSame(figures(EXP_E1), {
    limit: "50000000.00",
    tolerancePct: "5.00",
    open: "38400000.00",
    pendingClearance: "4000000.00",
    reservations: "6500000.00",
    unappliedNetted: "1200000.00",
    exposure: "47700000.00",
    ceiling: "52500000.00",
    available: "4800000.00",
    policyVersion: 3,
  });
});

t.test("EXP-E1 without netting unapplied money lowers nothing", async (t) => {
  t.match(figures(EXP_E1, { netUnappliedCredit: false }), { unappliedNetted: "0.00", exposure: "48900000.00", available: "3600000.00" });
});

t.test("EXP-1 a post-dated application does not move exposure until it clears", async (t) => {
  const before = [creditLineOpened(), invoiceRecorded("F1", "100.00", "2025-11-01")];
  const cheque = effective(
    "2025-12-20",
    receiptRegistered("R1", "60.00", "2025-12-20", { method: "POST_DATED_CHEQUE", cleared: false, receivedOn: "2025-11-10" }),
  );
  const applied = effective("2025-12-20", paymentApplied("A1", "R1", [["F1.1", "60.00"]], "2025-12-20", { conditional: true }));
  t.match(figures([...before, cheque, applied]), { open: "40.00", pendingClearance: "60.00", exposure: "100.00" });
  const cleared = ReceiptCleared({
    receiptId: "R1",
    on: "2025-12-20",
    released: [{ instalmentId: "F1.1", amount: "60.00", effectiveOn: "2025-12-20" }],
  });
  t.match(figures([...before, cheque, applied, cleared]), { open: "40.00", pendingClearance: "0.00", exposure: "40.00" });
});

t.test("EXP-2 money that is not cleared and not applied reduces nothing; a credit note is cleared money", async (t) => {
  const uncleared = receiptRegistered("R1", "60.00", "2025-11-10", { method: "CHEQUE", cleared: false });
  const invoice = invoiceRecorded("F1", "100.00", "2025-11-01");
  t.match(figures([invoice, uncleared]), { exposure: "100.00" });
  const note = CreditNoteIssued({
    ...{ creditNoteId: "N1", series: "NC", number: "1", issueDate: "2025-11-10", reasonCode: "PRICE", amount: "30.00" },
    approval: "EXTERNAL",
  });
  t.match(figures([invoice, note]), { unappliedNetted: "30.00", exposure: "70.00" });
  const returned = PaymentReturned({
    ...{ receiptId: "R2", on: "2025-11-15", reasonCode: "OTHER", drawerFault: true, amount: "50.00", unapplied: "50.00" },
  });
  t.match(figures([invoice, receiptRegistered("R2", "50.00", "2025-11-10"), returned]), { unappliedNetted: "0.00", exposure: "100.00" });
});

t.test("written-off items leave exposure, documents dated in the future count from recording", async (t) => {
  const written = ItemsWrittenOff({ writeOffId: "W1", lines: [{ instalmentId: "F1.1", amount: "100.00" }], settledOn: "2025-11-15" });
  const proposed = { writeOffId: "W1", lines: [{ instalmentId: "F1.1", amount: "100.00" }], evidence: [], automatic: false };
  const history = [invoiceRecorded("F1", "100.00", "2025-01-01"), { type: "WriteOffProposed", data: proposed }, written];
  t.match(figures(history), { open: "0.00", exposure: "0.00" });
  t.match(figures([effective("2025-12-10", invoiceRecorded("F2", "80.00", "2025-12-10"))]), { exposure: "80.00" });
});

t.test("the ceiling is nothing without a line, before it begins and once it has expired; available is shown below zero", async (t) => {
  const owes = invoiceRecorded("F1", "100.00", "2025-11-01");
  t.match(figures([owes]), { limit: "0.00", ceiling: "0.00", available: "-100.00" });
  t.match(figures([owes, creditLineOpened("1000.00", { validFrom: "2025-11-21" })]), { ceiling: "0.00" });
  t.match(figures([owes, creditLineOpened("1000.00", { validTo: "2025-11-19" })]), { ceiling: "0.00", available: "-100.00" });
  t.match(figures([owes, creditLineOpened("1000.00", { validTo: "2025-11-20" })]), { ceiling: "1050.00", available: "950.00" });
});

t.test("the tolerance is rounded half up, once", async (t) => {
  t.match(figures([creditLineOpened("0.10", { tolerancePct: "5.00" })]), { ceiling: "0.11" });
  t.match(figures([creditLineOpened("0.09", { tolerancePct: "5.00" })]), { ceiling: "0.09" });
});

t.test("EXP-4 an order that is judged again leaves its own reservation out", async (t) => {
  t.match(figures(EXP_E1, { except: "O1" }), { reservations: "0.00", available: "11300000.00" });
  t.match(figures(EXP_E1, { except: "O2" }), { reservations: "6500000.00" });
});
