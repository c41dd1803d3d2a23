import t from "tap";
import { ACCOUNT, as, codesOf, grant, LINE, openCompany, submit } from "../support/approvals.ts";
import { customerBody, lineBody } from "../support/company.ts";
import type { Body } from "../support/ledger.ts";

t.test("APR-1 whoever made it never grants it, by whatever key, nor in the place of somebody else, nor do others in theirs", async (t) => {
  const test = await openCompany();
  const delegation = { kinds: ["LIMIT"], from: "2025-06-01", to: "2025-06-30" };
  await test.accept("grant-delegation", { ...delegation, delegationId: "D1", fromPerson: "DIRK", toPerson: "CARL" }, as("DIRK"));
  await test.accept("grant-delegation", { ...delegation, delegationId: "D2", fromPerson: "CARL", toPerson: "PAM" }, as("CARL"));
  const approvalId = await submit(test);
  const attempts: readonly (readonly [Body, string, string])[] = [
    [{}, "CARL", "first"],
    [{}, "CARL", "second key"],
    [{ onBehalfOf: "DIRK" }, "CARL", "first"],
    [{ onBehalfOf: "CARL" }, "PAM", "PAM"],
  ];
  for (const [more, personId, keyId] of attempts) {
    const refusal = await test.refuse("grant-approval", { approvalId, ...more }, { as: { personId, keyId } });
    t.strictSame(codesOf(refusal), ["MAKER_IS_CHECKER"], `${personId} ${JSON.stringify(more)}`);
  }
  t.strictSame(codesOf(await test.refuse("reject-approval", { approvalId, note: "no" }, as("CARL"))), ["MAKER_IS_CHECKER"]);
});

t.test("ORG-E1 a director's delegate grants until its last day, and nothing on the next", async (t) => {
  const test = await openCompany();
  const limit = { amount: "60000000.00", currency: "COP" };
  const delegation = { delegationId: "D1", fromPerson: "DIRK", toPerson: "PAM", kinds: ["LIMIT"], from: "2025-06-01", to: "2025-06-03" };
  await test.accept("grant-delegation", { ...delegation, maxAmount: limit }, as("DIRK"));
  const inside = await submit(test);
  await test.accept("register-customer", customerBody("C3"));
  const beyond = await submit(test, "open-credit-line", lineBody("C3.CO01.COP", "60000000.01"));
  const pam = { ...as("PAM") };
  const refusal = await test.refuse("grant-approval", { approvalId: beyond, onBehalfOf: "DIRK" }, pam);
  t.strictSame(codesOf(refusal), ["AUTHORITY_EXCEEDED"]);
  const granted = await test.accept("grant-approval", { approvalId: inside, onBehalfOf: "DIRK" }, pam);
  t.match(granted.events[0]?.data, { grantor: { personId: "PAM", roles: ["DIR"], onBehalfOf: "DIRK" }, complete: true });
  const [opened] = await test.store.readStream(`account-${ACCOUNT}`);
  t.match(JSON.parse(opened?.meta ?? "{}"), { actor: "CARL", approvers: [{ personId: "PAM", onBehalfOf: "DIRK" }] });
  test.clock.set("2025-06-04T15:00:00.000Z");
  const dayAfter = await test.refuse("grant-approval", { approvalId: beyond, onBehalfOf: "DIRK" }, pam);
  t.match(dayAfter.violations, [{ code: "AUTHORITY_EXCEEDED", facts: { subject: "DELEGATION" } }]);
});

t.test("ORG-1 a command is sent in the place of the delegator, whose roles then count for what was delegated", async (t) => {
  const test = await openCompany();
  const delegation = { delegationId: "D1", fromPerson: "CARL", toPerson: "PAM", kinds: ["LIMIT"], from: "2025-06-01", to: "2025-06-30" };
  const small = lineBody(ACCOUNT, "1000.00", { onBehalfOf: "CARL" });
  t.strictSame(codesOf(await test.refuse("open-credit-line", small, as("PAM"))), ["NOT_AUTHORISED"], "nothing was ever delegated");
  await test.accept("grant-delegation", delegation, as("CARL"));
  const suspension = { accountId: "C1.CO01.COP", suspensionId: "S1", reasonCode: "MANUAL", facts: [], cascade: "NONE", onBehalfOf: "CARL" };
  t.strictSame(codesOf(await test.refuse("suspend-line", suspension, as("PAM"))), ["AUTHORITY_EXCEEDED"], "no decision of the kind");
  await test.accept("open-credit-line", small, as("PAM"));
  const [opened] = await test.store.readStream(`account-${ACCOUNT}`);
  t.match(JSON.parse(opened?.meta ?? "{}"), { actor: "PAM", onBehalfOf: "CARL" });
  const further = { ...delegation, delegationId: "D2", toPerson: "CHIP" };
  t.strictSame(codesOf(await test.refuse("grant-delegation", further, as("PAM"))), ["NOT_AUTHORISED"], "ORG-3");
  t.strictSame(codesOf(await test.refuse("grant-delegation", { ...further, onBehalfOf: "CARL" }, as("PAM"))), ["AUTHORITY_EXCEEDED"]);
  await test.accept("revoke-delegation", { delegationId: "D1" }, as("CARL"));
  const again = lineBody("C1.CO01.COP", "1.00", { onBehalfOf: "CARL", lineId: "L9" });
  t.strictSame(codesOf(await test.refuse("open-credit-line", again, as("PAM"))), ["AUTHORITY_EXCEEDED"], "revoked at once");
});

t.test("APR-1 what somebody submits in the place of another is not the other's to grant, and ends with the delegation", async (t) => {
  const test = await openCompany();
  const delegation = { delegationId: "D1", fromPerson: "CARL", toPerson: "PAM", kinds: ["LIMIT"], from: "2025-06-01", to: "2025-06-30" };
  await test.accept("grant-delegation", delegation, as("CARL"));
  const approvalId = await submit(test, "open-credit-line", { ...LINE, onBehalfOf: "CARL" }, "PAM");
  const again = await submit(test, "open-credit-line", { ...LINE, onBehalfOf: "CARL" }, "PAM");
  t.strictSame(codesOf(await test.refuse("grant-approval", { approvalId }, as("CARL"))), ["MAKER_IS_CHECKER"]);
  await grant(test, approvalId, "DIRK");
  const [opened] = await test.store.readStream(`account-${ACCOUNT}`);
  t.match(JSON.parse(opened?.meta ?? "{}"), { actor: "PAM", onBehalfOf: "CARL", approvers: [{ personId: "DIRK" }] });
  await test.accept("revoke-delegation", { delegationId: "D1" }, as("CARL"));
  t.strictSame(codesOf(await test.refuse("grant-approval", { approvalId: again }, as("DIRK"))), ["APPROVAL_EXPIRED"]);
});
