import { createReadStream } from "node:fs";
import { open, unlink } from "node:fs/promises";
import { type Static, Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import type { ParkedStep, ProcessPosition } from "../application/ports.ts";
import type { LedgerRecord, SubjectKey } from "../key-store/key-table.ts";
import { chainedLine, chainFrom, readChainedLine } from "./chained-line.ts";
import { fileLines } from "./file-lines.ts";
import type { LogPlace } from "./log-place.ts";
import { TransferRefused } from "./transfer-refused.ts";

/** What a ledger keeps beside its log and cannot be made anew from it. */
export interface KeptBeside {
  readonly ledger: LedgerRecord;
  /** How many events its log had: keys of people who came later are not here, and processes have done nothing beyond. */
  readonly events: number;
  readonly subjects: readonly SubjectKey[];
  readonly positions: readonly ProcessPosition[];
  readonly parked: readonly ParkedStep[];
}

const PAGE_SUBJECTS = 5_000;
const WRITE_CHARACTERS = 1024 * 1024;
const BEGINNING = chainFrom("cartera keys");
const closed = { additionalProperties: false };
const Base64 = Type.String({ pattern: "^[A-Za-z0-9+/]+=*$" });

const Line = Type.Union([
  Type.Object(
    {
      format: Type.Literal("cartera keys"),
      version: Type.Literal(1),
      ledgerId: Type.String(),
      wrappedHashKey: Base64,
      settableClock: Type.Boolean(),
      events: Type.Integer({ minimum: 0 }),
    },
    closed,
  ),
  Type.Object({ subjectId: Type.String(), wrapped: Base64 }, closed),
  Type.Object({ position: Type.Unsafe<ProcessPosition>(Type.Object({ process: Type.String() })) }, closed),
  Type.Object({ parked: Type.Unsafe<ParkedStep>(Type.Object({ parkedId: Type.String() })) }, closed),
  Type.Object({ end: Type.Literal(true), lines: Type.Integer() }, closed),
]);
type Line = Static<typeof Line>;

/**
 * Writes a ledger's keys, still wrapped, and how far its processes are, into a new file that only its owner can read. `events` is how many
 * events go with them: whatever processes have done beyond is left to be done. Throws `TransferRefused` where the file is there already.
 */
export async function exportKeys(
  path: string,
  { keys, processes }: Pick<LogPlace, "keys" | "processes">,
  ledger: LedgerRecord,
  events: number,
): Promise<number> {
  const handle = await open(path, "wx", 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EEXIST") throw new TransferRefused(`${path} is there already; keys are never written over anything.`);
    throw error;
  });
  try {
    const { ledgerId, wrappedHashKey, settableClock } = ledger;
    const lines: Line[] = [
      { format: "cartera keys", version: 1, ledgerId, wrappedHashKey: wrappedHashKey.toString("base64"), settableClock, events },
    ];
    const subjects = await everySubject(keys);
    for (const { subjectId, wrapped } of subjects) lines.push({ subjectId, wrapped: wrapped.toString("base64") });
    for (const position of await processes.positions()) lines.push({ position: upTo(position, events) });
    for (const parked of await processes.parked()) if ((parked.ordinal ?? 0) <= events) lines.push({ parked });
    let [chain, text] = [BEGINNING, ""];
    for (const line of [...lines, { end: true, lines: lines.length } as const]) {
      const written = chainedLine(line, chain);
      chain = written.chain;
      text += written.line;
      if (text.length < WRITE_CHARACTERS) continue;
      await handle.appendFile(text);
      text = "";
    }
    await handle.appendFile(text);
    await handle.sync();
    return subjects.length;
  } catch (error) {
    await unlink(path);
    throw error;
  } finally {
    await handle.close();
  }
}

async function everySubject(keys: LogPlace["keys"]): Promise<readonly SubjectKey[]> {
  const subjects: SubjectKey[] = [];
  for (;;) {
    const page = await keys.listSubjects(subjects.at(-1)?.subjectId ?? "", PAGE_SUBJECTS);
    subjects.push(...page);
    if (page.length < PAGE_SUBJECTS) return subjects;
  }
}

/** A process that is told it has done events which its log does not hold would leave out those that come in their place. */
function upTo(position: ProcessPosition, events: number): ProcessPosition {
  return position.ordinal === undefined ? position : { ...position, ordinal: Math.min(position.ordinal, events) };
}

/** Reads such a file, all of it. Throws `TransferRefused` where it is not whole. */
export async function readKeysFile(path: string): Promise<KeptBeside> {
  let begun: Pick<KeptBeside, "ledger" | "events"> | undefined;
  const subjects: SubjectKey[] = [];
  const positions: ProcessPosition[] = [];
  const parked: ParkedStep[] = [];
  let [chain, read] = [BEGINNING, 0];
  for await (const textLine of fileLines(createReadStream(path))) {
    const line = readChainedLine(textLine, chain);
    chain = line.chain;
    const { body } = line;
    if (!Value.Check(Line, body)) throw new TransferRefused(`Line ${textLine.number} of ${path} is no line of a file of keys.`);
    if ("end" in body) {
      if (begun === undefined || body.lines !== read) break;
      return { ...begun, subjects, positions, parked };
    }
    read += 1;
    if ("format" in body) {
      const { ledgerId, settableClock, events } = body;
      begun = { ledger: { ledgerId, wrappedHashKey: Buffer.from(body.wrappedHashKey, "base64"), settableClock }, events };
    } else if ("subjectId" in body) subjects.push({ subjectId: body.subjectId, wrapped: Buffer.from(body.wrapped, "base64") });
    else if ("position" in body) positions.push(body.position);
    else parked.push(body.parked);
  }
  throw new TransferRefused(`${path} is not a whole file of keys.`);
}

/**
 * Gives a place that holds no ledger the keys and processes of one; false where that ledger's own are there already, which stay as they are:
 * keys that were destroyed since do not come back. The keys come last and all at once: with them the place has everything.
 */
export async function adoptKept({ keys, processes }: Pick<LogPlace, "keys" | "processes">, kept: KeptBeside): Promise<boolean> {
  if ((await keys.findLedger()) !== undefined) return false;
  for (const { process, entityId, ordinal, doneOn, lastRunAt = "1970-01-01T00:00:00.000Z" } of kept.positions) {
    if (entityId === undefined && ordinal !== undefined) await processes.reachOrdinal(process, ordinal, lastRunAt);
    if (entityId !== undefined && doneOn !== undefined) await processes.reachDate(process, entityId, doneOn, lastRunAt);
  }
  for (const step of kept.parked) await processes.park(step);
  return keys.adopt(kept.ledger, kept.subjects);
}
