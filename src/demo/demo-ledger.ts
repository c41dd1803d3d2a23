import type { Ledger } from "../application/ledger.ts";
import type { Clock } from "../application/ports.ts";
import type { EventStore } from "../event-store/port.ts";
import { signatureOf } from "./company.ts";
import type { DemoArguments } from "./demo-command.ts";

const PAGE = 200;

/** Where the ledger of a demonstration lives, and how it begins. */
export interface DemoRequest {
  /** Beside the data directory, unless it says another one. */
  readonly dataDir: string | undefined;
  readonly ownerToken: string;
  readonly clock: Clock;
  /** Looks at what is there before anything is run on it; throws where that must not be. */
  admit(store: Pick<EventStore, "readAll" | "head">): Promise<void>;
}

/** The ledger of a demonstration, running. */
export interface DemoLedger {
  readonly url: string;
  readonly dataDir: string;
  readonly ledger: Pick<Ledger, "executeBatch">;
  /** Resolves when the processes have nothing to do at this moment. */
  settled(): Promise<void>;
  /** Resolves when the read models know everything that is in the log at this moment. */
  caughtUp(): Promise<void>;
  close(): Promise<void>;
}

/** There is something else in the ledger that was to be filled. */
export class OtherContent extends Error {
  override readonly name = "OtherContent";
}

/** Lets pass a ledger that is new, or holds this very demonstration; throws `OtherContent`. */
export async function holdsNothingElse(store: Pick<EventStore, "readAll">, story: DemoArguments): Promise<void> {
  const events = (await store.readAll(0, PAGE)).map(({ meta }) => JSON.parse(meta) as { command?: string; correlationId?: string });
  const first = events.find(({ command }) => command !== "Bootstrap");
  if (first === undefined || first.correlationId === signatureOf(story)) return;
  const found =
    first.correlationId?.startsWith("cartera demo ") === true ? `another demonstration (${first.correlationId})` : "a ledger of its own";
  throw new OtherContent(`There is ${found} in this place; name an empty one with --data-dir.`);
}

/** Stands where it is set until it is let go, and then runs on from there. It never goes back: what was lived before stays before. */
export class DemoClock implements Clock {
  #atMs: number;
  #since: number | undefined;

  constructor(atMs: number) {
    this.#atMs = atMs;
  }

  now(): number {
    return this.#since === undefined ? this.#atMs : Math.floor(this.#atMs + performance.now() - this.#since);
  }

  set(instantMs: number): void {
    this.#atMs = Math.max(instantMs, this.#atMs);
  }

  runOn(): void {
    this.#since = performance.now();
  }
}
