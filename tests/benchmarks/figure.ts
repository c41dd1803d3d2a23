import type { Databases } from "./databases.ts";

/** What a figure is measured with. */
export interface Bench {
  readonly databases: Databases;
  /** How long one measurement takes. */
  readonly seconds: number;
  /** How far the log grows where growth is measured. */
  readonly events: number;
  /** Options of Node for the server under load, such as `--cpu-prof`. */
  readonly nodeOptions: readonly string[];
  /** Where emmett-postgresql is installed, if anywhere. */
  readonly emmettFolder: string | undefined;
}

/** Measures and prints one figure. */
export type Figure = (bench: Bench) => Promise<void>;
