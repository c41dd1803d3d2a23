import { setTimeout as sleep } from "node:timers/promises";
import { OutcomeUnknown, StoreUnavailable } from "../../event-store/port.ts";
import type { RefusalCode } from "../../kernel/refusal-code.ts";
import { findCommand } from "../command-catalogue.ts";
import type { CommandAnswer, Ledger } from "../ledger.ts";
import type { Clock, ProcessBook } from "../ports.ts";
import { isRemembered, refusalCatalogue } from "../refusal-catalogue.ts";
import type { Act, Step } from "./define-process.ts";
import { parkedIdOf, processCommandId } from "./process-ids.ts";

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** A command that fails for no reason we know is tried so often before it is parked: about half a minute. */
const MAX_FAULTS = 8;

export interface ProcessLog {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

export interface StepOffice {
  readonly ledger: Pick<Ledger, "executeAsSystem" | "executeApproved" | "openPersonal">;
  readonly ledgerId: string;
  readonly book: ProcessBook;
  readonly clock: Clock;
  readonly log: ProcessLog;
  /** Of the first pause after an answer that may pass. */
  readonly pauseMs?: number;
}

/** Why a step is taken. */
export interface StepCause {
  readonly process: string;
  /** The event, or the legal entity: with the step's name it identifies the step over all attempts. */
  readonly owner: string;
  /** The event, or the business date. */
  readonly cause: string;
  readonly attempt: number;
  /** Where the cause is an event. */
  readonly event?: { readonly ordinal: number; readonly correlationId: string | undefined };
}

/** The server stops: the step was not answered, and is taken again under the same id. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

interface Refused {
  readonly code: RefusalCode;
  readonly traceId: string;
}

/** Sends the commands of steps until each has a definite answer, and does what the step says about a refusal. */
export class StepRunner {
  readonly #office: StepOffice;
  readonly #stop: AbortSignal;

  constructor(office: StepOffice, stop: AbortSignal) {
    this.#office = office;
    this.#stop = stop;
  }

  /** Resolves when the step was answered or is parked; throws `Stopped` before that when the server stops. */
  async take(step: Step | Act, cause: StepCause): Promise<"done" | "parked"> {
    const refused = await this.#answer(step, cause);
    if (refused === undefined) return "done";
    const then = ("onRefusal" in step ? step.onRefusal?.(refused.code) : undefined) ?? "park";
    if (then === "ignore") return "done";
    if (then !== "park" && isRemembered(refused.code)) return this.take(then.compensate, { ...cause, attempt: 1 });
    await this.#park(step, cause, refused);
    return "parked";
  }

  /** Nothing when the command was accepted. Answers about the moment are waited out, however long they take. */
  async #answer(step: Step | Act, cause: StepCause): Promise<Refused | undefined> {
    const commandId = processCommandId(this.#office.ledgerId, { ...cause, cause: causeText(cause), step: step.step });
    const traceId = commandId.replaceAll("-", "");
    let pauseMs = this.#office.pauseMs ?? FIRST_PAUSE_MS;
    for (let faults = 0; ; ) {
      if (this.#stop.aborted) throw new Stopped();
      const answer = await this.#send(step, cause, commandId, traceId).catch((error: unknown) => ({ kind: "failed" as const, error }));
      if (answer === undefined) return undefined;
      if (answer.kind !== "failed") {
        if (answer.kind !== "refused") return undefined;
        const code = answer.refusal.violations[0]?.code ?? "INTERNAL_ERROR";
        if (!isAboutTheMoment(code)) return { code, traceId: answer.refusal.traceId };
        this.#office.log.warn(`process ${cause.process}: ${step.step} waits, the answer was ${code}`);
        await this.#pause(Math.max(pauseMs, (answer.refusal.retryAfterSeconds ?? 0) * 1_000));
      } else {
        const { error } = answer;
        if (!(error instanceof StoreUnavailable || error instanceof OutcomeUnknown)) faults += 1;
        this.#office.log.warn(`process ${cause.process}: ${step.step} failed: ${error instanceof Error ? error.message : String(error)}`);
        if (faults >= MAX_FAULTS) return { code: "INTERNAL_ERROR", traceId };
        await this.#pause(pauseMs);
      }
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }

  async #send(step: Step | Act, { cause, event }: StepCause, commandId: string, traceId: string): Promise<CommandAnswer | undefined> {
    const { ledger } = this.#office;
    if ("perform" in step) {
      await step.perform(ledger);
      return undefined;
    }
    const { command, body } = step;
    const correlationId = event?.correlationId;
    const opened = await ledger.openPersonal({ ...(correlationId !== undefined && { correlationId }), ...body });
    return ledger.executeAsSystem({ command, body: opened, commandId, traceId, ...(event !== undefined && { causationId: cause }) });
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stop }).catch(() => undefined);
  }

  async #park(step: Step | Act, { process, cause, owner, attempt, event }: StepCause, { code, traceId }: Refused): Promise<void> {
    const { book, clock, ledgerId, log } = this.#office;
    const parkedId = parkedIdOf(ledgerId, process, owner, step.step);
    const { command, body } = "command" in step ? step : { command: "", body: {} };
    log.error(`PROCESS_REFUSED: process ${process}, cause ${cause}: ${step.step} was refused with ${code} and is parked as ${parkedId}`);
    await book.park({
      parkedId,
      process,
      entityId: "command" in step ? findCommand(command)?.target.entityId(body) : step.entityId,
      owner,
      cause,
      ordinal: event?.ordinal,
      step: step.step,
      command,
      body,
      code,
      traceId,
      attempt,
      since: new Date(clock.now()).toISOString(),
    });
  }
}

/** The event's id says all; a date is one of a legal entity. */
function causeText({ owner, cause, event }: StepCause): string {
  return event === undefined ? `${owner} ${cause}` : cause;
}

/** True where nothing was decided and the same command may pass later. */
function isAboutTheMoment(code: RefusalCode): boolean {
  return code === "IN_PROGRESS" || [429, 503].includes(refusalCatalogue[code].status);
}
