import t from "tap";
import { ACCOUNT, as, codesOf, courseOf, grant, LINE, lastOf, openCompany, submit, typesOf } from "../support/approvals.ts";
import { lineBody } from "../support/company.ts";
import { type Body, openTestLedger } from "../support/ledger.ts";

t.test("APR-5 a line above the authority of its maker is refused, and waits when it is submitted", async (t) => {
  const test = await openCompany();
  const refusal = await test.refuse("open-credit-line", LINE, as("CARL"));
  t.match(refusal.violations, [{ code: "AUTHORITY_EXCEEDED", facts: { subject: "LIMIT", required: "L2", held: "L1" } }]);
  const answer = await test.send("open-credit-line", { ...LINE, submitForApproval: true }, { ...as("CARL"), key: "k1" });
  t.match(answer, { kind: "submitted", changed: true, replayed: false });
  t.match(answer.kind === "submitted" && answer.body, {
    status: "REQUESTED",
    command: "OpenCreditLine",
    requirement: [{ code: "AUTHORITY_EXCEEDED", subject: "LIMIT", level: "L2", amount: "50000000.00", currency: "COP" }],
    waitingFor: ["COR", "SM", "AM", "DIR"],
    expiresOn: "2025-06-06",
  });
  t.strictSame(await typesOf(test, `account-${ACCOUNT}`), [], "the account knows nothing of it");
  t.notMatch(JSON.stringify(await test.store.readAll(0, 1_000)), /taken over/, "what people wrote is sealed in the request too");
});

t.test("a command too large to be kept in one event cannot wait", async (t) => {
  const test = await openCompany();
  const due = { kind: "SPLIT", parts: Array.from({ length: 50 }, () => ({ pct: "2.00", due: { kind: "NET", days: 30 } })) };
  const codes = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`TERMS${n}`, { due, rollRule: "NONE" }]));
  const body = { entityId: "CO01", kind: "terms", version: 1, validFrom: "2025-01-01", body: { codes }, reason: "board" };
  const refusal = await test.refuse("define-policy", { ...body, submitForApproval: true }, as("PAM"));
  t.strictSame(codesOf(refusal), ["BODY_TOO_LARGE"]);
});

t.test("the last grant carries the command through in a batch as well", async (t) => {
  for (const atomic of [true, false]) {
    const test = await openCompany();
    const approvalId = await submit(test);
    const line = { command: "grant-approval", body: { approvalId }, idempotencyKey: "g", principal: as("DIRK").as, traceId: "t" };
    t.match(await test.ledger.executeBatch([line], { atomic }), [{ kind: "accepted", changed: true }]);
    t.equal((await courseOf(test, approvalId)).at(-1), "ApprovalExecuted");
    t.match(await test.ledger.executeBatch([line], { atomic }), [{ kind: "accepted", replayed: true }]);
    t.strictSame(await typesOf(test, `account-${ACCOUNT}`), ["CreditLineOpened"]);
  }
});

t.test("a submitted command keeps its key: again it is the same answer, with another body it is refused", async (t) => {
  const test = await openCompany();
  const body = { ...LINE, submitForApproval: true };
  const first = await test.send("open-credit-line", body, { ...as("CARL"), key: "k1" });
  const restarted = await openTestLedger({ store: test.store, keys: test.keys, clock: test.clock });
  for (const ledger of [test, restarted]) {
    const again = await ledger.send("open-credit-line", body, { ...as("CARL"), key: "k1" });
    t.equal(again.replayed, true);
    t.equal(JSON.stringify(again.kind === "submitted" && again.body), JSON.stringify(first.kind === "submitted" && first.body));
  }
  const other = await test.refuse("open-credit-line", { ...body, tolerancePct: "4.00" }, { ...as("CARL"), key: "k1" });
  t.strictSame(codesOf(other), ["IDEMPOTENCY_KEY_REUSED"]);
});

