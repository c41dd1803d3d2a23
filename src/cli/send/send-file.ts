import type { BatchSender } from "./batch-sender.ts";
import { LineWindow } from "./line-window.ts";
import type { FileLine } from "./read-lines.ts";
import { toSentLine } from "./sent-line.ts";
import { type Verdict, verdictOfUnreadable } from "./verdict.ts";

export interface SendJob {
  readonly lines: AsyncIterable<FileLine>;
  readonly sender: Pick<BatchSender, "send">;
  readonly batchLines: number;
  readonly concurrency: number;
  /** True for a line that has its verdict from an earlier run. */
  isDone(number: number, key: string): boolean;
  onVerdicts(verdicts: readonly Verdict[]): void;
  onSkipped(): void;
}

/** Below the server's limit of 8 MiB, so that other servers and proxies take it too. */
const BATCH_BYTES = 4 * 1024 * 1024;
/** How far ahead the file is read, in batches per request in flight: enough to fill a batch past lines that must wait. */
const READ_AHEAD = 4;

/** Sends every line that has no verdict yet. When a batch fails for good, those in flight are awaited and the failure is thrown. */
export async function sendFile(job: SendJob): Promise<void> {
  const { batchLines, concurrency, sender } = job;
  const window = new LineWindow();
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const capacity = batchLines * concurrency * READ_AHEAD;
  const lines = job.lines[Symbol.asyncIterator]();
  let isOver = false;
  try {
    while (failures.length === 0) {
      if (!isOver && window.size < capacity) isOver = !(await fill(job, lines, window, capacity));
      const batch = running.size < concurrency ? window.take({ lines: batchLines, bytes: BATCH_BYTES }) : [];
      if (batch.length > 0) {
        const sent = sender.send(batch).then(
          () => window.settle(batch),
          (error: unknown) => void failures.push(error),
        );
        const tracked = sent.finally(() => running.delete(tracked));
        running.add(tracked);
      } else if (running.size > 0) await Promise.race(running);
      else if (isOver) break;
    }
  } finally {
    await Promise.all(running);
  }
  if (failures.length > 0) throw failures[0];
}

/** Reads until the window is full; false when the file is at its end. */
async function fill(job: SendJob, lines: AsyncIterator<FileLine>, window: LineWindow, capacity: number): Promise<boolean> {
  while (window.size < capacity) {
    const next = await lines.next();
    if (next.done === true) return false;
    const line = toSentLine(next.value);
    if (job.isDone(line.number, line.key)) job.onSkipped();
    else if ("problem" in line) job.onVerdicts([verdictOfUnreadable(line)]);
    else window.add(line);
  }
  return true;
}
