import { secondPersonApproves } from "../domain/authority.ts";
import type { NewEvent } from "../event-store/port.ts";
import { MAX_APPEND_BYTES, MAX_EVENT_BYTES, NO_STREAM } from "../event-store/port.ts";
import { broken, type Claim, type DecidedEvent, isRejection, type Rejection, refuse, violation } from "../kernel/decider.ts";
import { encodeEvent, versionOf } from "./event-codec.ts";
import type { GatheredFacts } from "./gather-facts.ts";
import type { DeskEvent, PreparedCommand } from "./prepared-command.ts";
import type { StreamState } from "./stream-state.ts";

/** What was decided and folded, ready for the log. */
export interface Decided {
  readonly events: readonly NewEvent[];
  /** `at` is the place of the case that claims. */
  readonly claims: readonly (Claim & { readonly at: number })[];
}

/** A command with the facts it is decided on. */
export interface Case {
  readonly command: PreparedCommand;
  readonly gathered: GatheredFacts;
}

/** Why cases were refused: the violations of the first that was, and which one it is. */
export interface RefusedCase extends Rejection {
  readonly at: number;
}

/**
 * Decides cases one after the other, each on the state that the ones before leave, and folds what was decided, with what follows from it,
 * into that state. All or none: when one is refused, the caller takes back what was folded. Pure but for the fold: the caller holds the
 * savepoint.
 */
export function decideOn(current: StreamState, cases: readonly Case[]): Decided | RefusedCase {
  const parts: Part[] = [];
  const claimed = new Set<string>();
  for (const [at, each] of cases.entries()) {
    const part = decideOne(current, each);
    if ("rejected" in part) return { ...part, at };
    // The log takes the claims of one append together: it cannot tell that two of its cases claim the same.
    const twice = part.claims.find(({ key }) => claimed.has(key));
    if (twice !== undefined) return { ...refuse(violation(twice.code)), at };
    for (const { key } of part.claims) claimed.add(key);
    parts.push(part);
  }
  const count = parts.reduce((sum, { events }) => sum + events.length, 0);
  const silent = parts.filter((part) => part.events.length === 0).map(({ command }) => command.commandId);
  let index = 0;
  const events = parts.flatMap((part) => {
    const encoded = encodeAll(part, index, count, index === 0 ? silent : []);
    index += encoded.length;
    return encoded;
  });
  const limit = limitPassedBy(events);
  if (limit !== undefined) return { ...refuse(violation("BODY_TOO_LARGE", { limit: `${limit} bytes` })), at: 0 };
  return { events, claims: parts.flatMap(({ claims }, at) => claims.map((claim) => ({ ...claim, at }))) };
}

/** Left for what an append says besides its events. */
const APPEND_MARGIN_BYTES = 1024;

/** What the log would not take: a command that asks for so much is sent in parts. */
function limitPassedBy(events: readonly NewEvent[]): number | undefined {
  const sizes = events.map(({ data, meta }) => Buffer.byteLength(data) + Buffer.byteLength(meta));
  if (sizes.some((size) => size > MAX_EVENT_BYTES)) return MAX_EVENT_BYTES;
  const limit = MAX_APPEND_BYTES - APPEND_MARGIN_BYTES;
  return sizes.reduce((sum, size) => sum + size, 0) > limit ? limit : undefined;
}

interface Part extends Case {
  readonly events: readonly DecidedEvent[];
  readonly claims: readonly Claim[];
}

function decideOne(current: StreamState, { command, gathered }: Case): Part | Rejection {
  const { definition, body } = command;
  const outside = outsideRules(command, current.revision);
  if (outside.length > 0) return refuse(...outside);
  const facts = { ...gathered.facts, ...occasionOf(command) };
  const decision = definition.decide(current.state, body, facts);
  const approval = approvalViolations(command);
  if (isRejection(decision)) return refuse(...decision.rejected, ...approval);
  if (approval.length > 0) return refuse(...approval);
  if (decision.length === 0) return { command, gathered, events: [], claims: [] };

  fold(current, command, decision, current.revision);
  let events = decision;
  for (const { follow } of current.fold.consequences ?? []) {
    const followed = follow(current.state as never, events, facts as never);
    fold(current, command, followed, current.revision);
    events = [...events, ...followed];
  }
  return { command, gathered, events, claims: definition.claims?.(body) ?? [] };
}

