import { inspect } from "node:util";
import { Parser, type Result } from "tap-parser";
import { sourceOf } from "./compiled-tests.ts";

export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Failure {
  readonly name: string;
  readonly diagnostics: unknown;
}

interface FileTally {
  passed: number;
  skipped: number;
  readonly failures: Failure[];
}

/**
 * Reads what `tap --reporter=tap` writes, prints one line per test file and everything about its failures, and counts.
 *
 * What is counted is assertions, at whatever depth: the point that closes a subtest only repeats what its assertions said. It counts
 * (as one failure) when it fails although none of them did: a crash, a time-out, a plan that was not kept. Points marked skip or todo are
 * skipped, also when they fail.
 */
export class TapReport {
  readonly parser = new Parser();
  readonly #print: (line: string) => void;
  #totals = { passed: 0, failed: 0, skipped: 0 };
  #file: FileTally = emptyTally();

  constructor(print: (line: string) => void) {
    this.#print = print;
    this.#follow(this.parser, []);
  }

  get totals(): Totals {
    return { ...this.#totals };
  }

  #follow(parser: Parser, path: readonly string[]): void {
    let failuresBefore = this.#file.failures.length;
    parser.on("child", (child: Parser) => {
      failuresBefore = this.#file.failures.length;
      this.#follow(child, path.length === 0 && child.level === 1 ? [""] : [...path, child.name]);
    });
    parser.on("assert", (result: Result) => {
      this.#count(result, path, this.#file.failures.length > failuresBefore);
      failuresBefore = this.#file.failures.length;
      if (parser.level === 0) this.#endFile(result);
    });
    parser.on("bailout", (reason: string) => {
      if (parser.level === 0) this.#file.failures.push({ name: `bail out: ${reason}`, diagnostics: undefined });
    });
  }

  #count(result: Result, path: readonly string[], failedInside: boolean): void {
    const skipped = result.skip !== false || result.todo !== false;
    if (result.closingTestPoint) {
      if (!result.ok && !failedInside && !skipped) this.#fail(result, path);
    } else if (skipped) this.#file.skipped += 1;
    else if (result.ok) this.#file.passed += 1;
    else this.#fail(result, path);
  }

  #fail(result: Result, path: readonly string[]): void {
    const name = [...path, result.name].filter((part) => part !== "").join(" > ");
    this.#file.failures.push({ name, diagnostics: result.diag });
  }

  #endFile(result: Result): void {
    const { passed, skipped, failures } = this.#file;
    const counts = [`${passed} passed`];
    if (failures.length > 0) counts.push(`${failures.length} failed`);
    if (skipped > 0) counts.push(`${skipped} skipped`);
    const seconds = ((result.time ?? 0) / 1000).toFixed(1);
    this.#print(`${failures.length > 0 ? "FAIL" : "ok  "}  ${sourceOf(result.name)}  (${counts.join(", ")}, ${seconds} s)`);
    for (const failure of failures) this.#printFailure(failure);
    this.#totals.passed += passed;
    this.#totals.skipped += skipped;
    this.#totals.failed += failures.length;
    this.#file = emptyTally();
  }

  #printFailure({ name, diagnostics }: Failure): void {
    this.#print(`      ${name}`);
    if (diagnostics === null || diagnostics === undefined) return;
    for (const [key, value] of Object.entries(diagnostics)) {
      const text = typeof value === "string" ? value.trimEnd() : inspect(value, { depth: 6, breakLength: 120 });
      const separator = text.includes("\n") ? "\n" : " ";
      this.#print(indent(`${key}:${separator}${separator === "\n" ? indent(text, 2) : text}`, 8));
    }
    this.#print("");
  }
}

function emptyTally(): FileTally {
  return { passed: 0, skipped: 0, failures: [] };
}

function indent(text: string, width: number): string {
  return text.replace(/^(?=.)/gm, " ".repeat(width));
}
