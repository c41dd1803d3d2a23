import { CustomerRegistered } from "../../schemas/events/customer.ts";
import type { EventData } from "../../schemas/events/registry.ts";
import { personal } from "./sealed-values.ts";

/** A Colombian company at home in the first branch. */
export function customerRegistered(customerId: string, more: Partial<EventData<"CustomerRegistered">> = {}) {
  const subjectId = `customer:${customerId}`;
  return CustomerRegistered({
    customerId,
    taxIdCountry: "CO",
    taxIdType: "NIT",
    taxIdNumber: personal(subjectId, "900123456"),
    checkDigit: "8",
    kind: "LEGAL",
    legalName: personal(subjectId, `Customer ${customerId}`),
    addresses: [],
    language: "es-CO",
    homeBranches: [{ entityId: "CO01", branchId: "CO01-B1" }],
    ...more,
  });
}
