import { createHash, randomUUID } from "node:crypto";
import t from "tap";
import { ApiKeyIssued } from "../../schemas/events/organisation.ts";
import { credentialOf } from "../../src/application/credentials.ts";
import { LEDGER, organisation } from "../../src/domain/organisation/organisation.ts";
import { invoiceBody, receiptBody, setUpAccount } from "../support/company.ts";
import { stateOf } from "../support/folded.ts";
import { openTestLedger } from "../support/ledger.ts";

const ACCOUNT = "C1.CO01.COP";
const SYSTEM = { personId: "SYSTEM", keyId: "none" };
const SECRET = "s".repeat(43);
const secretHash = createHash("sha256").update(SECRET).digest("hex");
const asSystem = (command: string, body: object, commandId: string = randomUUID()) => ({
  command,
  body,
  commandId,
  traceId: "0".repeat(32),
});

t.test("nobody becomes SYSTEM: not by registration, not by a role, not by a key", async (t) => {
  const { refuse } = await openTestLedger();
  const codeOf = async (command: string, body: Readonly<Record<string, unknown>>) => (await refuse(command, body)).violations[0]?.code;
  t.equal(await codeOf("register-person", { personId: "SYSTEM", name: "Somebody" }), "OVERLAPS");
  const role = { personId: "SYSTEM", role: "DIR", entityIds: [], branchIds: [], from: "2025-01-01" };
  t.equal(await codeOf("assign-role", role), "PERSON_NOT_FOUND");
  t.equal(await codeOf("issue-api-key", { keyId: "k", personId: "SYSTEM", secretHash }), "PERSON_NOT_FOUND");
});

t.test("a key that an older ledger holds for somebody of that name opens nothing", async (t) => {
  const issued = (keyId: string, personId: string) => ApiKeyIssued({ keyId, personId, secretHash });
  const people = stateOf(organisation, LEDGER, [issued("old", "SYSTEM"), issued("good", "P1")]);
  t.equal(credentialOf(people as never, `old.${SECRET}`, 0), undefined);
  t.match(credentialOf(people as never, `good.${SECRET}`, 0), { personId: "P1" });
});

t.test("a request in the name of SYSTEM has no role, and a body cannot say who caused it", async (t) => {
  const test = await openTestLedger();
  await setUpAccount(test);
  const body = receiptBody(ACCOUNT, "R1", "1.00", "2025-05-20");
  t.not((await test.refuse("register-receipt", body, { as: SYSTEM })).violations[0]?.code, undefined);
  t.match((await test.refuse("register-receipt", { ...body, causationId: "x" })).violations, [{ code: "UNKNOWN_FIELD" }]);
});

t.test("SYSTEM may do everywhere what SYS may, and nothing else", async (t) => {
  const { ledger, ...test } = await openTestLedger();
  await setUpAccount(test);
  const forbidden = await ledger.executeAsSystem(asSystem("record-invoice", invoiceBody(ACCOUNT, "F1", "1.00", "2025-05-01")));
  t.match(forbidden, { kind: "refused", refusal: { violations: [{ code: "NOT_AUTHORISED" }] } });
  const allowed = asSystem("register-receipt", receiptBody(ACCOUNT, "R1", "1.00", "2025-05-20"));
  t.match(await ledger.executeAsSystem(allowed), {
    kind: "accepted",
    changed: true,
    replayed: false,
    body: { commandId: allowed.commandId },
  });
  t.match(await ledger.executeAsSystem(allowed), { kind: "accepted", changed: true, replayed: true });
});

t.test("what SYSTEM finds unchanged leaves no trace, whoever else may send the command", async (t) => {
  const { ledger, store, ...test } = await openTestLedger();
  await setUpAccount(test);
  await test.accept("record-invoice", invoiceBody(ACCOUNT, "F1", "1.00", "2025-05-01"));
  const before = (await store.head()).ordinal;
  const unflag = { accountId: ACCOUNT, instalmentId: "F1.1", flag: "HOLD", reason: "closed" };
  const again = await ledger.executeAsSystem(asSystem("unflag-item", unflag));
  t.match(again, { kind: "accepted", changed: false, body: { events: [] } });
  t.equal((await store.head()).ordinal, before);
});
