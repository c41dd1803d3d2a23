import t, { type Test } from "tap";
import { applicationBody, invoiceBody, lineBody, receiptBody } from "../support/company.ts";
import { ACCOUNT, type Branch, cop, LARGE, openBranch, sha256 } from "./branch.ts";

t.setTimeout(120_000);

t.test("a day in the life of a branch, and what came of it", async (t) => {
  const branch = await openBranch(t);
  await t.test("lines: one within authority, one above it with the second and third person's grant", (t) => lines(t, branch));
  await t.test("orders: one released, one held for every reason and released by hand", (t) => orders(t, branch));
  await t.test("fourteen invoices, and a promise to pay the oldest", (t) => invoices(t, branch));
  await t.test("one cheque over all fourteen, six hundred pesos short", (t) => cheque(t, branch));
  await t.test("it bounces two days later: everything it touched, in one append", (t) => bounce(t, branch));
  await t.test("the line is reinstated with two opinions", (t) => reinstatement(t, branch));
  await t.test("a credit note from request to application", (t) => creditNote(t, branch));
  await t.test("a transfer pays the rest but one invoice, and part of what is left is refunded", (t) => refund(t, branch));
  await t.test("half a year later the last invoice is written off, and something comes back", (t) => writeOff(t, branch));
});

async function lines(t: Test, branch: Branch): Promise<void> {
  await branch.accept("CAROLA", "open-credit-line", lineBody(ACCOUNT, "15000000.00"));
  await branch.shows(t, "a line of fifteen million", { balance: "0.00", exposure: "0.00", available: "15750000.00" });

  const above = { ...lineBody(LARGE, "45000000.00") };
  const refused = await branch.try("CAROLA", "open-credit-line", above);
  t.match(refused.body, { status: 403, code: "AUTHORITY_EXCEEDED", facts: { required: "L2" } });
  const approval = await branch.acceptWith(["SERGIO", "ADELA"], "CAROLA", "open-credit-line", above);
  t.match(approval, { status: "EXECUTED", maker: { personId: "CAROLA" } });
  t.strictSame(approval.grants.map(({ personId }: { personId: string }) => personId).sort(), ["ADELA", "SERGIO"]);
  await branch.shows(t, "a line of forty-five million", { balance: "0.00", exposure: "0.00", available: "47250000.00" }, LARGE);
}

const order = (orderId: string, amount: string, termsCode: string) => ({
  ...{ orderId, amount: cop(amount), termsCode },
  ...{ paymentMethod: "CREDIT", shipOn: "2025-11-18", checkpoint: "CONFIRM" },
});

async function orders(t: Test, branch: Branch): Promise<void> {
  const first = await branch.accept("VERA", "request-order-release", order("O1", "5000000.00", "NET30"));
  t.strictSame(typesOf(first), ["OrderReleased"]);
  await branch.shows(t, "five million reserved", { balance: "0.00", exposure: "5000000.00", available: "10750000.00" });

  await branch.accept("BRUNO", "record-invoice", invoiceBody(ACCOUNT, "F0", "800000.00", "2025-09-25"));
  await branch.shows(t, "an old invoice turns up", {
    balance: "800000.00",
    exposure: "5800000.00",
    available: "9950000.00",
    D1_30: "800000.00",
  });

  const second = await branch.accept("VERA", "request-order-release", order("O2", "11450000.00", "NET60"));
  t.strictSame(typesOf(second), ["OrderHeld"]);
  const reasons = second.events[0].data.reasons.map((each: { reasonCode: string }) => each.reasonCode);
  t.strictSame(reasons, ["OVER_LIMIT", "PAST_DUE_DAYS", "PAST_DUE_SHARE", "TERMS_EXCEEDED"], "every reason is named");
  const release = { orderId: "O2", expiresOn: "2025-11-25", reason: "the customer's biggest season" };
  t.match((await branch.try("VERA", "release-order-manually", release)).body, { status: 403 }, "not by who asked");
  await branch.accept("CAROLA", "release-order-manually", release);
  await branch.shows(t, "released above the limit", {
    balance: "800000.00",
    exposure: "17250000.00",
    available: "-1500000.00",
    D1_30: "800000.00",
  });
  await branch.accept("VERA", "cancel-order-supply", { orderId: "O2", reason: "the customer thought again" });
}

