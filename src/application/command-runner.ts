import type { EventData } from "../../schemas/events/registry.ts";
import { approval } from "../domain/approval/approval.ts";
import { SYSTEM } from "../domain/organisation/organisation.ts";
import { type EventStore, MAX_EVENT_BYTES, NO_STREAM, StoreUnavailable } from "../event-store/port.ts";
import { type Violation, violation } from "../kernel/decider.ts";
import { acceptedBody, answerFromLog, noEffectBody, submittedBody } from "./answers.ts";
import { executeApproved } from "./approvals/execute-approved.ts";
import { isTooLarge, requestEvent, waitsFor } from "./approvals/request-approval.ts";
import type { AnyCommand } from "./command-catalogue.ts";
import { signedBy } from "./decide.ts";
import type { Desks } from "./desks.ts";
import type { EntityTime } from "./entity-time.ts";
import { decodeMeta, encodeEvent, versionOf } from "./event-codec.ts";
import { executeTogether } from "./execute-together.ts";
import type { AcceptedBody, CommandAnswer, CommandRequest, CompletingGrant, SystemCommand } from "./ledger.ts";
import type { KeyRing } from "./ports.ts";
import { type IncomingCommand, prepareCommand } from "./prepare-command.ts";
import type { DeskEvent, PreparedCommand, Verdict } from "./prepared-command.ts";
import { isRemembered } from "./refusal-catalogue.ts";
import type { RefusalMeter } from "./refusal-meter.ts";

/** How long a repeat waits for the first try of the same key. */
const WAIT_FOR_FIRST_MS = 15_000;

interface Known {
  readonly commandId: string;
  readonly fingerprint: string;
}

/** Where it is written what nobody is told in an answer. */
export interface RunnerLog {
  warn(message: string): void;
}

export interface RunnerParts {
  readonly log: RunnerLog;
  readonly meter: RefusalMeter;
  readonly store: EventStore;
  readonly keys: KeyRing;
  readonly desks: Desks;
  readonly time: EntityTime;
}

/** The one way of every command, from request to answer. */
export class CommandRunner {
  readonly #parts: RunnerParts;
  /** Commands being decided, by id: a repeat that overtakes its first try waits for it. */
  readonly #running = new Map<string, Promise<unknown>>();

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  async execute(request: IncomingCommand): Promise<CommandAnswer> {
    const started = await this.#start(request);
    return started.answer;
  }

  /** A process of the ledger sends it, under an id of its own. */
  executeAsSystem({ commandId, causationId, ...request }: SystemCommand): Promise<CommandAnswer> {
    return this.execute({
      ...request,
      principal: { personId: SYSTEM, keyId: "" },
      idempotencyKey: commandId,
      ofProcess: { commandId, ...(causationId !== undefined && { causationId }) },
    });
  }

  /** Lines are handed to their desks in order; they succeed or fail alone, or with `atomic` all together. */
  async executeBatch(requests: readonly CommandRequest[], { atomic }: { readonly atomic: boolean }): Promise<readonly CommandAnswer[]> {
    if (atomic) {
      const answerOfKnown = (known: Known, traceId: string) => this.#answerOfKnown(known, traceId);
      const together = await executeTogether(requests, { ...this.#parts, answerOfKnown });
      for (const answer of together) await this.#executeGranted(answer);
      return together;
    }
    const answers: Promise<CommandAnswer>[] = [];
    for (const request of requests) {
      const { answer } = await this.#start(request);
      answer.catch(() => {});
      answers.push(answer);
    }
    return Promise.all(answers);
  }

  /** Prepares a command and hands it to its desk; what it resolves with tells when the answer is there. */
  async #start(request: IncomingCommand): Promise<{ readonly answer: Promise<CommandAnswer> }> {
    const preparation = await prepareCommand(request, this.#parts);
    if (preparation.kind === "turned away") {
      const { violations, known } = preparation;
      const answer = known === undefined ? undefined : await this.#answerOfKnown(known, request.traceId);
      return { answer: Promise.resolve(answer ?? refused(request.traceId, ...violations)) };
    }
    const { command } = preparation;
    const first = this.#running.get(command.commandId);
    if (first !== undefined && !command.dryRun) return { answer: this.#afterFirst(first, command, request) };
    const answer = this.#decide(command).then((decided) => (command.dryRun ? decided : this.#executeGranted(decided)));
    if (!command.dryRun) {
      this.#running.set(command.commandId, answer);
      const done = () => this.#running.delete(command.commandId);
      answer.then(done, done);
    }
    return { answer };
  }

  async #afterFirst(first: Promise<unknown>, command: PreparedCommand, request: IncomingCommand): Promise<CommandAnswer> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<"late">((resolve) => {
      timer = setTimeout(() => resolve("late"), WAIT_FOR_FIRST_MS);
    });
    const ended = await Promise.race([first.catch(() => undefined), late]);
    clearTimeout(timer);
    if (ended === "late") {
      const refusal = { violations: [violation("IN_PROGRESS")], traceId: command.traceId, retryAfterSeconds: 1 };
      return { kind: "refused", replayed: false, refusal };
    }
    return (await this.#answerOfKnown(command, command.traceId)) ?? this.execute(request);
  }

  async #decide(command: PreparedCommand): Promise<CommandAnswer> {
    const { definition, body } = command;
    const verdict = await this.#parts.desks.deskOf({ fold: definition.target.fold, id: definition.target.id(body) }).decide(command);
    return this.#answerOf(command, verdict);
  }

