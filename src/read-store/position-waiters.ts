import { setTimeout as sleep } from "node:timers/promises";
import { listGenerations } from "./bookkeeping.ts";
import type { ReadStore } from "./open-read-store.ts";

const POLL_MS = 25;

/** Lets readers wait until read models have reached an ordinal: told by the runner of this process, else by looking at the bookkeeping. */
export class PositionWaiters {
  readonly #store: ReadStore;
  readonly #names: readonly string[];
  readonly #known = new Map<string, number>();
  #news = new AbortController();

  constructor(store: ReadStore, names: readonly string[]) {
    this.#store = store;
    this.#names = names;
  }

  /** What the runner of this process has just written. */
  heard(checkpoints: readonly { readonly name: string; readonly checkpoint: number }[]): void {
    for (const { name, checkpoint } of checkpoints) this.#known.set(name, Math.max(checkpoint, this.#known.get(name) ?? 0));
    const news = this.#news;
    this.#news = new AbortController();
    news.abort();
  }

  /** True as soon as all of the named read models (default: every one) have reached the ordinal, false after the time-out. */
  async waitFor(ordinal: number, timeoutMs: number, names: readonly string[] = this.#names): Promise<boolean> {
    const deadline = performance.now() + timeoutMs;
    let told = false;
    while (!this.#reached(ordinal, names)) {
      if (!told) await this.#look();
      if (this.#reached(ordinal, names)) return true;
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) return false;
      const news = this.#news.signal;
      await sleep(Math.min(POLL_MS, leftMs), undefined, { signal: news }).catch(() => undefined);
      told = news.aborted;
    }
    return true;
  }

  #reached(ordinal: number, names: readonly string[]): boolean {
    return names.every((name) => (this.#known.get(name) ?? -1) >= ordinal);
  }

  async #look(): Promise<void> {
    for (const { name, live, checkpoint } of await listGenerations(this.#store)) if (live) this.#known.set(name, checkpoint);
  }
}