async function invoices(t: Test, branch: Branch): Promise<void> {
  const ofOrder = { orderRefs: [{ orderId: "O1", amount: cop("5000000.00"), last: true }] };
  const invoiced = await branch.accept("BRUNO", "record-invoice", invoiceBody(ACCOUNT, "F1", "5000000.00", "2025-11-17", ofOrder));
  t.ok(typesOf(invoiced).includes("ReservationConsumed"), "what was reserved is now owed");
  for (let n = 2; n <= 13; n += 1) await branch.accept("BRUNO", "record-invoice", invoiceBody(ACCOUNT, `F${n}`, "100000.00", "2025-11-17"));
  const lines = [{ instalmentId: "F0.1", amount: cop("800000.00") }];
  await branch.accept("PILAR", "register-promise", { promiseId: "P1", lines, dueOn: "2025-11-17", channel: "PHONE" });
  const owed = { balance: "7000000.00", exposure: "7000000.00", available: "8750000.00", NOT_DUE: "6200000.00", D1_30: "800000.00" };
  await branch.shows(t, "fourteen invoices", owed);
}

async function cheque(t: Test, branch: Branch): Promise<void> {
  await branch.tomorrow("2025-11-18");
  const instrument = { chequeNumber: "000123", bank: "Banco" };
  await branch.accept(
    "TERESA",
    "register-receipt",
    receiptBody(ACCOUNT, "R1", "6999400.00", "2025-11-18", { method: "CHEQUE", instrument }),
  );
  const amountOf = (n: number) => (n === 0 ? "800000.00" : n === 1 ? "4999400.00" : "100000.00");
  const paid = Array.from({ length: 14 }, (_, n) => [`F${n}.1`, amountOf(n)] as const);
  await branch.accept("PILAR", "apply-payment", applicationBody(ACCOUNT, "A1", "R1", paid));
  const short = {
    differenceId: "DF1",
    applicationId: "A1",
    instalmentId: "F1.1",
    amount: cop("600.00"),
    reason: "rounded by the customer",
  };
  await branch.accept("PILAR", "write-off-difference", short);
  await branch.shows(t, "all settled, nothing cleared", { balance: "0.00", exposure: "7000000.00", available: "8750000.00" });

  await branch.tomorrow("2025-11-19");
  const cleared = await branch.accept("TERESA", "confirm-clearance", { receiptId: "R1", on: "2025-11-19", evidenceHash: sha256("slip") });
  t.ok(typesOf(cleared).includes("PromiseKept"), "the promise is kept at once");
  await branch.shows(t, "cleared", { balance: "0.00", exposure: "0.00", available: "15750000.00" });
}

async function bounce(t: Test, branch: Branch): Promise<void> {
  await branch.tomorrow("2025-11-20");
  const returned = await branch.accept("TERESA", "return-payment", {
    ...{ receiptId: "R1", on: "2025-11-20", reasonCode: "NO_FUNDS", drawerFault: true, bankFee: cop("45000.00") },
  });
  const types = typesOf(returned);
  for (const type of ["PaymentUnapplied", "PaymentReturned", "ChargeIssued", "PromiseKeptReversed", "PromiseBroken", "LineSuspended"]) {
    t.ok(types.includes(type), `${type} is in the append`);
  }
  const reopened = returned.events
    .filter(({ type }: { type: string }) => type === "PaymentUnapplied")
    .flatMap(({ data }: { data: { lines: object[] } }) => data.lines);
  t.equal(reopened.length, 14, "fourteen invoices are open again");
  const open = { balance: "7045000.00", exposure: "7045000.00", available: "8705000.00", NOT_DUE: "6245000.00", D1_30: "800000.00" };
  await branch.shows(t, "everything is owed again, and the bank's fee", open);
  const { line } = await branch.ask(`/v1/accounts/${ACCOUNT}`);
  t.match(line, { status: "SUSPENDED", suspensions: [{ reasonCode: "RETURNED_CHEQUE" }] });
  const held = await branch.accept("VERA", "request-order-release", order("O3", "100000.00", "NET30"));
  t.match(JSON.stringify(held.events[0].data.reasons), /LINE_SUSPENDED.*RETURNED_INSTRUMENT/, "and nothing more is supplied on credit");
}

async function reinstatement(t: Test, branch: Branch): Promise<void> {
  const { line } = await branch.ask(`/v1/accounts/${ACCOUNT}`);
  const { suspensionId } = line.suspensions[0];
  const salesOpinion = { personId: "SERGIO", text: "a good customer for years", favourable: true };
  const adminOpinion = { personId: "ADELA", text: "the cheque book was changed", favourable: true };
  const asked = { suspensionId, reason: "agreed with both managers" };
  const alone = await branch.try("CAROLA", "reinstate-line", { ...asked, mediation: { salesOpinion } });
  t.match(alone.body, { code: "MEDIATION_MISSING" });
  await branch.accept("CAROLA", "reinstate-line", { ...asked, mediation: { salesOpinion, adminOpinion } });
  t.match((await branch.ask(`/v1/accounts/${ACCOUNT}`)).line, { status: "ACTIVE" });
}

