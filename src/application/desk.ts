import { type AppendOutcome, NO_STREAM, OutcomeUnknown, StoreUnavailable, type StreamRevision } from "../event-store/port.ts";
import { violation } from "../kernel/decider.ts";
import type { Fold } from "../kernel/fold.ts";
import { ownerOf } from "./claim-owner.ts";
import { type Decided, decideOn, placed } from "./decide.ts";
import { type DeskOffice, type InFlight, newInFlight, newTicket, type Ticket } from "./desk-work.ts";
import { fencesOf, type GatheredFacts } from "./gather-facts.ts";
import type { PreparedCommand, Verdict } from "./prepared-command.ts";
import { StreamState } from "./stream-state.ts";

/** How often a command is decided again because something moved. */
const MAX_DECISIONS = 10;

/**
 * Decides the commands of one stream, one after the other, each on the state after everything still in flight. What was decided on a
 * decision that then failed is taken back and decided again; a refusal or a command without effect is answered only on stored, fresh state.
 */
export class Desk {
  /** When it was last asked for, counted in uses of all desks. */
  lastUse = 0;
  readonly #office: DeskOffice;
  readonly #current: StreamState;
  readonly #waiting: Ticket[] = [];
  readonly #inFlight: InFlight[] = [];
  #stored = NO_STREAM;
  #trusted = false;
  #working = false;
  #refusing = 0;
  #loading: Promise<void> | undefined;

  constructor(office: DeskOffice, fold: Fold<unknown>, id: string) {
    this.#office = office;
    this.#current = new StreamState(fold, id);
  }

  get stream(): string {
    return this.#current.stream;
  }
  get bytes(): number {
    return this.#current.bytes;
  }
  get isIdle(): boolean {
    return (
      this.#waiting.length === 0 && this.#inFlight.length === 0 && this.#refusing === 0 && !this.#working && this.#loading === undefined
    );
  }
  /** True when everything folded is stored: the state may serve others as a fact. */
  get isSettled(): boolean {
    return this.#inFlight.length === 0 && this.#isReady();
  }
  get state(): unknown {
    return this.#current.state;
  }
  get revision(): number {
    return this.#current.revision;
  }

  /** Resolves when everything folded is stored. */
  async settled(): Promise<void> {
    while (!this.isSettled) {
      await this.#load();
      await this.#inFlight.at(-1)?.settled;
    }
  }

  /** Before it is used again, the desk reads what the log holds beyond it. */
  distrust(): void {
    this.#trusted = false;
  }

  /** Decides one command, or several together: all of them or none. */
  decide(...commands: readonly PreparedCommand[]): Promise<Verdict> {
    return new Promise((resolve, reject) => {
      this.#waiting.push(newTicket(commands, resolve, reject));
      void this.#work();
    });
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    for (let ticket = this.#waiting[0]; ticket !== undefined; ticket = this.#waiting[0]) {
      try {
        await this.#load();
        const facts = await Promise.all(ticket.commands.map((command) => this.#office.gather(command)));
        if (this.#waiting[0] !== ticket || !this.#isReady()) continue;
        if (this.#current.isPackingDue && (await this.#pack())) continue;
        this.#waiting.shift();
        this.#decideNow(ticket, facts);
      } catch (error) {
        const at = this.#waiting.indexOf(ticket);
        if (at >= 0) this.#waiting.splice(at, 1);
        ticket.reject(error);
      }
    }
    this.#working = false;
  }

  /** A desk that lost trust reads again first, and until it has read what it holds is nobody's fact. */
  #isReady(): boolean {
    return this.#trusted && this.#loading === undefined;
  }

  async #load(): Promise<void> {
    while (!this.#isReady()) {
      this.#loading ??= this.#catchUp().finally(() => {
        this.#loading = undefined;
      });
      await this.#loading;
    }
  }

