import type { TSchema } from "@sinclair/typebox";
import { REFUSAL_CODES, type RefusalCode } from "../../kernel/refusal-code.ts";
import { problemPath, refusalCatalogue } from "../../application/refusal-catalogue.ts";

/** Formats of ours by the names the world knows. */
const FORMATS: Readonly<Record<string, string | undefined>> = { "calendar-date": "date", instant: "date-time", "time-zone": undefined };

/** A schema as the documentation shows it: plain JSON, known formats. The schema itself is not changed. */
export function documented(schema: object): TSchema {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) => (key === "format" && typeof value === "string" ? publicFormat(value) : value)) as TSchema;
}

function publicFormat(format: string): string | undefined {
  return Object.hasOwn(FORMATS, format) ? FORMATS[format] : format;
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
