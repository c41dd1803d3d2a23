import t from "tap";
import { CalendarDefined, PolicyDefined } from "../../../schemas/events/governance.ts";
import { POLICY_KINDS, type PolicyBody, type PolicyKind } from "../../../schemas/policies.ts";
import { addBusinessDays, businessCalendar, calendar } from "../../../src/domain/calendar/business-calendar.ts";
import { defineCalendar } from "../../../src/domain/calendar/define-calendar.ts";
import { BUILT_IN_POLICIES } from "../../../src/domain/policy/built-in-policies.ts";
import { definePolicy } from "../../../src/domain/policy/define-policy.ts";
import { policy, versionInForce } from "../../../src/domain/policy/policy.ts";
import { brokenPolicyRules } from "../../../src/domain/policy/policy-rules.ts";
import { invoiceBody, setUpAccount } from "../../support/company.ts";
import { COLOMBIA_2025 } from "../../support/decider-facts.ts";
import { stateOf } from "../../support/folded.ts";
import { given } from "../../support/given.ts";
import { openTestLedger } from "../../support/ledger.ts";

const define = (kind: string, body: unknown, more: Record<string, unknown> = {}) =>
  given().when(definePolicy, { entityId: "CO01", kind, version: 1, validFrom: "2025-01-01", body, reason: "board", ...more });
const bucket = (fromDays: number | null, toDays: number | null) => ({ code: `B${fromDays ?? "X"}`, fromDays, toDays });
const aging = (...buckets: readonly (readonly [number | null, number | null])[]) =>
  define("aging", { base: "DUE", buckets: buckets.map(([from, to]) => bucket(from, to)) });

t.test("POL-E1 buckets neither overlap nor leave a gap", async (t) => {
  aging([1, 31], [30, 61]).refused(t, "BUCKETS_OVERLAP");
  aging([1, 31], [32, 61]).refused(t, "BUCKETS_GAP", { before: "B1", after: "B32" });
  t.strictSame(aging([null, 1], [1, 31], [31, null]).violations, []);
  aging([1, 31], [31, 61]).refused(t, "BUCKETS_GAP", { at: "first or last bucket" });
  aging([null, null], [null, null]).refused(t, "BAD_POLICY");
});

t.test("the built-in policies keep the rules of policies", async (t) => {
  for (const kind of POLICY_KINDS) t.strictSame(brokenPolicyRules(kind, BUILT_IN_POLICIES[kind] as PolicyBody<PolicyKind>), [], kind);
});

t.test("POL-3 a body has the shape of its kind and no unknown field; a parameter it leaves out has its built-in default", async (t) => {
  define("discount", { base: "GROSS", surprise: true }).refused(t, "BAD_POLICY");
  define("promise", { maxDays: 30, toleranceDays: 2, partialMinPct: "100.01", clearanceWaitDays: 5 }).refused(t, "BAD_POLICY");
  t.match(define("discount", { base: "NET" }).events, [{ type: "PolicyDefined", data: { body: { base: "NET" } } }]);
  const { events } = define("promise", { maxDays: 10 });
  t.match(events, [{ data: { body: { maxDays: 10 } } }], "it is stored as it was defined");
  const { version, body } = versionInForce(stateOf(policy, "promise.CO01", events), "promise", "2025-06-01");
  t.strictSame([version, body], [1, { ...BUILT_IN_POLICIES.promise, maxDays: 10 }]);
});

t.test("TERM-1 percentages of terms sum to one hundred, and dates are in order", async (t) => {
  const due = { kind: "NET", days: 30 };
  const split = (...percentages: string[]) =>
    define("terms", { codes: { HALVES: { due: { kind: "SPLIT", parts: percentages.map((pct) => ({ pct, due })) }, rollRule: "NONE" } } });
  t.strictSame(split("33.333333", "33.333333", "33.333334").violations, []);
  split("50.00", "49.999999").refused(t, "BAD_POLICY");
  const dates = (...list: string[]) => define("terms", { codes: { TWICE: { due: { kind: "FIXED", dates: list }, rollRule: "NONE" } } });
  t.strictSame(dates("2025-06-30", "2025-12-31").violations, []);
  dates("2025-12-31", "2025-06-30").refused(t, "BAD_POLICY");
});