t.test("APR-4 the sales and the administrative manager grant a line, and it is opened as its maker's with both behind it", async (t) => {
  const test = await openCompany();
  const approvalId = await submit(test);
  const first = await grant(test, approvalId, "SAM", { note: "good customer" });
  t.match(first.events[0]?.data, { complete: false, waitingFor: ["COR", "AM", "DIR"] });
  t.strictSame(await typesOf(test, `account-${ACCOUNT}`), []);
  t.strictSame((await grant(test, approvalId, "SAM")).events, [], "granting twice is one grant");
  await grant(test, approvalId, "AMY");
  t.strictSame(await courseOf(test, approvalId), ["ApprovalRequested", "ApprovalGranted", "ApprovalGranted", "ApprovalExecuted"]);
  const [opened] = await test.store.readStream(`account-${ACCOUNT}`);
  const meta = JSON.parse(opened?.meta ?? "{}");
  t.match(meta, { actor: "CARL", command: "OpenCreditLine", approvers: [{ personId: "SAM", roles: ["SM"] }, { personId: "AMY" }] });
  t.equal(JSON.parse(opened?.data ?? "{}").authorityLevel, "L2");
  const executed = JSON.parse((await lastOf(test, approvalId))?.data ?? "{}");
  t.strictSame([executed.commandId, executed.eventIds], [meta.commandId, [opened?.eventId]]);
  t.match(await test.ledger.openPersonal(opened && JSON.parse(opened.data)), { waivers: [{ reason: "taken over" }, {}] }, "sealed once");
});

t.test("who cannot fill a missing place is refused, and does not reject either", async (t) => {
  const test = await openCompany();
  const approvalId = await submit(test);
  const refusal = await test.refuse("grant-approval", { approvalId }, as("CHIP"));
  t.match(refusal.violations, [{ code: "AUTHORITY_EXCEEDED", facts: { subject: "LIMIT", required: "L2", held: "L1" } }]);
  t.strictSame(codesOf(await test.refuse("reject-approval", { approvalId, note: "no" }, as("CHIP"))), ["AUTHORITY_EXCEEDED"]);
  t.strictSame(codesOf(await test.refuse("grant-approval", { approvalId }, as("PAM"))), ["AUTHORITY_EXCEEDED"]);
  t.strictSame(codesOf(await test.refuse("grant-approval", { approvalId: "unknown" }, as("DIRK"))), ["APPROVAL_NOT_FOUND"]);
});

t.test("APR-E1 approved while somebody else opened the line: the grant stands, and the approval failed with the code", async (t) => {
  const test = await openCompany();
  const approvalId = await submit(test);
  await test.accept("open-credit-line", lineBody(ACCOUNT, "1000.00", { lineId: "OTHER" }), as("CARL"));
  const granted = await grant(test, approvalId, "DIRK");
  t.match(granted.events[0]?.data, { complete: true });
  t.strictSame(await courseOf(test, approvalId), ["ApprovalRequested", "ApprovalGranted", "ApprovalFailed"]);
  const failed = JSON.parse((await lastOf(test, approvalId))?.data ?? "{}");
  t.equal(failed.code, "LINE_ALREADY_OPEN");
  t.strictSame(await typesOf(test, `command-${failed.commandId}`), ["CommandRefused"]);
  t.strictSame(await typesOf(test, `account-${ACCOUNT}`), ["CreditLineOpened"]);
});

t.test("APR-2 with approval.strict nothing runs on a stream that moved since, and runs on one that did not", async (t) => {
  const test = await openCompany();
  const policy = (kind: string, version: number, validFrom: string, body: Body) =>
    submit(test, "define-policy", { entityId: "CO01", kind, version, validFrom, body, reason: "board" }, "PAM");
  const aside = await policy("discount", 1, "2025-01-01", { base: "NET" });
  const lax = await policy("discount", 2, "2025-02-01", { base: "NET" });
  await grant(test, aside, "CHIP");
  await grant(test, lax, "CHIP");
  t.equal((await courseOf(test, lax)).at(-1), "ApprovalExecuted", "without the policy it is decided again on whatever there is");
  await grant(test, await policy("approval", 1, "1990-01-01", { strict: true }), "CHIP");
  const first = await policy("discount", 3, "2025-03-01", { base: "NET" });
  const second = await policy("discount", 4, "2025-04-01", { base: "NET" });
  await grant(test, first, "CHIP");
  await grant(test, second, "CHIP");
  t.equal((await courseOf(test, first)).at(-1), "ApprovalExecuted");
  t.match(JSON.parse((await lastOf(test, second))?.data ?? "{}"), { code: "STATE_CHANGED_SINCE_REQUEST" });
});

