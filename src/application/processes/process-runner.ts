import { setTimeout as sleep } from "node:timers/promises";
import type { EventStore } from "../../event-store/port.ts";
import type { ParkedStep, ProcessLease, ProcessPosition } from "../ports.ts";
import { type CalendarOffice, CalendarProcesses } from "./calendar-processes.ts";
import type { CalendarProcess, EventProcess } from "./define-process.ts";
import { type EventOffice, EventProcesses } from "./event-processes.ts";
import { calendarProcesses, eventProcesses } from "./registry.ts";

const FAILURE_PAUSE_MS = 1_000;
const SETTLED_POLL_MS = 5;
/** Within which what follows from events is done. */
const SETTLED_MS = 120_000;

export interface ProcessRunnerOptions extends CalendarOffice, Pick<EventOffice, "writeDownMs"> {
  readonly store: Pick<EventStore, "head" | "subscribe">;
  readonly events?: readonly EventProcess[];
  readonly calendar?: readonly CalendarProcess[];
}

/** Where one process stands. */
export interface ProcessStatus {
  readonly name: string;
  readonly kind: "events" | "calendar";
  /** Of the last event done; null for a process of the calendar. */
  readonly ordinal: number | null;
  readonly lagEvents: number | null;
  /** Days done, by legal entity; none for a process of events. */
  readonly days: readonly { readonly entityId: string; readonly doneOn: string }[];
  readonly lastRunAt: string | null;
  readonly state: "running" | "halted";
  readonly error: NonNullable<ProcessPosition["error"]> | null;
}

export interface ProcessRunner {
  /** How far every process of the registry is, and what waits, whichever server of the database runs them. */
  status(): Promise<{ readonly processes: readonly ProcessStatus[]; readonly parked: readonly ParkedStep[] }>;
  /**
   * Resolves when the processes have done what follows from every event that was in the log when it was asked, and after that every day
   * that has begun by the clock; rejects when that cannot be done. For whoever moves the clock: it may be asked only where the processes of
   * this runner lead.
   */
  settled(): Promise<void>;
  /** Resolves when nothing is under way any more. */
  close(): Promise<void>;
}

/** Starts running the processes, or standing by for the server that does. Returns at once. */
export function startProcessRunner(options: ProcessRunnerOptions): ProcessRunner {
  const { events = eventProcesses, calendar = calendarProcesses } = options;
  const stop = new AbortController();
  const crew: Crew = {};
  const finished = standBy({ ...options, events, calendar }, crew, stop.signal);
  return {
    status: () => statusOf(options, events, calendar),
    settled: () => settled(options, crew, stop.signal),
    async close() {
      stop.abort();
      await finished;
    },
  };
}

type Resolved = ProcessRunnerOptions & Required<Pick<ProcessRunnerOptions, "events" | "calendar">>;

/** The processes of this runner, while it leads. */
interface Crew {
  at?: { readonly events: EventProcesses; readonly calendar: CalendarProcesses } | undefined;
}

async function settled({ store }: ProcessRunnerOptions, crew: Crew, stop: AbortSignal): Promise<void> {
  const { ordinal } = await store.head();
  const deadline = performance.now() + SETTLED_MS;
  while (crew.at?.events.isDoneUpTo(ordinal) !== true) {
    if (performance.now() > deadline) throw new Error("the processes of events do not come to an end, or others lead them");
    await sleep(SETTLED_POLL_MS, undefined, { signal: stop });
  }
  if (!(await crew.at.calendar.lookNow())) throw new Error("a process of the calendar could not do its day; the log says why");
}

async function standBy(options: Resolved, crew: Crew, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    try {
      const lease = await options.book.lead(stop);
      if (lease === undefined) return;
      await lead(options, lease, crew, stop).finally(() => lease.release());
    } catch (error) {
      options.log.error(`processes: ${error instanceof Error ? error.message : String(error)}`);
      await sleep(FAILURE_PAUSE_MS, undefined, { signal: stop }).catch(() => undefined);
    }
  }
}

/** Both kinds end together: where one cannot begin, the other ends too, and the lease is given back. */
async function lead(options: Resolved, lease: ProcessLease, crew: Crew, stop: AbortSignal): Promise<void> {
  const failed = new AbortController();
  const end = AbortSignal.any([stop, lease.lost, failed.signal]);
  const events = new EventProcesses(options, options.events, end);
  const calendar = new CalendarProcesses(options, options.calendar, end);
  crew.at = { events, calendar };
  const ended = await Promise.allSettled(
    [events, calendar].map((kind) =>
      kind.run().catch((error: unknown) => {
        failed.abort();
        throw error;
      }),
    ),
  );
  crew.at = undefined;
  for (const each of ended) if (each.status === "rejected") throw each.reason;
  // Without any process there is nothing to do but keep the place.
  if (!end.aborted) await new Promise((resolve) => end.addEventListener("abort", resolve));
}

async function statusOf({ book, store }: ProcessRunnerOptions, events: readonly EventProcess[], calendar: readonly CalendarProcess[]) {
  // Places first: a head read before them could seem to lie behind.
  const positions = await book.positions();
  const [head, parked] = await Promise.all([store.head(), book.parked()]);
  const placesOf = (name: string) => positions.filter(({ process }) => process === name);
  const ofEvents = events.map(({ name }): ProcessStatus => {
    const ordinal = placesOf(name)[0]?.ordinal ?? 0;
    return { ...stateOf(name, placesOf(name)), kind: "events", ordinal, lagEvents: Math.max(head.ordinal - ordinal, 0), days: [] };
  });
  const ofCalendar = calendar.map(({ name }): ProcessStatus => {
    const days = placesOf(name).flatMap(({ entityId, doneOn }) =>
      entityId === undefined || doneOn === undefined ? [] : [{ entityId, doneOn }],
    );
    return { ...stateOf(name, placesOf(name)), kind: "calendar", ordinal: null, lagEvents: null, days };
  });
  return { processes: [...ofEvents, ...ofCalendar], parked };
}

function stateOf(name: string, places: readonly ProcessPosition[]) {
  const error = places.find((place) => place.error !== undefined)?.error ?? null;
  const lastRunAt = places
    .map((place) => place.lastRunAt ?? "")
    .sort()
    .at(-1);
  return { name, lastRunAt: lastRunAt || null, state: error === null ? ("running" as const) : ("halted" as const), error };
}