t.test("an amount of a policy is one its currency can have", async (t) => {
  const till = (currency: string, amount: string) => define("till", { required: true, maxDifference: { [currency]: amount } });
  t.strictSame(till("COP", "10000.00").violations, []);
  till("COP", "10000.001").refused(t, "BAD_POLICY");
  till("CLP", "0.5").refused(t, "BAD_POLICY");
  till("ZZZ", "1").refused(t, "UNKNOWN_CURRENCY", { currency: "ZZZ" });
  const authority = { ...BUILT_IN_POLICIES.authority, LIMIT: { ...BUILT_IN_POLICIES.authority.LIMIT, L1: { COP: "1.0001" } } };
  define("authority", authority).refused(t, "BAD_POLICY");
});

t.test("governance §4 neither a version nor its beginning is used twice", async (t) => {
  const first = PolicyDefined({
    entityId: "CO01",
    kind: "discount",
    version: 1,
    validFrom: "2025-01-01",
    body: { base: "NET" },
    contentHash: "0".repeat(64),
  });
  const next = (version: number, validFrom: string) =>
    given(first).when(definePolicy, { entityId: "CO01", kind: "discount", version, validFrom, body: { base: "GROSS" }, reason: "board" });
  next(1, "2026-01-01").refused(t, "OVERLAPS", { version: "1", validFrom: "2025-01-01" });
  next(2, "2025-01-01").refused(t, "OVERLAPS");
  t.strictSame(next(2, "2026-01-01").violations, []);
});

t.test("POL-1 the version in force on a day is the latest that began by then, and before the first the built-in one", async (t) => {
  const defined = (version: number, validFrom: string, base: string) =>
    PolicyDefined({ entityId: "CO01", kind: "discount", version, validFrom, body: { base }, contentHash: "0".repeat(64) });
  const state = stateOf(policy, "discount.CO01", [defined(1, "2025-03-01", "NET"), defined(7, "2025-01-01", "GROSS")]);
  const on = (day: string) => versionInForce(state, "discount", day).version;
  t.strictSame(["2024-12-31", "2025-01-01", "2025-02-28", "2025-03-01", "2026-01-01"].map(on), [0, 7, 7, 1, 1]);
});

t.test("POL-2 a decision stores the versions it used, and a later version does not touch it", async (t) => {
  const test = await openTestLedger();
  await setUpAccount(test);
  await test.accept("record-invoice", invoiceBody("C1.CO01.COP", "F1", "100.00", "2025-05-01"));
  const terms = { codes: { NET30: { due: { kind: "NET", days: 31 }, rollRule: "NONE" } } };
  await test.accept("define-policy", {
    entityId: "CO01",
    kind: "terms",
    version: 4,
    validFrom: "2025-01-01",
    body: terms,
    reason: "board",
  });
  await test.accept("record-invoice", invoiceBody("C1.CO01.COP", "F2", "100.00", "2025-05-01"));
  const invoices = (await test.store.readStream("account-C1.CO01.COP")).filter(({ type }) => type === "InvoiceRecorded");
  const kept = invoices.map(({ data, meta }) => [JSON.parse(data).instalments[0].dueOn, JSON.parse(meta).policyVersions.terms]);
  t.strictSame(kept, [
    ["2025-05-31", 0],
    ["2025-06-01", 4],
  ]);
});

t.test("CAL-E1 Friday and one business day is Tuesday after a holiday Monday", async (t) => {
  const colombia = businessCalendar(stateOf(calendar, "CO", [COLOMBIA_2025]));
  t.equal(addBusinessDays(colombia, "2025-11-14", 1), "2025-11-18");
  t.equal(addBusinessDays(colombia, "2025-11-14", 0), "2025-11-14");
  t.equal(addBusinessDays(colombia, "2025-12-30", 2), undefined, "no calendar of 2026");
});

t.test("governance §5 a year is defined again when it changes, and its holidays lie in it", async (t) => {
  const { country, year, holidays, weekend } = COLOMBIA_2025.data;
  const body = { country, year, holidays, weekend };
  given(COLOMBIA_2025).when(defineCalendar, body).changesNothing(t);
  given(COLOMBIA_2025)
    .when(defineCalendar, { ...body, holidays: [...holidays].reverse() })
    .changesNothing(t);
  const late = { ...body, holidays: [...holidays, "2025-12-26"] };
  given(COLOMBIA_2025).when(defineCalendar, late).decides(t, CalendarDefined(late));
  given()
    .when(defineCalendar, { ...body, holidays: ["2026-01-01"] })
    .refused(t, "BAD_DATE", { day: "2026-01-01", year: "2025" });
});
