import type { Step } from "./attempts.ts";
import { SequenceRun } from "./run-sequence.ts";

/** A history that the ledger and the model tell differently, and where they part. */
export interface Failure {
  readonly hasLine: boolean;
  readonly sleeps: boolean;
  readonly steps: readonly Step[];
  readonly error: Error;
}

/** Runs the steps again: how they fail, if they do. */
function failureOf(hasLine: boolean, sleeps: boolean, steps: readonly Step[]): Failure | undefined {
  const run = new SequenceRun(new Map(), hasLine, sleeps);
  const done: Step[] = [];
  try {
    for (const step of steps) {
      done.push(step);
      run.step(step);
    }
    run.finish();
  } catch (error) {
    return { hasLine, sleeps, steps: done, error: error instanceof Error ? error : new Error(String(error)) };
  }
  return undefined;
}

/** Leaves out whatever the failure does not need, one step after the other, until nothing more can be left out. */
export function shrunk(failure: Failure): Failure {
  let smallest = failureOf(failure.hasLine, failure.sleeps, failure.steps) ?? failure;
  for (let at = 0; at < smallest.steps.length - 1; ) {
    const shorter = failureOf(
      smallest.hasLine,
      smallest.sleeps,
      smallest.steps.filter((_, index) => index !== at),
    );
    if (shorter === undefined || shorter.error.message.split(":")[0] !== smallest.error.message.split(":")[0]) at += 1;
    else smallest = shorter;
  }
  const withoutLine = smallest.hasLine ? failureOf(false, smallest.sleeps, smallest.steps) : undefined;
  return withoutLine?.error.message === smallest.error.message ? withoutLine : smallest;
}

/** The history as whoever has to understand it reads it. */
export function storyOf({ hasLine, steps, error }: Failure): string {
  const told = steps.map(({ today, what }) => {
    if ("lock" in what) return `day ${today}: ${what.lock} day ${what.day}`;
    const { move, body, actor, approvers, world } = what;
    const people = [actor, ...approvers].map(({ personId, roles }) => `${personId} (${roles.join(" ")})`).join(" with ");
    const outside = Object.keys(world).length === 0 ? "" : ` where ${JSON.stringify(world, bigintsAsText)}`;
    return `day ${today}: ${move.definition.name} ${JSON.stringify({ ...body, accountId: undefined })} by ${people}${outside}`;
  });
  return [`${hasLine ? "an account with a line" : "a new account"}`, ...told, error.stack ?? error.message].join("\n");
}

function bigintsAsText(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? `${value}` : value;
}
