import { auditSentence } from "../../application/audit-sentences.ts";
import type { ReplayedEvent } from "../../application/ledger.ts";
import { printable } from "../output.ts";
import { type Change, valuesByPath } from "./state-difference.ts";

/** One step of a replay. */
export interface ReplayStep {
  readonly event: ReplayedEvent;
  /** What it changed in the folded state; nothing for streams that fold to none. */
  readonly changes?: readonly Change[];
  /** The state after it, where whole states are wanted. */
  readonly state?: unknown;
}

/** The event in a sentence, as the audit trail says it. */
export function sentenceOf({ type, data, streamId }: ReplayedEvent): string {
  const currency = streamId.startsWith("account-") ? streamId.split(".").at(-1) : undefined;
  return auditSentence(type, data, "en", currency === undefined ? {} : { currency });
}

/** One step for a person to read. */
export function stepText({ event, changes, state }: ReplayStep): string {
  const { revision, ordinal, type, meta, recordedAt, data } = event;
  const lines = [
    `revision ${revision}  ordinal ${ordinal}  ${type}`,
    `  effective on ${word(meta.effectiveOn)}, recorded at ${recordedAt}`,
    `  by ${word(meta.actor)} with ${word(meta.command)}, command ${word(meta.commandId)}${placeText(meta)}`,
    ...(typeof meta.reason === "string" ? [`  because: ${printable(meta.reason)}`] : []),
    `  ${printable(sentenceOf(event))}`,
    "  data",
    ...[...valuesByPath(data)].map(([path, value]) => `    ${printable(path)}: ${printable(value)}`),
    ...(changes === undefined ? [] : ["  changed", ...changesText(changes)]),
    ...(state === undefined
      ? []
      : [
          "  state",
          ...JSON.stringify(state, null, 2)
            .split("\n")
            .map((line) => `    ${printable(line)}`),
        ]),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function placeText({ index, count }: Readonly<Record<string, unknown>>): string {
  return count === 1 || count === undefined ? "" : `, ${Number(index) + 1} of its ${String(count)} events`;
}

function changesText(changes: readonly Change[]): readonly string[] {
  if (changes.length === 0) return ["    nothing"];
  return changes.map(({ path, before, after }) => {
    const [name, was, is] = [path, before, after].map((text) => (text === undefined ? undefined : printable(text)));
    if (was === undefined) return `    + ${name}: ${is}`;
    if (is === undefined) return `    - ${name}: ${was}`;
    return `    ~ ${name}: ${was} -> ${is}`;
  });
}

const word = (value: unknown) => printable(value === undefined ? "?" : String(value));
