import { randomUUID } from "node:crypto";
import type { Test } from "tap";
import { bodyForm } from "../../src/application/body-form.ts";
import type { AnyCommand } from "../../src/application/command-catalogue.ts";
import { decideOn } from "../../src/application/decide.ts";
import type { KeyRing } from "../../src/application/ports.ts";
import type { PreparedCommand } from "../../src/application/prepared-command.ts";
import { sealBody } from "../../src/application/sealing.ts";
import { StreamState } from "../../src/application/stream-state.ts";
import type { CalendarDate } from "../../src/kernel/calendar-date.ts";
import type { DecidedEvent, Sealed, Signatory, Violation } from "../../src/kernel/decider.ts";
import type { RefusalCode } from "../../src/kernel/refusal-code.ts";
import { shapeViolationsOf } from "./body-shapes.ts";
import { type FactOptions, factsOf } from "./decider-facts.ts";
import { foldInto, TODAY } from "./folded.ts";
import type { Body } from "./ledger.ts";
import { personal } from "./sealed-values.ts";

export interface Occasion extends FactOptions {
  readonly today?: CalendarDate;
  /** Roles of who sends the command. */
  readonly roles?: readonly string[];
  readonly personId?: string;
  /** Other people who approved it. */
  readonly approvers?: readonly Signatory[];
  /** False once a second director is there and approvals are needed. */
  readonly beingSetUp?: boolean;
}

const readableKeys = { seal: personal } as unknown as KeyRing;

/** A command as the pipeline hands it to a decision, made without keys, clock and log. */
export function preparedCommand(command: unknown, body: Body, occasion: Occasion = {}): PreparedCommand {
  const definition = command as AnyCommand;
  const { today = TODAY, roles = ["CC"], personId = "OWNER", approvers = [], beingSetUp = true } = occasion;
  const form = formOf(definition);
  const malformed = form.broken(body, today);
  const wellFormed = malformed.length === 0;
  const sealed = (wellFormed ? sealBody(form.plan, body, definition.target.subjectId(body), readableKeys) : body) as Body;
  return {
    definition,
    body: sealed,
    commandId: randomUUID(),
    fingerprint: "fingerprint",
    actor: { personId, roles },
    approvers,
    entityId: wellFormed ? definition.target.entityId(body) : undefined,
    today,
    effectiveOn: sealed.effectiveOn as string | undefined,
    reason: sealed.reason as Sealed | undefined,
    correlationId: undefined,
    formViolations: wellFormed ? [...(definition.examine?.(body) ?? []), ...shapeViolationsOf(definition, body)] : malformed,
    branchId: undefined,
    beingSetUp,
    submitForApproval: false,
    expected: undefined,
    dryRun: false,
    traceId: "0".repeat(32),
  };
}

const forms = new Map<AnyCommand, ReturnType<typeof bodyForm>>();
function formOf(definition: AnyCommand): ReturnType<typeof bodyForm> {
  const form = forms.get(definition) ?? bodyForm(definition.body);
  forms.set(definition, form);
  return form;
}

/** What a command led to. */
export interface Outcome {
  readonly violations: readonly Violation[];
  readonly events: readonly DecidedEvent[];
  /**
   * Accepted with exactly these events; the business date of each is compared where the expected one has it. What the account's state of
   * default and the exposure of its line do by themselves is compared only where the expected events name something of the kind.
   */
  decides(t: Test, ...expected: readonly DecidedEvent[]): void;
  /** Accepted, and nothing to record. */
  changesNothing(t: Test): void;
  /** Refused with this code first, and with these facts among those given. */
  refused(t: Test, code: RefusalCode, facts?: Readonly<Record<string, string>>): void;
}

/** A stream that holds these events; `effective(date, event)` gives one another date than its own. */
export function given(...history: readonly DecidedEvent[]) {
  return {
    when(command: unknown, body: Body, occasion: Occasion = {}): Outcome {
      const prepared = preparedCommand(command, body, occasion);
      const { target } = prepared.definition;
      const wellFormed = prepared.entityId !== undefined || prepared.formViolations.length === 0;
      const state = new StreamState(target.fold, wellFormed ? target.id(prepared.body) : "none");
      foldInto(state, history);
      const facts = { ...factsOf(occasion, prepared) };
      const decision = decideOn(state, [{ command: prepared, gathered: { facts, policyVersions: {}, revisions: [], fences: [] } }]);
      if ("rejected" in decision) return outcome(decision.rejected, []);
      return outcome(
        [],
        decision.events.map(({ type, data, meta }) => ({ type, data: JSON.parse(data), effectiveOn: JSON.parse(meta).effectiveOn })),
      );
    },
  };
}

function outcome(violations: readonly Violation[], events: readonly DecidedEvent[]): Outcome {
  const refusal = violations.map(({ code, facts }) => ({ code, facts }));
  return {
    violations,
    events,
    decides(t, ...expected) {
      t.strictSame(refusal, [], "accepted");
      const asked = expected.some(isByItself) ? events : events.filter((event) => !isByItself(event));
      const found = asked.map((event, index) => (expected[index]?.effectiveOn === undefined ? withoutDate(event) : event));
      t.strictSame(found, expected.map(plain));
    },
    changesNothing(t) {
      t.strictSame([refusal, events], [[], []]);
    },
    refused(t, code, facts = {}) {
      t.strictSame(events, [], "no event");
      const first = refusal[0];
      t.equal(first?.code, code);
      const named = Object.fromEntries(Object.keys(facts).map((name) => [name, first?.facts[name]]));
      t.strictSame(named, facts);
    },
  };
}

/** Most tests are about money and do not care how far the account is in default, or whether it is overdrawn. */
function isByItself({ type, data }: DecidedEvent): boolean {
  if (type === "LineSuspended" || type === "LineReinstated") return (data as { readonly origin: string }).origin === "AUTOMATIC";
  return ["DelinquencyStateChanged", "OverLimitDetected", "OverLimitCleared"].includes(type);
}

function withoutDate({ type, data }: DecidedEvent): DecidedEvent {
  return { type, data };
}

/** As it reads after a journey through the log: without what is undefined. */
function plain(event: DecidedEvent): DecidedEvent {
  return JSON.parse(JSON.stringify(event)) as DecidedEvent;
}
