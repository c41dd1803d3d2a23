import { LineClosed } from "../../../schemas/events/account/credit-line.ts";
import { AssignmentMade, CustomerBlocked } from "../../../schemas/events/customer.ts";
import { openCreditLine } from "../../../src/domain/account/credit-line/open-credit-line.ts";
import { reinstateLine } from "../../../src/domain/account/credit-line/reinstate-line.ts";
import { suspendLine } from "../../../src/domain/account/credit-line/suspend-line.ts";
import { assignSalesperson } from "../../../src/domain/customer/assign-salesperson.ts";
import { customer } from "../../../src/domain/customer/customer.ts";
import { registerCustomer } from "../../../src/domain/customer/register-customer.ts";
import { updateCustomerData } from "../../../src/domain/customer/update-customer-data.ts";
import { ACCOUNT, creditLineOpened, invoiceRecorded, lineSuspended } from "../../support/account-history.ts";
import { customerBody, lineBody } from "../../support/company.ts";
import { customerRegistered } from "../../support/customer-history.ts";
import { stateOf } from "../../support/folded.ts";
import { given, type Occasion } from "../../support/given.ts";
import { openTestLedger } from "../../support/ledger.ts";
import type { RefusalCases } from "./refusal-case.ts";

const nit = (taxIdNumber: string, checkDigit: string) => customerBody("C1", { taxIdType: "NIT", taxIdNumber, checkDigit });
const change = (from: string | null, ...more: readonly unknown[]) => ({
  customerId: "C1",
  changes: [{ field: "segmentCode", from, to: "BIG" }, ...more],
  reason: "called",
});
const assign = { customerId: "C1", entityId: "CO01", personId: "LUIS", from: "2025-07-01" };
const assigned = AssignmentMade({ customerId: "C1", role: "SALESPERSON", entityId: "CO01", personId: "ANA", from: "2025-01-01" });

const opening = (changes: Record<string, unknown> = {}, occasion: Occasion = {}) =>
  given().when(openCreditLine, lineBody(ACCOUNT, "1000.00", { applicationId: "CA1", waivers: [], ...changes }), occasion);

const suspend = { accountId: ACCOUNT, suspensionId: "S1", reasonCode: "MANUAL", facts: [], cascade: "NONE" };
const lift = { accountId: ACCOUNT, suspensionId: "S1", reason: "agreed" };
const pastDue = [creditLineOpened("20000000.01"), lineSuspended("S1", "PAST_DUE")];
const manual = [creditLineOpened(), lineSuspended("S1")];
const opinion = (personId: string) => ({ personId, text: "agreed", favourable: true });

