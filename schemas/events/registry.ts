import * as account from "./account.ts";
import * as customer from "./customer.ts";
import type { EventDefinition } from "./define-event.ts";
import * as governance from "./governance.ts";
import * as organisation from "./organisation.ts";

const { LegalEntityRegistered, BranchRegistered, BankAccountRegistered } = organisation;
const { PersonRegistered, RoleAssigned, RoleRevoked, ApiKeyIssued, ApiKeyRevoked } = organisation;
const { PolicyDefined, CalendarDefined, CommandRefused, CommandHadNoEffect } = governance;

/** The events of each stream category: the one list everything else is derived from. */
export const eventsByCategory = {
  account,
  customer,
  entity: { LegalEntityRegistered, BranchRegistered, BankAccountRegistered },
  ledger: { PersonRegistered, RoleAssigned, RoleRevoked, ApiKeyIssued, ApiKeyRevoked },
  policy: { PolicyDefined },
  calendar: { CalendarDefined },
  command: { CommandRefused, CommandHadNoEffect },
} as const;

type Categories = typeof eventsByCategory;
/** Event bodies by type, for the events of one category. */
export type EventsOf<Category extends keyof Categories> = {
  [Name in keyof Categories[Category]]: Categories[Category][Name] extends EventDefinition<string, infer Data> ? Data : never;
};

type AllEvents = EventsOf<"account"> &
  EventsOf<"customer"> &
  EventsOf<"entity"> &
  EventsOf<"ledger"> &
  EventsOf<"policy"> &
  EventsOf<"calendar"> &
  EventsOf<"command">;
export type EventType = keyof AllEvents;
export type EventData<Type extends EventType> = AllEvents[Type];

/** Every event the ledger can hold, by type. */
export const eventRegistry: Readonly<Record<EventType, EventDefinition<string, unknown>>> = Object.assign(
  {},
  ...Object.values(eventsByCategory),
);
