import type { EventStore } from "../event-store/port.ts";
import type { Decided } from "./decide.ts";
import type { GatheredFacts } from "./gather-facts.ts";
import type { PreparedCommand, Verdict } from "./prepared-command.ts";
import type { Snapshots } from "./snapshots/snapshots.ts";

/** What a desk needs of the house around it. */
export interface DeskOffice {
  readonly store: EventStore;
  readonly snapshots: Snapshots;
  gather(command: PreparedCommand): Promise<GatheredFacts>;
  /** Makes the desks of these streams read the log again before they are used. */
  distrust(streams: readonly string[]): void;
}

/** A command waiting to be decided, or decided and waiting for its answer. */
export interface Ticket {
  readonly number: number;
  /** Usually one; several are decided together, all or none. */
  readonly commands: readonly PreparedCommand[];
  decisions: number;
  resolve(verdict: Verdict): void;
  reject(error: unknown): void;
}

/** A decision handed to the log and not answered yet. */
export interface InFlight {
  readonly ticket: Ticket;
  readonly decided: Decided;
  readonly savepoint: number;
  readonly revisionBefore: number;
  dropped: boolean;
  /** True when it was stored, false when it was taken back. */
  readonly settled: Promise<boolean>;
  settle(stored: boolean): void;
}

let tickets = 0;

/** The next ticket: numbers are in order of arrival. */
export function newTicket(commands: readonly PreparedCommand[], resolve: Ticket["resolve"], reject: Ticket["reject"]): Ticket {
  tickets += 1;
  return { number: tickets, commands, decisions: 0, resolve, reject };
}

/** A decision on its way to the log. */
export function newInFlight(ticket: Ticket, decided: Decided, savepoint: number, revisionBefore: number): InFlight {
  let settle: (stored: boolean) => void = () => {};
  const settled = new Promise<boolean>((resolve) => {
    settle = resolve;
  });
  return { ticket, decided, savepoint, revisionBefore, dropped: false, settled, settle };
}
