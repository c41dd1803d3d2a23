/** How a test server may misbehave, once or several times, on the calls that a test picks. */
export type Fault =
  /** Nothing is stored and no answer comes. */
  | "silence"
  /** Stored, and no answer comes. */
  | "silence after storing"
  /** The stream of answers ends cleanly without this answer; nothing is stored. */
  | "clean end"
  /** Stored, and the stream of answers ends cleanly without this answer. */
  | "clean end after storing"
  /** The call breaks with status UNAVAILABLE; nothing is stored. */
  | "failure"
  /** Stored, and the call breaks with status UNAVAILABLE. */
  | "failure after storing"
  /** Stored, and the answer says that the expected version was wrong. */
  | "wrong version after storing"
  /** Stored, and answered twice. */
  | "two answers"
  /** Stored, and the answer comes after `lateMs`. */
  | "late answer"
  /** The call breaks with status INTERNAL. */
  | "internal error";

/** The call ends with an error of its own. */
export function isBreak(fault: Fault | undefined): fault is "failure" | "internal error" {
  return fault === "failure" || fault === "internal error";
}

export type CallKind = "append" | "read" | "subscribe";

interface Planned {
  readonly call: CallKind;
  readonly fault: Fault;
  readonly stream: (name: string) => boolean;
  left: number;
}

/** What is planned to go wrong. The first plan that fits a call is used up by it. */
export class Faults {
  lateMs = 300;
  #planned: Planned[] = [];
  #used = 0;

  /** How many calls went wrong so far. */
  get used(): number {
    return this.#used;
  }

  plan(call: CallKind, fault: Fault, options: { readonly times?: number; readonly stream?: (name: string) => boolean } = {}): void {
    this.#planned.push({ call, fault, left: options.times ?? 1, stream: options.stream ?? (() => true) });
  }

  clear(): void {
    this.#planned = [];
  }

  take(call: CallKind, stream: string): Fault | undefined {
    const planned = this.#planned.find((each) => each.call === call && each.left > 0 && each.stream(stream));
    if (planned === undefined) return undefined;
    planned.left -= 1;
    this.#used += 1;
    return planned.fault;
  }
}
