import t from "tap";
import {
  AssignmentEnded,
  AssignmentMade,
  CustomerBlocked,
  CustomerDataChanged,
  CustomerUnblocked,
} from "../../../schemas/events/customer.ts";
import { assignSalesperson } from "../../../src/domain/customer/assign-salesperson.ts";
import { blockCustomer } from "../../../src/domain/customer/block-customer.ts";
import { customer, isBlocked, salespersonOn } from "../../../src/domain/customer/customer.ts";
import { registerCustomer } from "../../../src/domain/customer/register-customer.ts";
import { nitCheckDigit } from "../../../src/domain/customer/tax-id.ts";
import { unblockCustomer } from "../../../src/domain/customer/unblock-customer.ts";
import { updateCustomerData } from "../../../src/domain/customer/update-customer-data.ts";
import type { DecidedEvent } from "../../../src/kernel/decider.ts";
import { customerBody, setUpCompany } from "../../support/company.ts";
import { customerRegistered } from "../../support/customer-history.ts";
import { stateOf } from "../../support/folded.ts";
import { given } from "../../support/given.ts";
import { openTestLedger } from "../../support/ledger.ts";
import { personal } from "../../support/sealed-values.ts";

const register = (changes: Record<string, unknown>) => given().when(registerCustomer, customerBody("C1", changes));
const nit = (taxIdNumber: string, checkDigit: string) => register({ taxIdType: "NIT", taxIdNumber, checkDigit });

t.test("CUS-E1 a NIT has its check digit", async (t) => {
  t.match(nit("900123456", "8").events, [{ type: "CustomerRegistered", data: { checkDigit: "8" } }]);
  nit("900123456", "3").refused(t, "BAD_TAX_ID_CHECK_DIGIT", { given: "3" });
  t.strictSame(["900123456", "901234567", "900000009", "900000002"].map(nitCheckDigit), ["8", "7", "0", "1"]);
});

t.test("CUS-1 the same tax id, however it is written, is one customer in the whole installation", async (t) => {
  const test = await openTestLedger();
  await setUpCompany(test.accept);
  await test.accept("register-customer", customerBody("C1", { taxIdType: "NIT", taxIdNumber: "900.123.456", checkDigit: "8" }));
  const again = await test.refuse("register-customer", customerBody("C2", { taxIdType: "NIT", taxIdNumber: "900123456" }));
  t.match(again.violations, [{ code: "DUPLICATE_TAX_ID", facts: { owner: "customer-C1" } }]);
  await test.accept("register-customer", customerBody("C3", { taxIdType: "CC", taxIdNumber: "900123456" }));
});

t.test("CUS-3 an RFC has letters, a date that exists and a homoclave", async (t) => {
  const rfc = (taxIdNumber: string, kind: string) => register({ taxIdCountry: "MX", taxIdType: "RFC", taxIdNumber, kind });
  for (const [number, kind] of [
    ["ABC010203AB1", "LEGAL"],
    ["ÑÑÑ000229XX0", "LEGAL"],
    ["GODE561231GR8", "NATURAL"],
    ["gode-561231-gr8", "NATURAL"],
  ] as const) {
    t.strictSame(rfc(number, kind).violations, [], number);
  }
  for (const [number, kind] of [
    ["ABC010203AB1", "NATURAL"],
    ["GODE561231GR8", "LEGAL"],
    ["ABC011332AB1", "LEGAL"],
    ["ABC010230AB1", "LEGAL"],
    ["ABC010203AB", "LEGAL"],
  ] as const) {
    rfc(number, kind).refused(t, "BAD_TAX_ID", { taxIdType: "RFC" });
  }
});

t.test("a customer is at home in one known branch per legal entity", async (t) => {
  const home = (...branches: string[]) => register({ homeBranches: branches.map((branchId) => ({ entityId: "CO01", branchId })) });
  t.strictSame(home("CO01-B1").violations, []);
  home("CO01-B1", "CO01-B2").refused(t, "OVERLAPS", { homeBranches: "one per legal entity" });
  home("B9").refused(t, "RESOURCE_NOT_FOUND", { kind: "BRANCH", branchId: "B9" });
});

const seal = (text: string) => personal("customer:C1", text);
const change = (...changes: readonly (readonly [string, unknown, unknown])[]) => ({
  customerId: "C1",
  changes: changes.map(([field, from, to]) => ({ field, from, to })),
  reason: "called by the customer",
});

t.test("CUS-4 an edit names the value it was made from, and is refused with the current one when that changed", async (t) => {
  const known = customerRegistered("C1", { tradeName: seal("La Tienda"), segmentCode: "RETAIL" });
  const both = change(["tradeName", "La Tienda", "El Almacén"], ["segmentCode", "RETAIL", null]);
  given(known)
    .when(updateCustomerData, both)
    .decides(
      t,
      CustomerDataChanged({
        customerId: "C1",
        changes: [
          { field: "tradeName", from: seal("La Tienda"), to: seal("El Almacén") },
          { field: "segmentCode", from: "RETAIL", to: null },
        ],
      }),
    );
  const { violations } = given(known).when(
    updateCustomerData,
    change(["tradeName", "Otra", "El Almacén"], ["segmentCode", "RETAIL", null]),
  );
  t.strictSame(violations, [
    { code: "VALUE_CHANGED", facts: { field: "tradeName", current: seal("La Tienda") }, pointer: "/changes/0/from" },
  ]);
});

