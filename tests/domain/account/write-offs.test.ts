import t from "tap";
import { approveWriteOff } from "../../../src/domain/account/write-offs/approve-write-off.ts";
import { postWriteOff } from "../../../src/domain/account/write-offs/post-write-off.ts";
import { proposeWriteOff } from "../../../src/domain/account/write-offs/propose-write-off.ts";
import { rejectWriteOff } from "../../../src/domain/account/write-offs/reject-write-off.ts";
import { type DecidedEvent, effective } from "../../../src/kernel/decider.ts";
import { ACCOUNT, invoiceRecorded, paymentApplied, promiseRegistered, receiptRegistered, typesOf } from "../../support/account-history.ts";
import { given, type Occasion } from "../../support/given.ts";
import { itemsWrittenOff, proposalBody, writeOffApproved, writeOffProposed, writtenOff } from "../../support/write-off-history.ts";

/** Due 2025-03-31: 234 days late on 2025-11-20. */
const F1 = invoiceRecorded("F1", "2000000.00", "2025-03-01");
const W1 = { accountId: ACCOUNT, writeOffId: "W1" };
const by = (personId: string, ...roles: readonly string[]): Occasion => ({ personId, roles });
const EVA = by("EVA", "DIR");

t.test("WOF-1 an item is written off from the day on which it is late enough", async (t) => {
  const propose = (effectiveOn: string) => given(F1).when(proposeWriteOff, proposalBody("W1", [["F1.1", "2000000.00"]], { effectiveOn }));
  propose("2025-09-26").refused(t, "TOO_EARLY", { instalmentId: "F1.1", daysPastDue: "179", minDays: "180", on: "2025-09-26" });
  propose("2025-09-27").decides(t, writeOffProposed("W1", [["F1.1", "2000000.00"]], { proposedOn: "2025-11-20" }));
});

t.test("WOF-1 a write-off shows the kinds of evidence that the policy names", async (t) => {
  const policies = { writeOff: { evidence: ["COURT_RULING", "SEARCH"] } };
  const ruling = { kind: "COURT_RULING", hash: "a".repeat(64) };
  const propose = (evidence: unknown) =>
    given(F1).when(proposeWriteOff, proposalBody("W1", [["F1.1", "1.00"]], { evidence }), { policies });
  propose([ruling]).refused(t, "WRITE_OFF_NEEDS_EVIDENCE", { missing: "SEARCH" });
  t.strictSame(typesOf(propose([ruling, { kind: "SEARCH", hash: "b".repeat(64) }]).events), ["WriteOffProposed"]);
});

t.test("WOF-1 what is promised is not given up", async (t) => {
  given(F1, promiseRegistered("P1", [["F1.1", "10.00"]], "2025-11-30", "2025-11-18"))
    .when(proposeWriteOff, proposalBody("W1", [["F1.1", "2000000.00"]]))
    .refused(t, "ITEM_HAS_LIVE_COMMITMENT", { instalmentId: "F1.1", commitment: "PROMISE" });
});

t.test("WOF-1 no more is written off than is open and free", async (t) => {
  given(F1, receiptRegistered("R1", "500000.00", "2025-11-01"), paymentApplied("A1", "R1", [["F1.1", "500000.00"]], "2025-11-01"))
    .when(proposeWriteOff, proposalBody("W1", [["F1.1", "1500000.01"]]))
    .refused(t, "OVER_APPLICATION", { open: "1500000.00", requested: "1500000.01" });
});

t.test("a refused proposal names every rule that it breaks", async (t) => {
  const F2 = invoiceRecorded("F2", "10.00", "2025-11-01");
  const { violations } = given(F1, F2).when(
    proposeWriteOff,
    proposalBody("W1", [
      ["F1.1", "2000000.01"],
      ["F2.1", "10.00"],
    ]),
    { policies: { writeOff: { evidence: ["SEARCH"] } } },
  );
  t.strictSame(
    violations.map(({ code }) => code),
    ["OVER_APPLICATION", "TOO_EARLY", "WRITE_OFF_NEEDS_EVIDENCE"],
  );
});

