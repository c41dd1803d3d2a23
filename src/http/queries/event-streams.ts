import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { ReadSide } from "../read-side.ts";

const POLL_MS = 100;

/** The server-sent event streams of this process: how many are open, when there is news, and that all end when the server closes. */
export class EventStreams {
  readonly #limit: number;
  readonly #head: ReadSide["head"];
  readonly #closing = new AbortController();
  #open = 0;
  #asked = Number.NEGATIVE_INFINITY;
  #answer: Promise<{ readonly ordinal: number }> | undefined;

  constructor(limit: number, head: ReadSide["head"]) {
    this.#limit = limit;
    this.#head = head;
  }

  get isFull(): boolean {
    return this.#open >= this.#limit;
  }

  /** Runs a stream until it ends, its reader goes away or the server closes. */
  async run(out: ServerResponse, stream: (ended: AbortSignal) => Promise<void>): Promise<void> {
    const gone = new AbortController();
    const end = () => gone.abort();
    out.once("close", end);
    this.#closing.signal.addEventListener("abort", end);
    this.#open++;
    try {
      await stream(gone.signal);
    } finally {
      this.#open--;
      this.#closing.signal.removeEventListener("abort", end);
      out.end();
    }
  }

  /** Returns when the log has come past an ordinal, the time is over or the stream has ended. However many wait, the log is asked once. */
  async newsAfter(ordinal: number, timeoutMs: number, ended: AbortSignal): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    while (!ended.aborted && performance.now() < deadline) {
      if ((await this.#headNow()).ordinal > ordinal) return;
      await sleep(POLL_MS, undefined, { signal: ended }).catch(() => undefined);
    }
  }

  #headNow(): Promise<{ readonly ordinal: number }> {
    const now = performance.now();
    if (this.#answer === undefined || now - this.#asked >= POLL_MS) {
      this.#asked = now;
      this.#answer = this.#head();
    }
    return this.#answer;
  }

  close(): void {
    this.#closing.abort();
  }
}
