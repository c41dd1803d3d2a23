import { EXIT } from "../exit-code.ts";
import { count, Progress } from "../progress.ts";
import { type CommandLineParts, JSON_OPTION, type SubCommand, type Words, WrongUse } from "../sub-command.ts";

export const rebuild: SubCommand = {
  name: "rebuild",
  takes: "[name ...]",
  summary: "build read models anew from the log and put them in place; all of them unless named",
  details: `Works with or without the server running; readers see the old tables until the new ones are complete. A rebuild that was interrupted
goes on where it was. Names: cartera query projections.`,
  options: JSON_OPTION,
  run,
};

async function run(words: Words, { openWorkbench, output }: CommandLineParts): Promise<number> {
  const workbench = await openWorkbench();
  try {
    const names = [...new Set(words.positionals)];
    const unknown = names.filter((name) => !workbench.projections.includes(name));
    if (unknown.length > 0)
      throw new WrongUse(`There is no read model ${unknown.join(", ")}; there are ${workbench.projections.join(", ")}.`);
    const progress = new Progress(output, "events");
    const beganMs = performance.now();
    let reached = 0;
    await workbench.rebuild(names.length === 0 ? "all" : names, ({ done, total }) => {
      reached = done;
      progress.reached(done, total);
    });
    const rebuilt = names.length === 0 ? workbench.projections : names;
    const seconds = (performance.now() - beganMs) / 1_000;
    if (words.flag("json")) output.out(`${JSON.stringify({ rebuilt, ordinal: reached, seconds })}\n`);
    else output.out(`Rebuilt ${rebuilt.join(", ")} from ${count(reached)} events in ${seconds.toFixed(1)} s.\n`);
    return EXIT.done;
  } finally {
    await workbench.close();
  }
}