t.test("matrix WRITE_OFF: L1 to its ceiling, then the director; the highest level takes two people", async (t) => {
  const approve = (amount: string, occasion: Occasion) =>
    given(invoiceRecorded("F1", "30000000.00", "2025-03-01"), writeOffProposed("W1", [["F1.1", amount]])).when(
      approveWriteOff,
      W1,
      occasion,
    );
  t.match(approve("1000000.00", by("ANA", "CC")).events, [
    { type: "WriteOffApproved", data: { authorityLevel: "L1", approvers: ["ANA"] } },
  ]);
  approve("1000000.01", by("ANA", "CC")).refused(t, "AUTHORITY_EXCEEDED", { required: "L3", held: "L1", amount: "1000000.01" });
  t.match(approve("20000000.00", EVA).events, [{ data: { authorityLevel: "L3" } }]);
  approve("20000000.01", EVA).refused(t, "AUTHORITY_EXCEEDED", { required: "L4" });
  approve("20000000.01", by("COR", "COR")).refused(t, "AUTHORITY_EXCEEDED", { required: "L4" });
  const together = { ...by("COR", "COR"), approvers: [{ personId: "EVA", roles: ["DIR"] }] };
  t.match(approve("20000000.01", together).events, [{ data: { authorityLevel: "L4", approvers: ["COR", "EVA"] } }]);
  approve("20000000.01", { ...by("COR", "COR", "DIR"), approvers: [{ personId: "ANA", roles: ["CC"] }] }).refused(t, "AUTHORITY_EXCEEDED");
});

t.test("AUTH-2 what one person proposes on a day is decided on together", async (t) => {
  const history = [F1, writeOffProposed("W1", [["F1.1", "600000.00"]]), writeOffProposed("W2", [["F1.1", "600000.00"]])];
  t.match(given(...history).when(approveWriteOff, W1, by("ANA", "CC")).events, [{ data: { authorityLevel: "L1" } }]);
  given(...history)
    .when(approveWriteOff, { ...W1, writeOffId: "W2" }, by("ANA", "CC"))
    .refused(t, "AUTHORITY_EXCEEDED", { required: "L3", amount: "1200000.00" });
  const nextDay = writeOffProposed("W2", [["F1.1", "600000.00"]], { proposedOn: "2025-11-11" });
  t.match(given(history[0] ?? F1, nextDay).when(approveWriteOff, { ...W1, writeOffId: "W2" }, by("ANA", "CC")).events, [
    { data: { authorityLevel: "L1" } },
  ]);
});

t.test("nobody decides on a write-off they proposed, alone, with others or in the place of somebody else", async (t) => {
  const history = [F1, writeOffProposed("W1", [["F1.1", "10.00"]])];
  given(...history)
    .when(approveWriteOff, W1, by("OWNER", "DIR"))
    .refused(t, "SELF_APPROVAL");
  const other = { ...EVA, approvers: [{ personId: "OWNER", roles: ["COR"] }] };
  given(...history)
    .when(approveWriteOff, W1, other)
    .refused(t, "SELF_APPROVAL");
  given(...history)
    .when(rejectWriteOff, { ...W1, note: "no" }, by("OWNER", "DIR"))
    .refused(t, "SELF_APPROVAL");
});

t.test("a write-off is rejected before it is posted, also after it was approved", async (t) => {
  const proposed = [F1, writeOffProposed("W1", [["F1.1", "10.00"]])];
  for (const history of [proposed, [...proposed, writeOffApproved("W1")]]) {
    t.strictSame(typesOf(given(...history).when(rejectWriteOff, { ...W1, note: "pays" }, EVA).events), ["WriteOffRejected"]);
  }
  given(F1, ...writtenOff("W1", [["F1.1", "10.00"]], "2025-11-15"))
    .when(rejectWriteOff, { ...W1, note: "pays" }, EVA)
    .refused(t, "INVALID_TRANSITION", { status: "POSTED" });
});

