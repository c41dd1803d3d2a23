import type { TSchema } from "@sinclair/typebox";
import { Sealed } from "../../../schemas/personal.ts";
import { problemPath, refusalCatalogue } from "../../application/refusal-catalogue.ts";
import { REFUSAL_CODES, type RefusalCode } from "../../kernel/refusal-code.ts";

/** Formats of ours by the names the world knows. */
const FORMATS: Readonly<Record<string, string | undefined>> = { "calendar-date": "date", instant: "date-time", "time-zone": undefined };

const SEALED_FIELDS = Object.keys(Sealed.properties);

/**
 * A schema as the documentation shows it: plain JSON, known formats, and personal values as the text a reader gets. The schema itself is
 * not changed.
 */
export function documented(schema: object): TSchema {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) => {
    if (key === "format" && typeof value === "string") return Object.hasOwn(FORMATS, value) ? FORMATS[value] : value;
    return isSealedSchema(value) ? { type: "string", description: 'Personal data; "erased" where its key is gone' } : value;
  }) as TSchema;
}

function isSealedSchema(value: unknown): boolean {
  if (typeof value !== "object" || value === null || !("properties" in value)) return false;
  const names = Object.keys(value.properties as object);
  return names.length === SEALED_FIELDS.length && names.every((name) => SEALED_FIELDS.includes(name));
}

/** Refusals as responses of an operation, one per status, each naming its codes. */
export function problemResponses(codes: readonly string[]): Readonly<Record<string, object>> {
  const byStatus = new Map<number, RefusalCode[]>();
  for (const code of REFUSAL_CODES.filter((known) => codes.includes(known))) {
    const { status } = refusalCatalogue[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, sameStatus]) => [
      status,
      {
        description: sameStatus.map((code) => `[${code}](${problemPath(code)}): ${refusalCatalogue[code].title.en}`).join("\n\n"),
        content: {
          "application/problem+json": {
            schema: { allOf: [{ $ref: "Problem#" }, { type: "object", properties: { code: { enum: sameStatus } } }] },
          },
        },
      },
    ]),
  );
}

/** Possible for everything that asks for a key. */
export const GENERAL_CODES: readonly RefusalCode[] = [
  "MALFORMED",
  "UNKNOWN_FIELD",
  "NOT_AUTHENTICATED",
  "RATE_LIMITED",
  "STORE_UNAVAILABLE",
  "INTERNAL_ERROR",
];
