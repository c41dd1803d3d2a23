import { setTimeout as wait } from "node:timers/promises";
import { type AppendOutcome, OutcomeUnknown } from "../port.ts";
import { appendBatchQuery, outcomesOfBatch } from "./append-batch.ts";
import type { AppendConnection } from "./append-connection.ts";
import type { AppendQueue, PendingAppend } from "./append-queue.ts";
import { failureOf, unavailable } from "./failure.ts";
import type { LogSchema } from "./log-schema.ts";
import { recoverOwnTries } from "./own-tries.ts";

export interface SenderOptions {
  readonly connection: AppendConnection;
  readonly schema: LogSchema;
  /** Milliseconds since 1970; null for the server's clock. */
  readonly clockMs: () => number | null;
  /** How long a request waits for a server that cannot be reached, and for an answer that does not come. */
  readonly unknownAfterMs: number;
}

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1_000;

/** Brings batches to the server and answers home, over connections that may be lost at any point. */
export class AppendSender {
  readonly #options: SenderOptions;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Connects, or gives up on requests that have waited too long. False when none is left. */
  async connect(queue: AppendQueue): Promise<boolean> {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        await this.#options.connection.open();
        return true;
      } catch (error) {
        this.#giveUpWaiting(queue, error);
        if (queue.length === 0) return false;
        await wait(pauseMs);
      }
    }
  }

  /** One batch, in one part or several; all carry the same time, and once one try is in doubt all that follow are read with suspicion. */
  start(queue: AppendQueue): { send(part: readonly PendingAppend[]): Promise<readonly AppendOutcome[]> } {
    const clockMs = this.#options.clockMs();
    const doubt = { tried: false };
    return { send: (part) => this.#send(part, clockMs, doubt, queue) };
  }

  close(): Promise<void> {
    return this.#options.connection.close();
  }

  async #send(
    part: readonly PendingAppend[],
    clockMs: number | null,
    doubt: { tried: boolean },
    queue: AppendQueue,
  ): Promise<readonly AppendOutcome[]> {
    const { connection, schema, unknownAfterMs } = this.#options;
    const query = appendBatchQuery(schema, part, clockMs);
    const giveUpAtMs = performance.now() + unknownAfterMs;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      let sent = false;
      try {
        await connection.open();
        const answerWithinMs = Math.max(100, Math.min(unknownAfterMs / 2, giveUpAtMs - performance.now()));
        sent = true;
        const outcomes = outcomesOfBatch(part, (await connection.query(query, answerWithinMs))[0]);
        if (!doubt.tried) return outcomes;
        return await recoverOwnTries(connection, schema, part, outcomes, answerWithinMs);
      } catch (error) {
        const failure = failureOf(error);
        if (failure === "lost") {
          connection.drop();
          doubt.tried ||= sent;
        }
        if (failure === "refused") throw error;
        if (failure === "unable" && !doubt.tried) throw unavailable("The log takes no appends", error);
        if (performance.now() + pauseMs >= giveUpAtMs) throw doubt.tried ? unknown(error) : unavailable("The log takes no appends", error);
        this.#giveUpWaiting(queue, error);
        await wait(pauseMs);
      }
    }
  }

  #giveUpWaiting(queue: AppendQueue, cause: unknown): void {
    const since = performance.now() - this.#options.unknownAfterMs;
    for (const pending of queue.takeOut(({ queuedAtMs }) => queuedAtMs <= since))
      pending.fail(unavailable("The log cannot be reached", cause));
  }
}

function unknown(cause: unknown): OutcomeUnknown {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const error = new OutcomeUnknown(`The append was sent and no answer came: ${reason}`);
  error.cause = cause;
  return error;
}