t.test("WOF-2 posting moves what is open to a memo on the write-off's own date", async (t) => {
  const { events } = given(F1, writeOffProposed("W1", [["F1.1", "2000000.00"]]), writeOffApproved("W1")).when(
    postWriteOff,
    { ...W1, on: "2025-11-15" },
    by("OWNER", "ACC"),
  );
  t.strictSame(events[0], itemsWrittenOff("W1", [["F1.1", "2000000.00"]], "2025-11-15"));
});

t.test("a partial write-off leaves the rest active", async (t) => {
  const history = [F1, ...writtenOff("W1", [["F1.1", "1500000.00"]], "2025-11-15")];
  given(...history)
    .when(proposeWriteOff, proposalBody("W2", [["F1.1", "500000.01"]]))
    .refused(t, "OVER_APPLICATION", { open: "500000.00" });
  t.strictSame(given(...history).when(proposeWriteOff, proposalBody("W2", [["F1.1", "500000.00"]])).violations, []);
});

t.test("APR-E1 a write-off that waits while the customer pays in full is refused as already settled", async (t) => {
  const paid = [receiptRegistered("R1", "2000000.00", "2025-11-19"), paymentApplied("A1", "R1", [["F1.1", "2000000.00"]], "2025-11-19")];
  const proposed = [F1, writeOffProposed("W1", [["F1.1", "2000000.00"]])];
  given(...proposed, ...paid)
    .when(approveWriteOff, W1, EVA)
    .refused(t, "ALREADY_SETTLED", { instalmentId: "F1.1" });
  given(...proposed, writeOffApproved("W1"), ...paid)
    .when(postWriteOff, { ...W1, on: "2025-11-20" }, by("OWNER", "ACC"))
    .refused(t, "ALREADY_SETTLED", { instalmentId: "F1.1" });
});

t.test("WOF-1 posting asks everything again: what was promised since is not written off", async (t) => {
  given(
    F1,
    writeOffProposed("W1", [["F1.1", "10.00"]]),
    writeOffApproved("W1"),
    promiseRegistered("P1", [["F1.1", "10.00"]], "2025-11-30", "2025-11-18"),
  )
    .when(postWriteOff, { ...W1, on: "2025-11-20" }, by("OWNER", "ACC"))
    .refused(t, "ITEM_HAS_LIVE_COMMITMENT");
});

t.test("posting needs the approval, a date that is not ahead, and an item that is open from that date on", async (t) => {
  const post = (history: readonly DecidedEvent[], on: string, more = {}) =>
    given(...history).when(postWriteOff, { ...W1, on, ...more }, by("OWNER", "ACC"));
  const approved = [F1, writeOffProposed("W1", [["F1.1", "2000000.00"]]), writeOffApproved("W1")];
  post(approved.slice(0, 2), "2025-11-15").refused(t, "INVALID_TRANSITION", { status: "PROPOSED" });
  post(approved, "2025-11-21").refused(t, "FUTURE_EFFECTIVE_DATE");
  post(approved, "2025-11-15", { effectiveOn: "2025-11-14" }).refused(t, "VALIDITY_INVERTED");
  // Paid from October to 2025-11-18, when the payment was taken back: there was nothing to write off in between.
  const paidForAWhile = [
    receiptRegistered("R1", "2000000.00", "2025-10-10"),
    paymentApplied("A1", "R1", [["F1.1", "2000000.00"]], "2025-10-10"),
    effective("2025-11-18", unapplied("A1", "R1", "2000000.00", "2025-11-18")),
  ];
  post([...approved, ...paidForAWhile], "2025-11-15").refused(t, "TIMELINE_NEGATIVE");
  t.match(post([...approved, ...paidForAWhile], "2025-11-18").events, [{ effectiveOn: "2025-11-18", data: { settledOn: "2025-11-18" } }]);
});

