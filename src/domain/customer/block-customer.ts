import { BlockCustomerBody } from "../../../schemas/commands/customer.ts";
import { CustomerBlocked } from "../../../schemas/events/customer.ts";
import { refuse, violation } from "../../kernel/decider.ts";
import { defineCommand } from "../facts.ts";
import { LEAD } from "../roles.ts";
import { customerOf } from "./customer.ts";

export const blockCustomer = defineCommand({
  name: "BlockCustomer",
  title: { en: "Block a customer", es: "Bloquear un cliente" },
  body: BlockCustomerBody,
  issuedBy: LEAD,
  target: customerOf,
  facts: [],
  refusals: ["REASON_REQUIRED"],

  /** A scope that is blocked already stays so, with no event. */
  decide({ blocks }, { customerId, scope }, { reasonGiven }) {
    if (!reasonGiven) return refuse(violation("REASON_REQUIRED", {}, "/reason"));
    return blocks.has(scope) ? [] : [CustomerBlocked({ customerId, scope })];
  },
});
