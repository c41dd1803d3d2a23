import { type EventStore, NO_STREAM } from "../event-store/port.ts";
import type { Fold } from "../kernel/fold.ts";
import { Desk } from "./desk.ts";
import type { DeskOffice } from "./desk-work.ts";
import type { StreamRef } from "./fact-sources.ts";
import { gatherFacts } from "./gather-facts.ts";
import type { PreparedCommand } from "./prepared-command.ts";
import type { Snapshots } from "./snapshots/snapshots.ts";

/** How many streams are opened, and how often any is used, between two looks at the memory they take. */
const TIDY_EVERY = 200;
const TIDY_EVERY_USES = 20_000;
const DEFAULT_CACHE_BYTES = 512 * 1024 * 1024;

/** The desks of all streams in use. Idle ones are kept up to a limit in bytes; the least recently used go first. */
export class Desks implements DeskOffice {
  readonly store: EventStore;
  readonly snapshots: Snapshots;
  readonly #maxBytes: number;
  readonly #desks = new Map<string, Desk>();
  #opened = 0;
  #uses = 0;

  constructor(store: EventStore, snapshots: Snapshots, maxBytes = DEFAULT_CACHE_BYTES) {
    this.store = store;
    this.snapshots = snapshots;
    this.#maxBytes = maxBytes;
  }

  deskOf({ fold, id }: StreamRef): Desk {
    const stream = `${fold.category}-${id}`;
    const desk = this.#desks.get(stream) ?? this.#open(stream, fold, id);
    this.#uses += 1;
    desk.lastUse = this.#uses;
    if (this.#uses % TIDY_EVERY_USES === 0) this.#tidy();
    return desk;
  }

  #open(stream: string, fold: Fold<unknown>, id: string): Desk {
    const desk = new Desk(this, fold, id);
    this.#desks.set(stream, desk);
    this.#opened += 1;
    if (this.#opened % TIDY_EVERY === 0) this.#tidy();
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
    let bytes = [...this.#desks.values()].reduce((sum, desk) => sum + desk.bytes, 0);
    if (bytes <= this.#maxBytes) return;
    for (const [stream, desk] of [...this.#desks].sort(([, a], [, b]) => a.lastUse - b.lastUse)) {
      if (bytes <= this.#maxBytes) break;
      if (!desk.isIdle) continue;
      this.#desks.delete(stream);
      bytes -= desk.bytes;
    }
  }
}
