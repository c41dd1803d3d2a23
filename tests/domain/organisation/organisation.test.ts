import t from "tap";
import { PersonRegistered, RoleAssigned, RoleRevoked } from "../../../schemas/events/organisation.ts";
import type { Role } from "../../../schemas/roles.ts";
import { heldLevel, requiredLevel } from "../../../src/domain/authority.ts";
import { assignRole } from "../../../src/domain/organisation/assign-role.ts";
import { isBeingSetUp, LEDGER, organisation, rolesOn } from "../../../src/domain/organisation/organisation.ts";
import { revokeRole } from "../../../src/domain/organisation/revoke-role.ts";
import type { DecidedEvent } from "../../../src/kernel/decider.ts";
import { customerBody, setUpCompany } from "../../support/company.ts";
import { stateOf } from "../../support/folded.ts";
import { given } from "../../support/given.ts";
import { openTestLedger } from "../../support/ledger.ts";
import { personal } from "../../support/sealed-values.ts";

const person = (personId: string) => PersonRegistered({ personId, name: personal(`person:${personId}`, personId) });
const everywhere = { entityIds: [], branchIds: [] };
const holds = (personId: string, role: Role, from: string, to?: string) =>
  RoleAssigned({ personId, role, ...everywhere, from, ...(to !== undefined && { to }) });
const assign = (from: string, more: Record<string, unknown> = {}) => ({ personId: "ANA", role: "PC", ...everywhere, from, ...more });
const ana = person("ANA");

t.test("ORG-2 a role is an interval: on its last day it is held, on the next it is not", async (t) => {
  const state = stateOf(organisation, LEDGER, [ana, holds("ANA", "PC", "2025-02-01", "2025-06-30")]);
  const held = (day: string) => rolesOn(state, "ANA", day).length;
  t.strictSame(["2025-01-31", "2025-02-01", "2025-06-30", "2025-07-01"].map(held), [0, 1, 1, 0]);
});

t.test("the same role in the same places does not overlap in time; elsewhere it may", async (t) => {
  const history = [ana, holds("ANA", "PC", "2025-02-01", "2025-06-30")];
  given(...history)
    .when(assignRole, assign("2025-06-30"))
    .refused(t, "OVERLAPS", { from: "2025-02-01", to: "2025-06-30" });
  for (const body of [assign("2025-07-01"), assign("2025-03-01", { entityIds: ["CO01"] }), assign("2025-03-01", { role: "PA" })]) {
    t.strictSame(given(...history).when(assignRole, body).violations, []);
  }
});

t.test("a role ends the day before its revocation, and may be given again from that day", async (t) => {
  const history: readonly DecidedEvent[] = [ana, holds("ANA", "PC", "2025-02-01")];
  const revoked = given(...history).when(revokeRole, { personId: "ANA", role: "PC", ...everywhere, from: "2025-05-01" });
  revoked.decides(t, RoleRevoked({ personId: "ANA", role: "PC", ...everywhere, from: "2025-05-01" }));
  const state = stateOf(organisation, LEDGER, [...history, ...revoked.events]);
  t.strictSame([rolesOn(state, "ANA", "2025-04-30").length, rolesOn(state, "ANA", "2025-05-01").length], [1, 0]);
  t.strictSame(given(...history, ...revoked.events).when(assignRole, assign("2025-05-01")).violations, []);
  given(...history, ...revoked.events)
    .when(revokeRole, { personId: "ANA", role: "PC", ...everywhere, from: "2025-06-01" })
    .changesNothing(t);
});

t.test("a role revoked before it began was never held and takes no time", async (t) => {
  const history = [ana, holds("ANA", "PC", "2025-06-01"), RoleRevoked({ personId: "ANA", role: "PC", ...everywhere, from: "2025-05-20" })];
  t.strictSame(given(...history).when(assignRole, assign("2025-05-10")).violations, []);
});

t.test("ORG-7 one person sets the ledger up until a second one directs; from then on it is over for good", async (t) => {
  const owner = [person("OWNER"), holds("OWNER", "DIR", "1990-01-01")];
  const being = (day: string, ...more: DecidedEvent[]) => isBeingSetUp(stateOf(organisation, LEDGER, [...owner, ...more]), day);
  t.ok(being("2025-06-01"));
  t.ok(being("2025-06-01", holds("ANA", "DIR", "2025-06-02")), "not before the role begins");
  t.notOk(being("2025-06-02", holds("ANA", "DIR", "2025-06-02")));
  t.notOk(being("2026-01-01", holds("ANA", "DIR", "2025-06-02", "2025-12-31")), "nor after it ended");
});

