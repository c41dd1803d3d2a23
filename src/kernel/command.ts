import type { Claim, Clear, Decision, DeepReadonly, Occasion, SchemaOf, Violation } from "./decider.ts";
import type { Fold } from "./fold.ts";
import type { RefusalCode } from "./refusal-code.ts";

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
  /** Roles of which yet another person must approve as well. */
  readonly alsoApprovedBy?: readonly Role[];
  /** Kinds of decision of the authority matrix it takes: who has those delegated may send it in the place of the delegator. */
  readonly decidesOn?: readonly string[];
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
