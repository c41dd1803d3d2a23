import type { Test } from "tap";
import type { EventStore } from "../../../src/event-store/port.ts";

export interface StoreOptions {
  readonly clock?: () => number | undefined;
  readonly maxQueue?: number;
}

/** One engine under the contract. Opens a store on a log of its own, closed when the test ends. */
export interface Engine {
  open(t: Test, options?: StoreOptions): Promise<EventStore>;
  /** Closes a store and opens another on the same log; not there where nothing is kept. */
  reopen?(t: Test, store: EventStore): Promise<EventStore>;
}
