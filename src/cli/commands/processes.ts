import { EXIT } from "../exit-code.ts";
import { type CommandLineParts, JSON_OPTION, type SubCommand, type Words, WrongUse } from "../sub-command.ts";
import { textTable } from "../text-table.ts";

export const processes: SubCommand = {
  name: "processes",
  takes: "[retry <parkedId>]",
  summary: "steps of processes that were refused and wait; take one of them again",
  details: `Works with or without the server running. How far every process is: cartera query processes.`,
  options: JSON_OPTION,
  run,
};

async function run(words: Words, { openWorkbench, output }: CommandLineParts): Promise<number> {
  const [verb, parkedId, ...more] = words.positionals;
  if (verb !== undefined && (verb !== "retry" || parkedId === undefined || more.length > 0))
    throw new WrongUse("Nothing is expected here, or: retry <parkedId>.");
  const workbench = await openWorkbench();
  try {
    if (parkedId !== undefined) {
      const result = await workbench.retryParked(parkedId);
      if (result === undefined) throw new WrongUse(`No step is parked as ${parkedId}; cartera processes lists them.`);
      if (words.flag("json")) output.out(`${JSON.stringify({ parkedId, result })}\n`);
      else output.out(result === "done" ? "Done.\n" : "Refused again; it stays parked.\n");
      return result === "done" ? EXIT.done : EXIT.refused;
    }
    const parked = await workbench.parkedSteps();
    // The body stays inside: it is about a customer, and nobody's right to see it was asked.
    const shown = parked.map(({ body: _body, ...step }) => step);
    if (words.flag("json")) for (const step of shown) output.out(`${JSON.stringify(step)}\n`);
    else if (shown.length === 0) output.out("Nothing is parked.\n");
    else
      output.out(
        textTable(shown.map(({ parkedId: id, process, cause, step, code, attempt }) => ({ id, process, cause, step, code, attempt }))),
      );
    return EXIT.done;
  } finally {
    await workbench.close();
  }
}
