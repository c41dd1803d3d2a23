import { partsOf } from "../kernel/calendar-date.ts";
import type { Agenda } from "./agenda.ts";
import type { Body, DemoArguments } from "./demo-command.ts";
import { OWNER_ID, STAFF, secretHashOf } from "./staff.ts";
import { holidaysOf } from "./working-days.ts";

export const ENTITY_ID = "CO01";
export const CURRENCY = "COP";
export const BANK_ACCOUNT_ID = "BANCOLOMBIA-1";
export const BRANCHES = [
  { branchId: "BOG", name: "Bogotá Centro", series: "FVB" },
  { branchId: "MED", name: "Medellín Guayabal", series: "FVM" },
] as const;
export type Branch = (typeof BRANCHES)[number];

/** Whole pesos. */
export const cop = (pesos: number) => ({ amount: String(pesos), currency: CURRENCY });

/** Who has to agree to a limit so high besides the coordinator. */
export function approversOf(limit: number): readonly string[] {
  if (limit <= 20_000_000) return [];
  return limit <= 80_000_000 ? ["SERGIO", "ADELA"] : ["DIEGO"];
}

/** Tells this demonstration from others, and from ledgers that are none. */
export function signatureOf({ seed, customers, months, ends }: DemoArguments): string {
  return `cartera demo 1: seed ${seed}, ${customers} customers, ${months} months to ${ends}`;
}

/** How long each of the terms gives, in parts of the total. */
export const TERMS = {
  NET15: { days: [15] },
  NET30: { days: [30] },
  NET30D2: { days: [30], discountDays: 10 },
  NET60: { days: [60] },
  SPLIT30_60: { days: [30, 60] },
} as const satisfies Readonly<Record<string, { readonly days: readonly number[]; readonly discountDays?: number }>>;
export type TermsCode = keyof typeof TERMS;
export const EARLY_DISCOUNT_PCT = 2;

const net = (days: number) => ({ kind: "NET", days });
const rolled = { rollRule: "NEXT" };

const POLICIES: Readonly<Record<string, Body>> = {
  credit: { allowFileWaiver: true, allowApplicationWaiver: true },
  till: { required: false, maxDifference: {} },
  terms: {
    codes: {
      CASH: { due: net(0), rollRule: "NONE" },
      NET15: { due: net(15), ...rolled },
      NET30: { due: net(30), ...rolled },
      NET30D2: { due: net(30), ...rolled, earlyDiscount: { pct: `${EARLY_DISCOUNT_PCT}.00`, withinDays: TERMS.NET30D2.discountDays } },
      NET60: { due: net(60), ...rolled },
      SPLIT30_60: {
        due: {
          kind: "SPLIT",
          parts: [
            { pct: "50.00", due: net(30) },
            { pct: "50.00", due: net(60) },
          ],
        },
        ...rolled,
      },
    },
  },
};

/** The first morning: the owner sets the company up, and hires. */
export function setUpCompany(agenda: Agenda, story: DemoArguments): void {
  const owner = (command: string, body: Body) => agenda.send("08:10", OWNER_ID, command, body);
  agenda.send("08:10", OWNER_ID, "register-legal-entity", {
    ...{ entityId: ENTITY_ID, name: "Distribuidora Andina S.A.S.", taxId: "901245873", country: "CO" },
    ...{ timeZone: "America/Bogota", functionalCurrency: CURRENCY, correlationId: signatureOf(story) },
  });
  for (const { branchId, name } of BRANCHES) owner("register-branch", { entityId: ENTITY_ID, branchId, name });
  owner("register-bank-account", {
    ...{ entityId: ENTITY_ID, bankAccountId: BANK_ACCOUNT_ID, currency: CURRENCY, bank: "Bancolombia", number: "10045872236" },
    openingBalance: cop(86_000_000),
  });
  for (const { name, series } of BRANCHES) {
    const legalReference = `DIAN 187640${series === "FVB" ? "31" : "32"}, ${name}`;
    owner("define-series", {
      entityId: ENTITY_ID,
      code: series,
      kind: "INVOICE",
      ownership: "EXTERNAL",
      prefix: series,
      from: 1,
      legalReference,
    });
  }
  defineRules(agenda);
  hire(agenda, story.seed);
}

/** Policies, and the holidays of every year that a due date can fall in. */
function defineRules(agenda: Agenda): void {
  for (const [kind, body] of Object.entries(POLICIES)) {
    agenda.send("09:40", OWNER_ID, "define-policy", {
      ...{ entityId: ENTITY_ID, kind, version: 1, validFrom: "2015-01-01", body, reason: "reglas de la compañía" },
    });
  }
  const lastYear = partsOf(agenda.last).year + 1;
  for (let year = partsOf(agenda.first).year - 1; year <= lastYear; year += 1) {
    agenda.send("09:40", OWNER_ID, "define-calendar", { country: "CO", year, holidays: holidaysOf(year), weekend: [6, 7] });
  }
}

function hire(agenda: Agenda, seed: string): void {
  for (const { personId, name } of STAFF) {
    const email = `${personId.toLowerCase()}@andina.example`;
    agenda.send("09:40", OWNER_ID, "register-person", { personId, name, email });
  }
  for (const { personId, role } of STAFF) {
    agenda.send("11:20", OWNER_ID, "issue-api-key", { personId, keyId: personId.toLowerCase(), secretHash: secretHashOf(seed, personId) });
    agenda.send("11:20", OWNER_ID, "assign-role", { personId, role, entityIds: [ENTITY_ID], branchIds: [], from: agenda.today });
  }
}
