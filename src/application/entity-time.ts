import { type LegalEntityState, legalEntity } from "../domain/legal-entity/legal-entity.ts";
import { LEDGER } from "../domain/organisation/organisation.ts";
import type { EventStore } from "../event-store/port.ts";
import type { CalendarDate } from "../kernel/calendar-date.ts";
import { BusinessClock } from "./business-clock.ts";
import type { Desks } from "./desks.ts";
import type { Clock } from "./ports.ts";

const UTC = "UTC";
const PAGE = 1_000;

/** What day it is for a legal entity; for what belongs to none, the zone of the first registered one counts. */
export class EntityTime {
  readonly #desks: Desks;
  readonly #store: EventStore;
  readonly #clock: BusinessClock;
  #firstEntityId: string | undefined;
  #searchedTo = 0;

  constructor(desks: Desks, store: EventStore, clock: Clock) {
    this.#desks = desks;
    this.#store = store;
    this.#clock = new BusinessClock(clock);
  }

  now(): number {
    return this.#clock.now();
  }

  async today(entityId: string | undefined): Promise<CalendarDate> {
    return this.#clock.today(await this.#timeZoneOf(entityId));
  }

  /** The first instant after a local day, RFC 3339 UTC. */
  async endOfDay(date: CalendarDate, entityId: string | undefined): Promise<string> {
    return new Date(this.#clock.endOfDay(date, await this.#timeZoneOf(entityId))).toISOString();
  }

  async #timeZoneOf(entityId: string | undefined): Promise<string> {
    const id = entityId ?? (await this.#firstEntity());
    if (id === undefined || id === LEDGER) return UTC;
    const state = await this.#desks.settledState<LegalEntityState>(legalEntity, id);
    return state?.registration.value?.timeZone ?? UTC;
  }

  /** Companies register at the very beginning of a ledger, so the search is short, and once found it is known for ever. */
  async #firstEntity(): Promise<string | undefined> {
    while (this.#firstEntityId === undefined) {
      const page = await this.#store.readAll(this.#searchedTo, PAGE);
      const found = page.find(({ type }) => type === "LegalEntityRegistered");
      this.#firstEntityId = found?.stream.slice("organisation-".length);
      this.#searchedTo = page.at(-1)?.ordinal ?? this.#searchedTo;
      if (page.length < PAGE) break;
    }
    return this.#firstEntityId;
  }
}
