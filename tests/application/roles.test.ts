import t from "tap";
import { ROLES, type Role } from "../../schemas/roles.ts";
import { commandCatalogue } from "../../src/application/command-catalogue.ts";
import { applicationBody, customerBody, invoiceBody, receiptBody, setUpAccount } from "../support/company.ts";
import { recordCreditedAccount } from "../support/credited-account.ts";
import { type Body, openTestLedger, type TestLedger } from "../support/ledger.ts";
import { recordOldDebts } from "../support/old-debts.ts";
import { orderBody } from "../support/order-history.ts";
import { ACCOUNT, BODIES, delegation, everywhere, hash, holdsPc } from "./role-bodies.ts";
import { APPROVED, BY_TWO, CHECKED, MAY_ISSUE, NOT_ALONE, ofChecker } from "./role-matrix.ts";

t.test("the table has every command and no other", async (t) => {
  const names = commandCatalogue.map(({ definition }) => definition.name).sort();
  t.strictSame(Object.keys(MAY_ISSUE).sort(), names);
  t.strictSame(Object.keys(BODIES).sort(), names);
  const approved = commandCatalogue
    .filter(({ definition }) => definition.approvedBy !== undefined)
    .map(({ definition }) => definition.name);
  t.strictSame(approved.sort(), [...APPROVED].sort());
});

t.test("every command is taken from the roles it is for, and refused to every other", async (t) => {
  const { test, bodyOf } = await ledgerWithOnePersonPerRole();
  const counts = { taken: 0, refused: 0 };
  for (const { path, definition } of commandCatalogue) {
    for (const role of ROLES) {
      const as = { personId: `P-${role}`, keyId: role };
      const answer = await test.send(path, bodyOf(definition.name), { as, dryRun: true });
      const codes = answer.kind === "refused" ? answer.refusal.violations.map(({ code }) => code) : ["accepted"];
      const alone = NOT_ALONE[definition.name]?.includes(role) ? "AUTHORITY_EXCEEDED" : "accepted";
      const taken = APPROVED.includes(definition.name) ? "APPROVAL_REQUIRED" : (BY_TWO[definition.name] ?? alone);
      const refused = CHECKED.includes(definition.name) ? ofChecker(role) : "NOT_AUTHORISED";
      const isTaken = MAY_ISSUE[definition.name]?.includes(role) === true;
      t.strictSame(codes, [isTaken ? taken : refused], `${definition.name} by ${role}`);
      counts[isTaken ? "taken" : "refused"] += 1;
    }
  }
  t.comment(`${counts.taken} taken, ${counts.refused} refused`);
});

t.test("a person without any role may issue nothing", async (t) => {
  const { test, bodyOf } = await ledgerWithOnePersonPerRole();
  await test.accept("register-person", { personId: "NOBODY", name: "Nobody" });
  for (const { path, definition } of commandCatalogue) {
    const refusal = await test.refuse(path, bodyOf(definition.name), { as: { personId: "NOBODY", keyId: "none" }, dryRun: true });
    const code = refusal.violations[0]?.code;
    t.ok(code === "NOT_AUTHORISED" || code?.endsWith("_NOT_FOUND"), `${definition.name}: ${code}`);
  }
});

/** An account in the middle of its life, and one person for each role. The second director comes last: then approvals are needed. */
async function ledgerWithOnePersonPerRole() {
  const test = await openTestLedger();
  const { accept } = test;
  await setUpAccount(test, ACCOUNT);
  await accept("register-customer", customerBody("C2"));
  await accept("register-person", { personId: "HELD", name: "Held" });
  await accept("assign-role", { ...holdsPc, from: "2025-01-01" });
  await accept("issue-api-key", { keyId: "held", personId: "HELD", secretHash: hash });
  await accept("suspend-line", { accountId: ACCOUNT, suspensionId: "S1", reasonCode: "MANUAL", facts: [], cascade: "NONE" });
  for (const orderId of ["O1", "O2"]) await accept("request-order-release", orderBody(ACCOUNT, orderId, "1.00"));
  await accept("cancel-order-supply", { accountId: ACCOUNT, orderId: "O2", reason: "no stock" });
  await accept("record-invoice", invoiceBody(ACCOUNT, "F1", "100.00", "2025-05-01"));
  await accept("record-invoice", invoiceBody(ACCOUNT, "F9", "1.00", "2025-05-01"));
  await accept("register-receipt", receiptBody(ACCOUNT, "R1", "50.00", "2025-05-20"));
  await accept("apply-payment", applicationBody(ACCOUNT, "A1", "R1", [["F1.1", "10.00"]]));
  await accept("register-receipt", receiptBody(ACCOUNT, "R7", "1.00", "2025-05-20"));
  await accept("confirm-clearance", { accountId: ACCOUNT, receiptId: "R7", on: "2025-05-22", evidenceHash: hash });
  await accept("register-promise", { ...BODIES["RegisterPromise"], promiseId: "P1" });
  const last: readonly Role[] = ["DIR"];
  for (const role of [...ROLES.filter((each) => !last.includes(each)), ...last]) {
    await accept("register-person", { personId: `P-${role}`, name: role });
    await accept("assign-role", { personId: `P-${role}`, role, ...everywhere, from: "2025-01-01" });
  }
  await recordCreditedAccount(test);
  await recordOldDebts(test);
  const clerk = { as: { personId: "P-PA", keyId: "PA" } };
  await accept("propose-application", applicationBody(ACCOUNT, "A7", "R1", [["F1.1", "1.00"]]), clerk);
  await accept("request-receipt", { ...BODIES["RequestReceipt"], requestId: "Q1" }, clerk);
  await accept("grant-delegation", delegation, { as: { personId: "P-DIR", keyId: "DIR" } });
  const open = await submitPolicy(test, "2025-01-01");
  const executed = await submitPolicy(test, "2025-02-01");
  await accept("grant-approval", { approvalId: executed }, { as: { personId: "P-DIR", keyId: "DIR" } });
  const approvals: Readonly<Record<string, string>> = { RecordApprovalOutcome: executed };
  const bodyOf = (name: string): Body => {
    const isAbout = /Approval/.test(name) ? { approvalId: approvals[name] ?? open } : {};
    return { ...BODIES[name], ...isAbout };
  };
  return { test, bodyOf };
}

/** A policy that an analyst submits; gives the approval it waits for. */
async function submitPolicy(test: TestLedger, validFrom: string): Promise<string> {
  const policy = { entityId: "CO01", kind: "aging", version: Number(validFrom.slice(5, 7)), validFrom, body: {}, reason: "board" };
  const as = { personId: "P-PA", keyId: "PA" };
  const answer = await test.send("define-policy", { ...policy, submitForApproval: true }, { as });
  if (answer.kind !== "submitted") throw new Error("the policy does not wait");
  return answer.body.approvalId;
}
