import type { Output } from "./output.ts";

const TERMINAL_INTERVAL_MS = 1_000;
const LOG_INTERVAL_MS = 10_000;
/** Over how much of the past the rate is taken: a pause shows, and is forgotten. */
const RATE_WINDOW_MS = 20_000;

interface Sample {
  readonly atMs: number;
  readonly done: number;
}

/** Tells how far a long piece of work is, how fast it goes and how long it will take: often to a person, rarely to a log. */
export class Progress {
  readonly #output: Output;
  readonly #what: string;
  readonly #samples: Sample[] = [];
  #toldMs: number;

  /** `what` is counted: "lines", "events". What was done before counts as done and says nothing about the speed. */
  constructor(output: Output, what: string, doneBefore = 0) {
    this.#output = output;
    this.#what = what;
    this.#toldMs = performance.now();
    this.#samples.push({ atMs: this.#toldMs, done: doneBefore });
  }

  /** `total` is undefined where nobody knows it: a pipe. `where` says besides how far it is. */
  reached(done: number, total: number | undefined, where?: string): void {
    const nowMs = performance.now();
    if (nowMs - this.#toldMs < (this.#output.isTerminal ? TERMINAL_INTERVAL_MS : LOG_INTERVAL_MS)) return;
    this.#toldMs = nowMs;
    this.#samples.push({ atMs: nowMs, done });
    while (this.#samples.length > 2 && (this.#samples[0]?.atMs ?? 0) < nowMs - RATE_WINDOW_MS) this.#samples.shift();
    const first = this.#samples[0] as Sample;
    const text = progressText(this.#what, done, total, ((done - first.done) * 1_000) / Math.max(nowMs - first.atMs, 1));
    this.#output.err(`${text}${where === undefined ? "" : `, ${where}`}\n`);
  }
}

/** "12,400 of 100,000 lines (12 %), 3,200/s, 27 s left" */
export function progressText(what: string, done: number, total: number | undefined, perSecond: number): string {
  const rate = `${count(Math.round(perSecond))}/s`;
  if (total === undefined) return `${count(done)} ${what}, ${rate}`;
  const percent = total === 0 ? 100 : Math.floor((done * 100) / total);
  const left = perSecond > 0 ? `${duration((total - done) / perSecond)} left` : "time left unknown";
  return `${count(done)} of ${count(total)} ${what} (${percent} %), ${rate}, ${left}`;
}

export const count = (value: number) => value.toLocaleString("en-US");

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