export const customerRefusals: RefusalCases = {
  RegisterCustomer: {
    BAD_TAX_ID: () => given().when(registerCustomer, nit("9001X3456", "8")),
    BAD_TAX_ID_CHECK_DIGIT: () => given().when(registerCustomer, nit("900123456", "3")),
    async DUPLICATE_TAX_ID() {
      const test = await openTestLedger();
      await test.accept("register-customer", customerBody("C1"));
      return test.refuse("register-customer", customerBody("C2", { taxIdNumber: "t c1" }));
    },
    OVERLAPS: () => given(customerRegistered("C1")).when(registerCustomer, customerBody("C1")),
    RESOURCE_NOT_FOUND: () => given().when(registerCustomer, customerBody("C1", { homeBranches: [{ entityId: "CO09", branchId: "B" }] })),
  },
  UpdateCustomerData: {
    VALUE_CHANGED: () => given(customerRegistered("C1")).when(updateCustomerData, change("RETAIL")),
    REASON_REQUIRED: () =>
      given(customerRegistered("C1")).when(updateCustomerData, JSON.parse(JSON.stringify({ ...change(null), reason: undefined }))),
    OVERLAPS: () =>
      given(customerRegistered("C1")).when(updateCustomerData, change(null, { field: "segmentCode", from: null, to: "SMALL" })),
  },
  AssignSalesperson: {
    PERSON_NOT_FOUND: () => given(customerRegistered("C1")).when(assignSalesperson, { ...assign, personId: "NOBODY" }),
    RESOURCE_NOT_FOUND: () => given(customerRegistered("C1")).when(assignSalesperson, assign, { entity: undefined }),
    VALIDITY_INVERTED: () => given(customerRegistered("C1")).when(assignSalesperson, { ...assign, to: "2025-06-30" }),
    OVERLAPS: () => given(customerRegistered("C1"), assigned).when(assignSalesperson, assign),
  },
  OpenCreditLine: {
    CUSTOMER_NOT_FOUND: () => opening({}, { customer: undefined }),
    ACCOUNT_NOT_FOUND: () => opening({}, { entity: undefined }),
    OVERLAPS: () =>
      given(creditLineOpened("1.00", { lineId: "L-C1" }), LineClosed({ lineId: "L-C1" })).when(
        openCreditLine,
        lineBody(ACCOUNT, "1000.00", { applicationId: "CA1", waivers: [] }),
      ),
    LINE_ALREADY_OPEN: () => given(creditLineOpened()).when(openCreditLine, lineBody(ACCOUNT, "1.00")),
    LIMIT_NOT_POSITIVE: () => opening({ limit: { amount: "0", currency: "COP" } }),
    CURRENCY_MISMATCH: () => opening({ limit: { amount: "1", currency: "USD" } }),
    VALIDITY_INVERTED: () => opening({ validTo: "2024-12-31" }),
    UNKNOWN_TERMS: () => opening({ termsCode: "NET7" }),
    GUARANTEE_NOT_FOUND: () => opening({ guaranteeIds: ["G1"] }),
    CONTRACT_NOT_FOUND: () => opening({ contractId: "K1" }),
    CUSTOMER_BLOCKED: () =>
      opening(
        {},
        { customer: stateOf(customer, "C1", [customerRegistered("C1"), CustomerBlocked({ customerId: "C1", scope: "ORDERS" })]) },
      ),
    CUSTOMER_NOT_ACTIVE: () => opening({}, { customerFile: { status: "INCOMPLETE" } }),
    FILE_INCOMPLETE: () => opening({}, { customerFile: { status: "INCOMPLETE" } }),
    APPLICATION_NOT_FOUND: () => opening({}, { creditApplication: undefined }),
    APPLICATION_NOT_APPROVED: () => opening({}, { creditApplication: { status: "OTHER", approvedLimit: 0n, used: false } }),
    LIMIT_ABOVE_APPROVED: () => opening({}, { creditApplication: { status: "APPROVED", approvedLimit: 99_999n, used: false } }),
    AUTHORITY_EXCEEDED: () => opening({}, { roles: ["PC"] }),
  },
  SuspendLine: {
    LINE_NOT_FOUND: () => given(invoiceRecorded("F1", "1.00", "2025-11-01")).when(suspendLine, suspend),
    LINE_CLOSED: () => given(creditLineOpened(), LineClosed({ lineId: "L1" })).when(suspendLine, suspend),
    OVERLAPS: () => given(creditLineOpened(), lineSuspended("S1", "LITIGATION")).when(suspendLine, suspend),
  },
  ReinstateLine: {
    SUSPENSION_NOT_FOUND: () => given(creditLineOpened()).when(reinstateLine, lift),
    INVALID_TRANSITION: () => given(...manual, ...given(...manual).when(reinstateLine, lift).events).when(reinstateLine, lift),
    LINE_CLOSED: () => given(lineSuspended("S1")).when(reinstateLine, lift),
    MEDIATION_MISSING: () => given(...pastDue).when(reinstateLine, lift),
    PERSON_NOT_FOUND: () => given(...pastDue).when(reinstateLine, { ...lift, mediation: { salesOpinion: opinion("NOBODY") } }),
    VALIDITY_INVERTED: () => given(...manual).when(reinstateLine, { ...lift, until: "2025-12-06" }),
    AUTHORITY_EXCEEDED: () =>
      given(...pastDue).when(reinstateLine, { ...lift, mediation: { salesOpinion: opinion("SALES"), adminOpinion: opinion("ADMIN") } }),
    REASON_REQUIRED: () => given(...manual).when(reinstateLine, { accountId: ACCOUNT, suspensionId: "S1" }),
  },
};
