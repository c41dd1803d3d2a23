import { Samples } from "./percentiles.ts";

/** A closed loop: each caller calls again as soon as it has its answer. */
export interface Load {
  readonly callers: number;
  /** Before anything counts: a cold server compiles, and what it compiles is decided by calls, not by time. */
  readonly warmUp: { readonly calls: number; readonly atMostMs: number };
  readonly measureMs: number;
  /** `turn` counts the calls of this caller from 0. Throws what ends the whole run. */
  call(caller: number, turn: number): Promise<void>;
  /** Seconds of processor time spent so far, by process; asked when counting begins and when it ends. */
  processorSeconds?(): ProcessorSeconds;
}

export type ProcessorSeconds = Readonly<Record<string, number>>;

/** What a run came to. */
export interface Measured {
  readonly samples: Samples;
  readonly perSecond: number;
  /** Microseconds of processor time per call, by process. Steadier than the rate where others use the machine as well. */
  readonly processorMicros: ProcessorSeconds;
}

export async function runLoad(load: Load): Promise<Measured> {
  const run = new Run(load);
  await Promise.all(Array.from({ length: load.callers }, (_, caller) => run.keepCalling(caller)));
  return run.measured();
}

/** As many calls as are asked for, whatever time they take; all of them count. */
export async function runCalls(load: Pick<Load, "callers" | "call" | "processorSeconds"> & { readonly calls: number }): Promise<Measured> {
  const samples = new Samples();
  const before = load.processorSeconds?.() ?? {};
  const started = performance.now();
  let handedOut = 0;
  const keepCalling = async (caller: number): Promise<void> => {
    for (let turn = 0; handedOut < load.calls; turn++) {
      handedOut += 1;
      const called = performance.now();
      await load.call(caller, turn);
      samples.add(performance.now() - called);
    }
  };
  await Promise.all(Array.from({ length: load.callers }, (_, caller) => keepCalling(caller)));
  const perSecond = samples.count / ((performance.now() - started) / 1000);
  return { samples, perSecond, processorMicros: microsPerCall(before, load.processorSeconds?.() ?? {}, samples.count) };
}

function microsPerCall(before: ProcessorSeconds, after: ProcessorSeconds, calls: number): ProcessorSeconds {
  const spent = Object.entries(after).map(
    ([name, seconds]) => [name, ((seconds - (before[name] ?? 0)) * 1e6) / Math.max(1, calls)] as const,
  );
  return Object.fromEntries(spent);
}

class Run {
  readonly #load: Load;
  readonly #samples = new Samples();
  readonly #started = performance.now();
  #calls = 0;
  #begin = Number.POSITIVE_INFINITY;
  #end = Number.POSITIVE_INFINITY;
  #spentBefore: ProcessorSeconds = {};
  #spentAfter: ProcessorSeconds | undefined;

  constructor(load: Load) {
    this.#load = load;
  }

  async keepCalling(caller: number): Promise<void> {
    for (let turn = 0; ; turn++) {
      const called = performance.now();
      if (called >= this.#end) return this.#finish();
      try {
        await this.#load.call(caller, turn);
      } catch (error) {
        this.#end = 0;
        throw error;
      }
      this.#count(called, performance.now());
    }
  }

  #count(called: number, answered: number): void {
    if (this.#end === Number.POSITIVE_INFINITY) this.#warm(answered);
    else if (called >= this.#begin && answered < this.#end) this.#samples.add(answered - called);
  }

  #warm(now: number): void {
    const { warmUp, measureMs, processorSeconds } = this.#load;
    this.#calls += 1;
    if (this.#calls < warmUp.calls && now - this.#started < warmUp.atMostMs) return;
    this.#spentBefore = processorSeconds?.() ?? {};
    this.#begin = performance.now();
    this.#end = this.#begin + measureMs;
  }

  #finish(): void {
    this.#spentAfter ??= this.#load.processorSeconds?.() ?? {};
  }

  measured(): Measured {
    const { count } = this.#samples;
    const perSecond = count / (this.#load.measureMs / 1000);
    return { samples: this.#samples, perSecond, processorMicros: microsPerCall(this.#spentBefore, this.#spentAfter ?? {}, count) };
  }
}
