import type { CalendarDate } from "./calendar-date.ts";
import type { RefusalCode } from "./refusal-code.ts";

/** A schema is anything that carries the static type of what it describes. */
export interface SchemaOf<T> {
  readonly static: T;
}

/** A map as decisions see it, journaled or not. */
export interface ReadonlyEntries<K, V> extends Iterable<[K, V]> {
  readonly size: number;
  get(key: K): V | undefined;
  has(key: K): boolean;
  keys(): Iterable<K>;
  values(): Iterable<V>;
}

export type DeepReadonly<T> = T extends (...args: never[]) => unknown
  ? T
  : T extends { get(key: infer K): infer V | undefined; has(key: never): boolean; readonly size: number }
    ? ReadonlyEntries<K, DeepReadonly<V>>
    : T extends readonly (infer U)[]
      ? readonly DeepReadonly<U>[]
      : T extends object
        ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
        : T;

/** Personal data as it is stored: unreadable without the key of its subject, comparable by its keyed hash. */
export interface Sealed {
  readonly subjectId: string;
  readonly ciphertext: string;
  readonly mac: string;
}

/** A body as the caller sent it: what the ledger seals is still text. Only form checks see it; decisions see the sealed body. */
export type Clear<T> = T extends Sealed
  ? string
  : T extends readonly (infer U)[]
    ? readonly Clear<U>[]
    : T extends object
      ? { readonly [K in keyof T]: Clear<T[K]> }
      : T;

/** One broken rule: what a clerk needs to know, by name. Personal values stay sealed. */
export interface Violation {
  readonly code: RefusalCode;
  readonly facts: Readonly<Record<string, string | Sealed>>;
  /** Where in the body, as a JSON pointer, when one field is to blame. */
  readonly pointer?: string;
}

export interface Rejection {
  readonly rejected: readonly Violation[];
}

/** An event as decided: the log gives it revision and ordinal. `effectiveOn` is set where it differs from the command's. */
export interface DecidedEvent {
  readonly type: string;
  readonly data: unknown;
  readonly effectiveOn?: CalendarDate;
}

export type Decision = readonly DecidedEvent[] | Rejection;

export const refuse = (...violations: readonly Violation[]): Rejection => ({ rejected: violations });

export const isRejection = (decision: Decision): decision is Rejection => "rejected" in decision;

export function violation(code: RefusalCode, facts: Violation["facts"] = {}, pointer?: string): Violation {
  return pointer === undefined ? { code, facts } : { code, facts, pointer };
}

/** What a rule says: one violation, several, or nothing. */
export type Verdict = Violation | readonly Violation[] | undefined;

/** All rules are asked, so that the answer lists every violation in rule order. */
export function broken(verdicts: readonly Verdict[]): readonly Violation[] {
  return verdicts.flatMap((verdict) => verdict ?? []);
}

/** The event on its own business date. */
export function effective<E extends DecidedEvent>(on: CalendarDate, event: E): E {
  return { ...event, effectiveOn: on };
}

/** A key that is unique in the whole ledger, and the refusal of whoever comes second. */
export interface Claim {
  readonly key: string;
  readonly code: RefusalCode;
}

/** What every decision knows besides the facts its command asked for. */
export interface Occasion {
  /** Business date on which the command arrived, in the entity's time zone. */
  readonly today: CalendarDate;
  /** The business date the caller gave, where one was given. */
  readonly effectiveOn: CalendarDate | undefined;
  /** Who sent the command. */
  readonly actor: Signatory;
  /** Who approved it: other people than the actor, each once. */
  readonly approvers: readonly Signatory[];
  readonly reasonGiven: boolean;
}

/** Somebody who answers for a command with their name. */
export interface Signatory {
  readonly personId: string;
  /** The roles that count: their own, or those of the person they stand in for. */
  readonly roles: readonly string[];
  /** Where they use the authority of somebody else: of whom, for which kinds of decision, up to which amount. */
  readonly onBehalfOf?: {
    readonly personId: string;
    readonly kinds: readonly string[];
    readonly maxAmount?: { readonly amount: string; readonly currency: string };
  };
}
