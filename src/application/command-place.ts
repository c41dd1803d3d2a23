import { type ApprovalState, approval } from "../domain/approval/approval.ts";
import { type CustomerState, customer } from "../domain/customer/customer.ts";
import { type Place, placeOf } from "./authorisation.ts";
import type { AnyCommand } from "./command-catalogue.ts";
import type { Desks } from "./desks.ts";

/** Where a command stands, and whose key seals what is written in it. */
export interface CommandPlace extends Place {
  readonly subjectId: string;
}

/** What is decided about a request for approval stands where the command does that the request is about. */
export async function placeOfCommand(
  definition: AnyCommand,
  body: Readonly<Record<string, unknown>>,
  desks: Pick<Desks, "settledState">,
): Promise<CommandPlace> {
  const subjectId = definition.target.subjectId(body);
  if (definition.target.fold.category === approval.category) {
    const state = await desks.settledState<ApprovalState>(approval, definition.target.id(body));
    const requested = state?.course.requested.value;
    if (requested !== undefined) {
      return { entityId: requested.entityId, branchId: requested.branchId, subjectId: requested.subjectId };
    }
  }
  const customerId = definition.target.customerId?.(body);
  const state = customerId === undefined ? undefined : await desks.settledState<CustomerState>(customer, customerId);
  return { ...placeOf(definition, body, state), subjectId };
}
