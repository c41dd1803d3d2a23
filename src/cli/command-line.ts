import { TransferRefused } from "../log-transfer/transfer-refused.ts";
import { NoAnswer, Refusal } from "./api/api-client.ts";
import { demo } from "./commands/demo.ts";
import { exportLog } from "./commands/export-log.ts";
import { importLog } from "./commands/import-log.ts";
import { issuingCommands } from "./commands/issue.ts";
import { processes } from "./commands/processes.ts";
import { query } from "./commands/query.ts";
import { rebuild } from "./commands/rebuild.ts";
import { replay } from "./commands/replay.ts";
import { send } from "./commands/send.ts";
import { start } from "./commands/start.ts";
import { verify } from "./commands/verify.ts";
import { version } from "./commands/version.ts";
import { EXIT } from "./exit-code.ts";
import { generalHelp, helpOf } from "./help-text.ts";
import { type CommandLineParts, readWords, type SubCommand, WrongUse } from "./sub-command.ts";

const OWN: readonly SubCommand[] = [start, demo, send, query, replay, rebuild, processes, verify, exportLog, importLog, version];

/**
 * Runs `cartera <argv>` and gives the exit code. Wrong use, refusals and a server that is away are told in a sentence; anything else that
 * goes wrong is thrown.
 */
export async function runCommandLine(argv: readonly string[], parts: CommandLineParts): Promise<number> {
  const [first, ...rest] = argv;
  const issuing = issuingCommands();
  const { output } = parts;
  if (first === undefined) {
    output.err(generalHelp(OWN, issuing));
    return EXIT.wrongUse;
  }
  try {
    if (["help", "--help", "-h"].includes(first)) {
      output.out(rest[0] === undefined ? generalHelp(OWN, issuing) : helpOf(findCommand(rest[0], issuing)));
      return EXIT.done;
    }
    const command = first === "--version" ? version : findCommand(first, issuing);
    const words = readWords(command, rest);
    if (words.flag("help")) {
      output.out(helpOf(command));
      return EXIT.done;
    }
    return await command.run(words, parts);
  } catch (error) {
    if (error instanceof WrongUse) {
      output.err(`cartera ${first}: ${error.message}\n`);
      return EXIT.wrongUse;
    }
    const isRefused = error instanceof Refusal || error instanceof TransferRefused;
    if (isRefused || error instanceof NoAnswer || isPassingTrouble(error)) {
      output.err(`cartera ${first}: ${(error as Error).message}\n`);
      return isRefused ? EXIT.refused : EXIT.gaveUp;
    }
    throw error;
  }
}

function findCommand(name: string, issuing: readonly SubCommand[]): SubCommand {
  const found = [...OWN, ...issuing].find((command) => command.name === name);
  if (found === undefined) throw new WrongUse(`There is no such command; cartera help lists them all.`);
  return found;
}

/** Errors of the engines below, by name: the engines themselves are not known here. */
function isPassingTrouble(error: unknown): boolean {
  return error instanceof Error && ["RebuildInProgress", "StoreUnavailable", "OutcomeUnknown"].includes(error.name);
}
