import t from "tap";
import { ACCOUNT, cop } from "../support/account-history.ts";
import { applicationBody, invoiceBody, receiptBody, setUpAccount } from "../support/company.ts";
import { openTestLedger, type TestLedger } from "../support/ledger.ts";
import { sendTogether } from "../support/old-debts.ts";
import { employ } from "../support/people.ts";
import { proposalBody, recoveryBody } from "../support/write-off-history.ts";

const as = (personId: string) => ({ as: { personId, keyId: personId } });
const W1 = { accountId: ACCOUNT, writeOffId: "W1" };

/** An invoice of 30,000,000.00 that has been late for more than a year, and the people who decide about it. */
async function openWithOldInvoice(): Promise<TestLedger> {
  const test = await openTestLedger();
  await setUpAccount(test);
  await test.accept("record-invoice", invoiceBody(ACCOUNT, "F1", "30000000.00", "2024-01-10"));
  await employ(test.accept, { CARL: "CC", CORA: "COR", ABEL: "ACC", TEO: "TRE", CHUS: "CHF", DIRK: "DIR" });
  return test;
}

/** The approval that a command waits for. */
async function submitted(test: TestLedger, command: string, body: Record<string, unknown>, personId: string): Promise<string> {
  const answer = await test.send(command, { ...body, submitForApproval: true }, as(personId));
  if (answer.kind !== "submitted") throw new Error(`${command} does not wait: ${JSON.stringify(answer)}`);
  return answer.body.approvalId;
}

async function eventsOfType(test: TestLedger, type: string) {
  const log = await test.store.readAll(0, 10_000);
  return log.filter((event) => event.type === type).map(({ data, meta }) => ({ data: JSON.parse(data), meta: JSON.parse(meta) }));
}

t.test("the largest write-offs are approved by corporate credit and another of the direction, and then posted", async (t) => {
  const test = await openWithOldInvoice();
  await test.accept("propose-write-off", proposalBody("W1", [["F1.1", "30000000.00"]]), as("CARL"));
  const alone = await test.refuse("approve-write-off", W1, as("CORA"));
  t.match(alone.violations, [{ code: "AUTHORITY_EXCEEDED", facts: { required: "L4", amount: "30000000.00" } }]);
  await sendTogether(test, "approve-write-off", W1, ["CORA", "DIRK"]);
  t.match(await eventsOfType(test, "WriteOffApproved"), [{ data: { authorityLevel: "L4", approvers: ["CORA", "DIRK"] } }]);
  await test.accept("post-write-off", { ...W1, on: "2025-06-01" }, as("ABEL"));
  t.equal((await eventsOfType(test, "ItemsWrittenOff")).length, 1);
});

t.test("APR-E1 approved while the customer pays in full: the grant is recorded, the write-off refused as already settled", async (t) => {
  const test = await openWithOldInvoice();
  await test.accept("propose-write-off", proposalBody("W1", [["F1.1", "30000000.00"]]), as("CARL"));
  const approvalId = await submitted(test, "approve-write-off", W1, "CORA");
  await test.accept("register-receipt", receiptBody(ACCOUNT, "R1", "30000000.00", "2025-06-01", { method: "CASH" }));
  await test.accept("apply-payment", applicationBody(ACCOUNT, "A1", "R1", [["F1.1", "30000000.00"]]));
  await test.accept("grant-approval", { approvalId }, as("DIRK"));
  t.match(await eventsOfType(test, "ApprovalFailed"), [{ data: { approvalId, code: "ALREADY_SETTLED" } }]);
  t.strictSame(await eventsOfType(test, "WriteOffApproved"), []);
});

t.test("ORG-5 who registered a receipt that paid the item does not approve writing off the rest of it", async (t) => {
  const test = await openWithOldInvoice();
  await test.accept("register-receipt", receiptBody(ACCOUNT, "R1", "10.00", "2025-06-01"), as("OWNER"));
  await test.accept("apply-payment", applicationBody(ACCOUNT, "A1", "R1", [["F1.1", "10.00"]]));
  await test.accept("propose-write-off", proposalBody("W1", [["F1.1", "500.00"]]), as("CARL"));
  const refusal = await test.refuse("approve-write-off", W1, as("OWNER"));
  t.match(refusal.violations, [{ code: "SELF_APPROVAL" }]);
  await test.accept("approve-write-off", W1, as("CHUS"));
});

t.test("WOF-3 money for a written-off item is not applied but recovered, and a bounce raises the memo again", async (t) => {
  const test = await openWithOldInvoice();
  await test.accept("propose-write-off", proposalBody("W1", [["F1.1", "30000000.00"]]), as("CARL"));
  await sendTogether(test, "approve-write-off", W1, ["CORA", "DIRK"]);
  await test.accept("post-write-off", { ...W1, on: "2025-05-31" }, as("ABEL"));
  await test.accept("register-receipt", receiptBody(ACCOUNT, "R1", "500.00", "2025-06-01"));
  const applied = await test.refuse("apply-payment", applicationBody(ACCOUNT, "A1", "R1", [["F1.1", "500.00"]]));
  t.match(applied.violations, [{ code: "ALREADY_SETTLED" }]);
  await test.accept("record-recovery-of-written-off", recoveryBody("W1", "A1", "R1", [["F1.1", "500.00"]]), as("TEO"));
  t.equal(await memoOf(test), "2999950000");
  await test.accept("return-payment", { accountId: ACCOUNT, receiptId: "R1", on: "2025-06-01", reasonCode: "OTHER", drawerFault: false });
  t.equal(await memoOf(test), "3000000000");
});

t.test("a refund by one office waits for treasury, and is done once it agrees", async (t) => {
  const test = await openWithOldInvoice();
  await test.accept("register-receipt", receiptBody(ACCOUNT, "R1", "900.00", "2025-06-01", { method: "CASH" }));
  const payee = { customerId: "C1" };
  const refund = { accountId: ACCOUNT, refundId: "RF1", creditItemId: "R1", amount: cop("100.00"), payoutMethod: "TRANSFER", payee };
  t.match((await test.refuse("refund-customer", refund, as("CHUS"))).violations, [{ code: "AUTHORITY_EXCEEDED" }]);
  await sendTogether(test, "refund-customer", refund, ["CHUS", "TEO"]);
  t.match(await eventsOfType(test, "RefundRequested"), [{ data: { authorityLevel: "L1", approvers: ["TEO"] } }]);

  const elsewhere = { ...refund, refundId: "RF2", payee: { name: "Her brother" } };
  const approvalId = await submitted(test, "refund-customer", elsewhere, "CHUS");
  await test.accept("grant-approval", { approvalId }, as("TEO"));
  t.equal((await eventsOfType(test, "RefundRequested")).length, 1, "a leader is still missing");
  await test.accept("grant-approval", { approvalId }, as("CARL"));
  const [, second] = await eventsOfType(test, "RefundRequested");
  t.match(second?.data, { toThirdParty: true, approvers: ["TEO", "CARL"] });
  t.notMatch(JSON.stringify(second?.data), /brother/);
});

async function memoOf({ ledger, owner }: TestLedger): Promise<string | undefined> {
  const { state } = await ledger.stateAt(owner, `account-${ACCOUNT}`);
  const { writeOffs } = state as { writeOffs: Record<string, { lines: readonly { memo: string }[] }> };
  return writeOffs.W1?.lines[0]?.memo;
}
