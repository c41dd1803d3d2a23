import { type ApiClient, type HttpAnswer, jsonOf, NoAnswer } from "../api/api-client.ts";
import { Patience } from "../api/patience.ts";
import { problemSummary } from "../api/problem-sentence.ts";
import type { SentLine } from "./sent-line.ts";
import { isPassing, type LineResult, type Verdict, verdictOf } from "./verdict.ts";

/** There is no going on: the patience is used up, or the server refuses to talk at all. */
export class GaveUp extends Error {
  override readonly name = "GaveUp";
}

export interface SenderParts {
  readonly client: ApiClient;
  readonly patienceMs: number;
  /** Hears why the sender waits. */
  readonly onTrouble: (sentence: string) => void;
  /** Takes verdicts as soon as they are there. */
  readonly onVerdicts: (verdicts: readonly Verdict[]) => void;
}

const NDJSON = { "content-type": "application/x-ndjson" };

/**
 * Sends a batch until every line has its verdict. Lines without an answer go out again under the same keys, so that a server that had done
 * them already gives the same answer again.
 */
export class BatchSender {
  readonly #parts: SenderParts;

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  /** Throws `GaveUp`. Verdicts that were there before stay. */
  async send(batch: readonly SentLine[]): Promise<void> {
    const patience = new Patience(this.#parts.patienceMs);
    let left = batch;
    while (left.length > 0) {
      const answer = await this.#post(left);
      if (answer instanceof NoAnswer) await this.#wait(patience, answer.message);
      else if (answer.status === 413) return this.#sendInParts(left, answer);
      else if (answer.status === 200) left = await this.#take(left, answer, patience);
      else if (isPassing({ status: answer.status, body: jsonOf(answer.text) })) {
        await this.#wait(patience, `The server answered ${sentenceOf(answer)}`, answer.retryAfterMs);
      } else throw new GaveUp(`The server refuses the batch: ${sentenceOf(answer)}`);
    }
  }

  async #post(lines: readonly SentLine[]): Promise<HttpAnswer | NoAnswer> {
    const body = lines.map(({ wire }) => `${wire}\n`).join("");
    try {
      return await this.#parts.client.send("/v1/command-batches", { method: "POST", headers: NDJSON, body });
    } catch (error) {
      if (error instanceof NoAnswer) return error;
      throw error;
    }
  }

  /** Hands on the verdicts of an answer; gives the lines that have none yet. */
  async #take(lines: readonly SentLine[], { text, retryAfterMs }: HttpAnswer, patience: Patience): Promise<readonly SentLine[]> {
    const results = resultsOf(text, lines.length);
    if (results === undefined) {
      await this.#wait(patience, "The answer was cut short.", retryAfterMs);
      return lines;
    }
    const again = lines.filter((_, place) => isPassing(results[place] as LineResult));
    const verdicts = lines.flatMap((line, place) =>
      isPassing(results[place] as LineResult) ? [] : verdictOf(line, results[place] as LineResult),
    );
    if (verdicts.length > 0) {
      this.#parts.onVerdicts(verdicts);
      patience.restore();
    }
    const waiting = again[0];
    if (waiting !== undefined) {
      const { status, body } = results.find(isPassing) as LineResult;
      await this.#wait(patience, `Line ${waiting.number}: ${status} ${problemSummary(status, body).sentence}`, retryAfterMs);
    }
    return again;
  }

  /** A body that is too large for the server, or for what stands in front of it, goes in halves; a single line has its verdict. */
  async #sendInParts(lines: readonly SentLine[], answer: HttpAnswer): Promise<void> {
    const [only, second] = lines;
    if (only !== undefined && second === undefined) {
      this.#parts.onVerdicts([verdictOf(only, { status: answer.status, body: jsonOf(answer.text) })]);
      return;
    }
    const half = Math.ceil(lines.length / 2);
    await this.send(lines.slice(0, half));
    await this.send(lines.slice(half));
  }

  async #wait(patience: Patience, sentence: string, retryAfterMs = 0): Promise<void> {
    this.#parts.onTrouble(sentence);
    if (!(await patience.pause(retryAfterMs))) throw new GaveUp(`${sentence} Patience is used up; send the file again to go on.`);
  }
}

function sentenceOf({ status, text }: HttpAnswer): string {
  const { code, sentence } = problemSummary(status, jsonOf(text));
  return `${status} ${code}: ${sentence}`;
}

/** One result per line, in order; nothing where the answer does not hold exactly that. */
function resultsOf(text: string, expected: number): readonly LineResult[] | undefined {
  const results = text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => jsonOf(line) as LineResult);
  const areAll = results.length === expected && results.every((result) => typeof result === "object" && Number.isInteger(result?.status));
  return areAll ? results : undefined;
}
