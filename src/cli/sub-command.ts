import { parseArgs } from "node:util";
import type { DemoLedger, DemoRequest } from "../demo/demo-ledger.ts";
import type { LogPlace } from "../log-transfer/log-place.ts";
import type { Output } from "./output.ts";
import type { Workbench } from "./workbench.ts";

/** The command line is wrong. The message is a sentence that says how. */
export class WrongUse extends Error {
  override readonly name = "WrongUse";
}

/** What a command gets from outside. */
export interface CommandLineParts {
  /** Runs the ledger until a signal ends it. */
  start(): Promise<void>;
  openWorkbench(): Promise<Workbench>;
  /** The log as it is, for copying: no ledger runs on it. */
  openLogPlace(): Promise<LogPlace>;
  /** Starts the ledger of a demonstration; it runs until it is closed. */
  startDemo(request: DemoRequest): Promise<DemoLedger>;
  /** Resolves when somebody wants this process to end. */
  stopSignal(): Promise<void>;
  readonly environment: { readonly apiKey?: string; readonly url: string };
  readonly output: Output;
}

interface FlagDefinition {
  readonly type: "boolean";
  readonly says: string;
}

interface ValueDefinition {
  readonly type: "string";
  /** How help names the value: "<seconds>". */
  readonly value: string;
  readonly says: string;
}

export type OptionDefinitions = Readonly<Record<string, FlagDefinition | ValueDefinition>>;

/** One word after `cartera`, with what follows it. */
export interface SubCommand {
  readonly name: string;
  /** What comes after the name: "<file|->". */
  readonly takes: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What help says besides, in whole lines. */
  readonly details?: string;
  readonly options: OptionDefinitions;
  /** Gives the exit code. */
  run(words: Words, parts: CommandLineParts): Promise<number>;
}

export const HELP_OPTION = { help: { type: "boolean", says: "this text" } } as const satisfies OptionDefinitions;
export const JSON_OPTION = { json: { type: "boolean", says: "answers for machines" } } as const satisfies OptionDefinitions;
export const SERVER_OPTIONS = {
  url: { type: "string", value: "<url>", says: "of the ledger (CARTERA_URL, else http://127.0.0.1:8080)" },
  "api-key": { type: "string", value: "<token>", says: "{keyId}.{secret} (better: CARTERA_API_KEY, which no list of processes shows)" },
} as const satisfies OptionDefinitions;

/** The words of one command, read by its options. */
export class Words {
  readonly positionals: readonly string[];
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(positionals: readonly string[], values: Readonly<Record<string, unknown>>) {
    this.positionals = positionals;
    this.#values = values;
  }

  flag(name: string): boolean {
    return this.#values[name] === true;
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === "string" ? value : undefined;
  }

  /** A whole number between bounds; `byDefault` when the option is not given. */
  whole<Default extends number | undefined>(name: string, byDefault: Default, least: number, most: number): number | Default {
    const text = this.text(name);
    if (text === undefined) return byDefault;
    const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) throw new WrongUse(`--${name} takes a whole number from ${least} to ${most}, not "${text}".`);
    return value;
  }

  /** The one word a command takes. */
  only(what: string): string {
    const [word, ...more] = this.positionals;
    if (word === undefined) throw new WrongUse(`${what} is missing.`);
    if (more.length > 0) throw new WrongUse(`Only ${what} is expected, and "${more[0]}" came as well.`);
    return word;
  }

  none(): void {
    if (this.positionals.length > 0) throw new WrongUse(`Nothing is expected here, and "${this.positionals[0]}" came.`);
  }
}

/** Reads what follows a command's name; throws `WrongUse`. */
export function readWords(command: SubCommand, argv: readonly string[]): Words {
  const options = Object.fromEntries(Object.entries({ ...command.options, ...HELP_OPTION }).map(([name, { type }]) => [name, { type }]));
  try {
    const { positionals, values } = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
    return new Words(positionals, values);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new WrongUse(`${error.message.split(/\.\s|\n/)[0]?.replace(/\.$/, "")}.`);
  }
}