async function creditNote(t: Test, branch: Branch): Promise<void> {
  const note = {
    creditNoteId: "CN1",
    documentId: "F1",
    amount: cop("300000.00"),
    reasonCode: "PRICE",
    supportIds: [],
    reason: "agreed price",
  };
  await branch.accept("PILAR", "request-credit-note", note);
  await branch.accept("CAROLA", "approve-credit-note", { creditNoteId: "CN1", note: "as agreed" });
  const number = { creditNoteId: "CN1", series: "NC", number: "NC-1", issueDate: "2025-11-20" };
  const issued = await branch.accept("ANDRES", "issue-credit-note", number);
  t.ok(typesOf(issued).includes("CreditApplied"));
  const owed = { balance: "6745000.00", exposure: "6745000.00", available: "9005000.00", NOT_DUE: "5945000.00", D1_30: "800000.00" };
  await branch.shows(t, "three hundred thousand less", owed);
}

async function refund(t: Test, branch: Branch): Promise<void> {
  await branch.accept("TERESA", "register-receipt", receiptBody(ACCOUNT, "R2", "7000000.00", "2025-11-20"));
  await branch.accept("TERESA", "confirm-clearance", { receiptId: "R2", on: "2025-11-20", evidenceHash: sha256("statement") });
  const items = await branch.ask(`/v1/accounts/${ACCOUNT}/open-items`);
  const paid = items.items
    .filter(({ instalmentId }: { instalmentId: string }) => instalmentId !== "F13.1")
    .map(({ instalmentId, open }: { instalmentId: string; open: string }) => [instalmentId, open] as const);
  await branch.accept("PILAR", "apply-payment", applicationBody(ACCOUNT, "A2", "R2", paid));
  const left = { exposure: "-255000.00", available: "16005000.00", NOT_DUE: "100000.00" };
  await branch.shows(t, "all but one invoice", { balance: "-255000.00", ...left, unapplied: "355000.00" });

  const payout = {
    refundId: "RF1",
    creditItemId: "R2",
    amount: cop("200000.00"),
    payoutMethod: "TRANSFER",
    payee: { customerId: "C1" },
    reason: "paid too much",
  };
  const approval = await branch.acceptWith(["TERESA"], "FELIPE", "refund-customer", payout);
  t.match(approval, { status: "EXECUTED" });
  await branch.shows(t, "two hundred thousand on the way back", {
    ...{ balance: "-55000.00", exposure: "-55000.00", available: "15805000.00", NOT_DUE: "100000.00", unapplied: "155000.00" },
  });
  await branch.accept("TERESA", "confirm-refund", { refundId: "RF1", on: "2025-11-20", evidenceHash: sha256("payout") });
}

async function writeOff(t: Test, branch: Branch): Promise<void> {
  await branch.tomorrow("2026-06-25");
  const lines = [{ instalmentId: "F13.1", amount: cop("100000.00") }];
  await branch.accept("CAROLA", "propose-write-off", { writeOffId: "W1", lines, evidence: [], reason: "nobody answers" });
  t.match((await branch.try("CAROLA", "approve-write-off", { writeOffId: "W1" })).body, { code: "SELF_APPROVAL" });
  await branch.accept("FELIPE", "approve-write-off", { writeOffId: "W1", note: "agreed" });
  await branch.accept("ANDRES", "post-write-off", { writeOffId: "W1", on: "2026-06-25" });
  const after = { balance: "-155000.00", exposure: "-155000.00", available: "15905000.00", unapplied: "155000.00" };
  await branch.shows(t, "written off", after);

  const recovery = { writeOffId: "W1", applicationId: "A3", receiptId: "R2", lines: [{ instalmentId: "F13.1", amount: cop("60000.00") }] };
  await branch.accept("PILAR", "record-recovery-of-written-off", recovery);
  await branch.shows(t, "recovered in part", {
    balance: "-95000.00",
    exposure: "-95000.00",
    available: "15845000.00",
    unapplied: "95000.00",
  });
  const { rows } = await branch.ask(`/v1/documents?accountId=${ACCOUNT}&status=WRITTEN_OFF`);
  t.match(rows, [{ documentId: "F13", open: "0.00", writtenOff: "40000.00" }], "the memo is what is still owed");
}

function typesOf({ events }: { events: readonly { type: string }[] }): readonly string[] {
  return events.map(({ type }) => type);
}
