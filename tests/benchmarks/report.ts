import type { Measured } from "./load.ts";

const WIDTH = 44;

/** Prints figures as they come, one line each; judges nothing. */
export const report = {
  text(line: string): void {
    console.log(line);
  },

  heading(title: string): void {
    console.log(`\n${title}`);
    console.log(`  ${"".padEnd(WIDTH)}${["sample", "rate/s", "p50 ms", "p99 ms", "max ms"].map((name) => name.padStart(10)).join("")}`);
  },

  row(what: string, { samples, perSecond, processorMicros }: Measured): void {
    const durations = [50, 99, 100].map((percentage) => samples.percentile(percentage).toFixed(1));
    const cells = [whole(samples.count), whole(perSecond), ...durations].map((cell) => cell.padStart(10));
    console.log(`  ${what.padEnd(WIDTH)}${cells.join("")}`);
    const micros = Object.entries(processorMicros).map(([name, each]) => `${name} ${Math.round(each)}`);
    if (micros.length > 0) console.log(`  ${"".padEnd(WIDTH)}  processor µs per call: ${micros.join(", ")}`);
  },

  /** A figure beside what it should reach. */
  figure(what: string, value: string, target: string): void {
    console.log(`  ${what.padEnd(WIDTH)}${value.padStart(10)}   target ${target}`);
  },
};

/** 12345.6 as "12,346". */
export function whole(value: number): string {
  return Math.round(value).toLocaleString("en");
}
