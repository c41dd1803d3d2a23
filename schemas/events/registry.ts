import * as applications from "./account/applications.ts";
import * as creditLine from "./account/credit-line.ts";
import * as creditMoves from "./account/credit-moves.ts";
import * as creditNotes from "./account/credit-notes.ts";
import * as delinquency from "./account/delinquency.ts";
import * as documents from "./account/documents.ts";
import * as orders from "./account/orders.ts";
import * as promises from "./account/promises.ts";
import * as receipts from "./account/receipts.ts";
import * as settlements from "./account/settlements.ts";
import * as writeOffs from "./account/write-offs.ts";
import * as approval from "./approval.ts";
import * as customer from "./customer.ts";
import type { EventDefinition } from "./define-event.ts";
import * as governance from "./governance.ts";
import * as organisation from "./organisation.ts";

const { LegalEntityRegistered, BranchRegistered, BankAccountRegistered, SeriesDefined } = organisation;
const { PersonRegistered, RoleAssigned, RoleRevoked, ApiKeyIssued, ApiKeyRevoked } = organisation;
const { PersonDeactivated, DelegationGranted, DelegationRevoked } = organisation;
const { PolicyDefined, CalendarDefined, CommandRefused, CommandHadNoEffect } = governance;

/** Of the account, one file per room. */
const account = {
  ...applications,
  ...creditLine,
  ...creditMoves,
  ...creditNotes,
  ...delinquency,
  ...documents,
  ...orders,
  ...promises,
  ...receipts,
  ...settlements,
  ...writeOffs,
};

/** The events of each stream category: the one list everything else is derived from. */
export const eventsByCategory = {
  account,
  customer,
  entity: { LegalEntityRegistered, BranchRegistered, BankAccountRegistered, SeriesDefined },
  ledger: {
    ...{ PersonRegistered, RoleAssigned, RoleRevoked, ApiKeyIssued, ApiKeyRevoked },
    ...{ PersonDeactivated, DelegationGranted, DelegationRevoked },
  },
  approval,
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
  EventsOf<"approval"> &
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
