import { isCalendarDate } from "../../kernel/calendar-date.ts";
import type { CheckResult } from "../../verification/check.ts";
import { readFigures } from "../../verification/read-figures.ts";
import { type Verification, verifyLedger } from "../../verification/verify-ledger.ts";
import { EXIT } from "../exit-code.ts";
import { printable } from "../output.ts";
import { count, Progress } from "../progress.ts";
import { type CommandLineParts, JSON_OPTION, type SubCommand, type Words, WrongUse } from "../sub-command.ts";

export const verify: SubCommand = {
  name: "verify",
  takes: "",
  summary: "hold the ledger to its promises: order of the log, sums, replay = live",
  details: `Reads the whole log and works with or without the server running. Exit code 1 and the first broken thing named when something is wrong.
Sums are an independent fold of the money events, held against the read models and the aging report, per account and currency.`,
  options: {
    "as-of": { type: "string", value: "<date>", says: "business date of the aging report that is checked (today, UTC)" },
    "no-replay": { type: "boolean", says: "leave out the comparison with a rebuild, which takes longest" },
    ...JSON_OPTION,
  },
  run,
};

async function run(words: Words, { openWorkbench, output }: CommandLineParts): Promise<number> {
  words.none();
  const asOf = words.text("as-of") ?? new Date().toISOString().slice(0, 10);
  if (!isCalendarDate(asOf)) throw new WrongUse(`--as-of takes a date such as 2026-03-31, not "${asOf}".`);
  const workbench = await openWorkbench();
  try {
    const progress = new Progress(output, "events");
    const verification = await verifyLedger({
      store: workbench.store,
      readFigures: () => readFigures(workbench.queries, asOf),
      ...(!words.flag("no-replay") && {
        compareWithRebuild: () => workbench.compareWithRebuild(),
        compareSnapshots: () => workbench.compareSnapshots(),
      }),
      onProgress: (done, total) => progress.reached(done, total),
    });
    const broken = verification.checks.filter(({ faultCount }) => faultCount > 0);
    output.out(words.flag("json") ? `${JSON.stringify({ holds: broken.length === 0, asOf, ...verification })}\n` : report(verification));
    const first = broken[0];
    if (first !== undefined) output.err(`Broken: ${printable(first.faults[0] ?? first.name)}\n`);
    return first === undefined ? EXIT.done : EXIT.refused;
  } finally {
    await workbench.close();
  }
}

function report({ ordinal, checks }: Verification): string {
  const broken = checks.filter(({ faultCount }) => faultCount > 0).length;
  const end = broken === 0 ? "All of it holds" : `${broken} of ${checks.length} checks found something broken`;
  return `${checks.map(checkText).join("")}${end}, up to ordinal ${count(ordinal)}.\n`;
}

function checkText({ name, looked, faultCount, faults }: CheckResult): string {
  const counts = Object.entries(looked).map(([what, number]) => `${count(number)} ${what}`);
  const lines = [
    `${faultCount === 0 ? "ok    " : "BROKEN"}  ${name} (${counts.join(", ")})`,
    ...faults.map((fault) => `          ${printable(fault)}`),
  ];
  const more = faultCount - faults.length;
  if (more > 0) lines.push(`          and ${count(more)} more`);
  return lines.map((line) => `${line}\n`).join("");
}
