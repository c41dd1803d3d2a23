import { type ApprovalState, approval, backersOf, requestOf } from "../../domain/approval/approval.ts";
import { isBeingSetUp, LEDGER, type OrganisationState, organisation } from "../../domain/organisation/organisation.ts";
import { StoreUnavailable } from "../../event-store/port.ts";
import type { DeepReadonly, Sealed, Violation } from "../../kernel/decider.ts";
import { signatoryFor } from "../authorisation.ts";
import { commandNamed } from "../command-catalogue.ts";
import { placeOfCommand } from "../command-place.ts";
import type { Desks } from "../desks.ts";
import type { EntityTime } from "../entity-time.ts";
import type { CommandAnswer, CompletingGrant, SystemCommand } from "../ledger.ts";
import type { KeyRing } from "../ports.ts";
import type { PreparedCommand } from "../prepared-command.ts";
import { processCommandId } from "../processes/process-ids.ts";
import { approvalPolicy } from "./request-approval.ts";

export interface ExecutionParts {
  readonly desks: Desks;
  readonly keys: KeyRing;
  readonly time: EntityTime;
  /** The answer that stands in the log for a command. */
  answerOfKnown(known: { readonly commandId: string; readonly fingerprint: string }, traceId: string): Promise<CommandAnswer | undefined>;
  /** Decides a command that needs no more preparation. */
  decide(command: PreparedCommand): Promise<CommandAnswer>;
  executeAsSystem(command: SystemCommand): Promise<CommandAnswer>;
}

type Outcome =
  | { readonly outcome: "EXECUTED"; readonly eventIds: readonly string[] }
  | { readonly outcome: "FAILED"; readonly code: string };

/** About the moment, not about the business: decided again later. */
const PASSING = ["RATE_LIMITED", "IN_PROGRESS", "STORE_UNAVAILABLE", "OUTCOME_UNKNOWN"];

/**
 * Runs the stored command again, as its maker and with everybody who granted it behind it, on fresh state, and records what became of it.
 * Done again it finds what was done: the ids follow from the grant. Throws `StoreUnavailable` where it is to be tried again later, and any
 * other error where waiting does not help.
 */
export async function executeApproved(grant: CompletingGrant, parts: ExecutionParts): Promise<void> {
  // Another server may have taken the grant, or a role from somebody behind it: what is known here may be older.
  parts.desks.distrust([`${approval.category}-${grant.approvalId}`, `${organisation.category}-${LEDGER}`]);
  const state = await parts.desks.settledState<ApprovalState>(approval, grant.approvalId);
  if (state?.course.status.value !== "GRANTED") return;
  const idOf = (step: string) => processCommandId(parts.keys.ledgerId, { process: "approval", cause: grant.eventId, step, attempt: 1 });
  const commandId = idOf("execute");
  const outcome = await runAgain(state, commandId, grant, parts);
  const recorded = await parts.executeAsSystem({
    command: "record-approval-outcome",
    body: { approvalId: grant.approvalId, commandId, ...outcome },
    commandId: idOf("record"),
    causationId: grant.eventId,
    traceId: traceIdOf(grant),
  });
  if (recorded.kind !== "refused") return;
  const code = recorded.refusal.violations[0]?.code ?? "INTERNAL_ERROR";
  if (PASSING.includes(code)) throw notYet(recorded.refusal.violations);
  throw new Error(`the outcome of approval ${grant.approvalId} could not be recorded: ${code}`);
}

async function runAgain(
  state: DeepReadonly<ApprovalState>,
  commandId: string,
  grant: CompletingGrant,
  parts: ExecutionParts,
): Promise<Outcome> {
  // What took effect did so, whatever became of its maker since: this comes before any question of authority.
  const known = await parts.answerOfKnown({ commandId, fingerprint: requestOf(state).commandHash }, traceIdOf(grant));
  if (known !== undefined) return outcomeOf(known);
  const command = await commandAgain(state, commandId, grant, parts);
  if (!("definition" in command)) return command;
  return outcomeOf(await parts.decide(command));
}

function outcomeOf(answer: CommandAnswer): Outcome {
  if (answer.kind === "accepted") return { outcome: "EXECUTED", eventIds: answer.body.events.map(({ eventId }) => eventId) };
  const code = answer.kind === "refused" ? (answer.refusal.violations[0]?.code ?? "INTERNAL_ERROR") : "APPROVAL_REQUIRED";
  if (answer.kind === "refused" && PASSING.includes(code)) throw notYet(answer.refusal.violations);
  return { outcome: "FAILED", code: code === "STALE_REVISION" ? "STATE_CHANGED_SINCE_REQUEST" : code };
}

/** The command as it is decided now, or why its maker may not send it any more. Its body was sealed and its form examined when it came. */
async function commandAgain(
  state: DeepReadonly<ApprovalState>,
  commandId: string,
  grant: CompletingGrant,
  { desks, time }: ExecutionParts,
): Promise<PreparedCommand | (Outcome & { readonly outcome: "FAILED" })> {
  const requested = requestOf(state);
  const { command, maker, commandHash, revision, onRevisionOnly } = requested;
  const body = requested.body as Readonly<Record<string, unknown>>;
  const definition = commandNamed(command);
  if (definition === undefined) return { outcome: "FAILED", code: "RESOURCE_NOT_FOUND" };
  const people = await desks.settledState<OrganisationState>(organisation, LEDGER);
  if (people === undefined) throw new Error("the ledger was not set up");
  const place = await placeOfCommand(definition, body, desks);
  const today = await time.today(place.entityId);
  const person = { personId: maker.personId, onBehalfOf: maker.onBehalfOf };
  const signing = signatoryFor(definition, people, person, today, place, definition.target.id(body));
  if (!signing.allowed) return { outcome: "FAILED", code: signing.violation.code };
  const policy = await approvalPolicy(place.entityId, today, desks);
  return {
    definition,
    body,
    commandId,
    fingerprint: commandHash,
    actor: signing.actor,
    approvers: backersOf(state, people, today).grantors,
    entityId: place.entityId,
    branchId: place.branchId,
    today,
    effectiveOn: body.effectiveOn as string | undefined,
    reason: body.reason as Sealed | undefined,
    correlationId: body.correlationId as string | undefined,
    causationId: grant.eventId,
    formViolations: signing.broken,
    beingSetUp: isBeingSetUp(people, today),
    submitForApproval: false,
    expected: policy.body.strict || onRevisionOnly === true ? revision : undefined,
    dryRun: false,
    traceId: traceIdOf(grant),
  };
}

function traceIdOf({ eventId }: CompletingGrant): string {
  return eventId.replaceAll("-", "");
}

function notYet(violations: readonly Violation[]): StoreUnavailable {
  return new StoreUnavailable(`an approved command could not be carried through: ${violations[0]?.code ?? "no reason"}`);
}
