import type { Measured } from "./load.ts";

const WIDTH = 44;
const CELL = 10;

/** What a figure should reach. */
export interface Target {
  readonly bound: ">=" | "<=";
  readonly limit: number;
}

/** Prints figures as they come, one line each. */
export const report = {
  text(line: string): void {
    console.log(line);
  },

  heading(title: string): void {
    console.log(`\n${title}`);
    console.log(`  ${"".padEnd(WIDTH)}${cells(["sample", "rate/s", "p50 ms", "p99 ms", "max ms"])}`);
  },

  row(what: string, measured: Measured | undefined): void {
    if (measured === undefined) {
      console.log(`  ${what.padEnd(WIDTH)}${"not measured".padStart(2 * CELL)}`);
      return;
    }
    const { samples, perSecond, processorMicros } = measured;
    const durations = [50, 99, 100].map((percentage) => samples.percentile(percentage).toFixed(1));
    console.log(`  ${what.padEnd(WIDTH)}${cells([whole(samples.count), whole(perSecond), ...durations])}`);
    const micros = Object.entries(processorMicros).map(([name, each]) => `${name} ${Math.round(each)}`);
    if (micros.length > 0) console.log(`  ${"".padEnd(WIDTH)}  processor µs per call: ${micros.join(", ")}`);
  },

  /** One line of a table with columns of its own. */
  line(what: string, columns: readonly string[]): void {
    console.log(`  ${what.padEnd(2 * CELL)}${cells(columns)}`);
  },

  /** A figure, what it should reach, and whether it did; the target is written the way the figure is. */
  figure(what: string, value: number | undefined, show: (value: number) => string, target?: Target): void {
    const shown = value === undefined ? "not measured" : show(value);
    console.log(`  ${what.padEnd(WIDTH)}${shown.padStart(CELL + 2)}${target === undefined ? "" : judgement(value, show, target)}`);
  },
};

export function atLeast(limit: number): Target {
  return { bound: ">=", limit };
}

export function atMost(limit: number): Target {
  return { bound: "<=", limit };
}

/** 12345.6 as "12,346". */
export function whole(value: number): string {
  return Math.round(value).toLocaleString("en");
}

export function times(ratio: number): string {
  return `${ratio.toFixed(2)} x`;
}

export function percent(ratio: number): string {
  return `${(100 * ratio).toFixed(0)} %`;
}

export function milliseconds(value: number): string {
  return `${value.toFixed(1)} ms`;
}

/** Judges what was measured, not what is shown of it: 1.799 is not 1.80. */
function judgement(value: number | undefined, show: (value: number) => string, { bound, limit }: Target): string {
  const wanted = `   target ${bound} ${show(limit)}`;
  if (value === undefined) return wanted;
  const met = bound === ">=" ? value >= limit : value <= limit;
  return `${wanted}   ${met ? "met" : "MISSED"}`;
}

function cells(columns: readonly string[]): string {
  return columns.map((column) => column.padStart(CELL)).join("");
}
