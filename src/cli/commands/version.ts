import { readFile } from "node:fs/promises";
import { EXIT } from "../exit-code.ts";
import { JSON_OPTION, type SubCommand } from "../sub-command.ts";

export const version: SubCommand = {
  name: "version",
  takes: "",
  summary: "print the version",
  options: JSON_OPTION,
  async run(words, { output }) {
    words.none();
    const manifest = JSON.parse(await readFile(new URL("../../../package.json", import.meta.url), "utf8")) as { readonly version: string };
    output.out(words.flag("json") ? `${JSON.stringify({ version: manifest.version })}\n` : `cartera ${manifest.version}\n`);
    return EXIT.done;
  },
};
