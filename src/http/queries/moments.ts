import { Type } from "@sinclair/typebox";
import type { Ledger } from "../../application/ledger.ts";
import { FIRST_DATE, isCalendarDate } from "../../kernel/calendar-date.ts";
import type { Parameter } from "../edge/parameters.ts";
import { refused, refusedFor } from "../edge/refused.ts";
import type { ReadSide } from "../read-side.ts";

/** A point of knowledge as a caller gives it. */
export type KnownAt =
  | { readonly kind: "ordinal"; readonly ordinal: number; readonly text: string }
  | { readonly kind: "instant"; readonly at: number; readonly text: string }
  | { readonly kind: "date"; readonly date: string; readonly text: string };

/** The point of knowledge a report was made at. */
export interface Knowledge {
  /** As given; without one the ordinal, which is what repeats the answer. */
  readonly knownAt: string;
  readonly ordinal: number;
}

export interface MomentSources {
  readonly ledger: Pick<Ledger, "today" | "endOfDay">;
  readonly readSide: ReadSide;
  readonly waitMs: number;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;

export const knownAtParameter = (
  description = "Instant, ordinal, position, or date (the end of that day); now unless given",
): Parameter<KnownAt> => ({
  schema: Type.String({ description, examples: ["2026-03-31T15:04:05.000Z"] }),
  parse: parseKnownAt,
  code: "MALFORMED",
  expected: "an instant, an ordinal, a position or a date",
});

function parseKnownAt(text: string): KnownAt | undefined {
  if (/^\d{1,15}$/.test(text)) return { kind: "ordinal", ordinal: Number(text), text };
  if (isCalendarDate(text)) return text >= FIRST_DATE ? { kind: "date", date: text, text } : undefined;
  const at = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : { kind: "instant", at, text };
}

/** The business date of a report: today in the entity's zone unless given, and never later. */
export async function resolveAsOf(
  { ledger }: MomentSources,
  asOf: string | undefined,
  entityId: string | undefined,
  name = "asOf",
): Promise<string> {
  const today = await ledger.today(entityId);
  if (asOf !== undefined && asOf > today) throw refused("AS_OF_IN_FUTURE", { asOf, today }, `/query/${name}`);
  return asOf ?? today;
}

/** Where a report stands in the log. `position`: how far the read models are; they are waited for where more is asked. */
export async function resolveKnownAt(
  sources: MomentSources,
  {
    knownAt,
    entityId,
    position,
    reads,
    name = "knownAt",
  }: {
    readonly knownAt: KnownAt | undefined;
    readonly entityId: string | undefined;
    readonly position: number;
    readonly reads: readonly string[];
    readonly name?: string;
  },
): Promise<Knowledge> {
  if (knownAt === undefined) return { knownAt: String(position), ordinal: position };
  const ordinal = await ordinalOf(sources, knownAt, entityId, name);
  if (ordinal > position) await waitFor(sources, ordinal, reads);
  return { knownAt: knownAt.text, ordinal };
}

async function ordinalOf(
  { ledger, readSide }: MomentSources,
  knownAt: KnownAt,
  entityId: string | undefined,
  name: string,
): Promise<number> {
  const inFuture = () => refused("KNOWN_AT_IN_FUTURE", { knownAt: knownAt.text }, `/query/${name}`);
  switch (knownAt.kind) {
    case "ordinal": {
      if (knownAt.ordinal > (await readSide.head()).ordinal) throw inFuture();
      return readSide.endOfAppend(knownAt.ordinal);
    }
    case "instant":
      if (knownAt.at > readSide.now()) throw inFuture();
      return ordinalAt(readSide, knownAt.at);
    case "date": {
      const today = await ledger.today(entityId);
      if (knownAt.date > today) throw inFuture();
      if (knownAt.date === today) return (await readSide.head()).ordinal;
      return ordinalAt(readSide, Date.parse(await ledger.endOfDay(knownAt.date, entityId)) - 1);
    }
  }
}

/** Past the last recording, nothing still on its way may get an earlier time once the answer is given. */
async function ordinalAt(readSide: ReadSide, at: number): Promise<number> {
  const head = await readSide.head();
  if (at >= Date.parse(head.recordedAt)) await readSide.head({ settled: true });
  return readSide.ordinalAt(new Date(at).toISOString());
}

/** Waits, within bounds, until read models have reached a position. */
export async function waitFor({ readSide, waitMs }: MomentSources, position: number, reads: readonly string[]): Promise<void> {
  if (await readSide.waitFor(position, waitMs, reads)) return;
  throw refusedFor([{ code: "PROJECTION_BEHIND", facts: { position: String(position) } }], 1);
}
