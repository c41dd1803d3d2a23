import { isDeepStrictEqual } from "node:util";
import { decideOn } from "../../../src/application/decide.ts";
import { decodeData, decodeMeta } from "../../../src/application/event-codec.ts";
import { plainState } from "../../../src/application/plain-state.ts";
import { type PackedState, StreamState } from "../../../src/application/stream-state.ts";
import { type AccountState, account } from "../../../src/domain/account/account.ts";
import { unapplyPayment } from "../../../src/domain/account/applications/unapply-payment.ts";
import { type NewEvent, NO_STREAM } from "../../../src/event-store/port.ts";
import type { DecidedEvent } from "../../../src/kernel/decider.ts";
import type { Fold } from "../../../src/kernel/fold.ts";
import { ACCOUNT, creditLineOpened } from "../../support/account-history.ts";
import { factsOf } from "../../support/decider-facts.ts";
import { foldInto } from "../../support/folded.ts";
import { preparedCommand } from "../../support/given.ts";
import { Agings } from "./agings.ts";
import { judgementOf, lockDays, nextStep, type Step } from "./attempts.ts";
import { checkInvariants, movementOf, type Seen } from "./invariants.ts";
import { checkLine } from "./line-invariants.ts";
import { dateOfDay, dayOfDate, FIRST_TODAY } from "./model/days.ts";
import type { Dice } from "./model/dice.ts";
import { followLineAndOrders } from "./model/exposure.ts";
import type { Attempt, Judgement, Move } from "./model/move.ts";
import { lockOn, type NaiveAccount, naiveAccount } from "./model/naive-account.ts";
import { NOTHING_TAKEN_BACK, outcomeWords, promiseConsequences, takingBack } from "./model/promises.ts";
import { Terms } from "./model/terms.ts";
import { NUMBERING_COMPANY, policiesWith } from "./model/world.ts";

/** How often each command was accepted, and each code fired: "ApplyPayment", "ApplyPayment OVERLAPS". */
export type Tally = Map<string, number>;

/** Looking at whole states is slow: this is done at one command in so many. */
const UNDO_EVERY = 8;
const fold = account as unknown as Fold<unknown>;

type Outcome =
  | { readonly codes: readonly string[] }
  | { readonly events: readonly DecidedEvent[]; readonly stored: readonly NewEvent[]; readonly claims: readonly string[] };

/** One account, live and in the model, step by step. */
export class SequenceRun {
  #live = new StreamState(fold, ACCOUNT);
  readonly #sleeps: boolean;
  #packing: Generator<undefined, PackedState> | undefined;
  readonly #naive: NaiveAccount = naiveAccount(FIRST_TODAY);
  readonly #begun: readonly DecidedEvent[];
  readonly #stored: NewEvent[] = [];
  readonly #seen: Seen = new Map();
  readonly #tally: Tally;
  readonly #claims = new Set<string>();
  readonly #terms = new Terms();
  readonly #agings = new Agings();
  #movements = 0n;

