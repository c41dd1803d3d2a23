import { runCommandLine } from "../../src/cli/command-line.ts";
import type { CommandLineParts } from "../../src/cli/sub-command.ts";

export interface CommandLineRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions
  extends Partial<Pick<CommandLineParts, "start" | "openWorkbench" | "openLogPlace" | "startDemo" | "stopSignal">> {
  readonly url?: string;
  /** null for none. */
  readonly apiKey?: string | null;
  readonly isTerminal?: boolean;
  /** Hears every text written to the output as it comes. */
  readonly onOut?: (text: string) => void;
}

const unexpected = async (): Promise<never> => {
  throw new Error("nobody should ask for this");
};

/** Runs `cartera <argv>` inside this process and gives what it wrote. */
export async function cartera(argv: readonly string[], options: RunOptions = {}): Promise<CommandLineRun> {
  const {
    url = "http://127.0.0.1:1",
    apiKey = "first.secret",
    isTerminal = false,
    start = unexpected,
    openWorkbench = unexpected,
    openLogPlace = unexpected,
    startDemo = unexpected,
    stopSignal = () => new Promise<void>(() => {}),
    onOut,
  } = options;
  let [out, err] = ["", ""];
  const code = await runCommandLine(argv, {
    start,
    openWorkbench,
    openLogPlace,
    startDemo,
    stopSignal,
    environment: { url, ...(apiKey !== null && { apiKey }) },
    output: {
      out(text) {
        out += text;
        onOut?.(text);
      },
      err(text) {
        err += text;
      },
      isTerminal,
    },
  });
  return { code, out, err };
}

/** The values of newline-delimited JSON. */
export function jsonLines<T>(text: string): T[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);
}
