import { setTimeout as sleep } from "node:timers/promises";
import type { ProcessQueries } from "../../../projections/process-queries.ts";
import { LEDGER } from "../../domain/organisation/organisation.ts";
import type { EventStore } from "../../event-store/port.ts";
import { addDays, type CalendarDate } from "../../kernel/calendar-date.ts";
import type { Ledger } from "../ledger.ts";
import type { ParkedStep } from "../ports.ts";
import type { CalendarProcess, Step } from "./define-process.ts";
import { parkedIdOf } from "./process-ids.ts";
import { type StepOffice, StepRunner, Stopped } from "./step-runner.ts";

/** At the latest after this a new legal entity, a clock that was set and a machine that slept are noticed. */
const LOOK_MS = 30_000;
/** How long a run waits for its read models before it is put off to the next look. */
const READ_MODELS_MS = 60_000;

/** Who has days at all is asked of this read model. */
const LEGAL_ENTITIES = ["organisation"];

export interface CalendarOffice extends StepOffice {
  readonly ledger: StepOffice["ledger"] & Pick<Ledger, "today" | "endOfDay">;
  readonly store: Pick<EventStore, "head">;
  readonly queries: ProcessQueries;
  /** True once the named read models have folded the event of this ordinal, false after the time-out. */
  waitFor(ordinal: number, timeoutMs: number, names: readonly string[]): Promise<boolean>;
  readonly lookMs?: number;
}

/** Which dates a process runs for, given the last one done. Whoever never ran begins today: there is no day before the first. */
export function datesToRun(doneOn: CalendarDate | undefined, today: CalendarDate, catchUp: CalendarProcess["catchUp"]): CalendarDate[] {
  if (doneOn !== undefined && doneOn >= today) return [];
  if (doneOn === undefined || catchUp === "latest") return [today];
  const dates: CalendarDate[] = [];
  for (let date = addDays(doneOn, 1); date <= today; date = addDays(date, 1)) dates.push(date);
  return dates;
}

interface Looked {
  /** For how long there is nothing to look at. */
  readonly pauseMs: number;
  readonly isDone: boolean;
}

/** Runs the calendar processes: at once for every day that began since they last ran, then after each local midnight. */
export class CalendarProcesses {
  readonly #office: CalendarOffice;
  readonly #processes: readonly CalendarProcess[];
  readonly #stop: AbortSignal;
  readonly #steps: StepRunner;
  /** The last date done, by process and legal entity. */
  readonly #doneOn = new Map<string, CalendarDate>();
  /** Of which it was already said that they are ahead of the clock. */
  readonly #ahead = new Set<string>();
  /** One look after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(office: CalendarOffice, processes: readonly CalendarProcess[], stop: AbortSignal) {
    this.#office = office;
    this.#processes = processes;
    this.#stop = stop;
    this.#steps = new StepRunner(office, stop);
  }

  async run(): Promise<void> {
    if (this.#processes.length === 0) return;
    const recalled = this.#recall();
    this.#turn = recalled;
    await recalled;
    while (!this.#stop.aborted) {
      const { pauseMs } = await this.#lookInTurn().catch((error: unknown) => {
        this.#warn("calendar processes", error);
        return { pauseMs: this.#office.lookMs ?? LOOK_MS };
      });
      await sleep(pauseMs, undefined, { signal: this.#stop }).catch(() => undefined);
    }
  }

  /** Does what is due at once; true when every day that has begun is done. */
  async lookNow(): Promise<boolean> {
    const { ordinal } = await this.#office.store.head();
    // A legal entity that was registered just now has its day as well.
    if (!(await this.#office.waitFor(ordinal, READ_MODELS_MS, LEGAL_ENTITIES))) return false;
    const { isDone } = await this.#lookInTurn();
    return isDone;
  }

  async #recall(): Promise<void> {
    for (const { process, entityId, doneOn } of await this.#office.book.positions()) {
      if (entityId !== undefined && doneOn !== undefined) this.#doneOn.set(`${process} ${entityId}`, doneOn);
    }
  }

  #lookInTurn(): Promise<Looked> {
    const look = this.#turn.then(() => this.#look());
    this.#turn = look.catch(() => undefined);
    return look;
  }