t.test("what was sent for one revision alone is not carried through on another, whatever the policy", async (t) => {
  for (const moves of [false, true]) {
    const test = await openCompany();
    const policy = (version: number) => ({
      entityId: "CO01",
      kind: "discount",
      version,
      validFrom: `2025-0${version}-01`,
      body: {},
      reason: "board",
    });
    await grant(test, await submit(test, "define-policy", policy(1), "PAM"), "CHIP");
    const sent = await test.send("define-policy", { ...policy(2), submitForApproval: true }, { ...as("PAM"), expected: 0 });
    const approvalId = sent.kind === "submitted" ? sent.body.approvalId : "";
    if (moves) await grant(test, await submit(test, "define-policy", policy(3), "PAM"), "CHIP");
    await grant(test, approvalId, "CHIP");
    const last = await lastOf(test, approvalId);
    t.equal(last?.type, moves ? "ApprovalFailed" : "ApprovalExecuted");
    if (moves) t.match(JSON.parse(last?.data ?? "{}"), { code: "STATE_CHANGED_SINCE_REQUEST" });
  }
});

t.test("an approval is withdrawn by its maker with a reason, or rejected by who has a say; then nobody grants it", async (t) => {
  const test = await openCompany();
  const withdrawn = await submit(test);
  const withdraw = { approvalId: withdrawn };
  t.strictSame(codesOf(await test.refuse("withdraw-approval", withdraw, as("CARL"))), ["REASON_REQUIRED"]);
  t.strictSame(codesOf(await test.refuse("withdraw-approval", { ...withdraw, reason: "no" }, as("SAM"))), ["NOT_AUTHORISED"]);
  await test.accept("withdraw-approval", { ...withdraw, reason: "the customer gave up" }, as("CARL"));
  const rejected = await submit(test);
  await test.accept("reject-approval", { approvalId: rejected, note: "too much" }, as("SAM"));
  for (const approvalId of [withdrawn, rejected]) {
    const refusal = await test.refuse("grant-approval", { approvalId }, as("DIRK"));
    t.strictSame(codesOf(refusal), ["INVALID_TRANSITION"]);
  }
  t.strictSame(await typesOf(test, `account-${ACCOUNT}`), []);
});

t.test("APR-3 it can be granted for approval.validDays, and expires the day after", async (t) => {
  const test = await openCompany();
  const [late, expired, inTime] = [await submit(test), await submit(test), await submit(test)];
  const expire = (approvalId: string) => test.accept("expire-approval", { approvalId });
  test.clock.set("2025-06-07T04:59:00.000Z");
  t.strictSame((await expire(expired)).events, [], "in Bogotá it is still the last day");
  await grant(test, inTime, "SAM");
  test.clock.set("2025-06-09T15:00:00.000Z");
  const refusal = await test.refuse("grant-approval", { approvalId: late }, as("SAM"));
  t.match(refusal.violations, [{ code: "APPROVAL_EXPIRED", facts: { expiresOn: "2025-06-06" } }]);
  const noticed = await expire(expired);
  t.match(noticed.events, [{ type: "ApprovalExpired", data: { cause: "DATE" } }]);
  t.equal(JSON.parse((await lastOf(test, expired))?.meta ?? "{}").effectiveOn, "2025-06-07", "on its true date");
  t.strictSame(codesOf(await test.refuse("grant-approval", { approvalId: expired }, as("SAM"))), ["APPROVAL_EXPIRED"]);
});

t.test("governance §1, §3 who lost the role, or left, has nothing approved any more", async (t) => {
  const test = await openCompany();
  const [left, second] = [await submit(test), await submit(test)];
  await grant(test, second, "SAM");
  const samsRole = { personId: "SAM", role: "SM", entityIds: [], branchIds: [], from: "2025-06-01", reason: "moved" };
  await grant(test, await submit(test, "revoke-role", samsRole, "ADAM"), "DIRK");
  t.match((await grant(test, second, "AMY")).events[0]?.data, { complete: false, waitingFor: ["COR", "SM", "DIR"] }, "his grant is void");
  await test.accept("deactivate-person", { personId: "CARL" }, as("ADAM"));
  t.strictSame(codesOf(await test.refuse("grant-approval", { approvalId: left }, as("DIRK"))), ["APPROVAL_EXPIRED"]);
  t.match((await test.accept("expire-approval", { approvalId: left })).events, [{ type: "ApprovalExpired", data: { cause: "MAKER" } }]);
});

t.test("governance §3 a role is assigned when another person of the direction approves", async (t) => {
  const test = await openCompany();
  const role = { personId: "PAM", role: "PC", entityIds: [], branchIds: [], from: "2025-06-01" };
  const approvalId = await submit(test, "assign-role", role, "ADAM");
  await grant(test, approvalId, "DIRK");
  const last = (await test.store.readStream("organisation-LEDGER")).at(-1);
  t.match([last?.type, JSON.parse(last?.meta ?? "{}")], ["RoleAssigned", { actor: "ADAM", approvers: [{ personId: "DIRK" }] }]);
  t.notOk("waivers" in JSON.parse(last?.meta ?? "{}"));
});

