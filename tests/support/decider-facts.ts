import { CalendarDefined } from "../../schemas/events/governance.ts";
import {
  BankAccountRegistered,
  BranchRegistered,
  LegalEntityRegistered,
  PersonRegistered,
  RoleAssigned,
} from "../../schemas/events/organisation.ts";
import type { PolicyBody, PolicyKind } from "../../schemas/policies.ts";
import type { Role } from "../../schemas/roles.ts";
import type { PreparedCommand } from "../../src/application/prepared-command.ts";
import { businessCalendar, calendar } from "../../src/domain/calendar/business-calendar.ts";
import { customer } from "../../src/domain/customer/customer.ts";
import type { DomainFacts } from "../../src/domain/facts.ts";
import { legalEntity } from "../../src/domain/legal-entity/legal-entity.ts";
import { LEDGER, organisation } from "../../src/domain/organisation/organisation.ts";
import { withDefaults } from "../../src/domain/policy/policy.ts";
import type { Lock } from "../../src/domain/time-locks.ts";
import type { CalendarDate } from "../../src/kernel/calendar-date.ts";
import { customerRegistered } from "./customer-history.ts";
import { stateOf } from "./folded.ts";
import { personal } from "./sealed-values.ts";

/** What a test may say about the world outside the stream; the rest is the company below. */
export interface FactOptions extends Partial<{ readonly [Name in keyof Omit<DomainFacts, "policies" | "locks">]: DomainFacts[Name] }> {
  /** Bodies of policies that differ from the built-in ones, valid on every day. */
  readonly policies?: { readonly [Kind in PolicyKind]?: Partial<PolicyBody<Kind>> };
  /** Locked days: one by one, and all up to one. */
  readonly locked?: Readonly<Record<CalendarDate, Lock>>;
  readonly closedThrough?: CalendarDate;
}

/** Public holidays of Colombia in 2025 (CAL-2). */
export const COLOMBIA_2025 = CalendarDefined({
  country: "CO",
  year: 2025,
  holidays: [
    ...["2025-01-01", "2025-01-06", "2025-03-24", "2025-04-17", "2025-04-18", "2025-05-01", "2025-06-02", "2025-06-23", "2025-06-30"],
    ...["2025-07-20", "2025-08-07", "2025-08-18", "2025-10-13", "2025-11-03", "2025-11-17", "2025-12-08", "2025-12-25"],
  ],
  weekend: [6, 7],
});

const person = (personId: string) => PersonRegistered({ personId, name: personal(`person:${personId}`, personId) });
const holds = (personId: string, role: Role) => RoleAssigned({ personId, role, entityIds: [], branchIds: [], from: "2025-01-01" });

/** A company with two branches, two bank accounts, two sellers and the two managers who give opinions. */
export const PEOPLE = [
  ...["OWNER", "ANA", "LUIS", "SALES", "ADMIN"].map(person),
  holds("SALES", "SM"),
  holds("ADMIN", "AM"),
  holds("ANA", "SR"),
  holds("LUIS", "SR"),
];

export const COMPANY = [
  LegalEntityRegistered({
    entityId: "CO01",
    name: "Comercial",
    taxId: "900123456",
    country: "CO",
    timeZone: "America/Bogota",
    functionalCurrency: "COP",
  }),
  ...["CO01-B1", "CO01-B2"].map((branchId) => BranchRegistered({ entityId: "CO01", branchId, name: branchId })),
  ...(["CO01-BANK", "CO01-USD"] as const).map((bankAccountId) =>
    BankAccountRegistered({
      entityId: "CO01",
      bankAccountId,
      currency: bankAccountId === "CO01-USD" ? "USD" : "COP",
      bank: "Banco",
      number: "1",
      openingBalance: "0.00",
    }),
  ),
];

const people = stateOf(organisation, LEDGER, PEOPLE);
const company = stateOf(legalEntity, "CO01", COMPANY);
const buyer = stateOf(customer, "C1", [customerRegistered("C1")]);
const businessDays = businessCalendar(stateOf(calendar, "CO", [COLOMBIA_2025]));

const approved = { status: "APPROVED" as const, approvedLimit: 3_000_000_000n, used: false };

/** The facts a decision asks for; everything is in order unless the test says otherwise. */
export function factsOf({ policies = {}, locked = {}, closedThrough, ...options }: FactOptions, { body }: PreparedCommand): DomainFacts {
  const named = body.applicationId !== undefined;
  const given = Object.fromEntries(Object.entries(options).filter(([name]) => name in DEFAULTS)) as Partial<DomainFacts>;
  return {
    ...DEFAULTS,
    creditApplication: named ? approved : undefined,
    policies: {
      inForce: (kind) => {
        const own = policies[kind];
        return { version: own === undefined ? 0 : 1, body: withDefaults(kind, own) };
      },
    },
    locks: { lockOn: (day) => (closedThrough !== undefined && day <= closedThrough ? "PERIOD_CLOSED" : locked[day]) },
    ...given,
  };
}

const DEFAULTS: Omit<DomainFacts, "policies" | "locks"> = {
  organisation: people,
  entity: company,
  homeEntities: new Map([["CO01", company]]),
  customer: buyer,
  recipient: buyer,
  creditTransfer: { sent: undefined, isReceived: false },
  calendar: businessDays,
  customerFile: { status: "COMPLETE" },
  creditApplication: approved,
  tillSession: undefined,
  policyHash: "0".repeat(64),
};