  /** Runs what is due. */
  async #look(): Promise<Looked> {
    const { ledger, clock, lookMs = LOOK_MS, queries } = this.#office;
    let untilMs = lookMs;
    let isDone = true;
    for (const entityId of [LEDGER, ...(await queries.legalEntityIds())]) {
      const named = entityId === LEDGER ? undefined : entityId;
      const today = await ledger.today(named);
      const days: CalendarProcess["days"] = named === undefined ? "of the ledger" : "of each legal entity";
      for (const process of this.#processes) {
        if (process.days === days) isDone = (await this.#runUpTo(process, entityId, today)) && isDone;
      }
      const midnight = Date.parse(await ledger.endOfDay(today, named));
      untilMs = Math.min(untilMs, Math.max(midnight - clock.now(), 0));
    }
    // A clock that stands still just before midnight must not make this loop spin.
    return { pauseMs: Math.max(untilMs, Math.min(lookMs, 50)), isDone };
  }

  /** One process that cannot run does not hold up the others: it is tried again at the next look. */
  async #runUpTo(process: CalendarProcess, entityId: string, today: CalendarDate): Promise<boolean> {
    const key = `${process.name} ${entityId}`;
    const doneOn = this.#doneOn.get(key);
    this.#noticeAhead(process.name, entityId, doneOn, today);
    try {
      for (const date of datesToRun(doneOn, today, process.catchUp)) {
        if (this.#stop.aborted) return false;
        await this.#runFor(process, entityId, date);
        await this.#office.book.reachDate(process.name, entityId, date, new Date(this.#office.clock.now()).toISOString());
        this.#doneOn.set(key, date);
      }
      return true;
    } catch (error) {
      if (!(error instanceof Stopped)) this.#warn(`process ${process.name} of ${entityId}`, error);
      return false;
    }
  }

  async #runFor(process: CalendarProcess, entityId: string, date: CalendarDate): Promise<void> {
    const { store, queries, book, waitFor } = this.#office;
    const { ordinal } = await store.head();
    if (!(await waitFor(ordinal, READ_MODELS_MS, process.reads))) throw new Error(`the read models ${process.reads.join(", ")} are behind`);
    const waiting = new Map((await book.parked(process.name)).map((parked) => [parked.parkedId, parked]));
    for await (const step of process.due(date, entityId, queries)) {
      const parkedId = parkedIdOf(this.#office.ledgerId, process.name, entityId, step.step);
      const result = await this.#take(process, entityId, date, step, waiting.get(parkedId));
      if (result === "done" && waiting.has(parkedId)) await book.unpark(parkedId);
      waiting.delete(parkedId);
    }
    await this.#forget(waiting, entityId);
  }

  /** The next date is the next attempt; the same date again is the same attempt, so that its answer is the first one. */
  #take(process: CalendarProcess, entityId: string, date: CalendarDate, step: Step, before: ParkedStep | undefined) {
    const attempt = before === undefined ? 1 : before.attempt + (before.cause === date ? 0 : 1);
    return this.#steps.take(step, { process: process.name, cause: date, owner: entityId, attempt });
  }

  /** What waited from an earlier date and is not due any more was settled in another way. */
  async #forget(waiting: ReadonlyMap<string, ParkedStep>, entityId: string): Promise<void> {
    for (const { parkedId, owner } of waiting.values()) if (owner === entityId) await this.#office.book.unpark(parkedId);
  }

  /** Days that a clock set wrongly has used up are not begun again: nothing runs until they are over, and somebody must know. */
  #noticeAhead(name: string, entityId: string, doneOn: CalendarDate | undefined, today: CalendarDate): void {
    const key = `${name} ${entityId} ${doneOn}`;
    if (doneOn === undefined || doneOn <= today || this.#ahead.has(key)) return;
    this.#ahead.add(key);
    this.#office.log.error(
      `process ${name} of ${entityId} has done ${doneOn} and it is ${today}: nothing runs until then; was the clock set back?`,
    );
  }

  #warn(what: string, error: unknown): void {
    this.#office.log.warn(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
