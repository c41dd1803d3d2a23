import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { text as textOf } from "node:stream/consumers";
import { type CatalogueEntry, commandCatalogue } from "../../application/command-catalogue.ts";
import type { AcceptedBody, SubmittedBody } from "../../application/ledger.ts";
import { clientOf, type HttpAnswer, jsonOf, NoAnswer } from "../api/api-client.ts";
import { Patience } from "../api/patience.ts";
import { problemSummary } from "../api/problem-sentence.ts";
import { fieldsText } from "../body-fields.ts";
import { EXIT } from "../exit-code.ts";
import { printable } from "../output.ts";
import { isPassing } from "../send/verdict.ts";
import { type CommandLineParts, JSON_OPTION, SERVER_OPTIONS, type SubCommand, type Words, WrongUse } from "../sub-command.ts";

/** One sub-command per command of the ledger: `cartera apply-payment --body @payment.json`. */
export function issuingCommands(): readonly SubCommand[] {
  return commandCatalogue.map(issuing);
}

function issuing({ path, definition }: CatalogueEntry): SubCommand {
  const { title, issuedBy, approvedBy, alsoApprovedBy, body } = definition;
  const also = alsoApprovedBy === undefined ? "" : ` and of ${alsoApprovedBy.join(" or ")}`;
  return {
    name: path,
    takes: "--body <json>",
    summary: title.en,
    details: [
      `Issued by ${issuedBy.join(", ")}${approvedBy === undefined ? "" : `; needs the approval of ${approvedBy.join(" or ")}${also}`}.`,
      `Fields of the body (* required):\n${fieldsText(body)}`,
    ].join("\n"),
    options: {
      body: { type: "string", value: "<json>", says: "the body: JSON, @file, or - for standard input" },
      key: { type: "string", value: "<key>", says: "idempotency key; a new one is made, and told, unless given" },
      "if-match": { type: "string", value: "<revision>", says: "decide only on this revision of the stream" },
      "dry-run": { type: "boolean", says: "decide and answer, store nothing" },
      patience: { type: "string", value: "<seconds>", says: "how long to go on trying while the server does not answer (30)" },
      ...JSON_OPTION,
      ...SERVER_OPTIONS,
    },
    run: (words, parts) => issue(path, words, parts),
  };
}

async function issue(path: string, words: Words, parts: CommandLineParts): Promise<number> {
  words.none();
  const key = words.text("key") ?? randomUUID();
  if (!/^[\x20-\x7e]{1,128}$/.test(key)) throw new WrongUse("--key takes 1 to 128 printable characters.");
  const revision = words.whole("if-match", undefined, 0, Number.MAX_SAFE_INTEGER);
  const patience = new Patience(words.whole("patience", 30, 0, 86_400) * 1_000);
  const client = clientOf(words, parts);
  const request = {
    method: "POST",
    body: await readBody(words.text("body")),
    headers: {
      "content-type": "application/json",
      "idempotency-key": key,
      ...(revision !== undefined && { "if-match": `"${revision}"` }),
    },
  };
  if (words.text("key") === undefined && !words.flag("dry-run")) parts.output.err(`Idempotency key ${key}\n`);
  const url = `/v1/commands/${path}${words.flag("dry-run") ? "?dryRun=true" : ""}`;
  for (;;) {
    const answer = await client.send(url, request).catch(asNoAnswer);
    const isFinal = !(answer instanceof NoAnswer) && !isPassing({ status: answer.status, body: jsonOf(answer.text) });
    if (isFinal) return tell(answer, words, parts);
    // The same key makes a second try safe, also of a command that was done and whose answer was lost.
    const goesOn = await patience.pause(answer instanceof NoAnswer ? 0 : answer.retryAfterMs);
    if (goesOn) continue;
    if (answer instanceof NoAnswer) throw answer;
    tell(answer, words, parts);
    return EXIT.gaveUp;
  }
}

function asNoAnswer(error: unknown): NoAnswer {
  if (error instanceof NoAnswer) return error;
  throw error;
}

function tell({ status, text }: HttpAnswer, words: Words, { output }: CommandLineParts): number {
  const body = jsonOf(text);
  const isAccepted = status < 300;
  if (words.flag("json")) output.out(`${JSON.stringify(body)}\n`);
  else if (isAccepted) output.out(acceptedText(status, body as AcceptedBody | SubmittedBody, words.flag("dry-run")));
  if (!isAccepted) {
    const { code, sentence } = problemSummary(status, body);
    output.err(`${status} ${code}: ${printable(sentence)}\n`);
  }
  return isAccepted ? EXIT.done : EXIT.refused;
}

function waitingText({ approvalId, waitingFor, expiresOn }: SubmittedBody): string {
  return `Waits for approval ${approvalId} of ${waitingFor.join(", ")} until ${expiresOn}.\n`;
}

function acceptedText(status: number, body: AcceptedBody | SubmittedBody, dryRun: boolean): string {
  if (status === 202) return waitingText(body as SubmittedBody);
  if ("approvalId" in body) return `Would wait for approval: ${body.waitingFor.join(", ")}.\n`;
  const { streamId, revision, effectiveOn, position, events = [] } = body;
  const made = events.map(({ type, data }) => `  ${type} ${printable(JSON.stringify(data))}\n`).join("");
  if (events.length === 0) return `Accepted; there was nothing to change on ${streamId}, revision ${revision}.\n`;
  const head = dryRun
    ? `Would be accepted on ${streamId} with`
    : `Accepted on ${streamId} as revision ${revision}, position ${position}, effective on ${effectiveOn}:`;
  return `${head}\n${made}`;
}

async function readBody(given: string | undefined): Promise<string> {
  if (given === undefined) throw new WrongUse("The body is missing: --body '{ ... }', --body @file.json, or --body - for standard input.");
  const text =
    given === "-" || given === "@-" ? await textOf(process.stdin) : given.startsWith("@") ? await readBodyFile(given.slice(1)) : given;
  if (typeof jsonOf(text) !== "object") throw new WrongUse("The body is not a JSON object.");
  return text;
}

async function readBodyFile(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch {
    throw new WrongUse(`The file ${path} cannot be read.`);
  }
}
