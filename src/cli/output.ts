/** Where a command writes. Text is written as it is: whoever calls ends lines with a newline. */
export interface Output {
  /** Results: what a pipe gets. */
  out(text: string): void;
  /** Progress and complaints. */
  err(text: string): void;
  /** True when results are read by a person. */
  readonly isTerminal: boolean;
}

/** Text from the ledger as a terminal may show it: what could steer the terminal is spelled out. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