t.test("ORG-7 setting up leaves a waiver, and afterwards the same command needs an approval", async (t) => {
  const test = await openTestLedger();
  await setUpCompany(test.accept);
  await test.accept("register-person", { personId: "ANA", name: "Ana" });
  await test.accept("assign-role", assign("2025-01-01", { role: "DIR" }));
  const metas = (await test.store.readStream("organisation-LEDGER")).map(
    ({ meta }) => JSON.parse(meta) as { command: string; waivers?: string[] },
  );
  t.strictSame(
    metas.filter(({ command }) => command === "AssignRole").map(({ waivers }) => waivers),
    [["BOOTSTRAP"]],
  );
  const refusal = await test.refuse("assign-role", assign("2025-01-01", { role: "PC" }));
  t.match(refusal.violations, [{ code: "APPROVAL_REQUIRED", facts: { by: "DIR" } }]);
});

t.test("ORG-6 a person acts only in the branches of the role; the customer's home branch is that of a command without one", async (t) => {
  const test = await openTestLedger();
  await setUpCompany(test.accept);
  await test.accept("register-branch", { entityId: "CO01", branchId: "CO01-B2", name: "Norte" });
  await test.accept("register-customer", customerBody("C1", { homeBranches: [{ entityId: "CO01", branchId: "CO01-B1" }] }));
  await test.accept("register-customer", customerBody("C2"));
  await test.accept("register-person", { personId: "ANA", name: "Ana" });
  await test.accept("assign-role", assign("2025-01-01", { role: "CC", entityIds: ["CO01"], branchIds: ["CO01-B2"] }));
  const as = { personId: "ANA", keyId: "ana" };
  const suspend = (accountId: string) => ({ accountId, suspensionId: "S1", reasonCode: "MANUAL", facts: [], cascade: "NONE" });
  const codeOf = async (accountId: string) => (await test.refuse("suspend-line", suspend(accountId), { as })).violations[0]?.code;
  t.equal(await codeOf("C1.CO01.COP"), "BRANCH_SCOPE");
  t.equal(await codeOf("C2.CO01.COP"), "ACCOUNT_NOT_FOUND", "without a home branch every branch may act, and the account has not begun");
});

const ceilings = { L1: { COP: "20000000.00" }, L2: { COP: "80000000.00" }, L3: { COP: "200000000.00" }, L4: { COP: null } };

t.test("AUTH-1 the level required is the lowest whose ceiling reaches the amount", async (t) => {
  const level = (amount: bigint) => requiredLevel(ceilings, amount, "COP");
  t.strictSame([0n, 2_000_000_000n, 2_000_000_001n, 8_000_000_001n, 20_000_000_001n].map(level), ["L1", "L1", "L2", "L3", "L4"]);
  t.equal(requiredLevel(ceilings, 1n, "USD"), undefined, "a currency without a table refuses");
});

t.test("governance §2 a person with two roles uses the higher authority, and never both to reach a quorum", async (t) => {
  const held = (...people: readonly (readonly string[])[]) => {
    const [actor = { personId: "NOBODY", roles: [] }, ...approvers] = people.map((roles, at) => ({ personId: `P${at}`, roles }));
    return heldLevel({ actor, approvers }, { kind: "LIMIT" });
  };
  t.equal(held(["CC", "DIR"]), "L3");
  t.equal(held(["PC", "COR", "CHF"]), "L4");
  t.equal(held(["SM", "AM"]), undefined, "two offices of one person");
  t.equal(held(["CC"], ["SM"], ["AM"]), "L2", "two people together");
  t.equal(held(["CC"], ["SM"]), "L1");
});

t.test("ORG-3 who stands in for another decides what was delegated, up to its amount", async (t) => {
  const onBehalfOf = { personId: "DIRECTOR", kinds: ["CREDIT_NOTE"], maxAmount: { amount: "3000000.00", currency: "COP" } };
  const held = (kind: "CREDIT_NOTE" | "REFUND", amount: bigint, currency = "COP") =>
    heldLevel({ actor: { personId: "P", roles: ["DIR"], onBehalfOf }, approvers: [] }, { kind, amount, currency });
  t.equal(held("CREDIT_NOTE", 300_000_000n), "L3");
  t.equal(held("CREDIT_NOTE", 300_000_001n), undefined);
  t.equal(held("CREDIT_NOTE", 1n, "USD"), undefined, "a limit in another currency is none");
  t.equal(held("REFUND", 1n), undefined);
});
