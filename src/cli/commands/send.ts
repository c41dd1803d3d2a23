import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { clientOf } from "../api/api-client.ts";
import { EXIT } from "../exit-code.ts";
import { count, Progress } from "../progress.ts";
import { BatchSender, GaveUp } from "../send/batch-sender.ts";
import { BrokenFile, readLines } from "../send/read-lines.ts";
import { sendFile } from "../send/send-file.ts";
import { isAccepted, type Verdict, verdictText } from "../send/verdict.ts";
import { VerdictFile } from "../send/verdict-file.ts";
import { type CommandLineParts, JSON_OPTION, SERVER_OPTIONS, type SubCommand, type Words, WrongUse } from "../sub-command.ts";

export const send: SubCommand = {
  name: "send",
  takes: "<file|->",
  summary: "send a file of commands, line by line, and keep a verdict for each",
  details: `The file holds one JSON object per line, or one JSON array of them:
  { "command": "apply-payment", "body": { ... }, "idempotencyKey": "...", "ifMatch": 7 }
idempotencyKey and ifMatch may be left out; a line without a key gets one derived from its text and its number, so that
sending the same file again changes nothing.

Each verdict is printed as it comes: line, status, command, stream, code, sentence. It is kept beside the file as well; a run
that was interrupted goes on after what is kept there. Exit code: 0 all accepted, 1 some refused, 3 given up (send the
file again to go on).

Order: commands on a customer and on the accounts of that customer are decided in the order of the file, whatever the
concurrency; a command on the whole ledger (entities, roles, policies) waits for all before it, and all after it wait for it.
Commands on different customers may overtake each other.`,
  options: {
    batch: { type: "string", value: "<lines>", says: "commands per request, 1 to 1000 (200)" },
    concurrency: { type: "string", value: "<requests>", says: "requests at a time, 1 to 16 (2)" },
    patience: { type: "string", value: "<seconds>", says: "how long to go on trying while the server does not answer (120)" },
    verdicts: { type: "string", value: "<path>", says: "where verdicts are kept (<file>.verdicts.ndjson)" },
    fresh: { type: "boolean", says: "forget the verdicts of earlier runs" },
    ...JSON_OPTION,
    ...SERVER_OPTIONS,
  },
  run,
};

async function run(words: Words, parts: CommandLineParts): Promise<number> {
  const path = words.only("The file of commands");
  const limits = {
    batchLines: words.whole("batch", 200, 1, 1_000),
    concurrency: words.whole("concurrency", 2, 1, 16),
    patienceMs: words.whole("patience", 120, 0, 86_400) * 1_000,
  };
  const client = clientOf(words, parts);
  const isPipe = path === "-";
  if (!isPipe && (await stat(path).catch(() => undefined))?.isFile() !== true) throw new WrongUse(`There is no file ${path}.`);
  const verdictsPath = words.text("verdicts") ?? (isPipe ? undefined : `${path}.verdicts.ndjson`);
  const header = { verdictsOf: isPipe ? "standard input" : basename(path), url: client.url };
  const kept = verdictsPath === undefined ? undefined : await VerdictFile.open(verdictsPath, header, { fresh: words.flag("fresh") });
  try {
    const tally = new Tally(parts, words.flag("json"), kept, isPipe ? undefined : await countLines(path));
    const sender = new BatchSender({
      client,
      patienceMs: limits.patienceMs,
      onTrouble: (sentence) => tally.trouble(sentence),
      onVerdicts: (verdicts) => tally.take(verdicts),
    });
    return await sendAll({
      ...limits,
      sender,
      tally,
      lines: readLines(isPipe ? process.stdin : createReadStream(path)),
      output: parts.output,
    });
  } finally {
    kept?.close();
  }
}

interface Work extends Pick<CommandLineParts, "output"> {
  readonly lines: ReturnType<typeof readLines>;
  readonly sender: BatchSender;
  readonly tally: Tally;
  readonly batchLines: number;
  readonly concurrency: number;
}

async function sendAll({ tally, output, ...work }: Work): Promise<number> {
  try {
    await sendFile({
      ...work,
      isDone: (number, key) => tally.isKept(number, key),
      onVerdicts: (verdicts) => tally.take(verdicts),
      onSkipped: () => tally.skip(),
    });
  } catch (error) {
    if (!(error instanceof GaveUp || error instanceof BrokenFile)) throw error;
    output.err(`${error.message}\n${tally.summary("Given up")}`);
    return EXIT.gaveUp;
  }
  output.err(tally.summary("Done"));
  return tally.refused > 0 ? EXIT.refused : EXIT.done;
}

async function countLines(path: string): Promise<number | undefined> {
  let lines = 0;
  try {
    for await (const _line of readLines(createReadStream(path))) lines += 1;
  } catch (error) {
    if (error instanceof BrokenFile) return undefined;
    throw error;
  }
  return lines;
}

/** Counts, keeps and prints verdicts. */
class Tally {
  readonly #parts: CommandLineParts;
  readonly #json: boolean;
  readonly #kept: VerdictFile | undefined;
  readonly #total: number | undefined;
  readonly #progress: Progress;
  /** In earlier runs. */
  readonly #before: { readonly done: number; readonly refused: number };
  #accepted = 0;
  #refused = 0;
  #skipped = 0;
  #trouble = "";

  constructor(parts: CommandLineParts, json: boolean, kept: VerdictFile | undefined, total: number | undefined) {
    this.#parts = parts;
    this.#json = json;
    this.#kept = kept;
    this.#total = total;
    this.#before = { done: kept?.count ?? 0, refused: (kept?.count ?? 0) - (kept?.accepted ?? 0) };
    this.#progress = new Progress(parts.output, "lines", this.#before.done);
  }

  /** Of this run and of those before it. */
  get refused(): number {
    return this.#before.refused + this.#refused;
  }

  isKept(number: number, key: string): boolean {
    return this.#kept?.has(number, key) ?? false;
  }

  skip(): void {
    this.#skipped += 1;
  }

  /** The same trouble is told once until something works again. */
  trouble(sentence: string): void {
    if (sentence !== this.#trouble) this.#parts.output.err(`${sentence}\n`);
    this.#trouble = sentence;
  }

  take(verdicts: readonly Verdict[]): void {
    this.#trouble = "";
    this.#kept?.keep(verdicts);
    for (const verdict of verdicts) {
      if (isAccepted(verdict)) this.#accepted += 1;
      else this.#refused += 1;
      this.#parts.output.out(this.#json ? `${JSON.stringify(verdict)}\n` : verdictText(verdict));
    }
    this.#progress.reached(this.#before.done + this.#accepted + this.#refused, this.#total);
  }

  summary(start: string): string {
    const sent = `${start}: ${count(this.#accepted + this.#refused)} lines judged, ${count(this.#accepted)} accepted, ${count(this.#refused)} refused.`;
    if (this.#skipped === 0) return `${sent}\n`;
    return `${sent} Skipped ${count(this.#skipped)} that had their verdict from an earlier run, ${count(this.#before.refused)} of them refused.\n`;
  }
}
