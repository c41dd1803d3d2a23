import { nitCheckDigit } from "../domain/customer/tax-id.ts";
import { addDays, type CalendarDate, dayOfMonthAfter } from "../kernel/calendar-date.ts";
import type { Agenda } from "./agenda.ts";
import { BRANCHES, type Branch, CURRENCY, ENTITY_ID, type TermsCode } from "./company.ts";
import type { DemoArguments } from "./demo-command.ts";
import type { Dice } from "./dice.ts";
import { BUSINESSES, FIRST_NAMES, SHOPS, STREETS, SURNAMES } from "./names.ts";

/** How a customer pays. */
export type Payer = "PROMPT" | "AVERAGE" | "LATE" | "PARTIAL" | "CHEQUE" | "GENEROUS" | "BAD";

/** In which order they come: about a third pays by the rules, and of fourteen one goes bad. */
const PAYERS: readonly Payer[] = [
  ...(["AVERAGE", "PROMPT", "CHEQUE", "LATE", "PARTIAL", "BAD", "AVERAGE", "PROMPT", "GENEROUS", "LATE"] as const),
  ...(["AVERAGE", "CHEQUE", "AVERAGE", "PARTIAL"] as const),
];

const SEGMENTS = {
  MINORISTA: { net: 900_000, orders: 2, limit: 12_000_000 },
  MAYORISTA: { net: 2_600_000, orders: 3, limit: 45_000_000 },
  CADENA: { net: 6_500_000, orders: 4, limit: 140_000_000 },
} as const;
export type Segment = keyof typeof SEGMENTS;

/** Days before the end at which the second and third customer that goes bad stops paying: debts of every age stay open. */
const STOPS_BEFORE_END = [165, 112];

/** Who will not pay orders more than others of its size. */
const ORDERS_OF_THE_BAD = 4;

export interface Customer {
  readonly customerId: string;
  readonly accountId: string;
  readonly legalName: string;
  readonly taxId: { readonly type: "NIT" | "CC"; readonly number: string };
  readonly address: string;
  readonly segment: Segment;
  readonly branch: Branch;
  readonly sellerId: string;
  readonly payer: Payer;
  readonly termsCode: TermsCode;
  /** Whole pesos. */
  readonly limit: number;
  /** Net of an order in an ordinary month, in whole pesos. */
  readonly usualNet: number;
  readonly ordersPerMonth: number;
  /** Keeps income tax back when it pays. */
  readonly withholds: boolean;
  readonly since: CalendarDate;
  /** The last day on which it pays. */
  readonly paysUntil: CalendarDate | undefined;
  readonly dice: Dice;
}

/** Everybody the branch ever sells to, those of the first day before those who come later. */
export function inventCustomers({ customers, months }: DemoArguments, agenda: Agenda, dice: Dice): readonly Customer[] {
  const fromBeginning = Math.ceil(customers * 0.7);
  const taken = new Set<string>();
  return Array.from({ length: customers }, (_, index) => {
    const later = Math.ceil(((index - fromBeginning + 1) / (customers - fromBeginning + 1)) * months * 0.7);
    const since = index < fromBeginning ? agenda.first : dayOfMonthAfter(agenda.first, later, 3);
    return inventCustomer(index, since, agenda, dice.for(`customer ${index}`), taken);
  });
}

function inventCustomer(index: number, since: CalendarDate, { first, last }: Agenda, dice: Dice, taken: Set<string>): Customer {
  const payer = PAYERS[index % PAYERS.length] ?? "AVERAGE";
  const segment = segmentOf(payer, dice);
  const { net, orders, limit } = SEGMENTS[segment];
  const isPerson = segment === "MINORISTA" && dice.percent(40);
  const customerId = `C${String(index + 1).padStart(3, "0")}`;
  const round = Math.floor(index / PAYERS.length);
  return {
    customerId,
    accountId: `${customerId}.${ENTITY_ID}.${CURRENCY}`,
    legalName: untaken(taken, () => (isPerson ? personName(dice) : businessName(dice))),
    taxId: isPerson
      ? { type: "CC", number: untaken(taken, () => String(dice.whole(19_000_000, 80_500_000))) }
      : { type: "NIT", number: untaken(taken, () => String(dice.whole(800_100_000, 901_900_000))) },
    address: `${dice.pick(STREETS)}${dice.whole(10, 98)}`,
    segment,
    branch: BRANCHES[dice.percent(62) ? 0 : 1],
    sellerId: dice.pick(["VERA", "SIMON", "SARA"]),
    payer,
    termsCode: termsOf(payer, segment, dice),
    limit,
    usualNet: Math.round((net * dice.whole(80, 125)) / 1_000_000) * 10_000,
    ordersPerMonth: payer === "BAD" ? ORDERS_OF_THE_BAD : orders,
    withholds: payer === "AVERAGE" && segment !== "MINORISTA",
    since,
    paysUntil: payer === "BAD" ? stopsOn(round, first, last, dice) : undefined,
    dice: dice.for("conduct"),
  };
}

function segmentOf(payer: Payer, dice: Dice): Segment {
  if (payer === "BAD") return "MINORISTA";
  const throwOf = dice.whole(1, 10);
  return throwOf <= 5 ? "MINORISTA" : throwOf <= 8 ? "MAYORISTA" : "CADENA";
}

function termsOf(payer: Payer, segment: Segment, dice: Dice): TermsCode {
  if (payer === "PROMPT") return "NET30D2";
  if (payer === "BAD") return "NET15";
  if (segment === "CADENA") return dice.pick(["NET60", "SPLIT30_60"]);
  return dice.pick(["NET15", "NET30", "NET30", "SPLIT30_60"]);
}

/** The first after a third of the time, so that there is enough left to write it off. */
function stopsOn(round: number, first: CalendarDate, last: CalendarDate, dice: Dice): CalendarDate {
  const before = STOPS_BEFORE_END[round - 1];
  const third = Math.floor((Date.parse(last) - Date.parse(first)) / 86_400_000 / 3);
  if (before === undefined) return addDays(first, round === 0 ? third : dice.whole(third, third * 2));
  return addDays(last, -before) > first ? addDays(last, -before) : addDays(first, third);
}

const businessName = (dice: Dice) => `${dice.pick(BUSINESSES)} ${dice.pick(SHOPS)}${dice.percent(60) ? " S.A.S." : " Ltda."}`;
const personName = (dice: Dice) => `${dice.pick(FIRST_NAMES)} ${dice.pick(SURNAMES)} ${dice.pick(SURNAMES)}`;

function untaken(taken: Set<string>, invent: () => string): string {
  let invented = invent();
  for (let number = 2; taken.has(invented); number += 1) invented = number > 20 ? `${invent()} ${number}` : invent();
  taken.add(invented);
  return invented;
}

/** What `register-customer` is told. */
export function customerBody({ customerId, legalName, taxId, address, segment, branch }: Customer) {
  const isPerson = taxId.type === "CC";
  return {
    ...{ customerId, taxIdCountry: "CO", taxIdType: taxId.type, taxIdNumber: taxId.number },
    ...(!isPerson && { checkDigit: nitCheckDigit(taxId.number) }),
    ...{ kind: isPerson ? "NATURAL" : "LEGAL", legalName, segmentCode: segment, language: "es-CO" },
    addresses: [{ use: "FISCAL", text: `${address}, ${branch.name}` }],
    homeBranches: [{ entityId: ENTITY_ID, branchId: branch.branchId }],
  };
}
