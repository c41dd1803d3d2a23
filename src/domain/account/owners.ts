import { type DeepReadonly, type Verdict, violation } from "../../kernel/decider.ts";
import type { CustomerState } from "../customer/customer.ts";
import type { LegalEntityState } from "../legal-entity/legal-entity.ts";
import type { AccountParts } from "./account-id.ts";

interface Owners {
  readonly customer: DeepReadonly<CustomerState> | undefined;
  readonly entity: DeepReadonly<LegalEntityState> | undefined;
}

/** An account begins with its first event, but its customer and its legal entity are there before. */
export function ownersAreKnown({ customerId, entityId }: AccountParts, { customer, entity }: Owners): Verdict {
  return [
    ...(customer === undefined ? [violation("CUSTOMER_NOT_FOUND", { customerId }, "/accountId")] : []),
    ...(entity === undefined ? [violation("ACCOUNT_NOT_FOUND", { entityId }, "/accountId")] : []),
  ];
}
