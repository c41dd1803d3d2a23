import type { TSchema } from "@sinclair/typebox";
import { TypeCompiler } from "@sinclair/typebox/compiler";
import { type ValueError, ValueErrorType } from "@sinclair/typebox/errors";
import { type CalendarDate, dayOfMonthAfter, partsOf } from "../kernel/calendar-date.ts";
import { isCurrency } from "../kernel/currency.ts";
import { type Violation, violation } from "../kernel/decider.ts";
import { parseAmount } from "../kernel/money.ts";
import type { RefusalCode } from "../kernel/refusal-code.ts";
import { type Plan, planOf, walk } from "./body-plan.ts";
import "./formats.ts";

/** No business date lies further ahead. */
const HORIZON_YEARS = 10;
/** A body may be wrong in a thousand places; the first ones tell. */
const MAX_VIOLATIONS = 20;

export interface BodyForm {
  /** What is wrong with the form of a body; nothing when a decision can be made on it. */
  broken(body: unknown, today: CalendarDate): readonly Violation[];
  readonly plan: Plan | undefined;
}

/** The checks of one body schema, compiled once. */
export function bodyForm(schema: TSchema): BodyForm {
  const checker = TypeCompiler.Compile(schema);
  const plan = planOf(schema);
  return {
    plan,
    broken(body, today) {
      if (!checker.Check(body)) return shapeViolations(checker.Errors(body));
      const found: Violation[] = [];
      if (plan !== undefined) {
        walk(plan, body, (leaf, _schema, value, pointer) => {
          const wrong = leaf === "personal" ? undefined : leafViolation(leaf, value, pointer, today);
          if (wrong !== undefined) found.push(wrong);
          return value;
        });
      }
      return found.slice(0, MAX_VIOLATIONS);
    },
  };
}

/** Violations of a shape that depends on another part of the body, under one code. */
export function shapeBroken(
  checker: { Check(value: unknown): boolean; Errors(value: unknown): Iterable<ValueError> },
  value: unknown,
  code: RefusalCode,
  pointer: string,
): readonly Violation[] {
  if (checker.Check(value)) return [];
  return shapeViolations(checker.Errors(value)).map((each) =>
    violation(code, { problem: `${each.code} at ${each.pointer ?? "/"}` }, pointer + (each.pointer ?? "")),
  );
}

function shapeViolations(errors: Iterable<ValueError>): readonly Violation[] {
  const byPointer = new Map<string, Violation>();
  for (const error of errors) {
    const pointer = error.path === "" ? "/" : error.path;
    if (!byPointer.has(pointer)) byPointer.set(pointer, violation(codeOf(error), factsOf(error), pointer));
    if (byPointer.size >= MAX_VIOLATIONS) break;
  }
  return [...byPointer.values()];
}

function codeOf({ type, schema }: ValueError): RefusalCode {
  if (type === ValueErrorType.ObjectAdditionalProperties) return "UNKNOWN_FIELD";
  if (type === ValueErrorType.ObjectRequiredProperty) return "MALFORMED";
  return (schema["x-refusal"] as RefusalCode | undefined) ?? "MALFORMED";
}

function factsOf({ type, path, message }: ValueError): Violation["facts"] {
  const field = path.slice(path.lastIndexOf("/") + 1);
  return type === ValueErrorType.ObjectAdditionalProperties ? { field } : { field, problem: message };
}

function leafViolation(leaf: "money" | "date" | "account", value: unknown, pointer: string, today: CalendarDate): Violation | undefined {
  switch (leaf) {
    case "money": {
      const { amount, currency } = value as { amount: string; currency: string };
      if (!isCurrency(currency)) return violation("UNKNOWN_CURRENCY", { currency }, `${pointer}/currency`);
      return parseAmount(amount, currency) === undefined ? violation("BAD_MONEY", { amount, currency }, `${pointer}/amount`) : undefined;
    }
    case "account": {
      const currency = (value as string).slice(-3);
      return isCurrency(currency) ? undefined : violation("UNKNOWN_CURRENCY", { currency }, pointer);
    }
    case "date": {
      const latest = dayOfMonthAfter(today, HORIZON_YEARS * 12, partsOf(today).day);
      return (value as string) <= latest ? undefined : violation("BAD_DATE", { date: value as string, latest }, pointer);
    }
  }
}
