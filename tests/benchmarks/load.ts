import { setTimeout as sleep } from "node:timers/promises";
import { Samples } from "./percentiles.ts";

/** A closed loop: each caller calls again as soon as it has its answer. */
export interface Load {
  readonly callers: number;
  /** Before anything counts. */
  readonly warmUpMs: number;
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
  const { callers, warmUpMs, measureMs } = load;
  const samples = new Samples();
  const begin = performance.now() + warmUpMs;
  const end = begin + measureMs;
  let stopped = false;
  const caller = async (number: number): Promise<void> => {
    for (let turn = 0; !stopped; turn++) {
      const called = performance.now();
      if (called >= end) return;
      await load.call(number, turn);
      const answered = performance.now();
      if (answered >= begin && answered < end) samples.add(answered - called);
    }
  };
  const spent = watch(load, samples);
  try {
    await Promise.all(Array.from({ length: callers }, (_, number) => caller(number)));
  } finally {
    stopped = true;
  }
  return { samples, perSecond: samples.count / (measureMs / 1000), processorMicros: await spent };
}

/** Processor time per call between the two ends of the measurement. */
async function watch({ warmUpMs, measureMs, processorSeconds }: Load, samples: Samples): Promise<ProcessorSeconds> {
  if (processorSeconds === undefined) return {};
  await sleep(warmUpMs);
  const before = processorSeconds();
  await sleep(measureMs);
  const after = processorSeconds();
  return Object.fromEntries(
    Object.entries(after).map(([name, seconds]) => [name, ((seconds - (before[name] ?? 0)) * 1e6) / Math.max(1, samples.count)]),
  );
}
