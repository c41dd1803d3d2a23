import type { EventStore, StoredEvent } from "../../event-store/port.ts";
import { decodeMeta } from "../event-codec.ts";
import type { ParkedStep } from "../ports.ts";
import type { Act, EventProcess, Step } from "./define-process.ts";
import { stepsFrom } from "./event-reader.ts";
import { eventProcesses } from "./registry.ts";
import { type StepOffice, StepRunner } from "./step-runner.ts";

export interface RetryOffice extends StepOffice {
  readonly store: Pick<EventStore, "readAll">;
  readonly events?: readonly EventProcess[];
}

/** Takes a parked step again, as its next attempt. Nothing when no such step is parked. Works beside a server that runs the processes. */
export async function retryParked(office: RetryOffice, parkedId: string): Promise<"done" | "parked" | undefined> {
  const parked = (await office.book.parked()).find((each) => each.parkedId === parkedId);
  if (parked === undefined) return undefined;
  const { process, owner, cause, ordinal } = parked;
  const event = ordinal === undefined ? undefined : (await office.store.readAll(ordinal - 1, 1))[0];
  const step = (event && stepOf(office.events ?? eventProcesses, parked, event)) ?? parked;
  const result = await new StepRunner(office, new AbortController().signal).take(step, {
    ...{ process, owner, cause },
    attempt: parked.attempt + 1,
    ...(event !== undefined && { event: { ordinal: event.ordinal, correlationId: decodeMeta(event).correlationId } }),
  });
  if (result === "done") await office.book.unpark(parkedId);
  return result;
}

/** The step as its process sees it today, with what it does about a refusal; a compensation stands alone, as it was parked. */
function stepOf(events: readonly EventProcess[], parked: ParkedStep, event: StoredEvent): Step | Act | undefined {
  const process = events.find(({ name }) => name === parked.process);
  return process && stepsFrom(process, event).find(({ step }) => step === parked.step);
}
