import { randomUUID } from "node:crypto";
import { type EventType, eventRegistry } from "../../schemas/events/registry.ts";
import type { EventStore } from "../../src/event-store/port.ts";
import type { CalendarDate } from "../../src/kernel/calendar-date.ts";
import type { DecidedEvent } from "../../src/kernel/decider.ts";
import { openTestStore } from "../support/test-log.ts";

export interface AppendOptions {
  /** Business date of events that name none. */
  readonly on: CalendarDate;
  /** Instant of recording; default: noon UTC of `on`, or the last one. */
  readonly at?: string;
  readonly command?: string;
  readonly actor?: string;
  /** What the append says it took; the log itself is not asked. */
  readonly claims?: readonly string[];
}

/** A log that tests write events to directly, as the command pipeline would. */
export interface Ledger {
  readonly store: EventStore;
  /** Gives the ordinal of the last event of the append: the point from which it is known. */
  append(stream: string, events: readonly DecidedEvent[], options: AppendOptions): Promise<number>;
}

export async function openLedger(): Promise<Ledger> {
  let now = Date.parse("2020-01-01T00:00:00.000Z");
  const store = await openTestStore({ clock: () => now });
  const revisions = new Map<string, number>();
  return {
    store,
    async append(stream, events, { on, at = `${on}T12:00:00.000Z`, command = "TestCommand", actor = "P-1", claims }) {
      now = Math.max(now, Date.parse(at));
      const commandId = randomUUID();
      const expected = revisions.get(stream) ?? -1;
      const encoded = events.map((event, index) => ({
        eventId: randomUUID(),
        type: event.type,
        data: JSON.stringify(event.data),
        meta: JSON.stringify({
          v: eventRegistry[event.type as EventType]?.version ?? 1,
          effectiveOn: event.effectiveOn ?? on,
          actor,
          command,
          commandId,
          index,
          count: events.length,
          claims,
        }),
      }));
      const outcome = await store.append({ stream, expected, events: encoded, commandId, claims: [], unchanged: [] });
      if (outcome.outcome !== "ok") throw new Error(`the append to ${stream} came back as ${outcome.outcome}`);
      revisions.set(stream, outcome.revision);
      return outcome.ordinal + events.length - 1;
    },
  };
}
