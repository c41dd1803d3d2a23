import { type EventStore, NO_STREAM } from "../event-store/port.ts";
import type { Fold } from "../kernel/fold.ts";
import { Desk, type DeskOffice } from "./desk.ts";
import type { StreamRef } from "./fact-sources.ts";
import { gatherFacts } from "./gather-facts.ts";
import type { PreparedCommand } from "./prepared-command.ts";

const DEFAULT_CACHE_BYTES = 512 * 1024 * 1024;

/** The desks of all streams in use. Idle ones are kept up to a limit in bytes; the least recently used go first. */
export class Desks implements DeskOffice {
  readonly store: EventStore;
  readonly #maxBytes: number;
  /** In order of use: the least recently used first. */
  readonly #desks = new Map<string, Desk>();
  #usesUntilTidy = 1_000;

  constructor(store: EventStore, maxBytes = DEFAULT_CACHE_BYTES) {
    this.store = store;
    this.#maxBytes = maxBytes;
  }

  deskOf({ fold, id }: StreamRef): Desk {
    const stream = `${fold.category}-${id}`;
    const desk = this.#desks.get(stream) ?? new Desk(this, fold, id);
    this.#desks.delete(stream);
    this.#desks.set(stream, desk);
    this.#usesUntilTidy -= 1;
    if (this.#usesUntilTidy <= 0) this.#tidy();
    return desk;
  }

  /** The stored state of a stream, once nothing on it is in flight; nothing when the stream does not exist. */
  async settledState<State>(fold: unknown, id: string): Promise<State | undefined> {
    const desk = this.deskOf({ fold: fold as Fold<unknown>, id });
    if (!desk.isSettled) await desk.settled();
    return desk.revision === NO_STREAM ? undefined : (desk.state as State);
  }

  gather(command: PreparedCommand) {
    return gatherFacts(command, (ref) => this.deskOf(ref));
  }

  distrust(streams: readonly string[]): void {
    for (const stream of streams) this.#desks.get(stream)?.distrust();
  }

  #tidy(): void {
    this.#usesUntilTidy = 1_000;
    let bytes = [...this.#desks.values()].reduce((sum, desk) => sum + desk.bytes, 0);
    for (const [stream, desk] of this.#desks) {
      if (bytes <= this.#maxBytes) break;
      if (!desk.isIdle) continue;
      this.#desks.delete(stream);
      bytes -= desk.bytes;
    }
  }
}