function occasionOf({ today, effectiveOn, actor, approvers, reason }: PreparedCommand) {
  return { today, effectiveOn, actor, approvers, reasonGiven: reason !== undefined };
}

/** Rules that are the same for every command. */
function outsideRules({ definition, body, formViolations, effectiveOn, today }: PreparedCommand, revision: number) {
  if (formViolations.length > 0) return formViolations;
  return broken([
    revision === NO_STREAM && !definition.begins ? violation(definition.target.notFound, { id: definition.target.id(body) }) : undefined,
    effectiveOn !== undefined && effectiveOn > today && !definition.mayBeDatedAhead
      ? violation("FUTURE_EFFECTIVE_DATE", { effectiveOn, today }, "/effectiveOn")
      : undefined,
  ]);
}

/** A command that needs a second person is refused until one approves, but for the first steps of a new ledger. */
function approvalViolations({ definition, beingSetUp, approvers }: PreparedCommand) {
  const { approvedBy, alsoApprovedBy, bootstrap } = definition;
  if (approvedBy === undefined || (bootstrap === true && beingSetUp)) return [];
  return broken([secondPersonApproves({ approvers }, approvedBy, alsoApprovedBy)]);
}

function fold(current: StreamState, command: PreparedCommand, events: readonly DecidedEvent[], revisionBefore: number): void {
  events.forEach(({ type, data, effectiveOn }, index) => {
    const envelope = {
      type,
      revision: revisionBefore + 1 + index,
      effectiveOn: effectiveOn ?? dateOf(command),
      actor: command.actor.personId,
    };
    current.evolve(data, envelope, 400);
  });
}

function dateOf({ effectiveOn, today }: PreparedCommand): string {
  return effectiveOn ?? today;
}

/**
 * `from` is the place of the first of these events in the append, `count` how many the append has, `silent` the commands of the append that
 * left no event: without them here, only the engine would know that they were answered.
 */
function encodeAll(
  { command, gathered, events, claims }: Part,
  from: number,
  count: number,
  silent: readonly string[],
): readonly NewEvent[] {
  const { definition, commandId, fingerprint, actor, reason, correlationId, causationId, beingSetUp } = command;
  const waived = definition.bootstrap === true && definition.approvedBy !== undefined && beingSetUp && command.approvers.length === 0;
  const once = {
    ...(correlationId !== undefined && { correlationId }),
    ...(causationId !== undefined && { causationId }),
    ...(reason !== undefined && { reason }),
    ...(waived && { waivers: ["BOOTSTRAP"] }),
    ...(Object.keys(gathered.policyVersions).length > 0 && { policyVersions: gathered.policyVersions }),
    ...(gathered.revisions.length > 0 && {
      facts: Object.fromEntries(gathered.revisions.map(({ stream, revision }) => [stream, revision])),
    }),
    ...(claims.length > 0 && { claims: claims.map(({ key }) => key) }),
    ...(silent.length > 0 && { silentCommands: silent }),
  };
  return events.map(({ type, data, effectiveOn }, index) =>
    encodeEvent(type, data, {
      v: versionOf(type),
      effectiveOn: effectiveOn ?? dateOf(command),
      actor: actor.personId,
      ...signedBy(command),
      command: definition.name,
      commandId,
      fingerprint,
      ...(index === 0 && once),
      index: from + index,
      count,
    }),
  );
}

/** Who stands behind a command besides its actor. */
export function signedBy({ actor, approvers }: Pick<PreparedCommand, "actor" | "approvers">) {
  return {
    ...(actor.onBehalfOf !== undefined && { onBehalfOf: actor.onBehalfOf.personId }),
    ...(approvers.length > 0 && {
      approvers: approvers.map(({ personId, roles, onBehalfOf }) => ({
        personId,
        roles,
        ...(onBehalfOf !== undefined && { onBehalfOf: onBehalfOf.personId }),
      })),
    }),
  };
}

/** Events where the log put them, or would put them. */
export function placed(
  { events }: Decided,
  stream: string,
  revisionBefore: number,
  ordinal: number,
  recordedAt: string,
): readonly DeskEvent[] {
  return events.map((event, index) => ({ ...event, stream, revision: revisionBefore + 1 + index, ordinal: ordinal + index, recordedAt }));
}
