import { parseArgs } from "node:util";
import { onDatabase, startDatabases } from "./databases.ts";
import type { Figure } from "./figure.ts";
import { describeLoad, describeMachine, describePostgres } from "./machine.ts";
import { measureAppends } from "./p1-appends.ts";
import { measureCommands } from "./p3-commands.ts";
import { measureHotAccount } from "./p5-hot-account.ts";
import { report } from "./report.ts";

const FIGURES: Readonly<Record<string, Figure>> = { p1: measureAppends, p3: measureCommands, p5: measureHotAccount };

const USAGE = `npm run bench -- [figures] [--seconds 10] [--node-option --cpu-prof ...]
  figures        ${Object.keys(FIGURES).join(", ")}; all when none is named
  --seconds      how long one measurement takes
  --node-option  given to the Node of the server under load; may be repeated`;

/** Prints figures and what they were measured on; the exit code says only whether measuring worked. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seconds: { type: "string", default: "10" }, "node-option": { type: "string", multiple: true, default: [] } },
  });
  const names = positionals.length === 0 ? Object.keys(FIGURES) : positionals.map((name) => name.toLowerCase());
  const seconds = Number(values.seconds);
  if (names.some((name) => !Object.hasOwn(FIGURES, name)) || !(seconds > 0)) {
    report.text(USAGE);
    process.exitCode = 2;
    return;
  }
  report.text(describeMachine());
  const databases = await startDatabases();
  // The server of the run outlives its parent unless it is told to stop.
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void databases.stop().finally(() => process.exit(130)));
  try {
    report.text(await onDatabase(databases.connectionString, describePostgres));
    for (const name of names) {
      report.text(`\nload average before ${name}: ${describeLoad()}`);
      await FIGURES[name]?.({ databases, seconds, nodeOptions: values["node-option"] });
    }
    report.text(`\nload average at the end: ${describeLoad()}`);
  } finally {
    await databases.stop();
  }
}

await main();
