import { isDeepStrictEqual } from "node:util";
import { decideOn } from "../../../src/application/decide.ts";
import { decodeData, decodeMeta } from "../../../src/application/event-codec.ts";
import { plainState } from "../../../src/application/plain-state.ts";
import { StreamState } from "../../../src/application/stream-state.ts";
import { type AccountState, account } from "../../../src/domain/account/account.ts";
import type { NewEvent } from "../../../src/event-store/port.ts";
import type { DecidedEvent } from "../../../src/kernel/decider.ts";
import type { Fold } from "../../../src/kernel/fold.ts";
import { ACCOUNT, creditLineOpened } from "../../support/account-history.ts";
import { factsOf } from "../../support/decider-facts.ts";
import { foldInto } from "../../support/folded.ts";
import { type Occasion, preparedCommand } from "../../support/given.ts";
import type { Command } from "./commands.ts";
import { dateOfDay } from "./days.ts";
import type { Intent } from "./intents.ts";
import { checkInvariants, movementOf, type Seen } from "./invariants.ts";
import { type Expectation, type NaiveAccount, naiveAccount } from "./naive-account.ts";
import { expectApplication } from "./naive-applications.ts";
import { expectClearance, expectInvoice, expectReceipt } from "./naive-documents.ts";
import { expectCancellation, expectEvaluation, expectPromise, promiseConsequences } from "./naive-promises.ts";
import { expectUnapplication } from "./naive-unapplications.ts";
import { PendingClearance } from "./pending-clearance.ts";
import { bodyOf, DEFINITIONS, POLICIES, wordsOf } from "./wire.ts";

/** How often what happened. */
export type Tally = Map<string, number>;

const FIRST_TODAY = 400;
/** Looking at whole states is slow: this is done at one command in so many. */
const UNDO_EVERY = 3;
const MOVE_MONEY = ["receipt", "clearance", "application", "unapplication"];
const fold = account as unknown as Fold<unknown>;

/** One account, live and in the model, step by step. */
export class SequenceRun {
  readonly #live = new StreamState(fold, ACCOUNT);
  readonly #naive: NaiveAccount = naiveAccount(FIRST_TODAY);
  readonly #stored: NewEvent[] = [];
  readonly #seen: Seen = new Map();
  readonly #tally: Tally;
  readonly #told: string[] = [];
  readonly #pending = new PendingClearance();
  #movements = 0n;

