import type { PolicyBody, PolicyKind } from "../../schemas/policies.ts";
import type { Role } from "../../schemas/roles.ts";
import type { CalendarDate } from "../kernel/calendar-date.ts";
import { commandsOver } from "../kernel/command.ts";
import type { BusinessCalendar } from "./calendar/business-calendar.ts";
import type { CustomerState } from "./customer/customer.ts";
import type { LegalEntityState } from "./legal-entity/legal-entity.ts";
import type { OrganisationState } from "./organisation/organisation.ts";
import type { TimeLocks } from "./time-locks.ts";

/** A policy in force and the version that is remembered with the decision. */
export interface PolicyInForce<Kind extends PolicyKind> {
  readonly version: number;
  readonly body: PolicyBody<Kind>;
}

/** The policies of the command's legal entity. */
export interface Policies {
  inForce<Kind extends PolicyKind>(kind: Kind, on: CalendarDate): PolicyInForce<Kind>;
}

/** An application for credit, as far as the opening of a line asks. */
export interface CreditApplication {
  readonly status: "APPROVED" | "OTHER";
  readonly approvedLimit: bigint;
  readonly used: boolean;
}

/** A transfer of credit as it stands in the account at its other end. */
export interface CreditTransfer {
  /** Where that account sent it. */
  readonly sent:
    | {
        readonly status: "OUT" | "REVERSED";
        readonly toAccount: string;
        /** Minor units of the receiving account's currency. */
        readonly inAmount: bigint;
        readonly valueDate: CalendarDate;
        readonly effectiveOn: CalendarDate;
        /** The money it was made of was returned since. */
        readonly isReturned: boolean;
      }
    | undefined;
  /** That account took it. */
  readonly isReceived: boolean;
}

/**
 * What rules need from outside the stream they decide on. Facts are gathered before deciding; what was used is stored with the event.
 * Each has one source in the application, which does not compile while one is missing.
 */
export interface DomainFacts {
  /** Persons, their roles and keys. */
  readonly organisation: OrganisationState;
  /** The legal entity the command acts for; nothing when there is no such entity. */
  readonly entity: LegalEntityState | undefined;
  /** The legal entities that the home branches of a new customer name, by id. */
  readonly homeEntities: ReadonlyMap<string, LegalEntityState>;
  /** The customer of the account; nothing when there is none. */
  readonly customer: CustomerState | undefined;
  /** The customer of the account that a credit is to go to; nothing when there is none. */
  readonly recipient: CustomerState | undefined;
  /** The transfer of credit that the command names, as the other account has it. */
  readonly creditTransfer: CreditTransfer;
  readonly policies: Policies;
  /** Business days of the entity's country. */
  readonly calendar: BusinessCalendar;
  /** Days on which money events can no longer take effect. */
  readonly locks: TimeLocks;
  /** Whether the customer's file is complete for the band of the limit asked for. */
  readonly customerFile: { readonly status: "COMPLETE" | "INCOMPLETE" };
  /** The application for credit that the command names. */
  readonly creditApplication: CreditApplication | undefined;
  /** The open till session that the command names. */
  readonly tillSession: { readonly cashierId: string; readonly businessDate: CalendarDate } | undefined;
  /** SHA-256 of the canonical form of the policy body in the command. */
  readonly policyHash: string;
}

export const defineCommand = commandsOver<DomainFacts, Role>();
