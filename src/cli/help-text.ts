import { HELP_OPTION, type OptionDefinitions, type SubCommand } from "./sub-command.ts";

/** What `cartera help` says. */
export function generalHelp(own: readonly SubCommand[], issuing: readonly SubCommand[]): string {
  const longest = Math.max(...[...own, ...issuing].map(({ name }) => name.length));
  const list = (commands: readonly SubCommand[]) => commands.map(({ name, summary }) => `  ${name.padEnd(longest)}  ${summary}\n`).join("");
  return `cartera <command> [options]

${list(own)}  ${"help".padEnd(longest)}  this text; cartera help <command> says more

Commands of the ledger, one at a time:
${list(issuing)}
Settings: CARTERA_URL (http://127.0.0.1:8080) and CARTERA_API_KEY for what speaks to a running ledger.
Exit codes: 0 done, 1 refused or broken, 2 wrong use, 3 given up (trying again is safe).
`;
}

/** What `cartera <command> --help` says. */
export function helpOf({ name, takes, summary, details, options }: SubCommand): string {
  const all: OptionDefinitions = { ...options, ...HELP_OPTION };
  const entries = Object.entries(all).map(([option, definition]) => ({
    left: `--${option}${definition.type === "string" ? ` ${definition.value}` : ""}`,
    says: definition.says,
  }));
  const longest = Math.max(...entries.map(({ left }) => left.length));
  const list = entries.map(({ left, says }) => `  ${left.padEnd(longest)}  ${says}\n`).join("");
  const about = details === undefined ? "" : `${details}\n\n`;
  return `cartera ${name}${takes === "" ? "" : ` ${takes}`}\n\n${capitalised(summary)}.\n\n${about}Options:\n${list}`;
}

const capitalised = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
