import type { DecidedEvent } from "../../../../src/kernel/decider.ts";
import type { FactOptions } from "../../../support/decider-facts.ts";
import type { Body } from "../../../support/ledger.ts";
import { dateOfDay, dayOfDate, SPAN_DAYS } from "./days.ts";
import type { Dice } from "./dice.ts";
import type { NaiveAccount } from "./naive-account.ts";

interface Person {
  readonly personId: string;
  readonly roles: readonly string[];
}

/** One command as somebody sends it. */
export interface Attempt {
  readonly body: Body;
  readonly actor: Person;
  readonly approvers: readonly Person[];
  /** What is different in the world outside for this command alone. */
  readonly world: FactOptions;
}

/** What somebody means to do; who does it, unless it says so, has the first role that may. */
export interface Proposed {
  readonly body: Body;
  readonly actor?: Person;
  readonly approvers?: readonly Person[];
  readonly world?: FactOptions;
}

/** A command as the model judges it: days and minor units. */
export interface Ask<B> {
  readonly account: NaiveAccount;
  readonly body: B;
  readonly actor: Person;
  readonly approvers: readonly Person[];
  readonly world: FactOptions;
  readonly today: number;
  /** The business date given. */
  readonly effect: number | undefined;
  readonly reason: boolean;
}

/**
 * What the model says of a command: it must be refused, and only for these reasons; else it is accepted, unless for a reason of `may`, of
 * which the model knows only that there is such a rule. Then `follow` does to the model what the command did, and says
 * what it did to promises by itself.
 */
export interface Judgement {
  readonly must: readonly string[];
  readonly may?: readonly string[];
  /** It is accepted, and there is nothing to do. */
  readonly changesNothing?: true;
  /** The receipt whose money it finds not to have come, on which day. */
  readonly takesBack?: { readonly creditId: string; readonly isGone: boolean; readonly on: number };
  follow?(events: readonly DecidedEvent[]): readonly string[] | undefined;
}

/** As much of a command's definition as the model may know. */
export interface Definition {
  readonly name: string;
  readonly issuedBy: readonly string[];
  readonly approvedBy?: readonly string[];
  readonly alsoApprovedBy?: readonly string[];
  readonly mayBeDatedAhead?: boolean;
  readonly refusals: readonly string[];
  readonly facts: readonly string[];
}

/** A command in the model: how somebody comes to send it, and what must become of it. */
export interface Move {
  readonly definition: Definition;
  /** How often it is tried, other moves being tried ten times. */
  readonly weight: number;
  /** Whether there is anything to do it with. */
  isTimely(account: NaiveAccount): boolean;
  propose(account: NaiveAccount, dice: Dice, n: number): Proposed;
  judge(ask: Ask<unknown>): Judgement;
}

/** The form of a body, as its schema has it. */
type BodyOf<D> = D extends { readonly body: { readonly static: infer B } } ? B : never;

export function move<D extends Definition>(
  definition: D,
  spec: {
    readonly weight?: number;
    readonly isTimely?: (account: NaiveAccount) => boolean;
    readonly propose: (account: NaiveAccount, dice: Dice, n: number) => Proposed;
    readonly judge: (ask: Ask<BodyOf<D>>) => Judgement;
  },
): Move {
  const judge = spec.judge as Move["judge"];
  return { definition, weight: spec.weight ?? 10, isTimely: spec.isTimely ?? (() => true), propose: spec.propose, judge };
}

type Money = { readonly amount: string; readonly currency: string };

/** Whole minor units of money as a body has it. */
export function minor({ amount }: Money): number {
  return Number(amount.replace(".", ""));
}

export function money(amount: number, currency = "COP"): Money {
  return { amount: textOf(amount), currency };
}

/** "0.07" of 7. */
export function textOf(amount: number): string {
  return `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, "0")}`;
}

export function minorOfText(text: string | undefined): number {
  return Number((text ?? "0").replace(".", ""));
}

/** The date of a day, or the nearest within a history. */
export function dateOf(day: number): string {
  return dateOfDay(Math.max(0, Math.min(day, SPAN_DAYS - 1)));
}

export const dayOf = dayOfDate;

/** `code` where something is wrong. */
export function unless(isRight: boolean, code: string): readonly string[] {
  return isRight ? [] : [code];
}

/** Judged to be wrong for these reasons. */
export function wrong(...must: readonly (readonly string[])[]): Judgement {
  return { must: must.flat() };
}
