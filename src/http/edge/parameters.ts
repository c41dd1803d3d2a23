import { type TObject, type TSchema, Type } from "@sinclair/typebox";
import { FIRST_DATE, isCalendarDate } from "../../kernel/calendar-date.ts";
import { isCurrency } from "../../kernel/currency.ts";
import { type Violation, violation } from "../../kernel/decider.ts";
import type { RefusalCode } from "../../kernel/refusal-code.ts";
import { refusedFor } from "./refused.ts";

/** One parameter of a query: how it reads, and how the documentation shows it. `parse` gives nothing for text that is wrong. */
export interface Parameter<T> {
  readonly schema: TSchema;
  parse(text: string): T | undefined;
  /** Of text that is wrong. */
  readonly code: RefusalCode;
  readonly expected: string;
}

// biome-ignore lint/suspicious/noExplicitAny: parameters of any type, of which each keeps its own
export type Parameters = Readonly<Record<string, Parameter<any>>>;
export type ParameterValues<P extends Parameters> = { readonly [Name in keyof P]?: P[Name] extends Parameter<infer T> ? T : never };

const matching = (pattern: RegExp, expected: string, description: string): Parameter<string> => ({
  schema: Type.String({ pattern: pattern.source, description }),
  parse: (text) => (pattern.test(text) ? text : undefined),
  code: "MALFORMED",
  expected,
});

export const identifierParameter = (description: string) => matching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/, "an identifier", description);

export const accountParameter = (description = "One account: {customerId}.{entityId}.{currency}") =>
  matching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}\.[A-Za-z0-9][A-Za-z0-9_-]{0,39}\.[A-Z]{3}$/, "an account", description);

/** Codes, names of commands and events, streams: visible characters without blanks. */
export const wordParameter = (description: string) => matching(/^[\x21-\x7e]{1,200}$/, "one word", description);

export const cursorParameter = matching(/^[A-Za-z0-9_-]{1,2000}$/, "a nextCursor", "nextCursor of the page before");

export function oneOfParameter<const Choice extends string>(choices: readonly Choice[], description: string): Parameter<Choice> {
  return {
    schema: Type.Union(
      choices.map((choice) => Type.Literal(choice)),
      { description },
    ),
    parse: (text) => choices.find((choice) => choice === text),
    code: "MALFORMED",
    expected: choices.join(", "),
  };
}

export function integerParameter(description: string, minimum = 0, maximum = Number.MAX_SAFE_INTEGER): Parameter<number> {
  return {
    schema: Type.Integer({ minimum, maximum, description }),
    parse: (text) => (/^\d{1,16}$/.test(text) && Number(text) >= minimum && Number(text) <= maximum ? Number(text) : undefined),
    code: "MALFORMED",
    expected: `a whole number from ${minimum} to ${maximum}`,
  };
}

export const limitParameter = integerParameter("Rows of a page, 100 unless said otherwise", 1, 500);

export function dateParameter(description: string): Parameter<string> {
  return {
    schema: Type.String({ format: "calendar-date", description }),
    parse: (text) => (isCalendarDate(text) && text >= FIRST_DATE ? text : undefined),
    code: "BAD_DATE",
    expected: "YYYY-MM-DD",
  };
}

export const currencyParameter: Parameter<string> = {
  schema: Type.String({ pattern: "^[A-Z]{3}$", description: "ISO 4217" }),
  parse: (text) => (isCurrency(text) ? text : undefined),
  code: "UNKNOWN_CURRENCY",
  expected: "ISO 4217",
};

export const booleanParameter = (description: string): Parameter<boolean> => ({
  schema: Type.Boolean({ description }),
  parse: (text) => (text === "true" ? true : text === "false" ? false : undefined),
  code: "MALFORMED",
  expected: "true or false",
});

/** `types=A,B` */
export const wordsParameter = (description: string): Parameter<readonly string[]> => ({
  schema: Type.String({ pattern: "^[A-Za-z0-9_-]+(,[A-Za-z0-9_-]+)*$", maxLength: 2000, description }),
  parse: (text) => (text.length <= 2000 && /^[A-Za-z0-9_-]+(,[A-Za-z0-9_-]+)*$/.test(text) ? text.split(",") : undefined),
  code: "MALFORMED",
  expected: "words joined by commas",
});

/** Reads a query; throws with everything that is wrong about it. Parameters that are not given are not in the result. */
export function readParameters<P extends Parameters>(parameters: P, query: Readonly<Record<string, unknown>>): ParameterValues<P> {
  const wrong: Violation[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(query)) {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (parameter === undefined) wrong.push(violation("UNKNOWN_FIELD", { field: name }, `/query/${name}`));
    else {
      const value = typeof text === "string" ? parameter.parse(text) : undefined;
      if (value === undefined) wrong.push(broken(parameter, name, text));
      values[name] = value;
    }
  }
  if (wrong.length > 0) throw refusedFor(wrong);
  return values as ParameterValues<P>;
}

const SHOWN_LENGTH = 80;

function broken({ code, expected }: Parameter<unknown>, field: string, text: unknown): Violation {
  const given = typeof text === "string" ? text.slice(0, SHOWN_LENGTH) : "";
  const facts = code === "UNKNOWN_CURRENCY" ? { field, currency: given } : { field, expected, given };
  return violation(code, facts, `/query/${field}`);
}

/** For the documentation only. */
export function querySchemaOf(parameters: Parameters): TObject {
  return Type.Object(Object.fromEntries(Object.entries(parameters).map(([name, { schema }]) => [name, Type.Optional(schema)])));
}
