import { randomUUID } from "node:crypto";
import type { EventStore } from "../../src/event-store/port.ts";
import { appendOk, sampleAppend } from "./append-load.ts";
import { type Load, type Measured, runCalls } from "./load.ts";

/** Events of a step. */
export const STEP = 50_000;

/** Streams stay small, so that there are many, and a read of one is as long at the end as at the beginning. */
const STREAM_LENGTH = 5;
const READERS = 16;
const READS = 2_000;
/** Of a caller's appends, one in so many is looked for later. */
const REMEMBERED = 20;

/** What one step of the log's growth cost: each kind of call, and how they went. */
export interface Step {
  readonly appends: Measured;
  readonly streamReads: Measured;
  readonly commandLookups: Measured;
}

/** A log that is made longer, a step at a time, and asked about anything it holds. */
export class GrowingLog {
  readonly #store: EventStore;
  readonly #load: Pick<Load, "callers" | "processorSeconds">;
  readonly #streams: string[] = [];
  readonly #commands: string[] = [];
  #steps = 0;

  constructor(store: EventStore, load: Pick<Load, "callers" | "processorSeconds">) {
    this.#store = store;
    this.#load = load;
  }

  async grow(): Promise<Step> {
    this.#steps += 1;
    const appends = await runCalls({ ...this.#load, calls: STEP, call: (caller, turn) => this.#append(caller, turn) });
    const read = (call: () => Promise<void>) => runCalls({ ...this.#load, callers: READERS, calls: READS, call });
    return { appends, streamReads: await read(() => this.#readStream()), commandLookups: await read(() => this.#findCommand()) };
  }

  async #append(caller: number, turn: number): Promise<void> {
    const place = turn % STREAM_LENGTH;
    const stream = `account-C${this.#steps}-${caller}-${(turn - place) / STREAM_LENGTH}.CO01.COP`;
    const commandId = randomUUID();
    await appendOk(this.#store, sampleAppend(stream, place, commandId));
    if (place === STREAM_LENGTH - 1) this.#streams.push(stream);
    if (turn % REMEMBERED === 0) this.#commands.push(commandId);
  }

  async #readStream(): Promise<void> {
    const { length } = await this.#store.readStream(oneOf(this.#streams));
    if (length !== STREAM_LENGTH) throw new Error(`a stream of ${STREAM_LENGTH} events came back with ${length}`);
  }

  async #findCommand(): Promise<void> {
    const { size } = await this.#store.findCommands([oneOf(this.#commands)]);
    if (size !== 1) throw new Error("a command that was stored is not found");
  }
}

function oneOf(list: readonly string[]): string {
  return list[Math.floor(Math.random() * list.length)] as string;
}
