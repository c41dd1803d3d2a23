import { UpdateCustomerDataBody } from "../../../schemas/commands/customer.ts";
import { CustomerDataChanged } from "../../../schemas/events/customer.ts";
import { broken, refuse, violation } from "../../kernel/decider.ts";
import { defineCommand } from "../facts.ts";
import { DESK, LEAD } from "../roles.ts";
import { customerOf, type FieldValue } from "./customer.ts";

export const updateCustomerData = defineCommand({
  name: "UpdateCustomerData",
  title: { en: "Update a customer's data", es: "Actualizar datos del cliente" },
  body: UpdateCustomerDataBody,
  issuedBy: [...DESK, ...LEAD, "CSR"],
  target: customerOf,
  facts: [],
  refusals: ["VALUE_CHANGED", "REASON_REQUIRED", "OVERLAPS"],

  /** Edits of different fields merge; an edit made from a value that is no longer the current one is refused with the current one. */
  decide(state, { customerId, changes }, { reasonGiven }) {
    const fields = changes.map(({ field }) => field);
    const violations = broken([
      reasonGiven ? undefined : violation("REASON_REQUIRED", {}, "/reason"),
      fields.some((field, index) => fields.indexOf(field) !== index)
        ? violation("OVERLAPS", { field: "named twice" }, "/changes")
        : undefined,
      changes.flatMap(({ field, from }, index) => {
        const current = state.data.get(field) ?? null;
        return isSame(current, from) ? [] : violation("VALUE_CHANGED", { field, current: current ?? "" }, `/changes/${index}/from`);
      }),
    ]);
    if (violations.length > 0) return refuse(...violations);
    const real = changes.filter(({ from, to }) => !isSame(from, to));
    return real.length === 0 ? [] : [CustomerDataChanged({ customerId, changes: real })];
  },
});

function isSame(a: FieldValue, b: FieldValue): boolean {
  if (a === null || b === null || typeof a === "string" || typeof b === "string") return a === b;
  return a.mac === b.mac;
}
