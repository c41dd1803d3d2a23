import { UnblockCustomerBody } from "../../../schemas/commands/customer.ts";
import { CustomerUnblocked } from "../../../schemas/events/customer.ts";
import { refuse, violation } from "../../kernel/decider.ts";
import { defineCommand } from "../facts.ts";
import { LEAD } from "../roles.ts";
import { customerOf } from "./customer.ts";

export const unblockCustomer = defineCommand({
  name: "UnblockCustomer",
  title: { en: "Unblock a customer", es: "Desbloquear un cliente" },
  body: UnblockCustomerBody,
  issuedBy: LEAD,
  target: customerOf,
  facts: [],
  refusals: ["REASON_REQUIRED"],

  /** Only the scope that is named: who is blocked for ORDERS and for ALL stays blocked for the other. */
  decide({ blocks }, { customerId, scope }, { reasonGiven }) {
    if (!reasonGiven) return refuse(violation("REASON_REQUIRED", {}, "/reason"));
    return blocks.has(scope) ? [CustomerUnblocked({ customerId, scope })] : [];
  },
});
