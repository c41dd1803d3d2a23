import { AssignSalespersonBody } from "../../../schemas/commands/customer.ts";
import { AssignmentEnded, AssignmentMade } from "../../../schemas/events/customer.ts";
import { addDays, type CalendarDate, END_OF_TIME } from "../../kernel/calendar-date.ts";
import { broken, refuse, type Verdict, violation } from "../../kernel/decider.ts";
import { defineCommand } from "../facts.ts";
import { personIsKnown } from "../organisation/assign-role.ts";
import { LEAD } from "../roles.ts";
import { type Assignment, customerOf } from "./customer.ts";

export const assignSalesperson = defineCommand({
  name: "AssignSalesperson",
  title: { en: "Assign a salesperson", es: "Asignar un vendedor" },
  body: AssignSalespersonBody,
  issuedBy: [...LEAD, "SM"],
  target: { ...customerOf, entityId: ({ entityId }: { readonly entityId: string; readonly customerId: string }) => entityId },
  facts: ["organisation", "entity"],
  refusals: ["PERSON_NOT_FOUND", "RESOURCE_NOT_FOUND", "VALIDITY_INVERTED", "OVERLAPS"],

  /** Assignments of one entity never overlap; `replace` ends the one in force the day before; a substitute may overlay an interval. */
  decide(state, { customerId, entityId, personId, from, to, replace, substituteFor }, { organisation, entity }) {
    const end = to ?? END_OF_TIME;
    const meets = (each: Assignment) => each.entityId === entityId && each.from <= end && from <= each.to;
    const regular = state.salespersons.value.filter((each) => meets(each) && each.substituteFor === undefined);
    const replaced = replace === true && substituteFor === undefined ? regular.filter((each) => each.from < from) : [];
    const violations = broken([
      entity === undefined ? violation("RESOURCE_NOT_FOUND", { kind: "LEGAL_ENTITY", entityId }, "/entityId") : undefined,
      personIsKnown(organisation, personId),
      to !== undefined && to < from ? violation("VALIDITY_INVERTED", { from, to }, "/to") : undefined,
      substituteFor === undefined
        ? isFree(regular.filter((each) => !replaced.includes(each)))
        : standsInForSomebody(
            regular,
            state.salespersons.value.filter((each) => meets(each) && each.substituteFor !== undefined),
            substituteFor,
            from,
            end,
          ),
    ]);
    if (violations.length > 0) return refuse(...violations);
    return [
      ...replaced.map((each) =>
        AssignmentEnded({ customerId, role: "SALESPERSON", entityId, personId: each.personId, from: each.from, to: addDays(from, -1) }),
      ),
      AssignmentMade({
        customerId,
        role: "SALESPERSON",
        entityId,
        personId,
        from,
        ...(to !== undefined && { to }),
        ...(substituteFor !== undefined && { substituteFor }),
      }),
    ];
  },
});

function isFree(taken: readonly Assignment[]): Verdict {
  return taken.map(({ personId, from, to }) => violation("OVERLAPS", { personId, from, ...(to !== END_OF_TIME && { to }) }, "/from"));
}

function standsInForSomebody(
  regular: readonly Assignment[],
  substitutes: readonly Assignment[],
  substituteFor: string,
  from: CalendarDate,
  to: CalendarDate,
): Verdict {
  const covered = regular.some((each) => each.personId === substituteFor && each.from <= from && to <= each.to);
  if (!covered) return violation("RESOURCE_NOT_FOUND", { kind: "ASSIGNMENT", personId: substituteFor }, "/substituteFor");
  return isFree(substitutes);
}