t.test("a default date in a closed period moves on, and the write-off's own date stays", async (t) => {
  const { events } = given(F1, writeOffProposed("W1", [["F1.1", "10.00"]]), writeOffApproved("W1")).when(
    postWriteOff,
    { ...W1, on: "2025-10-31" },
    { ...by("OWNER", "ACC"), closedThrough: "2025-10-31" },
  );
  t.match(events, [{ effectiveOn: "2025-11-01", data: { settledOn: "2025-10-31" } }]);
});

const LEDGER: Occasion = by("SYSTEM", "SYS");

t.test("WOF-5 the ledger proposes and posts small balances without approval", async (t) => {
  const small = (amount: string) => invoiceRecorded("F1", amount, "2025-03-01");
  const propose = (total: string, occasion: Occasion = LEDGER) =>
    given(small(total)).when(proposeWriteOff, proposalBody("W1", [["F1.1", total]]), occasion).events;
  t.match(propose("20000.00"), [{ data: { automatic: true } }]);
  t.match(propose("20000.01"), [{ data: { automatic: false } }], "above the ceiling");
  t.match(propose("20000.00", by("OWNER", "CC")), [{ data: { automatic: false } }], "a person is asked for approval");
  const post = (total: string, occasion: Occasion) =>
    given(small(total), ...propose(total)).when(postWriteOff, { ...W1, on: "2025-11-20" }, occasion);
  t.match(post("20000.00", LEDGER).events, [{ type: "ItemsWrittenOff" }]);
  post("20000.01", LEDGER).refused(t, "INVALID_TRANSITION", { status: "PROPOSED" });
  post("20000.00", by("OWNER", "ACC")).refused(t, "INVALID_TRANSITION", { status: "PROPOSED" });
});

t.test("WOF-5 a slice of a large item is no small balance", async (t) => {
  t.match(given(F1).when(proposeWriteOff, proposalBody("W1", [["F1.1", "20000.00"]]), LEDGER).events, [{ data: { automatic: false } }]);
});

t.test("WOF-5 small balances of an account stay within the sum of the month", async (t) => {
  const policies = { writeOff: { autoMonthly: { COP: "30000.00" } } };
  const [F2, F3] = ["F2", "F3"].map((id) => invoiceRecorded(id, "15000.01", "2025-03-01"));
  const own = (id: string, instalmentId: string) => writeOffProposed(id, [[instalmentId, "15000.01"]], { automatic: true });
  const history = [F2, F3, own("W1", "F2.1"), own("W2", "F3.1")].filter((each) => each !== undefined);
  const first = itemsWrittenOff("W1", [["F2.1", "15000.01"]], "2025-11-03");
  const post = (on: string, ...more: readonly DecidedEvent[]) =>
    given(...history, ...more).when(postWriteOff, { accountId: ACCOUNT, writeOffId: "W2", on }, { ...LEDGER, policies });
  t.strictSame(post("2025-11-20").violations, []);
  post("2025-11-20", first).refused(t, "AUTHORITY_EXCEEDED", { subject: "WRITE_OFF", required: "L1", held: "NONE" });
  t.strictSame(post("2025-10-31", first).violations, [], "another month");
  given(...history, first)
    .when(proposeWriteOff, proposalBody("W3", [["F3.1", "15000.01"]]), { ...LEDGER, policies })
    .decides(t, writeOffProposed("W3", [["F3.1", "15000.01"]], { proposedOn: "2025-11-20", automatic: false }));
});

function unapplied(applicationId: string, creditItemId: string, amount: string, freedOn: string) {
  return {
    type: "PaymentUnapplied",
    data: {
      ...{ unapplicationId: `U-${applicationId}`, applicationId, creditItemId, kind: "REVERSAL", conditional: false, undoneOn: freedOn },
      lines: [{ lineId: `${applicationId}.1`, instalmentId: "F1.1", amount, freedOn }],
      alsoReversed: [],
    },
  };
}