  async #catchUp(): Promise<void> {
    await Promise.all(this.#inFlight.map(({ settled }) => settled));
    this.#trusted = true;
    try {
      await this.#current.catchUp(this.#office.store, this.#office.snapshots.wake);
      this.#stored = this.#current.revision;
      if (this.#current.isPackingDue) this.#office.snapshots.take(this.#current);
    } catch (error) {
      this.#trusted = false;
      throw error;
    }
  }

  /** Nothing may be in flight while the state is looked at, which takes milliseconds; packing goes on beside the next decisions. */
  async #pack(): Promise<boolean> {
    const last = this.#inFlight.at(-1);
    await last?.settled;
    if (this.#inFlight.length === 0 && this.#isReady()) this.#office.snapshots.take(this.#current);
    return last !== undefined;
  }

  #decideNow(ticket: Ticket, facts: readonly GatheredFacts[]): void {
    const { expected, dryRun } = ticket.commands[0] as PreparedCommand;
    ticket.decisions += 1;
    if (ticket.decisions > MAX_DECISIONS) throw new StoreUnavailable("the account is moving too fast to be decided on");
    if (expected !== undefined && expected !== this.revision) {
      this.#answerWhenCertain(ticket, facts, { kind: "stale", revision: this.revision });
      return;
    }
    const savepoint = this.#current.journal.savepoint();
    const revisionBefore = this.revision;
    const decision = this.#decideOnce(ticket, facts, savepoint, revisionBefore);
    if ("rejected" in decision) {
      this.#current.rollback(savepoint, revisionBefore);
      this.#answerWhenCertain(ticket, facts, { kind: "refused", violations: decision.rejected, at: decision.at, revision: revisionBefore });
    } else if (decision.events.length === 0) {
      this.#answerWhenCertain(ticket, facts, { kind: "unchanged", revision: revisionBefore });
    } else if (dryRun) {
      this.#current.rollback(savepoint, revisionBefore);
      ticket.resolve({ kind: "previewed", events: placed(decision, this.stream, revisionBefore, 0, "") });
    } else {
      this.#append(ticket, facts, decision, savepoint, revisionBefore);
    }
  }

  /** A decider that throws leaves nothing behind. */
  #decideOnce(ticket: Ticket, facts: readonly GatheredFacts[], savepoint: number, revisionBefore: number): ReturnType<typeof decideOn> {
    try {
      const cases = ticket.commands.map((command, at) => ({ command, gathered: facts[at] as GatheredFacts }));
      return decideOn(this.#current, cases);
    } catch (error) {
      this.#current.rollback(savepoint, revisionBefore);
      throw error;
    }
  }

