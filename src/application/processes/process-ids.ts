import { SYSTEM } from "../../domain/organisation/organisation.ts";
import { uuidV5 } from "../identity.ts";

/** What a step's id is made of. */
export interface StepIdentity {
  readonly process: string;
  /** The id of the event; of a calendar process the legal entity and the business date. */
  readonly cause: string;
  readonly step: string;
  /** From 1; a step that was parked is tried again under the next one. */
  readonly attempt: number;
}

/**
 * The id of a process's command: the same step of the same cause is the same command however often it is sent. Nobody else's command gets
 * such an id, since nobody can be registered as SYSTEM.
 */
export function processCommandId(ledgerId: string, { process, cause, step, attempt }: StepIdentity): string {
  return uuidV5(ledgerId, [SYSTEM, process, cause, step, attempt].join("\n"));
}

/** The id of a parked step: of all its attempts. `owner` is the event, or of a calendar process the legal entity. */
export function parkedIdOf(ledgerId: string, process: string, owner: string, step: string): string {
  return uuidV5(ledgerId, [SYSTEM, "parked", process, owner, step].join("\n"));
}