  async #answerOf(command: PreparedCommand, verdict: Verdict): Promise<CommandAnswer> {
    const { keys } = this.#parts;
    switch (verdict.kind) {
      case "appended":
        return { kind: "accepted", changed: true, replayed: false, body: await acceptedBody(verdict.events, keys) };
      case "previewed": {
        const preview = await acceptedBody(verdict.events, keys);
        return { kind: "accepted", changed: false, replayed: false, body: { ...preview, recordedAt: this.#now() } };
      }
      case "known":
        return (await this.#answerOfKnown(command, command.traceId)) ?? this.#decide(command);
      case "stale": {
        const refusal = {
          violations: [staleViolation(command, verdict.revision)],
          traceId: command.traceId,
          currentRevision: verdict.revision,
        };
        return { kind: "refused", replayed: false, refusal };
      }
      case "unchanged":
        return this.#rememberNoEffect(command, verdict.revision);
      case "refused":
        return (await this.#submit(command, verdict)) ?? this.#rememberRefusal(command, verdict);
    }
  }

  #now(): string {
    return new Date(this.#parts.time.now()).toISOString();
  }

  /** The answer that stands in the log under a command id; nothing when there is none. Another body under the same key is refused. */
  async #answerOfKnown({ commandId, fingerprint }: Known, traceId: string): Promise<CommandAnswer | undefined> {
    const { store, keys } = this.#parts;
    const range = (await store.findCommands([commandId])).get(commandId);
    if (range === undefined) return undefined;
    const events = await store.readAll(range.ordinal - 1, range.count);
    if (events.length === 0 || events.length !== range.count) throw new StoreUnavailable("the log did not give back a command it knows");
    const own = events.map(decodeMeta).find((meta) => meta.commandId === commandId);
    if (own !== undefined && own.fingerprint !== fingerprint) return refused(traceId, violation("IDEMPOTENCY_KEY_REUSED"));
    return answerFromLog(events, commandId, keys);
  }

  /** Keeps a command that only other people are missing for, where it asked to wait for them; nothing where it is to be refused. */
  async #submit(
    command: PreparedCommand,
    { violations, revision }: Verdict & { readonly kind: "refused" },
  ): Promise<CommandAnswer | undefined> {
    const requirement = waitsFor(command, violations);
    if (requirement === undefined) return undefined;
    const { store, desks } = this.#parts;
    const { commandId, dryRun } = command;
    const stream = `${approval.category}-${commandId}`;
    const event = await requestEvent(command, requirement, revision, desks);
    if (isTooLarge(event)) return refused(command.traceId, violation("BODY_TOO_LARGE", { limit: `${MAX_EVENT_BYTES} bytes` }));
    if (dryRun) {
      const { ordinal } = await store.head();
      const body = submittedBody({ ...event, stream, revision: NO_STREAM, ordinal, recordedAt: this.#now() });
      return { kind: "submitted", changed: false, replayed: false, body: { ...body, status: "WOULD_BE_REQUESTED" } };
    }
    const outcome = await store.append({ stream, expected: NO_STREAM, events: [event], commandId, claims: [], unchanged: [] });
    if (outcome.outcome !== "ok") return (await this.#answerOfKnown(command, command.traceId)) ?? this.#decide(command);
    const { ordinal, recordedAt } = outcome;
    const body = submittedBody({ ...event, stream, revision: 0, ordinal, recordedAt });
    return { kind: "submitted", changed: true, replayed: false, body };
  }

  /** Carries through what a completing grant permits: ids follow from the grant, so that it happens once however often this is asked. */
  executeApproved(grant: CompletingGrant): Promise<void> {
    return executeApproved(grant, {
      ...this.#parts,
      answerOfKnown: (known, traceId) => this.#answerOfKnown(known, traceId),
      decide: (command) => this.#decide(command),
      executeAsSystem: (command) => this.executeAsSystem(command),
    });
  }

  /** The grant stands whatever happens next: what could not be carried through now is done by the process that follows grants. */
  async #executeGranted(answer: CommandAnswer): Promise<CommandAnswer> {
    const events = answer.kind === "accepted" && answer.changed && !answer.replayed ? answer.body.events : [];
    for (const { type, eventId, data } of events) {
      if (type !== "ApprovalGranted") continue;
      const { approvalId, complete } = data as EventData<"ApprovalGranted">;
      if (!complete) continue;
      await this.executeApproved({ approvalId, eventId }).catch((error: unknown) => {
        const why = error instanceof Error ? error.message : String(error);
        this.#parts.log.warn(`approval ${approvalId} was granted and could not be carried through yet: ${why}`);
      });
    }
    return answer;
  }

  async #rememberRefusal(
    command: PreparedCommand,
    { violations, revision }: Verdict & { readonly kind: "refused" },
  ): Promise<CommandAnswer> {
    const code = violations[0]?.code ?? "INTERNAL_ERROR";
    const answer = refused(command.traceId, ...violations);
    if (command.dryRun || !isRemembered(code)) return answer;
    const retryAfterSeconds = this.#parts.meter.secondsToWait(command.actor.personId, this.#parts.time.now());
    if (retryAfterSeconds !== undefined) {
      const tooMany = violation("RATE_LIMITED", { retryAfterSeconds: String(retryAfterSeconds) });
      return { kind: "refused", replayed: false, refusal: { violations: [tooMany], traceId: command.traceId, retryAfterSeconds } };
    }
    const { definition, traceId } = command;
    const data = { command: definition.name, code, violations, target: targetOf(definition, command.body), revision, traceId };
    const stored = await this.#remember(command, "CommandRefused", data);
    return stored === undefined ? ((await this.#answerOfKnown(command, command.traceId)) ?? answer) : answer;
  }

  /** A person's command without effect is remembered; evaluations by the system are not. */
  async #rememberNoEffect(command: PreparedCommand, revision: number): Promise<CommandAnswer> {
    const { definition } = command;
    const target = targetOf(definition, command.body);
    const bySystem = command.actor.personId === SYSTEM || definition.issuedBy.every((role) => role === "SYS");
    if (command.dryRun || bySystem) {
      const { commandId, effectiveOn, today } = command;
      const body: AcceptedBody = {
        commandId,
        streamId: target,
        revision,
        position: String((await this.#parts.store.head()).ordinal),
        effectiveOn: effectiveOn ?? today,
        recordedAt: this.#now(),
        events: [],
      };
      return { kind: "accepted", changed: false, replayed: false, body };
    }
    const stored = await this.#remember(command, "CommandHadNoEffect", { command: definition.name, target, revision });
    if (stored === undefined) return (await this.#answerOfKnown(command, command.traceId)) ?? this.#decide(command);
    return { kind: "accepted", changed: false, replayed: false, body: noEffectBody(stored) };
  }

  /** Keeps a "no" under the key of its command, in a stream of its own. Nothing when the key was taken meanwhile. */
  async #remember(command: PreparedCommand, type: string, data: unknown): Promise<DeskEvent | undefined> {
    const { commandId, fingerprint, actor, definition, effectiveOn, today, reason, causationId } = command;
    const stream = `command-${commandId}`;
    const event = encodeEvent(type, data, {
      v: versionOf(type),
      effectiveOn: effectiveOn ?? today,
      actor: actor.personId,
      ...signedBy(command),
      command: definition.name,
      commandId,
      fingerprint,
      ...(reason !== undefined && { reason }),
      ...(causationId !== undefined && { causationId }),
      index: 0,
      count: 1,
    });
    const outcome = await this.#parts.store.append({ stream, expected: NO_STREAM, events: [event], commandId, claims: [], unchanged: [] });
    if (outcome.outcome !== "ok") return undefined;
    return { ...event, stream, revision: 0, ordinal: outcome.ordinal, recordedAt: outcome.recordedAt };
  }
}

function targetOf(definition: AnyCommand, body: unknown): string {
  return `${definition.target.fold.category}-${definition.target.id(body)}`;
}

function refused(traceId: string, ...violations: readonly Violation[]): CommandAnswer {
  return { kind: "refused", replayed: false, refusal: { violations, traceId } };
}

function staleViolation({ expected }: PreparedCommand, revision: number): Violation {
  return violation("STALE_REVISION", { expected: String(expected), current: String(revision) });
}