  #append(ticket: Ticket, facts: readonly GatheredFacts[], decided: Decided, savepoint: number, revisionBefore: number): void {
    const entry = newInFlight(ticket, decided, savepoint, revisionBefore);
    this.#inFlight.push(entry);
    const [commandId = "", ...alsoCommands] = ticket.commands.map((command) => command.commandId);
    this.#office.store
      .append({
        stream: this.stream,
        expected: revisionBefore,
        events: decided.events,
        commandId,
        ...(alsoCommands.length > 0 && { alsoCommands }),
        claims: decided.claims.map(({ key }) => key),
        unchanged: fencesOf(facts),
      })
      .then(
        (outcome) => this.#settle(entry, facts, outcome),
        (error: unknown) => this.#fail(entry, error),
      );
  }

  #settle(entry: InFlight, facts: readonly GatheredFacts[], outcome: AppendOutcome): void {
    if (entry.dropped) return;
    const { ticket, decided, revisionBefore } = entry;
    if (outcome.outcome === "ok") {
      this.#inFlight.shift();
      this.#stored = outcome.revision;
      this.#current.journal.release(this.#inFlight[0]?.savepoint ?? this.#current.journal.savepoint());
      entry.settle(true);
      ticket.resolve({ kind: "appended", events: placed(decided, this.stream, revisionBefore, outcome.ordinal, outcome.recordedAt) });
      return;
    }
    this.#takeBack(entry);
    switch (outcome.outcome) {
      case "replay":
        ticket.resolve({ kind: "known", ordinal: outcome.ordinal, count: outcome.count });
        break;
      case "duplicate": {
        const claim = decided.claims.find(({ key }) => key === outcome.claim);
        if (ticket.commands.some(({ commandId }) => commandId === outcome.claim)) ticket.resolve({ ...outcome, kind: "known" });
        else if (claim === undefined) ticket.reject(new Error(`the log named a claim nobody made: ${outcome.claim}`));
        else void this.#refuseDuplicate(ticket, claim, outcome.ordinal);
        break;
      }
      case "conflict":
        this.distrust();
        this.#putBack(ticket);
        break;
      case "moved":
        this.#office.distrust(fencesOf(facts).map(({ stream }) => stream));
        this.#putBack(ticket);
    }
    void this.#work();
  }

  #fail(entry: InFlight, error: unknown): void {
    if (entry.dropped) return;
    this.#takeBack(entry);
    if (error instanceof OutcomeUnknown) this.distrust();
    entry.ticket.reject(error);
    void this.#work();
  }

  /** Takes back a decision and everything that was decided on it; the latter is decided again. */
  #takeBack(entry: InFlight): void {
    const at = this.#inFlight.indexOf(entry);
    const taken = this.#inFlight.splice(at);
    this.#current.rollback(entry.savepoint, entry.revisionBefore);
    for (const each of taken) {
      each.dropped = true;
      if (each !== entry) {
        // It fell with its neighbour: what it was decided on was not its own fault, and every round settles at least one.
        each.ticket.decisions -= 1;
        this.#putBack(each.ticket);
      }
      each.settle(false);
    }
  }

  /** Back into the queue, at its place by arrival. */
  #putBack(ticket: Ticket): void {
    const at = this.#waiting.findIndex(({ number }) => number > ticket.number);
    this.#waiting.splice(at === -1 ? this.#waiting.length : at, 0, ticket);
  }

  /** A "no" must not rest on a decision that fails, nor on what another process has changed meanwhile. */
  #answerWhenCertain(ticket: Ticket, facts: readonly GatheredFacts[], verdict: Verdict & { readonly revision: number }): void {
    const last = this.#inFlight.at(-1);
    this.#refusing += 1;
    const certain = async (): Promise<void> => {
      if (last !== undefined && !(await last.settled)) return this.#putBack(ticket);
      const [found] = (await this.#office.store.findCommands(ticket.commands.map(({ commandId }) => commandId))).values();
      if (found !== undefined) return ticket.resolve({ kind: "known", ...found });
      const moved = await this.#movedStreams(
        verdict.revision,
        facts.flatMap(({ revisions }) => revisions),
      );
      if (moved.length === 0) return ticket.resolve(verdict);
      this.#office.distrust(moved);
      this.#putBack(ticket);
    };
    certain()
      .catch((error: unknown) => ticket.reject(error))
      .finally(() => {
        this.#refusing -= 1;
        void this.#work();
      });
  }

  /** Streams on which others have written since: our own later appends do not make an earlier "no" wrong. */
  async #movedStreams(revision: number, facts: readonly StreamRevision[]): Promise<readonly string[]> {
    const now = await this.#office.store.revisions([this.stream, ...facts.map(({ stream }) => stream)]);
    const here = now.get(this.stream) ?? NO_STREAM;
    const moved = facts.filter(({ stream, revision: then }) => (now.get(stream) ?? NO_STREAM) !== then).map(({ stream }) => stream);
    return here === revision || here <= this.#stored ? moved : [this.stream, ...moved];
  }

  async #refuseDuplicate(ticket: Ticket, { code, at }: Decided["claims"][number], ordinal: number): Promise<void> {
    try {
      const owner = (await this.#office.store.readAll(ordinal - 1, 1))[0];
      const facts = owner === undefined ? {} : { owner: ownerOf(owner) };
      ticket.resolve({ kind: "refused", violations: [violation(code, facts)], at, revision: this.revision });
    } catch (error) {
      ticket.reject(error);
    }
  }
}
