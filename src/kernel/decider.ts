import type { CalendarDate } from "./calendar-date.ts";
import type { Fold } from "./fold.ts";
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

/** A part of a body that must match a schema of its own, and the refusal where it does not. */
export interface Shape {
  readonly schema: SchemaOf<unknown>;
  readonly value: unknown;
  readonly pointer: string;
  readonly code: RefusalCode;
}

/** Which stream a command is decided on, and where it stands in the organisation. */
export interface Target<State, Body> {
  readonly fold: Fold<State>;
  /** The identifier after the first dash: "103.CO01.COP" of an account. */
  id(body: Body): string;
  /** The legal entity the command acts for; nothing when it acts for the whole ledger. */
  entityId(body: Body): string | undefined;
  /** Whose key seals the personal fields of this command. */
  subjectId(body: Body): string;
  /** The refusal of a command that needs a stream which has no event yet. */
  readonly notFound: RefusalCode;
  /** The customer whose home branch is the branch of a command that names none. */
  customerId?(body: Body): string | undefined;
}

/** What every decision knows besides the facts its command asked for. */
export interface Occasion {
  /** Business date on which the command arrived, in the entity's time zone. */
  readonly today: CalendarDate;
  /** The business date the caller gave, where one was given. */
  readonly effectiveOn: CalendarDate | undefined;
  readonly actor: { readonly personId: string; readonly roles: readonly string[] };
  readonly reasonGiven: boolean;
}

export interface Titles {
  readonly en: string;
  readonly es: string;
}

/**
 * A command, declared once. Route, schema documentation, command line, role matrix and catalogue entry are derived from this.
 */
export interface CommandDefinition<Name extends string, Body, State, Facts, Needed extends keyof Facts, Role extends string> {
  readonly name: Name;
  readonly title: Titles;
  readonly body: SchemaOf<Body>;
  readonly issuedBy: readonly Role[];
  /** Roles of which a second person must approve. */
  readonly approvedBy?: readonly Role[];
  /** True where a ledger that has no second director yet lets one person do it (the event keeps the waiver BOOTSTRAP). */
  readonly bootstrap?: boolean;
  readonly target: Target<State, NoInfer<Body>>;
  /** True where its events may be the first of the stream. */
  readonly begins?: boolean;
  /** True where an effective date after today can be right; the command judges it itself. Everywhere else it is refused. */
  readonly mayBeDatedAhead?: boolean;
  readonly facts: readonly Needed[];
  /** The codes `decide`, `examine` and the claims may refuse with, besides the general ones. */
  readonly refusals: readonly RefusalCode[];
  /** Parts of the body whose shape depends on another part. */
  shapes?(body: DeepReadonly<Body>): readonly Shape[];
  /** Rules about the form of personal values, asked before they are sealed. */
  examine?(body: Clear<Body>): readonly Violation[];
  claims?(body: DeepReadonly<Body>): readonly Claim[];
  decide(state: DeepReadonly<State>, body: DeepReadonly<Body>, facts: DeepReadonly<Pick<Facts, Needed>> & Occasion): Decision;
}

/** `const defineCommand = commandsOver<Facts, Role>()` once per domain; then the facts a command names are inferred. */
export const commandsOver =
  <Facts, Role extends string>() =>
  <const Name extends string, Body, State, const Needed extends keyof Facts>(
    definition: CommandDefinition<Name, Body, State, Facts, Needed, Role>,
  ): CommandDefinition<Name, Body, State, Facts, Needed, Role> =>
    definition;
