import { createHash } from "node:crypto";
import { addDays } from "../../src/kernel/calendar-date.ts";
import { amountText } from "../../src/kernel/money.ts";
import type { UciDocument } from "./documents.ts";

export const ENTITY = "UCI";
const CURRENCY = "GBP";
/** Who is charged what the file charges to nobody. */
const COUNTER = "COUNTER";

/** A line as `cartera send` takes it. */
export interface CommandLine {
  readonly command: string;
  readonly idempotencyKey: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Who does what: the clerk proposes to write off, corporate approves, the director counter-signs, accounting posts. */
export const PEOPLE = { CREDIT: "CC", CORPORATE: "COR", ACCOUNTS: "ACC", DIRECTOR: "DIR" } as const;
export type Person = keyof typeof PEOPLE;
export const tokenOf = (person: Person) => `${person.toLowerCase()}.${createHash("sha256").update(person).digest("base64url")}`;

const money = (minor: bigint) => ({ amount: amountText(minor, CURRENCY), currency: CURRENCY });
export const accountOf = (customerId = COUNTER) => `${customerId}.${ENTITY}.${CURRENCY}`;
const line = (command: string, key: string, body: CommandLine["body"]): CommandLine => ({
  command,
  idempotencyKey: `uci ${command} ${key}`,
  body,
});

/** The company, its policies and people, and every customer of the file. */
export function companyLines(documents: readonly UciDocument[]): readonly CommandLine[] {
  const customers = new Map(documents.map(({ customerId = COUNTER, country }) => [customerId, country]));
  return [...entityLines(), ...peopleLines(), ...[...customers].map(([id, country]) => customerLine(id, country))];
}

function entityLines(): readonly CommandLine[] {
  const registered = { name: "Giftware Wholesale Ltd", taxId: "GB-UCI", country: "GB", timeZone: "Europe/London" };
  const policy = (kind: string, body: object) =>
    line("define-policy", kind, {
      entityId: ENTITY,
      kind,
      version: 1,
      validFrom: "1990-01-01",
      body,
      reason: "policies of the wholesaler",
    });
  const inPounds = (amount: string | null) => ({ [CURRENCY]: amount });
  return [
    line("register-legal-entity", ENTITY, { entityId: ENTITY, ...registered, functionalCurrency: CURRENCY }),
    line("register-branch", "HQ", { entityId: ENTITY, branchId: "UCI-HQ", name: "London" }),
    policy("authority", {
      WRITE_OFF: { L1: inPounds("1000.00"), L2: {}, L3: inPounds("20000.00"), L4: inPounds(null) },
    }),
    policy("writeOff", { minDays: 0, evidence: ["LEDGER_ADJUSTMENT"] }),
    policy("delinquency", { minAmount: inPounds("10.00") }),
  ];
}

function peopleLines(): readonly CommandLine[] {
  return Object.entries(PEOPLE).flatMap(([personId, role]) => {
    const secretHash = createHash("sha256")
      .update(tokenOf(personId as Person).split(".")[1] ?? "")
      .digest("hex");
    return [
      line("register-person", personId, { personId, name: personId, email: `${personId.toLowerCase()}@example.com` }),
      line("issue-api-key", personId, { personId, keyId: personId.toLowerCase(), secretHash }),
      line("assign-role", personId, { personId, role, entityIds: [], branchIds: [], from: "2009-01-01" }),
    ];
  });
}

function customerLine(customerId: string, country: string): CommandLine {
  return line("register-customer", customerId, {
    customerId,
    taxIdCountry: "GB",
    taxIdType: "OTHER",
    taxIdNumber: `UCI-${customerId}`,
    kind: "LEGAL",
    legalName: customerId === COUNTER ? "Counter sales" : `Customer ${customerId}`,
    addresses: [{ use: "FISCAL", text: country }],
    language: "en",
    segmentCode: country.toUpperCase().replace(/[^A-Z]+/g, "-") || "NONE",
    homeBranches: [{ entityId: ENTITY, branchId: "UCI-HQ" }],
  });
}

/** Every document but the adjustments, in the order of the file. Sold over the counter is due at once, everything else in thirty days. */
export function documentLines(documents: readonly UciDocument[]): readonly CommandLine[] {
  return documents.filter(({ kind }) => kind !== "ADJUSTMENT").map(documentLine);
}

function documentLine({ number, customerId, on, total, kind }: UciDocument): CommandLine {
  const accountId = accountOf(customerId);
  if (kind === "INVOICE") {
    return line("record-invoice", number, {
      ...{ accountId, documentId: number, series: "INV", number, issueDate: on, taxes: [], paymentMethod: "CREDIT" },
      ...{ net: money(total), total: money(total), termsCode: customerId === undefined ? "CASH" : "NET30" },
    });
  }
  const note = { accountId, number, issueDate: on };
  if (total > 0n) {
    const debit = { documentId: number, series: "DN", amount: money(total), dueOn: addDays(on, 30), reason: "a correction in our favour" };
    return line("issue-debit-note", number, { ...note, ...debit });
  }
  return line("issue-credit-note", number, { ...note, creditNoteId: number, series: "CN", reasonCode: "RETURN", amount: money(-total) });
}

/** The bad debts of the file as write-offs of the largest counter sales then open, by who does each step. */
export function writeOffLines(documents: readonly UciDocument[]): Readonly<Record<"propose" | "approve" | "post", readonly CommandLine[]>> {
  const open = new Map(documents.filter(isCounterSale).map(({ number, total, on }) => [number, { total, on }]));
  const writeOffs = documents
    .filter(({ kind }) => kind === "ADJUSTMENT")
    .map(({ number, on, total }) => ({ number, on, lines: takeLargest(open, on, -total) }));
  const accountId = accountOf();
  const hash = createHash("sha256").update("adjustment").digest("hex");
  return {
    propose: writeOffs.map(({ number, lines }) =>
      line("propose-write-off", number, {
        accountId,
        writeOffId: number,
        lines: lines.map(([document, amount]) => ({ instalmentId: `${document}.1`, amount: money(amount) })),
        evidence: [{ kind: "LEDGER_ADJUSTMENT", hash }],
        reason: "bad debt of counter sales",
      }),
    ),
    approve: writeOffs.map(({ number }) => line("approve-write-off", number, { accountId, writeOffId: number, submitForApproval: true })),
    post: writeOffs.map(({ number, on }) => line("post-write-off", number, { accountId, writeOffId: number, on })),
  };
}

function isCounterSale({ kind, customerId, total }: UciDocument): boolean {
  return kind === "INVOICE" && customerId === undefined && total > 0n;
}

type OpenSales = Map<string, { readonly total: bigint; readonly on: string }>;

function takeLargest(open: OpenSales, until: string, amount: bigint): readonly (readonly [string, bigint])[] {
  const largest = [...open].filter(([, { on }]) => on <= until).sort(([a, x], [b, y]) => Number(y.total - x.total) || (a < b ? -1 : 1));
  const taken: (readonly [string, bigint])[] = [];
  let left = amount;
  for (const [number, { total }] of largest) {
    if (left === 0n) break;
    const part = total < left ? total : left;
    taken.push([number, part]);
    open.delete(number);
    left -= part;
  }
  return taken;
}
