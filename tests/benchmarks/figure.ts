import type { Databases } from "./databases.ts";

/** What a figure is measured with. */
export interface Bench {
  readonly databases: Databases;
  /** How long one measurement takes. */
  readonly seconds: number;
  /** Options of Node for the server under load, such as `--cpu-prof`. */
  readonly nodeOptions: readonly string[];
}

/** Measures and prints one figure. */
export type Figure = (bench: Bench) => Promise<void>;