  constructor(tally: Tally) {
    this.#tally = tally;
    foldInto(this.#live, [creditLineOpened()]);
    this.#live.journal.startRecording();
  }

  get state(): AccountState {
    return this.#live.state as AccountState;
  }

  step({ wait, act }: Intent, n: number): void {
    this.#naive.today += wait;
    const command = act(this.#naive, n);
    this.#told.push(`day ${this.#naive.today}: ${JSON.stringify(command)}`);
    if (command.kind === "closing") this.#naive.closedThrough = Math.max(this.#naive.closedThrough, command.day);
    else if (command.kind === "sealing") for (let day = 0; day < command.days; day += 1) this.#naive.sealedDays.add(command.from + day);
    else this.#decide(command);
  }

  /** The commands so far, for whoever has to understand a failure. */
  get story(): string {
    return this.#told.join("\n");
  }

  #decide(command: Command): void {
    const { name } = DEFINITIONS[command.kind];
    const expected = expectationOf(this.#naive, command);
    const before = command.kind === "application" && this.#told.length % UNDO_EVERY === 0 ? plainState(this.state) : undefined;
    const savepoint = this.#live.journal.savepoint();
    const revision = this.#live.revision;
    const found = this.#send(command);
    if ("codes" in found || "reasons" in expected) {
      const reasons = "reasons" in expected ? expected.reasons : [];
      const codes = "codes" in found ? found.codes : [];
      const agree = codes.length > 0 && codes.every((code) => reasons.includes(code));
      if (!agree)
        throw new Error(
          disagreement(command, "reasons" in expected ? reasons : expected.events, "codes" in found ? codes : found.events.map(wordsOf)),
        );
      for (const code of new Set(codes)) this.#count(`${name} ${code}`);
      return;
    }
    if (before !== undefined) this.#undoRestores(command, before, savepoint, revision, found.stored);
    expected.follow();
    const consequences = MOVE_MONEY.includes(command.kind) ? promiseConsequences(this.#naive) : [];
    const words = found.events.map(wordsOf);
    if (!isDeepStrictEqual(words, [...expected.events, ...consequences]))
      throw new Error(disagreement(command, [...expected.events, ...consequences], words));
    this.#count(words.length === 0 ? `${name} accepted without effect` : `${name} accepted`);
    for (const { type } of found.events) this.#count(`${name}: ${type}`);
    this.#stored.push(...found.stored);
    this.#movements += found.events.reduce((sum, event) => sum + movementOf(event), 0n);
    checkInvariants(this.state, this.#naive, this.#seen, this.#movements);
    this.#pending.follow(found.events, this.#naive);
  }

  #send(
    command: Command,
  ): { readonly codes: readonly string[] } | { readonly events: readonly DecidedEvent[]; readonly stored: readonly NewEvent[] } {
    const occasion: Occasion = {
      today: dateOfDay(this.#naive.today),
      roles: command.kind === "application" ? ["PC", ...command.roles] : ["PC"],
      policies: POLICIES,
      locked: Object.fromEntries([...this.#naive.sealedDays].map((day) => [dateOfDay(day), "DAY_SEALED" as const])),
      ...(this.#naive.closedThrough >= 0 && { closedThrough: dateOfDay(this.#naive.closedThrough) }),
    };
    const prepared = preparedCommand(DEFINITIONS[command.kind], bodyOf(command), occasion);
    const facts = { ...factsOf(occasion, prepared) };
    const decision = decideOn(this.#live, [{ command: prepared, gathered: { facts, policyVersions: {}, revisions: [], fences: [] } }]);
    if ("rejected" in decision) return { codes: decision.rejected.map(({ code }) => code) };
    return { events: decision.events.map(decided), stored: decision.events };
  }

  /** UNA-3 and item 9 of §14: corrected at once, an application leaves no trace in any amount of any day. Then all is rolled back. */
  #undoRestores(command: Command, before: unknown, savepoint: number, revision: number, stored: readonly NewEvent[]): void {
    if (command.kind !== "application") return;
    const { closedThrough } = this.#naive;
    const after = { savepoint: this.#live.journal.savepoint(), revision: this.#live.revision };
    this.#naive.closedThrough = -1;
    const sealed = [...this.#naive.sealedDays];
    this.#naive.sealedDays.clear();
    const undone = this.#send({
      kind: "unapplication",
      id: "U-at-once",
      applicationId: command.id,
      correction: true,
      lines: undefined,
      effect: undefined,
      reason: true,
    });
    this.#naive.closedThrough = closedThrough;
    for (const day of sealed) this.#naive.sealedDays.add(day);
    if ("codes" in undone) throw new Error(`what was just applied cannot be corrected: ${undone.codes.join(", ")}`);
    if (!isDeepStrictEqual(amountsIn(plainState(this.state)), amountsIn(before)))
      throw new Error("UNA-3: a correction did not restore every amount of every day");
    this.#live.rollback(after.savepoint, after.revision);
    const live = plainState(this.state);
    this.#live.rollback(savepoint, revision);
    if (!isDeepStrictEqual(plainState(this.state), before)) throw new Error("a rollback did not restore the state");
    for (const event of stored) foldStored(this.#live, event);
    if (!isDeepStrictEqual(plainState(this.state), live)) throw new Error("folding the stored events again gives another state");
    this.#count("ApplyPayment undone and restored");
  }

  /** §14 item 6: what is stored, replayed twice, gives the live state. */
  replay(): void {
    const live = plainState(this.state);
    for (let time = 0; time < 2; time += 1) {
      const replayed = new StreamState(fold, ACCOUNT);
      foldInto(replayed, [creditLineOpened()]);
      for (const event of this.#stored) foldStored(replayed, event);
      if (!isDeepStrictEqual(plainState(replayed.state), live)) throw new Error("§14.6: a replay gives another state");
    }
  }

  #count(what: string): void {
    this.#tally.set(what, (this.#tally.get(what) ?? 0) + 1);
  }
}

function expectationOf(naive: NaiveAccount, command: Command): Expectation {
  switch (command.kind) {
    case "invoice":
      return expectInvoice(naive, command);
    case "receipt":
      return expectReceipt(naive, command);
    case "clearance":
      return expectClearance(naive, command);
    case "application":
      return expectApplication(naive, command);
    case "unapplication":
      return expectUnapplication(naive, command);
    case "promise":
      return expectPromise(naive, command);
    case "cancellation":
      return expectCancellation(naive, command);
    case "evaluation":
      return expectEvaluation(naive, command);
  }
}

function decided({ type, data, meta }: NewEvent): DecidedEvent {
  return { type, data: JSON.parse(data), effectiveOn: JSON.parse(meta).effectiveOn };
}

function foldStored(state: StreamState, event: NewEvent): void {
  const meta = decodeMeta(event);
  const { effectiveOn, actor } = meta;
  state.evolve(decodeData(event, meta), { type: event.type, effectiveOn, actor, revision: state.revision + 1 }, 0);
}

/** Amounts of every day, without the history of how they came about. */
function amountsIn(state: unknown): unknown {
  const { documents, receipts } = state as Record<"documents" | "receipts", Record<string, Record<string, Record<string, unknown>>>>;
  const timelines = (each: Record<string, unknown>) => ({
    ...each,
    byEffect: changesIn(each.byEffect),
    bySettlement: changesIn(each.bySettlement),
  });
  const amounts = (map: Record<string, Record<string, unknown>> | undefined) =>
    Object.entries(map ?? {}).map(([id, each]) => [id, timelines(each)]);
  return [amounts(documents.instalments), amounts(receipts.byId), receipts.withMoneyLeft];
}

function changesIn(timeline: unknown): readonly { readonly change: string }[] {
  return (timeline as { readonly change: string }[]).filter(({ change }) => change !== "0");
}

function disagreement(command: Command, expected: readonly string[], found: readonly string[]): string {
  return `${command.kind}\n  expected: ${expected.join(" | ")}\n  found:    ${found.join(" | ")}`;
}
