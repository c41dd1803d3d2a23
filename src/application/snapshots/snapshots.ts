import type { EventStore } from "../../event-store/port.ts";
import type { SnapshotStore } from "../ports.ts";
import type { StreamState, Wake } from "../stream-state.ts";
import { inSlices } from "./slices.ts";

/**
 * Snapshots of long streams, so that an account of half a million events is there in a moment. They are made beside the decisions and are never
 * waited for; one that cannot be read or stored costs time and nothing else.
 */
export class Snapshots {
  readonly #log: EventStore;
  readonly #kept: SnapshotStore | undefined;
  readonly #warnings: { warn(message: string): void };

  constructor(log: EventStore, kept: SnapshotStore | undefined, warnings: { warn(message: string): void }) {
    this.#log = log;
    this.#kept = kept;
    this.#warnings = warnings;
  }

  /** Goes on from the snapshot of a stream, when there is one that was made from the log as it is. */
  readonly wake: Wake = async (state) => {
    try {
      const snapshot = await this.#kept?.load(state.stream);
      if (snapshot === undefined || (await this.#eventIdAt(state.stream, snapshot.revision)) !== snapshot.eventId) return false;
      state.restore(snapshot);
      return true;
    } catch (error) {
      this.#warn(`the snapshot of ${state.stream} could not be read`, error);
      return false;
    }
  };

  /** Streams whose snapshots an earlier version of the program made. */
  async outdated(): Promise<readonly string[]> {
    return (await this.#kept?.streams("elsewhere")) ?? [];
  }

  /** Packs a state that is at rest, and keeps a snapshot of it. */
  take(state: StreamState): void {
    this.#take(state).catch((error: unknown) => this.#warn(`no snapshot of ${state.stream} could be kept`, error));
  }

  async #take(state: StreamState): Promise<void> {
    const packed = await inSlices(state.packing());
    if (this.#kept === undefined) return;
    const eventId = await this.#eventIdAt(state.stream, packed.revision);
    if (eventId !== undefined) await this.#kept.save({ ...packed, stream: state.stream, eventId });
  }

  async #eventIdAt(stream: string, revision: number): Promise<string | undefined> {
    return (await this.#log.readStream(stream, { from: revision, limit: 1 }))[0]?.eventId;
  }

  #warn(what: string, error: unknown): void {
    this.#warnings.warn(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
