import type { EventStore } from "../event-store/port.ts";
import { type Violation, violation } from "../kernel/decider.ts";
import { acceptedBody, silentBody } from "./answers.ts";
import { decodeMeta } from "./event-codec.ts";
import type { CommandAnswer, CommandRequest } from "./ledger.ts";
import type { KeyRing } from "./ports.ts";
import { type Preparation, type PreparationOffice, prepareCommand } from "./prepare-command.ts";
import type { DeskEvent, PreparedCommand, Verdict } from "./prepared-command.ts";

interface Identified {
  readonly commandId: string;
  readonly fingerprint: string;
}

export interface TogetherParts extends PreparationOffice {
  readonly store: EventStore;
  readonly keys: KeyRing;
  /** The answer that stands in the log for a command. */
  answerOfKnown(known: Identified, traceId: string): Promise<CommandAnswer | undefined>;
}

/**
 * Commands of one stream that all take effect, or none does. A batch that fails leaves no memory: sent again, it is decided again. A batch
 * that was accepted gets its answers again only as a whole; with some of its keys used elsewhere it is refused.
 */
export async function executeTogether(requests: readonly CommandRequest[], parts: TogetherParts): Promise<readonly CommandAnswer[]> {
  const preparations: Preparation[] = [];
  for (const request of requests) preparations.push(await prepareCommand(request, parts));
  const identities = preparations.map((each) => (each.kind === "ready" ? each.command : each.known)).filter((each) => each !== undefined);
  const known = await parts.store.findCommands(identities.map(({ commandId }) => commandId));
  if (known.size > 0 && known.size === requests.length) return answersAgain(requests, identities, parts);
  if (known.size > 0) return refuseAll(requests, violation("IDEMPOTENCY_KEY_REUSED"));

  const commands: PreparedCommand[] = [];
  for (const [at, each] of preparations.entries()) {
    if (each.kind === "turned away") return refuseAll(requests, ...each.violations.map((broken) => ofLine(broken, at)));
    commands.push(each.command);
  }
  const wrong = setIsWrong(commands);
  if (wrong !== undefined) return refuseAll(requests, wrong);
  const { definition, body } = commands[0] as PreparedCommand;
  const verdict = await parts.desks.deskOf({ fold: definition.target.fold, id: definition.target.id(body) }).decide(...commands);
  if (verdict.kind === "known") return executeTogether(requests, parts);
  return answersOf(requests, commands, verdict, parts);
}

function setIsWrong(commands: readonly PreparedCommand[]): Violation | undefined {
  const streams = new Set(commands.map(({ definition, body }) => `${definition.target.fold.category}-${definition.target.id(body)}`));
  if (streams.size !== 1) return violation("MALFORMED", { needed: "commands of one stream", streams: String(streams.size) });
  if (commands.slice(1).some(({ expected }) => expected !== undefined))
    return violation("MALFORMED", { needed: "ifMatch on the first line only" });
  const waiting = commands.findIndex(({ submitForApproval }) => submitForApproval);
  if (waiting >= 0) return ofLine(violation("MALFORMED", { needed: "commands that do not wait" }, "/submitForApproval"), waiting);
  const ids = new Set(commands.map(({ commandId }) => commandId));
  return ids.size === commands.length ? undefined : violation("MALFORMED", { needed: "each idempotency key once" });
}

async function answersAgain(requests: readonly CommandRequest[], identities: readonly Identified[], parts: TogetherParts) {
  const answers = await Promise.all(identities.map((each, at) => parts.answerOfKnown(each, requests[at]?.traceId ?? "")));
  return answers.map((answer) => {
    if (answer === undefined) throw new Error("the log did not give back a command it knows");
    return answer;
  });
}

async function answersOf(
  requests: readonly CommandRequest[],
  commands: readonly PreparedCommand[],
  verdict: Exclude<Verdict, { readonly kind: "known" }>,
  { keys, store, time }: TogetherParts,
): Promise<readonly CommandAnswer[]> {
  switch (verdict.kind) {
    case "appended":
    case "previewed":
      return Promise.all(commands.map((command) => answerWithin(verdict.events, command.commandId, keys)));
    case "refused":
      return refuseAll(requests, ...verdict.violations.map((broken) => ofLine(broken, verdict.at)));
    case "stale":
      return refuseAll(
        requests,
        violation("STALE_REVISION", { expected: String(commands[0]?.expected), current: String(verdict.revision) }),
      );
    case "unchanged": {
      const position = String((await store.head()).ordinal);
      const recordedAt = new Date(time.now()).toISOString();
      return commands.map(({ commandId, definition, body, effectiveOn, today }) => ({
        kind: "accepted",
        changed: false,
        replayed: false,
        body: {
          commandId,
          streamId: `${definition.target.fold.category}-${definition.target.id(body)}`,
          revision: verdict.revision,
          position,
          effectiveOn: effectiveOn ?? today,
          recordedAt,
          events: [],
        },
      }));
    }
  }
}

async function answerWithin(append: readonly DeskEvent[], commandId: string, keys: KeyRing): Promise<CommandAnswer> {
  const own = append.filter((event) => decodeMeta(event).commandId === commandId);
  const changed = own.length > 0;
  return { kind: "accepted", changed, replayed: false, body: changed ? await acceptedBody(own, keys) : silentBody(append, commandId) };
}

function refuseAll(requests: readonly CommandRequest[], ...violations: readonly Violation[]): readonly CommandAnswer[] {
  return requests.map(({ traceId }) => ({ kind: "refused", replayed: false, refusal: { violations, traceId } }));
}

/** Which line it was, counted from 1: the others are not to blame. */
function ofLine({ code, facts, pointer }: Violation, at: number): Violation {
  return violation(code, { ...facts, line: String(at + 1) }, pointer);
}
