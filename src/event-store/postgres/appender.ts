import { setImmediate as nextTurn } from "node:timers/promises";
import { type AppendOutcome, type AppendRequest, StoreUnavailable, UnstorableRequest } from "../port.ts";
import { checkRequest } from "../request-checks.ts";
import type { AppendQueue, PendingAppend } from "./append-queue.ts";
import type { AppendSender } from "./append-sender.ts";
import { failureOf } from "./failure.ts";

/**
 * Group commit: one batch is under way at a time, and what is handed in meanwhile becomes the next. No request is judged here; the server's
 * function does that, also for the requests of other processes.
 */
export class Appender {
  readonly #queue: AppendQueue;
  readonly #sender: AppendSender;
  #running: Promise<void> | undefined;
  #closed = false;

  constructor(queue: AppendQueue, sender: AppendSender) {
    this.#queue = queue;
    this.#sender = sender;
  }

  async append(request: AppendRequest): Promise<AppendOutcome> {
    const bytes = checkRequest(request);
    if (this.#closed) throw new StoreUnavailable("The event store is closed");
    const outcome = this.#queue.push(request, bytes);
    this.#running ??= this.#run();
    return outcome;
  }

  /** Finishes what was handed in. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
    await this.#sender.close();
  }

  async #run(): Promise<void> {
    do {
      // What the same turn of the event loop still hands in, and what callers hand in on the answers of the last batch, goes along.
      await nextTurn();
      if (!(await this.#sender.connect(this.#queue))) continue;
      const batch = this.#queue.takeBatch();
      const broken = new Set<string>();
      try {
        await this.#carry(batch, broken);
      } catch (error) {
        // A fault of ours, such as a clock that gives no time: it must not leave callers waiting.
        this.#fail(batch, error, broken);
      }
    } while (this.#queue.length > 0);
    this.#running = undefined;
  }

  /** `broken` gathers the streams on which a request failed: nothing behind it on them may be stored. */
  async #carry(batch: readonly PendingAppend[], broken: Set<string>): Promise<void> {
    const sending = this.#sender.start(this.#queue);
    const parts: (readonly PendingAppend[])[] = [batch];
    for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
      for (const { request, answer } of part) if (broken.has(request.stream)) answer({ outcome: "conflict" });
      const wanted = part.filter(({ request }) => !broken.has(request.stream));
      if (wanted.length === 0) continue;
      try {
        this.#answer(wanted, await sending.send(wanted), broken);
      } catch (error) {
        if (failureOf(error) === "refused" && wanted.length > 1) parts.unshift(...halves(wanted));
        else this.#fail(wanted, error, broken);
      }
    }
  }

  #answer(batch: readonly PendingAppend[], outcomes: readonly AppendOutcome[], broken: Set<string>): void {
    const failed = new Set<string>();
    outcomes.forEach((outcome, index) => {
      const pending = batch[index];
      if (outcome.outcome !== "ok" && pending !== undefined) failed.add(pending.request.stream);
      pending?.answer(outcome);
    });
    if (failed.size === 0) return;
    for (const stream of failed) broken.add(stream);
    // In the same tick: what was decided on the failed requests must not be looked at, and what is handed in from now on may.
    for (const pending of this.#queue.takeOut(({ request }) => failed.has(request.stream))) pending.answer({ outcome: "conflict" });
  }

  #fail(batch: readonly PendingAppend[], error: unknown, broken: Set<string>): void {
    const refused = failureOf(error) === "refused";
    const reason = refused ? unstorable(error) : (error as Error);
    const streams = new Set(batch.map((pending) => pending.request.stream));
    for (const pending of batch) pending.fail(reason);
    for (const stream of streams) broken.add(stream);
    for (const pending of this.#queue.takeOut(({ request }) => streams.has(request.stream))) {
      if (refused) pending.answer({ outcome: "conflict" });
      else pending.fail(new StoreUnavailable("A request before this one on the same stream could not be carried out", 1));
    }
  }
}

/** Between streams, so that the chain of a stream stays together; within the last stream, by order. */
function halves(batch: readonly PendingAppend[]): [readonly PendingAppend[], readonly PendingAppend[]] {
  const streams = [...new Set(batch.map((pending) => pending.request.stream))];
  if (streams.length === 1) return [batch.slice(0, batch.length >> 1), batch.slice(batch.length >> 1)];
  const first = new Set(streams.slice(0, streams.length >> 1));
  return [batch.filter(({ request }) => first.has(request.stream)), batch.filter(({ request }) => !first.has(request.stream))];
}

function unstorable(error: unknown): UnstorableRequest {
  const reason = new UnstorableRequest(`The database refused the append: ${error instanceof Error ? error.message : String(error)}`);
  reason.cause = error;
  return reason;
}
