import { EXIT } from "../exit-code.ts";
import type { SubCommand } from "../sub-command.ts";

export const start: SubCommand = {
  name: "start",
  takes: "",
  summary: "run the ledger until it is told to stop (Ctrl-C)",
  details: "What can be set is set in the environment: README.md lists it.",
  options: {},
  async run(words, parts) {
    words.none();
    await parts.start();
    return EXIT.done;
  },
};
