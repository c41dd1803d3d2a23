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