t.test("what needs nobody else simply happens; what breaks another rule is refused and remembered; a dry run only tells", async (t) => {
  const test = await openCompany();
  const before = (await test.store.head()).ordinal;
  const preview = await test.send("open-credit-line", { ...LINE, submitForApproval: true }, { ...as("CARL"), dryRun: true });
  t.match(preview, { kind: "submitted", changed: false, body: { status: "WOULD_BE_REQUESTED", waitingFor: ["COR", "SM", "AM", "DIR"] } });
  t.equal((await test.store.head()).ordinal, before);
  const two = await test.refuse(
    "open-credit-line",
    { ...LINE, validTo: "2024-01-01", submitForApproval: true },
    { ...as("CARL"), key: "k" },
  );
  t.strictSame(codesOf(two), ["VALIDITY_INVERTED", "AUTHORITY_EXCEEDED"]);
  t.equal((await test.store.readAll(before, 10))[0]?.type, "CommandRefused");
  await test.accept("open-credit-line", { ...lineBody(ACCOUNT, "1000.00"), submitForApproval: true }, as("CARL"));
  const line = (key: string, body: Body) => ({
    command: "open-credit-line",
    body,
    idempotencyKey: key,
    principal: as("CARL").as,
    traceId: key,
  });
  const [answer] = await test.ledger.executeBatch([line("a", { ...LINE, submitForApproval: true })], { atomic: true });
  t.match(answer, { kind: "refused", refusal: { violations: [{ code: "MALFORMED", facts: { line: "1" } }] } });
  const approvalId = await submit(
    test,
    "assign-role",
    { personId: "PAM", role: "PC", entityIds: [], branchIds: [], from: "2025-06-01" },
    "ADAM",
  );
  const ofApproval = await test.refuse("grant-approval", { approvalId, submitForApproval: true }, as("SAM"));
  t.strictSame(codesOf(ofApproval), ["AUTHORITY_EXCEEDED"], "an approval does not wait for an approval");
});

t.test("ORG-6 who administrates or directs one company gives and takes no roles in another", async (t) => {
  const test = await openCompany();
  const somewhere = (entityIds: readonly string[], personId = "PAM", role = "PC") => ({
    ...{ personId, role, entityIds, branchIds: [], from: "2025-06-01" },
  });
  for (const personId of ["MARA", "MILA"]) await test.accept("register-person", { personId, name: personId }, as("ADAM"));
  await grant(test, await submit(test, "assign-role", somewhere(["MX01"], "MARA", "ADM"), "ADAM"), "DIRK");
  await grant(test, await submit(test, "assign-role", somewhere(["MX01"], "MILA", "DIR"), "ADAM"), "DIRK");
  for (const entityIds of [["CO01"], ["MX01", "CO01"], []]) {
    const refusal = await test.refuse("assign-role", { ...somewhere(entityIds), submitForApproval: true }, as("MARA"));
    t.match(refusal.violations[0], { code: "NOT_AUTHORISED" }, JSON.stringify(entityIds));
  }
  const directedFromMexico = await submit(test, "assign-role", somewhere(["CO01"]), "ADAM");
  await grant(test, directedFromMexico, "MILA");
  t.match(JSON.parse((await lastOf(test, directedFromMexico))?.data ?? "{}"), { code: "APPROVAL_REQUIRED" });
  const atHome = await submit(test, "assign-role", somewhere(["MX01"]), "MARA");
  await grant(test, atHome, "MILA");
  t.equal((await courseOf(test, atHome)).at(-1), "ApprovalExecuted");
  const key = { keyId: "MINE", personId: "DIRK", secretHash: "a".repeat(64) };
  t.strictSame(
    codesOf(await test.refuse("issue-api-key", key, as("MARA"))),
    ["NOT_AUTHORISED"],
    "nor a key of somebody who acts elsewhere",
  );
  t.strictSame(codesOf(await test.refuse("deactivate-person", { personId: "DIRK" }, as("MARA"))), ["NOT_AUTHORISED"]);
  await test.accept("issue-api-key", { ...key, personId: "MILA" }, as("MARA"));
  const dirk = { personId: "DIRK", role: "DIR", entityIds: [], branchIds: [], from: "2025-06-01" };
  t.match((await test.refuse("revoke-role", { ...dirk, submitForApproval: true }, as("MARA"))).violations, [{ code: "NOT_AUTHORISED" }]);
});