  /** `hasLine`: the account begins with a line of credit. `sleeps`: now and then its state is packed, and goes on from what was packed. */
  constructor(tally: Tally, hasLine: boolean, sleeps: boolean) {
    this.#tally = tally;
    this.#sleeps = sleeps;
    this.#begun = hasLine ? [{ ...creditLineOpened("1.50", { validFrom: dateOfDay(0) }), effectiveOn: dateOfDay(FIRST_TODAY) }] : [];
    foldInto(this.#live, this.#begun);
    followLineAndOrders(this.#naive, this.#begun);
    this.#live.journal.startRecording();
  }

  get #state(): AccountState {
    return this.#live.state as AccountState;
  }

  /** Something happens, `wait` days later: what it was, so that it can be repeated. */
  meet(wait: number, dice: Dice, n: number, theme: number): Step {
    this.#naive.today += wait;
    return nextStep(this.#naive, dice, n, theme);
  }

  step({ today, what }: Step): void {
    this.#naive.today = today;
    if (this.#sleeps) this.#pack();
    if ("lock" in what) {
      lockDays(this.#naive, what);
      return;
    }
    const judged = judgementOf(this.#naive, what.move, what, this.#live.revision !== NO_STREAM, "begins" in what.move.definition);
    const { name } = what.move.definition;
    const before = name === "ApplyPayment" && this.#stored.length % UNDO_EVERY === 0 ? amountsIn(this.#state) : undefined;
    const mark = { savepoint: this.#live.journal.savepoint(), revision: this.#live.revision };
    const found = this.#send(what.move.definition, what);
    if ("codes" in found) {
      this.#live.rollback(mark.savepoint, mark.revision);
      const allowed = [...judged.must, ...(judged.may ?? [])];
      if (found.codes.length === 0 || !found.codes.every((code) => allowed.includes(code)))
        throw new Error(`refused: ${found.codes.join(" ")}\n  the model: ${wordsFor(judged)}`);
      for (const code of new Set(found.codes)) this.#count(`${name} ${code}`);
      return;
    }
    if (judged.must.length > 0)
      throw new Error(`accepted: ${found.events.map(({ type }) => type).join(" ")}\n  the model: ${wordsFor(judged)}`);
    this.#count(name);
    if (before !== undefined) this.#undoRestores(what, before, mark, found.stored);
    this.#follow(judged, found);
    checkLine(what.move.definition.name, what.body, found.events, this.#state, this.#naive);
  }

  #follow({ takesBack, follow }: Judgement, { events, stored, claims }: Extract<Outcome, { readonly events: unknown }>): void {
    const naive = this.#naive;
    const isTaken = takesBack !== undefined && events.length > 0;
    const takenBack = isTaken ? takingBack(naive, takesBack.creditId, takesBack.isGone, takesBack.on) : NOTHING_TAKEN_BACK;
    const own = follow?.(events) ?? [];
    followLineAndOrders(naive, events);
    const expected = [...own, ...(events.length > 0 ? promiseConsequences(naive, takenBack) : [])];
    const words = events.flatMap(({ type, data, effectiveOn = "" }) => outcomeWords(type, data as Record<string, string>, effectiveOn));
    if (!isDeepStrictEqual(words, expected)) throw new Error(`promises: ${words.join(" | ")}\n  the model: ${expected.join(" | ")}`);
    for (const key of claims) this.#claims.add(key);
    this.#stored.push(...stored);
    this.#movements += events.reduce((sum, event) => sum + movementOf(event), 0n);
    checkInvariants(this.#state, naive, this.#seen, this.#movements);
    this.#terms.follow(events, naive);
    this.#agings.follow(events, naive);
  }

  #send(definition: Move["definition"], { body, actor, approvers, world }: Attempt): Outcome {
    const { policies, ...outside } = world;
    const occasion = { today: dateOfDay(this.#naive.today), roles: actor.roles, personId: actor.personId, approvers };
    const prepared = preparedCommand(definition, body, occasion);
    const lock = (day: string) => lockOn(this.#naive, dayOfDate(day))[0];
    const facts = {
      ...factsOf({ entity: NUMBERING_COMPANY, ...outside }, prepared),
      policies: policiesWith(policies),
      locks: { lockOn: lock },
    };
    const decision = decideOn(this.#live, [
      { command: prepared, gathered: { facts, policyVersions: {}, revisions: [], fences: [] } } as never,
    ]);
    if ("rejected" in decision) return { codes: decision.rejected.map(({ code }) => code) };
    // What the log does with claims: the second to come is refused.
    const taken = decision.claims.filter(({ key }) => this.#claims.has(key));
    if (taken.length > 0) return { codes: taken.map(({ code }) => code) };
    return { events: decision.events.map(decided), stored: decision.events, claims: decision.claims.map(({ key }) => key) };
  }

  /** UNA-3 and item 9 of §14: corrected at once, an application leaves no trace in any amount of any day. Then all is rolled back. */
  #undoRestores({ body }: Attempt, before: unknown, mark: { savepoint: number; revision: number }, stored: readonly NewEvent[]): void {
    const after = { savepoint: this.#live.journal.savepoint(), revision: this.#live.revision };
    const live = plainState(this.#state);
    const { closedThrough, softlyClosedThrough } = this.#naive;
    const sealed = [...this.#naive.sealedDays];
    Object.assign(this.#naive, { closedThrough: -1, softlyClosedThrough: -1 });
    this.#naive.sealedDays.clear();
    const undo = { accountId: ACCOUNT, unapplicationId: "AT-ONCE", applicationId: body.applicationId, kind: "CORRECTION", reason: "wrong" };
    const undone = this.#send(unapplyPayment, { body: undo, actor: { personId: "ANA", roles: ["PC"] }, approvers: [], world: {} });
    Object.assign(this.#naive, { closedThrough, softlyClosedThrough });
    for (const day of sealed) this.#naive.sealedDays.add(day);
    if ("codes" in undone) throw new Error(`what was just applied cannot be corrected: ${undone.codes.join(" ")}`);
    if (!isDeepStrictEqual(amountsIn(this.#state), before))
      throw new Error("UNA-3: a correction did not restore every amount of every day");
    this.#live.rollback(after.savepoint, after.revision);
    this.#live.rollback(mark.savepoint, mark.revision);
    for (const event of stored) foldStored(this.#live, event);
    if (!isDeepStrictEqual(plainState(this.#state), live)) throw new Error("folding the stored events again gives another state");
    this.#count("UNA-3 applied, corrected and as before");
  }

  /** Packing rests after every chunk and goes on at the next step; what is packed then is some steps old. */
  #pack(): void {
    this.#live.journal.release(this.#live.journal.savepoint());
    this.#packing ??= this.#live.packing();
    const { done, value } = this.#packing.next();
    if (!done) return;
    this.#packing = undefined;
    const woken = new StreamState(fold, ACCOUNT);
    woken.restore(value);
    for (const event of this.#stored.slice(value.revision + 1 - this.#begun.length)) foldStored(woken, event);
    woken.journal.startRecording();
    if (!isDeepStrictEqual(plainState(woken.state), plainState(this.#state))) throw new Error("§14.7: what was packed gives another state");
    this.#count("packed and woken");
    // Every other time it is the packed state itself that goes on.
    if (value.revision % 2 === 0) this.#live = woken;
  }

  /** The whole state against the model; and §14 item 6: what is stored, replayed twice, gives the live state. */
  finish(): void {
    checkInvariants(this.#state, this.#naive, new Map(), this.#movements);
    this.#agings.check(this.#naive);
    const live = plainState(this.#state);
    for (let time = 0; time < 2; time += 1) {
      const replayed = new StreamState(fold, ACCOUNT);
      foldInto(replayed, this.#begun);
      for (const event of this.#stored) foldStored(replayed, event);
      if (!isDeepStrictEqual(plainState(replayed.state), live)) throw new Error("§14.6: a replay gives another state");
    }
  }

  #count(what: string): void {
    this.#tally.set(what, (this.#tally.get(what) ?? 0) + 1);
  }
}

function wordsFor({ must, may = [] }: Judgement): string {
  return `${must.length === 0 ? "accepted" : `refused for ${[...new Set(must)].join(" ")}`}${may.length === 0 ? "" : `, or for ${may.join(" ")}`}`;
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
function amountsIn({ documents, credits }: AccountState): unknown {
  const plain = plainState([documents.instalments, credits.byId]) as readonly Record<string, Record<string, unknown>>[];
  const timelines = (each: Record<string, unknown>) => ({
    ...each,
    byEffect: changesIn(each.byEffect),
    bySettlement: changesIn(each.bySettlement),
  });
  return plain.map((map) => Object.entries(map).map(([id, each]) => [id, timelines(each)]));
}

function changesIn(timeline: unknown): readonly { readonly change: string }[] {
  return (timeline as { readonly change: string }[]).filter(({ change }) => change !== "0");
}