t.test("CUS-4 a change to the same value is accepted with no event, and edits of different fields merge", async (t) => {
  const known = customerRegistered("C1", { segmentCode: "RETAIL" });
  given(known)
    .when(updateCustomerData, change(["segmentCode", "RETAIL", "RETAIL"]))
    .changesNothing(t);
  const first = given(known).when(updateCustomerData, change(["segmentCode", "RETAIL", "BIG"]));
  t.strictSame(given(known, ...first.events).when(updateCustomerData, change(["language", "es-CO", "en"])).violations, []);
  given(known, ...first.events)
    .when(updateCustomerData, change(["segmentCode", "RETAIL", "SMALL"]))
    .refused(t, "VALUE_CHANGED", { current: "BIG" });
});

const made = (personId: string, from: string, more: { to?: string; substituteFor?: string } = {}) =>
  AssignmentMade({ customerId: "C1", role: "SALESPERSON", entityId: "CO01", personId, from, ...more });
const assign = (personId: string, from: string, more: Record<string, unknown> = {}) => ({
  customerId: "C1",
  entityId: "CO01",
  personId,
  from,
  ...more,
});
const assigned = (history: readonly DecidedEvent[], body: Record<string, unknown>) =>
  given(customerRegistered("C1"), ...history).when(assignSalesperson, body);

t.test("ASG-E1 assignments do not overlap, and replacing ends the former the day before", async (t) => {
  const before = [made("ANA", "2025-01-01")];
  assigned(before, assign("LUIS", "2025-07-01")).refused(t, "OVERLAPS", { personId: "ANA", from: "2025-01-01" });
  assigned(before, assign("LUIS", "2025-07-01", { replace: true })).decides(
    t,
    AssignmentEnded({ customerId: "C1", role: "SALESPERSON", entityId: "CO01", personId: "ANA", from: "2025-01-01", to: "2025-06-30" }),
    made("LUIS", "2025-07-01"),
  );
});

t.test("a block holds for its scope until that scope is lifted, and doing it twice changes nothing", async (t) => {
  const registered = customerRegistered("C1");
  const scope = (name: "ORDERS" | "ALL") => ({ customerId: "C1", scope: name });
  const because = { reason: "fraud" };
  const orders = given(registered).when(blockCustomer, { ...scope("ORDERS"), ...because });
  orders.decides(t, CustomerBlocked(scope("ORDERS")));
  given(registered, ...orders.events)
    .when(blockCustomer, { ...scope("ORDERS"), ...because })
    .changesNothing(t);
  const both = [registered, CustomerBlocked(scope("ORDERS")), CustomerBlocked(scope("ALL"))];
  given(...both)
    .when(unblockCustomer, { ...scope("ALL"), ...because })
    .decides(t, CustomerUnblocked(scope("ALL")));
  t.ok(isBlocked(stateOf(customer, "C1", [...both, CustomerUnblocked(scope("ALL"))])), "the other scope stays blocked");
  t.notOk(isBlocked(stateOf(customer, "C1", [...both, CustomerUnblocked(scope("ALL")), CustomerUnblocked(scope("ORDERS"))])));
  given(registered)
    .when(unblockCustomer, { ...scope("ALL"), ...because })
    .changesNothing(t);
});

t.test("ASG-1 intervals that touch do not overlap; what begins later is not replaced", async (t) => {
  const first = made("ANA", "2025-01-01", { to: "2025-06-30" });
  t.strictSame(assigned([first], assign("LUIS", "2025-07-01")).violations, []);
  assigned([first], assign("LUIS", "2025-06-30")).refused(t, "OVERLAPS", { to: "2025-06-30" });
  assigned([made("ANA", "2025-08-01")], assign("LUIS", "2025-07-01", { replace: true })).refused(t, "OVERLAPS", { from: "2025-08-01" });
});

t.test("ASG-1 a substitute overlays an interval, and attribution goes to the substitute", async (t) => {
  const before = [made("ANA", "2025-01-01")];
  const vacation = { to: "2025-07-15", substituteFor: "ANA" };
  const standing = assigned(before, assign("LUIS", "2025-07-01", vacation));
  standing.decides(t, made("LUIS", "2025-07-01", vacation));
  const state = stateOf(customer, "C1", [customerRegistered("C1"), ...before, ...standing.events]);
  const on = (day: string) => salespersonOn(state, "CO01", day);
  t.strictSame(
    [on("2024-12-31"), on("2025-06-30"), on("2025-07-01"), on("2025-07-15"), on("2025-07-16")],
    [undefined, "ANA", "LUIS", "LUIS", "ANA"],
  );
  assigned([...before, ...standing.events], assign("SALES", "2025-07-10", vacation)).refused(t, "OVERLAPS", { personId: "LUIS" });
  assigned(before, assign("LUIS", "2024-12-31", vacation)).refused(t, "RESOURCE_NOT_FOUND", { kind: "ASSIGNMENT", personId: "ANA" });
});
