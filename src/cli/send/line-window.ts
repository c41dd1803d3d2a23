import { LEDGER_LANE, type SentLine } from "./sent-line.ts";

export interface BatchLimits {
  readonly lines: number;
  readonly bytes: number;
}

/**
 * The lines that were read and not answered yet, and which of them may go out together.
 *
 * A refusal is remembered for ever, so a line must never overtake one it may rest on. Therefore
 * - lines of one lane (a customer with all accounts) are never in two batches at once, and in one batch they are of one stream, because a
 *   batch keeps the order of a stream only;
 * - a line of the whole ledger waits until everything before it is answered, and everything after it waits for its answer.
 * Everything else may go out side by side.
 */
export class LineWindow {
  #waiting: SentLine[] = [];
  readonly #busy = new Set<string>();

  get size(): number {
    return this.#waiting.length;
  }

  add(line: SentLine): void {
    this.#waiting.push(line);
  }

  /** Takes the lines that may go out now, in file order. None while all that wait must wait for an answer. */
  take(limits: BatchLimits): readonly SentLine[] {
    if (this.#busy.has(LEDGER_LANE)) return [];
    const batch: SentLine[] = [];
    const left: SentLine[] = [];
    const streams = new Map<string, string>();
    const overtaken = new Set<string>();
    let bytes = 0;
    let isClosed = false;
    for (const line of this.#waiting) {
      const isFull = batch.length >= limits.lines || (batch.length > 0 && bytes + line.bytes > limits.bytes);
      const mayGo = !isClosed && !isFull && this.#mayJoin(line, batch, left.length === 0, streams, overtaken);
      if (!mayGo) {
        left.push(line);
        overtaken.add(line.lane);
        isClosed ||= isFull || line.lane === LEDGER_LANE;
        continue;
      }
      batch.push(line);
      streams.set(line.lane, line.stream);
      bytes += line.bytes;
    }
    this.#waiting = left;
    for (const { lane } of batch) this.#busy.add(lane);
    return batch;
  }

  /** These lines have their answers, or will get none. */
  settle(batch: readonly SentLine[]): void {
    for (const { lane } of batch) this.#busy.delete(lane);
  }

  #mayJoin(
    line: SentLine,
    batch: readonly SentLine[],
    isFirstLeft: boolean,
    streams: ReadonlyMap<string, string>,
    overtaken: ReadonlySet<string>,
  ): boolean {
    const opensLedger = batch[0]?.lane === LEDGER_LANE;
    if (line.lane === LEDGER_LANE) {
      if (!isFirstLeft || this.#busy.size > 0) return false;
      return batch.length === 0 || (opensLedger && line.stream !== "" && streams.get(LEDGER_LANE) === line.stream);
    }
    if (opensLedger || this.#busy.has(line.lane) || overtaken.has(line.lane)) return false;
    const stream = streams.get(line.lane);
    return stream === undefined || stream === line.stream;
  }
}
