import t from "tap";
import {
  ApiKeyIssued,
  ApiKeyRevoked,
  DelegationGranted,
  DelegationRevoked,
  PersonDeactivated,
  PersonRegistered,
  RoleAssigned,
  RoleRevoked,
} from "../../../schemas/events/organisation.ts";
import type { Role } from "../../../schemas/roles.ts";
import { deactivatePerson } from "../../../src/domain/organisation/deactivate-person.ts";
import { delegationBetween } from "../../../src/domain/organisation/delegations.ts";
import { grantDelegation } from "../../../src/domain/organisation/grant-delegation.ts";
import { LEDGER, organisation, rolesOn } from "../../../src/domain/organisation/organisation.ts";
import { revokeDelegation } from "../../../src/domain/organisation/revoke-delegation.ts";
import type { DecidedEvent } from "../../../src/kernel/decider.ts";
import { stateOf } from "../../support/folded.ts";
import { given } from "../../support/given.ts";
import { personal } from "../../support/sealed-values.ts";

const person = (personId: string) => PersonRegistered({ personId, name: personal(`person:${personId}`, personId) });
const holds = (personId: string, role: Role, from = "2025-01-01") => RoleAssigned({ personId, role, entityIds: [], branchIds: [], from });
const people = [person("DIRK"), person("ANA"), holds("DIRK", "DIR"), holds("ANA", "PC")];

const body = { delegationId: "D-1", fromPerson: "DIRK", toPerson: "ANA", kinds: ["CREDIT_NOTE"], from: "2025-11-01", to: "2025-11-30" };
const granted = DelegationGranted(body);
const dirk = { personId: "DIRK", roles: ["DIR"] };
const live = (day: string, ...more: readonly DecidedEvent[]) =>
  delegationBetween(stateOf(organisation, LEDGER, [...people, granted, ...more]), "DIRK", "ANA", day) !== undefined;

t.test("ORG-E1 a delegation is live from its first to its last day, until it is revoked", async (t) => {
  t.strictSame(
    ["2025-10-31", "2025-11-01", "2025-11-30", "2025-12-01"].map((day) => live(day)),
    [false, true, true, false],
  );
  const revoked = given(...people, granted).when(revokeDelegation, { delegationId: "D-1" }, dirk);
  revoked.decides(t, DelegationRevoked({ delegationId: "D-1", fromPerson: "DIRK", toPerson: "ANA" }));
  t.notOk(live("2025-11-20", ...revoked.events));
  given(...people, granted, ...revoked.events)
    .when(revokeDelegation, { delegationId: "D-1" }, dirk)
    .changesNothing(t);
});

t.test("ORG-3 only the delegator delegates, and only what they have a part in themselves", async (t) => {
  given(...people)
    .when(grantDelegation, body, dirk)
    .decides(t, granted);
  given(...people)
    .when(grantDelegation, body, { personId: "ANA", roles: ["PC"] })
    .refused(t, "NOT_AUTHORISED");
  const back = { ...body, delegationId: "D-2", fromPerson: "ANA", toPerson: "DIRK" };
  given(...people, granted)
    .when(grantDelegation, back, { personId: "ANA", roles: ["PC"] })
    .refused(t, "AUTHORITY_EXCEEDED", { subject: "CREDIT_NOTE" });
});

t.test("between two people there is one delegation at a time, and an id names one for ever", async (t) => {
  const again = (more: Record<string, unknown>) => given(...people, granted).when(grantDelegation, { ...body, ...more }, dirk);
  again({ delegationId: "D-2", from: "2025-11-30", to: "2025-12-31" }).refused(t, "OVERLAPS", { delegationId: "D-1", to: "2025-11-30" });
  again({ from: "2025-12-01", to: "2025-12-31" }).refused(t, "OVERLAPS", { delegationId: "D-1" });
  t.strictSame(again({ delegationId: "D-2", from: "2025-12-01", to: "2025-12-31" }).violations, []);
  const revoked = DelegationRevoked({ delegationId: "D-1", fromPerson: "DIRK", toPerson: "ANA" });
  const anew = given(...people, granted, revoked).when(grantDelegation, { ...body, delegationId: "D-2" }, dirk);
  t.strictSame(anew.violations, []);
});

t.test("who leaves holds no role from that day, has no key that works, and nobody acts in their place", async (t) => {
  const key = ApiKeyIssued({ keyId: "k1", personId: "DIRK", secretHash: "a".repeat(64) });
  const later = holds("DIRK", "CHF", "2026-01-01");
  const left = given(...people, granted, key, later).when(deactivatePerson, { personId: "DIRK" });
  left.decides(
    t,
    RoleRevoked({ personId: "DIRK", role: "DIR", entityIds: [], branchIds: [], from: "2025-11-20" }),
    RoleRevoked({ personId: "DIRK", role: "CHF", entityIds: [], branchIds: [], from: "2025-11-20" }),
    ApiKeyRevoked({ keyId: "k1" }),
    PersonDeactivated({ personId: "DIRK" }),
  );
  const after = stateOf(organisation, LEDGER, [...people, granted, key, later, ...left.events]);
  t.strictSame([rolesOn(after, "DIRK", "2025-11-19").length, rolesOn(after, "DIRK", "2025-11-20").length], [1, 0]);
  t.strictSame(rolesOn(after, "DIRK", "2026-06-01"), []);
  t.equal(delegationBetween(after, "DIRK", "ANA", "2025-11-20"), undefined);
  given(...people, ...left.events.slice(-1))
    .when(deactivatePerson, { personId: "DIRK" })
    .changesNothing(t);
});
