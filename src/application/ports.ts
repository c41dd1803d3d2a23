import type { CalendarDate } from "../kernel/calendar-date.ts";
import type { Sealed } from "../kernel/decider.ts";

/** The time. Everything that asks what day it is asks here. */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
}

/** What an erased personal value reads as. */
export const ERASED = "erased";

/** The keys of the ledger: one data key per subject, and the keys of hashes. Losing them loses personal data, never money. */
export interface KeyRing {
  /** Fixed when the ledger was created; command ids are derived from it. */
  readonly ledgerId: string;
  /** Makes sure the subjects' keys are durable and at hand. Sealing without it is a bug. */
  ensure(subjectIds: readonly string[]): Promise<void>;
  /** `normalised` is the form in which two spellings of the value are equal. */
  seal(subjectId: string, text: string, normalised: string): Sealed;
  /** Brings the keys of sealed values to hand, where they still exist. */
  load(subjectIds: readonly string[]): Promise<void>;
  /** The value, or `ERASED` where its key no longer exists. */
  open(sealed: Sealed): string;
  /** Keyed hash of what a caller sent. */
  fingerprint(text: string): string;
}

/** Counts answers that are not remembered: one row per principal, code and minute. */
export interface EdgeLog {
  count(principal: string, code: string): void;
}

/** Neighbouring entries of one map of a folded state, packed: `first` is the least of their keys. */
export interface PackedChunk {
  readonly first: string | number;
  readonly entries: number;
  readonly body: Uint8Array;
}

/** The folded state of a stream after one of its events. Holds personal values sealed only. */
export interface Snapshot {
  readonly stream: string;
  readonly revision: number;
  /** Of the event at that revision: a snapshot of another log does not have it. */
  readonly eventId: string;
  /** Of each map its runs, the newest first. A chunk that is the same object as before holds the same entries. */
  readonly maps: readonly (readonly (readonly PackedChunk[])[])[];
  /** Whatever else the state holds. */
  readonly rest: Uint8Array;
}

/** Snapshots of long streams, made by this version of the program. They save time, and can be thrown away at any moment. */
export interface SnapshotStore {
  load(stream: string): Promise<Snapshot | undefined>;
  /** Streams that have a snapshot made by this version of the program, or by another one. */
  streams(madeBy: "here" | "elsewhere"): Promise<readonly string[]>;
  /** Replaces an older one of the stream; what did not change since it was loaded or saved here is not written again. */
  save(snapshot: Snapshot): Promise<void>;
}

/** How far one process has come: through the log, or through the days of one legal entity (LEDGER: of the whole ledger). */
export interface ProcessPosition {
  readonly process: string;
  readonly entityId: string | undefined;
  /** Of the last event whose steps were answered. */
  readonly ordinal: number | undefined;
  /** The last business date whose steps were answered. */
  readonly doneOn: CalendarDate | undefined;
  /** When it last did something, RFC 3339. */
  readonly lastRunAt: string | undefined;
  /** Why it stands still. */
  readonly error: { readonly ordinal: number; readonly type: string; readonly message: string } | undefined;
}

/** A step that was refused and waits: for a person, or for the next date. Holds personal values sealed only. */
export interface ParkedStep {
  /** UUID; the same for every attempt at the step. */
  readonly parkedId: string;
  readonly process: string;
  /** The legal entity its command acts for, where it acts for one. */
  readonly entityId: string | undefined;
  /** The event, or of a calendar process the legal entity, that asked for it. */
  readonly owner: string;
  /** The event, or the business date, that asked for it. */
  readonly cause: string;
  /** Of the event, where it was one. */
  readonly ordinal: number | undefined;
  readonly step: string;
  readonly command: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly code: string;
  /** Of the refusal: how the log of the server calls it. */
  readonly traceId: string;
  readonly attempt: number;
  /** When it was first refused, RFC 3339. */
  readonly since: string;
}

/** Held by the one process of the machine room that runs the processes of a database. */
export interface ProcessLease {
  /** Aborted when the lease is lost. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/** What processes remember beside the log: how far they are, and what waits. */
export interface ProcessBook {
  /** Waits until it is this server that runs the processes; nothing when it is stopped before. */
  lead(stop: AbortSignal): Promise<ProcessLease | undefined>;
  positions(): Promise<readonly ProcessPosition[]>;
  /** Never moves back. */
  reachOrdinal(process: string, ordinal: number, at: string): Promise<void>;
  /** Never moves back. */
  reachDate(process: string, entityId: string, date: CalendarDate, at: string): Promise<void>;
  /** Keeps why a process stands still, or that it goes on again. */
  setError(process: string, error: ProcessPosition["error"]): Promise<void>;
  /** Keeps a step, or its newer attempt; `since` stays. */
  park(step: ParkedStep): Promise<void>;
  /** Forgets a step: it was done, or nobody asks for it any more. */
  unpark(parkedId: string): Promise<void>;
  /** Oldest first. */
  parked(process?: string): Promise<readonly ParkedStep[]>;
}
