import { parseArgs } from "node:util";
import { onDatabase, startDatabases, stopDatabases } from "./databases.ts";
import type { Figure } from "./figure.ts";
import { measureGrowth } from "./growth.ts";
import { measureLongAccount } from "./long-account.ts";
import { describeLoad, describeMachine, describePostgres } from "./machine.ts";
import { measureAppends } from "./p1-appends.ts";
import { measureSlowFlush } from "./p2-slow-flush.ts";
import { measureCommands } from "./p3-commands.ts";
import { measureHotAccount } from "./p5-hot-account.ts";
import { measureBytes } from "./p8-bytes.ts";
import { report } from "./report.ts";

/** Every figure, in the order in which they are measured, and the group it is measured with. */
const FIGURES: Readonly<Record<string, { readonly group: string; readonly measure: Figure }>> = {
  p1: { group: "store", measure: measureAppends },
  p2: { group: "store", measure: measureSlowFlush },
  p3: { group: "http", measure: measureCommands },
  p5: { group: "store", measure: measureHotAccount },
  p8: { group: "store", measure: measureBytes },
  growth: { group: "store", measure: measureGrowth },
  long: { group: "accounts", measure: measureLongAccount },
};
const GROUPS = [...new Set(Object.values(FIGURES).map(({ group }) => group))];

const USAGE = `npm run bench -- [figures or groups] [--seconds 10] [--events 1000000] [--node-option --cpu-prof ...]
  figures        ${Object.keys(FIGURES).join(", ")}; all when none is named
  groups         ${GROUPS.map((group) => `${group} (${figuresOf(group).join(", ")})`).join(", ")}
  --seconds      how long one measurement takes
  --events       how far the log grows where growth is measured
  --emmett       a folder in which @event-driven-io/emmett-postgresql is installed, to compare with
  --node-option  given to the Node of the server under load; may be repeated`;

const OPTIONS = {
  seconds: { type: "string", default: "10" },
  events: { type: "string", default: "1000000" },
  emmett: { type: "string" },
  "node-option": { type: "string", multiple: true, default: [] as string[] },
} as const;

/** Prints figures and what they were measured on; the exit code says only whether measuring worked. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: OPTIONS });
  const wanted = positionals.length === 0 ? GROUPS : positionals.map((name) => name.toLowerCase());
  const names = Object.keys(FIGURES).filter((name) => wanted.some((want) => want === name || want === FIGURES[name]?.group));
  const [seconds, events] = [Number(values.seconds), Number(values.events)];
  if (wanted.some((want) => !Object.hasOwn(FIGURES, want) && !GROUPS.includes(want)) || !(seconds > 0) || !(events > 0)) {
    report.text(USAGE);
    process.exitCode = 2;
    return;
  }
  report.text(describeMachine());
  // A server of a run outlives its parent unless it is told to stop.
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void stopDatabases().finally(() => process.exit(130)));
  try {
    const databases = await startDatabases();
    report.text(await onDatabase(databases.connectionString, describePostgres));
    for (const name of names) {
      report.text(`\nload average before ${name}: ${describeLoad()}`);
      const [nodeOptions, emmettFolder] = [values["node-option"], values.emmett];
      await FIGURES[name]?.measure({ databases, seconds, events, nodeOptions, emmettFolder });
    }
    report.text(`\nload average at the end: ${describeLoad()}`);
  } finally {
    await stopDatabases();
  }
}

function figuresOf(group: string): readonly string[] {
  return Object.keys(FIGURES).filter((name) => FIGURES[name]?.group === group);
}

await main();
