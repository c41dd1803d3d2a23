import { randomBytes } from "node:crypto";
import t from "tap";
import { ROLES, type Role } from "../../schemas/roles.ts";
import { commandCatalogue } from "../../src/application/command-catalogue.ts";
import { applicationBody, customerBody, invoiceBody, lineBody, receiptBody, setUpAccount } from "../support/company.ts";
import { type Body, openTestLedger, type TestLedger } from "../support/ledger.ts";

const DESK: readonly Role[] = ["ARA", "PA", "PO", "PC", "CA"];
const LEAD: readonly Role[] = ["CC", "CHF"];

/**
 * Who may issue what, copied by hand from the columns "Who" of the domain reference (credit §§1, 2, 5, 6; receivables §§1, 5, 6, 8;
 * collections §3; governance §§1, 4, 5; ORG-8), not from the code. ReinstateLine is "LEAD; matrix LIMIT": whoever holds a level of the
 * matrix alone may lift a suspension.
 */
const MAY_ISSUE: Readonly<Record<string, readonly Role[]>> = {
  RegisterLegalEntity: ["ADM"],
  RegisterBranch: ["ADM"],
  RegisterBankAccount: ["ADM", "TRE"],
  RegisterPerson: ["ADM"],
  AssignRole: ["ADM"],
  RevokeRole: ["ADM"],
  IssueApiKey: ["ADM"],
  RevokeApiKey: ["ADM"],
  DefinePolicy: [...DESK, ...LEAD, "DIR"],
  DefineCalendar: ["ADM", "CHF"],
  RegisterCustomer: [...DESK, ...LEAD, "SR"],
  UpdateCustomerData: [...DESK, ...LEAD, "CSR"],
  AssignSalesperson: [...LEAD, "SM"],
  OpenCreditLine: ["CC", "COR"],
  SuspendLine: [...LEAD, "COR"],
  ReinstateLine: [...LEAD, "DIR", "COR"],
  RecordInvoice: ["BIL", "ACC"],
  RegisterReceipt: ["CSH", "TRE", ...DESK, "SYS"],
  ConfirmClearance: ["TRE", "SYS"],
  ApplyPayment: [...DESK, "TRE", "SYS"],
  UnapplyPayment: [...DESK, "CHF"],
  RegisterPromise: [...DESK, ...LEAD, "SR"],
  CancelPromise: ["CHF", "CC"],
  EvaluatePromise: ["SYS"],
};

/** Commands that a second person must approve: governance §§1, 4 and 5, "(approval)". */
const APPROVED = ["RegisterBankAccount", "AssignRole", "RevokeRole", "DefinePolicy", "DefineCalendar"];

const ACCOUNT = "C1.CO01.COP";
const cop = (amount: string) => ({ amount, currency: "COP" });
const hash = randomBytes(32).toString("hex");
const everywhere = { entityIds: [], branchIds: [] };
const holdsPc = { personId: "HELD", role: "PC", ...everywhere };

