import t from "tap";
import { helps, isComplete, requirementOf, rolesMissing } from "../../../src/domain/approval/requirement.ts";
import { heldLevel, quorumsFor, secondPersonApproves } from "../../../src/domain/authority.ts";
import { type Signatory, type Violation, violation } from "../../../src/kernel/decider.ts";

const person = (personId: string, ...roles: string[]): Signatory => ({ personId, roles });
const exceeded = (subject: string, required: string, more: Record<string, string> = {}) =>
  violation("AUTHORITY_EXCEEDED", { subject, required, held: "NONE", ...more });
const secondPerson = (by: string, also?: string) => violation("APPROVAL_REQUIRED", { by, ...(also !== undefined && { also }) });

function requirement(...violations: readonly Violation[]) {
  const needed = requirementOf(violations);
  if (needed === undefined) throw new Error("nothing that other people could supply");
  return needed;
}

t.test("governance §3 what is missing is said as alternatives of people with roles", async (t) => {
  t.strictSame(requirement(secondPerson("CC, CHF, DIR")), [{ code: "APPROVAL_REQUIRED", quorums: [[["CC", "CHF", "DIR"]]] }]);
  t.strictSame(requirement(secondPerson("CHF", "ACC"))[0]?.quorums, [[["CHF"], ["ACC"]]], "two people of two offices");
  t.match(requirement(exceeded("LIMIT", "L2", { amount: "50.00", currency: "COP" })), [
    { subject: "LIMIT", level: "L2", amount: "50.00", currency: "COP", quorums: [[["SM"], ["AM"]], [["DIR"]], [["COR"]]] },
  ]);
  t.equal(requirement(secondPerson("DIR"), exceeded("REFUND", "L1")).length, 2, "several needs at once");
});

t.test("APR-5 whatever else is broken cannot be approved away", async (t) => {
  t.equal(requirementOf([exceeded("LIMIT", "L2"), violation("LINE_ALREADY_OPEN")]), undefined);
  t.equal(requirementOf([exceeded("LIMIT", "NONE")]), undefined, "a currency without a table");
  t.equal(requirementOf([exceeded("DELEGATION", "DELEGATED")]), undefined);
  t.equal(requirementOf([]), undefined);
});

t.test("APR-4 a quorum counts different people, each with a role it needs", async (t) => {
  const level2 = requirement(exceeded("LIMIT", "L2"));
  const maker = person("CARL", "CC");
  const complete = (...grantors: readonly Signatory[]) => isComplete(level2, { maker, grantors });
  t.notOk(complete(person("SAM", "SM")));
  t.ok(complete(person("SAM", "SM"), person("AMY", "AM")));
  t.notOk(complete(person("BOTH", "SM", "AM")), "never both offices of one person");
  t.ok(complete(person("BOTH", "SM", "AM"), person("AMY", "AM")), "the one with both fills the other slot");
  t.ok(complete(person("DIRK", "DIR")), "a higher level may always decide");
  t.strictSame(rolesMissing(level2, { maker, grantors: [person("SAM", "SM")] }), ["COR", "AM", "DIR"]);
  t.notOk(helps(level2, { maker, grantors: [person("SAM", "SM")] }, person("SUE", "SM")), "a second sales manager adds nothing");
});

t.test("the maker counts for a level like anybody else, and never as the second person", async (t) => {
  const maker = person("SAM", "SM");
  t.ok(isComplete(requirement(exceeded("LIMIT", "L2")), { maker, grantors: [person("AMY", "AM")] }));
  t.notOk(isComplete(requirement(secondPerson("SM")), { maker, grantors: [] }));
});

t.test("governance §2 a refund takes treasury as well, and the highest write-off two people of the direction", async (t) => {
  const complete = (subject: string, level: string, ...grantors: readonly Signatory[]) =>
    isComplete(requirement(exceeded(subject, level)), { maker: person("ANA", "PA"), grantors });
  t.notOk(complete("REFUND", "L1", person("CARL", "CC")));
  t.ok(complete("REFUND", "L1", person("CARL", "CC"), person("TESS", "TRE")));
  t.notOk(complete("REFUND", "L1", person("CARL", "CC", "TRE")), "by two people");
  t.notOk(complete("WRITE_OFF", "L4", person("CORA", "COR")));
  t.ok(complete("WRITE_OFF", "L4", person("CORA", "COR"), person("DIRK", "DIR")));
  t.ok(complete("WRITE_OFF", "L4", person("CORA", "COR"), person("CODY", "COR")));
  t.notOk(complete("WRITE_OFF", "L4", person("DIRK", "DIR"), person("DORA", "DIR")), "one of them is corporate credit");
  t.ok(complete("WRITE_OFF", "L3", person("CORA", "COR")), "alone it reaches the level below");
  t.equal(heldLevel({ actor: person("CORA", "COR"), approvers: [] }, { kind: "WRITE_OFF" }), "L3");
  t.equal(heldLevel({ actor: person("CORA", "COR"), approvers: [person("DIRK", "DIR")] }, { kind: "WRITE_OFF" }), "L4");
  t.strictSame(quorumsFor("L4", "REFUND"), [[["COR"], ["TRE"]]]);
});

t.test("ORG-E1 3,000,000.00 may be approved under a delegation up to it, 3,000,000.01 may not", async (t) => {
  const delegate: Signatory = {
    personId: "ANA",
    roles: ["DIR"],
    onBehalfOf: { personId: "DIRK", kinds: ["CREDIT_NOTE"], maxAmount: { amount: "3000000.00", currency: "COP" } },
  };
  const may = (subject: string, amount: string, currency = "COP") =>
    helps(requirement(exceeded(subject, "L3", { amount, currency })), { maker: person("ACE", "ACC"), grantors: [] }, delegate);
  t.ok(may("CREDIT_NOTE", "3000000.00"));
  t.notOk(may("CREDIT_NOTE", "3000000.01"));
  t.notOk(may("CREDIT_NOTE", "1.00", "USD"), "a limit in another currency is none");
  t.notOk(may("LIMIT", "1.00"), "another kind of decision was not delegated");
  t.notOk(helps(requirement(secondPerson("DIR")), { maker: undefined, grantors: [] }, delegate), "nor is being the second person");
});

t.test("the delegator and who stands in for them are not two people", async (t) => {
  const twoSlots = requirement(exceeded("WRITE_OFF", "L4"));
  const standIn: Signatory = { personId: "ANA", roles: ["COR"], onBehalfOf: { personId: "CORA", kinds: ["WRITE_OFF"] } };
  t.notOk(isComplete(twoSlots, { maker: person("ACE", "ACC"), grantors: [person("CORA", "COR"), standIn] }));
  t.ok(isComplete(twoSlots, { maker: person("ACE", "ACC"), grantors: [person("DIRK", "DIR"), standIn] }));
});

t.test("two slots of a second person are filled by two people", async (t) => {
  const approve = (...approvers: readonly Signatory[]) => secondPersonApproves({ approvers }, ["CHF"], ["ACC"]);
  t.equal(approve(person("CHIP", "CHF"), person("ACE", "ACC")), undefined);
  t.match(approve(person("CHIP", "CHF", "ACC")), { code: "APPROVAL_REQUIRED", facts: { by: "CHF", also: "ACC" } });
});
