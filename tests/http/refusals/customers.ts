import { customerBody } from "../../support/company.ts";
import type { Area } from "./house.ts";

const nit = (taxIdNumber: string, checkDigit: string) => customerBody("NEW", { taxIdType: "NIT", taxIdNumber, checkDigit });
const change = (from: string | null, ...more: readonly unknown[]) => ({
  customerId: "CUS",
  changes: [{ field: "segmentCode", from, to: "BIG" }, ...more],
  reason: "called",
});
const assign = { customerId: "CUS", entityId: "CO01", personId: "P-SR", from: "2025-07-01" };
const block = { customerId: "CUS", scope: "ORDERS" };

/** Master data. */
export const customers: Area = {
  name: "customers",

  async before(house) {
    await house.customers("CUS");
    await house.accept("register-customer", customerBody("HOME", { homeBranches: [{ entityId: "CO01", branchId: "CO01-B1" }] }));
    await house.accept("assign-salesperson", { ...assign, personId: "OWNER", from: "2025-01-01" });
  },

  cases: {
    "register-customer": [
      ["BAD_TAX_ID", "a letter in the number", nit("9001X3456", "8")],
      ["BAD_TAX_ID_CHECK_DIGIT", "a wrong check digit", nit("900123456", "3")],
      ["DUPLICATE_TAX_ID", "another customer has it", customerBody("NEW", { taxIdNumber: "t cus" })],
      ["OVERLAPS", "the customer is there", customerBody("CUS")],
      ["RESOURCE_NOT_FOUND", "no such company", customerBody("NEW", { homeBranches: [{ entityId: "CO09", branchId: "B" }] })],
    ],
    "update-customer-data": [
      ["CUSTOMER_NOT_FOUND", "no such customer", { ...change(null), customerId: "NONE" }],
      ["VALUE_CHANGED", "it was something else", change("RETAIL")],
      ["REASON_REQUIRED", "no reason", { ...change(null), reason: undefined }],
      ["OVERLAPS", "one field twice", change(null, { field: "segmentCode", from: null, to: "SMALL" })],
    ],
    "assign-salesperson": [
      ["PERSON_NOT_FOUND", "nobody of that name", { ...assign, personId: "NONE" }],
      ["RESOURCE_NOT_FOUND", "no such company", { ...assign, entityId: "CO09" }],
      ["VALIDITY_INVERTED", "it ends before it begins", { ...assign, to: "2025-06-30" }],
      ["OVERLAPS", "somebody else sells to them", assign],
    ],
    "block-customer": [
      ["CUSTOMER_NOT_FOUND", "no such customer", { ...block, customerId: "NONE" }],
      ["REASON_REQUIRED", "no reason", block],
    ],
    "unblock-customer": [
      ["CUSTOMER_NOT_FOUND", "no such customer", { ...block, customerId: "NONE" }],
      ["REASON_REQUIRED", "no reason", { customerId: "BLOCKED", scope: "ALL" }],
    ],
  },
};