/** A body for every command that is accepted, where it needs no approval, from whoever may issue it. */
const BODIES: Readonly<Record<string, Body>> = {
  RegisterLegalEntity: {
    entityId: "MX01",
    name: "Dos",
    taxId: "1",
    country: "MX",
    timeZone: "America/Mexico_City",
    functionalCurrency: "MXN",
  },
  RegisterBranch: { entityId: "CO01", branchId: "CO01-B2", name: "Norte" },
  RegisterBankAccount: { entityId: "CO01", bankAccountId: "NEW", currency: "COP", bank: "Banco", number: "2", openingBalance: cop("0") },
  RegisterPerson: { personId: "NEW", name: "New" },
  AssignRole: { personId: "HELD", role: "PA", ...everywhere, from: "2025-01-01" },
  RevokeRole: { ...holdsPc, from: "2025-06-01" },
  IssueApiKey: { keyId: "new", personId: "HELD", secretHash: hash },
  RevokeApiKey: { keyId: "held" },
  DefinePolicy: { entityId: "CO01", kind: "discount", version: 1, validFrom: "2025-01-01", body: { base: "NET" }, reason: "board" },
  DefineCalendar: { country: "CO", year: 2025, holidays: [], weekend: [6, 7] },
  RegisterCustomer: customerBody("NEW"),
  UpdateCustomerData: { customerId: "C1", changes: [{ field: "segmentCode", from: null, to: "BIG" }], reason: "called" },
  AssignSalesperson: { customerId: "C1", entityId: "CO01", personId: "HELD", from: "2025-01-01" },
  OpenCreditLine: lineBody("C2.CO01.COP", "1000.00"),
  SuspendLine: { accountId: ACCOUNT, suspensionId: "S2", reasonCode: "LITIGATION", facts: [], cascade: "NONE" },
  ReinstateLine: { accountId: ACCOUNT, suspensionId: "S1", reason: "agreed" },
  RecordInvoice: invoiceBody(ACCOUNT, "F2", "1.00", "2025-05-01"),
  RegisterReceipt: receiptBody(ACCOUNT, "R2", "1.00", "2025-05-01"),
  ConfirmClearance: { accountId: ACCOUNT, receiptId: "R1", on: "2025-05-20", evidenceHash: hash },
  ApplyPayment: applicationBody(ACCOUNT, "A2", "R1", [["F1.1", "1.00"]]),
  UnapplyPayment: { accountId: ACCOUNT, unapplicationId: "U1", applicationId: "A1", kind: "REVERSAL", reason: "other invoice" },
  RegisterPromise: {
    accountId: ACCOUNT,
    promiseId: "P2",
    lines: [{ instalmentId: "F1.1", amount: cop("1.00") }],
    dueOn: "2025-06-10",
    channel: "PHONE",
  },
  CancelPromise: { accountId: ACCOUNT, promiseId: "P1", reason: "agreed" },
  EvaluatePromise: { accountId: ACCOUNT, promiseId: "P1", asOf: "2025-06-01" },
};

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
  const test = await ledgerWithOnePersonPerRole();
  const counts = { taken: 0, refused: 0 };
  for (const { path, definition } of commandCatalogue) {
    for (const role of ROLES) {
      const as = { personId: `P-${role}`, keyId: role };
      const answer = await test.send(path, BODIES[definition.name] ?? {}, { as, dryRun: true });
      const codes = answer.kind === "refused" ? answer.refusal.violations.map(({ code }) => code) : ["accepted"];
      const taken = APPROVED.includes(definition.name) ? "APPROVAL_REQUIRED" : "accepted";
      const expected = MAY_ISSUE[definition.name]?.includes(role) ? taken : "NOT_AUTHORISED";
      t.strictSame(codes, [expected], `${definition.name} by ${role}`);
      counts[expected === "NOT_AUTHORISED" ? "refused" : "taken"] += 1;
    }
  }
  t.comment(`${counts.taken} taken, ${counts.refused} refused`);
});

t.test("a person without any role may issue nothing", async (t) => {
  const test = await ledgerWithOnePersonPerRole();
  await test.accept("register-person", { personId: "NOBODY", name: "Nobody" });
  for (const { path, definition } of commandCatalogue) {
    const refusal = await test.refuse(path, BODIES[definition.name] ?? {}, { as: { personId: "NOBODY", keyId: "none" }, dryRun: true });
    const code = refusal.violations[0]?.code;
    t.ok(code === "NOT_AUTHORISED" || code?.endsWith("_NOT_FOUND"), `${definition.name}: ${code}`);
  }
});

/** An account in the middle of its life, and one person for each role. The second director comes last: then approvals are needed. */
async function ledgerWithOnePersonPerRole(): Promise<TestLedger> {
  const test = await openTestLedger();
  const { accept } = test;
  await setUpAccount(test, ACCOUNT);
  await accept("register-customer", customerBody("C2"));
  await accept("register-person", { personId: "HELD", name: "Held" });
  await accept("assign-role", { ...holdsPc, from: "2025-01-01" });
  await accept("issue-api-key", { keyId: "held", personId: "HELD", secretHash: hash });
  await accept("suspend-line", { accountId: ACCOUNT, suspensionId: "S1", reasonCode: "MANUAL", facts: [], cascade: "NONE" });
  await accept("record-invoice", invoiceBody(ACCOUNT, "F1", "100.00", "2025-05-01"));
  await accept("register-receipt", receiptBody(ACCOUNT, "R1", "50.00", "2025-05-20"));
  await accept("apply-payment", applicationBody(ACCOUNT, "A1", "R1", [["F1.1", "10.00"]]));
  await accept("register-promise", { ...BODIES["RegisterPromise"], promiseId: "P1" });
  const last: readonly Role[] = ["DIR"];
  for (const role of [...ROLES.filter((each) => !last.includes(each)), ...last]) {
    await accept("register-person", { personId: `P-${role}`, name: role });
    await accept("assign-role", { personId: `P-${role}`, role, ...everywhere, from: "2025-01-01" });
  }
  return test;
}
