import { setTimeout as sleep } from "node:timers/promises";
import type { EventType } from "../../../schemas/events/registry.ts";
import type { StoredEvent } from "../../event-store/port.ts";
import { decodeMeta } from "../event-codec.ts";
import type { Act, EventProcess, ProcessEvent, Step } from "./define-process.ts";
import { processEvent } from "./process-event.ts";
import { type StepOffice, StepRunner, Stopped } from "./step-runner.ts";

const FAILURE_PAUSE_MS = 1_000;
/** So many events may wait for a process before the log is read no further. */
const MAX_WAITING = 1_000;

/** What a process does about a stored event; throws what its reaction throws. */
export function stepsFrom(process: EventProcess, event: StoredEvent): readonly (Step | Act)[] {
  const reaction = process.on[event.type as EventType] as ((event: ProcessEvent) => readonly (Step | Act)[]) | undefined;
  return reaction?.(processEvent(event)) ?? [];
}

/** One process of events: takes its events in order, at its own pace, so that one that waits does not hold up the others. */
export class EventReader {
  readonly process: EventProcess;
  readonly #office: StepOffice;
  readonly #stop: AbortSignal;
  readonly #steps: StepRunner;
  readonly #waiting: StoredEvent[] = [];
  /** Of the last event that was handed in. */
  #handedIn: number;
  #isHalted = false;
  #work: Promise<void> = Promise.resolve();
  #isWorking = false;

  constructor(process: EventProcess, ordinal: number, office: StepOffice, stop: AbortSignal) {
    this.process = process;
    this.#handedIn = ordinal;
    this.#office = office;
    this.#stop = stop;
    this.#steps = new StepRunner(office, stop);
  }

  /** Up to where nothing is left to do. */
  get ordinal(): number {
    return (this.#waiting[0]?.ordinal ?? this.#handedIn + 1) - 1;
  }

  /** It stands still at an event until the next start. */
  get isHalted(): boolean {
    return this.#isHalted;
  }

  /** Takes what is its own of some events; resolves when it can take more. */
  async hand(events: readonly StoredEvent[]): Promise<void> {
    const fresh = events.filter(({ ordinal }) => ordinal > this.#handedIn);
    if (this.#isHalted || fresh.length === 0) return;
    this.#waiting.push(...fresh.filter(({ type }) => Object.hasOwn(this.process.on, type)));
    this.#handedIn = fresh.at(-1)?.ordinal ?? this.#handedIn;
    if (!this.#isWorking) this.#work = this.#takeAll();
    if (this.#waiting.length > MAX_WAITING) await this.#work;
  }

  /** Resolves when nothing is under way. */
  settled(): Promise<void> {
    return this.#work;
  }

  async #takeAll(): Promise<void> {
    this.#isWorking = true;
    for (let event = this.#waiting[0]; event !== undefined && !this.#isHalted && !this.#stop.aborted; event = this.#waiting[0]) {
      try {
        await this.#take(event);
      } catch (error) {
        if (error instanceof Stopped) break;
        this.#office.log.warn(`process ${this.process.name}: ${messageOf(error)}`);
        await sleep(FAILURE_PAUSE_MS, undefined, { signal: this.#stop }).catch(() => undefined);
      }
    }
    this.#isWorking = false;
  }

  /** The place is written down once the steps are answered; when that fails, the event comes again and so do the ids of its steps. */
  async #take(event: StoredEvent): Promise<void> {
    const steps = await this.#stepsOf(event);
    if (this.#isHalted) return;
    const { eventId, ordinal } = event;
    if (steps.length > 0) {
      const { correlationId } = decodeMeta(event);
      const cause = { process: this.process.name, owner: eventId, cause: eventId, attempt: 1, event: { ordinal, correlationId } };
      for (const step of steps) await this.#steps.take(step, cause);
      await this.#office.book.reachOrdinal(this.process.name, ordinal, new Date(this.#office.clock.now()).toISOString());
    }
    this.#waiting.shift();
  }

  /** A process that cannot tell what follows from an event stands still there; the next start tries again. */
  async #stepsOf(event: StoredEvent): Promise<readonly (Step | Act)[]> {
    try {
      return stepsFrom(this.process, event);
    } catch (error) {
      const { ordinal, type } = event;
      const message = messageOf(error);
      await this.#office.book.setError(this.process.name, { ordinal, type, message });
      this.#office.log.error(`process ${this.process.name} halted at event ${ordinal} (${type}): ${message}`);
      this.#isHalted = true;
      return [];
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
