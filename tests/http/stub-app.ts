import type { FastifyInstance } from "fastify";
import pino from "pino";
import type { Test } from "tap";
import { ApplyPaymentBody } from "../../schemas/commands/receipts.ts";
import type { AcceptedBody, Access, CommandAnswer, CommandRequest, Ledger, Principal } from "../../src/application/ledger.ts";
import { buildApp } from "../../src/http/app.ts";
import type { PersonalDataRead, Readiness } from "../../src/http/app-context.ts";
import type { Limits } from "../../src/http/limits.ts";
import type { ReadQueries } from "../../src/http/queries/read-queries.ts";
import type { ReadSide } from "../../src/http/read-side.ts";
import { type Violation, violation } from "../../src/kernel/decider.ts";

const TOKEN = "K-1.secret";
const PRINCIPAL: Principal = { personId: "P-1", keyId: "K-1" };
const NOW = Date.parse("2026-03-31T15:00:00.000Z");
const HEAD = 40;

export const ACCEPTED: AcceptedBody = {
  commandId: "5f0c3b1e-0000-5000-8000-000000000001",
  streamId: "account-103.CO01.COP",
  revision: 7,
  position: "40",
  effectiveOn: "2026-03-31",
  recordedAt: "2026-03-31T15:00:00.000Z",
  events: [
    {
      type: "PaymentApplied",
      eventId: "5f0c3b1e-0000-5000-8000-000000000002",
      revision: 7,
      data: { amount: "80.00", unknownToSchemas: 1 },
    },
  ],
};

export const accepted = (changed = true, replayed = false): CommandAnswer => ({ kind: "accepted", changed, replayed, body: ACCEPTED });

export function refusedWith(
  violations: readonly Violation[],
  more: { readonly replayed?: boolean; readonly currentRevision?: number; readonly retryAfterSeconds?: number } = {},
): CommandAnswer {
  const { replayed = false, ...rest } = more;
  return { kind: "refused", replayed, refusal: { violations, traceId: "first-trace", ...rest } };
}

export interface StubOptions {
  readonly execute?: (request: CommandRequest) => CommandAnswer | Promise<CommandAnswer>;
  readonly ledger?: Partial<Ledger>;
  readonly access?: Partial<Access>;
  readonly queries?: Partial<ReadQueries>;
  readonly readSide?: Partial<ReadSide>;
  readonly readiness?: Partial<Readiness>;
  readonly limits?: Partial<Limits>;
}

export interface StubApp {
  readonly app: FastifyInstance;
  readonly executed: CommandRequest[];
  readonly counted: string[];
  readonly reads: PersonalDataRead[];
  readonly logged: string[];
}

/** The real edge over a ledger that answers what a test tells it to: for what the edge itself does, never for rules of the ledger. */
export async function stubApp(options: StubOptions = {}): Promise<StubApp> {
  const executed: CommandRequest[] = [];
  const counted: string[] = [];
  const reads: PersonalDataRead[] = [];
  const logged: string[] = [];
  const execute = async (request: CommandRequest): Promise<CommandAnswer> => {
    executed.push(request);
    return options.execute?.(request) ?? accepted();
  };
  const app = await buildApp({
    ledger: { ...stubLedger(execute, options.access), ...options.ledger },
    readSide: { ...stubReadSide(), ...options.readSide, queries: { ...stubQueries(), ...options.queries } as ReadQueries },
    edgeLog: { count: (principal, code) => counted.push(`${principal} ${code}`) },
    accessLog: { record: (read) => reads.push(read) },
    readiness: { commandsWork: async () => true, queriesWork: async () => true, engine: "memory", testClock: false, ...options.readiness },
    log: pino({ level: "debug" }, { write: (line: string) => void logged.push(line) }),
    ...(options.limits !== undefined && { limits: options.limits }),
  });
  return { app, executed, counted, reads, logged };
}

/** One that ends with its test. */
export async function withApp(t: Test, options: StubOptions = {}): Promise<StubApp> {
  const stub = await stubApp(options);
  t.teardown(() => stub.app.close());
  return stub;
}

function stubLedger(execute: (request: CommandRequest) => Promise<CommandAnswer>, access: Partial<Access> = {}): Ledger {
  return {
    authenticate: async (token) => (token === TOKEN ? PRINCIPAL : undefined),
    access: async () => ({ personId: PRINCIPAL.personId, roles: ["AUD"], entityIds: "all", branchIds: "all", delegators: [], ...access }),
    execute,
    executeAsSystem: async () => accepted(),
    executeApproved: async () => {},
    executeBatch: async (requests) => Promise.all(requests.map(execute)),
    commands: () => [
      {
        name: "ApplyPayment",
        path: "apply-payment",
        title: { en: "Apply a payment", es: "Aplicar un pago" },
        issuedBy: ["ARA"],
        approvedBy: [],
        schema: ApplyPaymentBody,
        refusals: ["OVER_APPLICATION", "ALREADY_SETTLED"],
      },
    ],
    replay: async () => [],
    stateAt: async () => ({ revision: 0, state: {} }),
    feed: async (_principal, after) => ({ events: [], next: after }),
    openPersonal: async (value, opened) => JSON.parse(JSON.stringify(value), (_key, each) => openedValue(each, opened)),
    today: async () => "2026-03-31",
    endOfDay: async (date) => `${date}T23:59:60.000Z`.replace("23:59:60", "24:00:00"),
    renewSnapshots: async () => undefined,
    builtInAging: {
      version: 0,
      base: "DUE",
      buckets: [
        { code: "NOT_DUE", fromDays: null, toDays: 1 },
        { code: "D1_PLUS", fromDays: 1, toDays: null },
      ],
    },
  };
}

// biome-ignore lint/suspicious/noExplicitAny: any JSON
function openedValue(each: any, opened?: Set<string>): unknown {
  if (each === null || typeof each !== "object" || typeof each.ciphertext !== "string") return each;
  opened?.add(each.subjectId);
  return `open ${each.ciphertext}`;
}

function stubReadSide(): Omit<ReadSide, "queries"> {
  const names = [
    "account",
    "audit_trail",
    "credit_line",
    "customer",
    "document",
    "movement",
    "open_item_version",
    "organisation",
    "policy_version",
    "promise",
    "receipt",
  ];
  return {
    waitFor: async (ordinal) => ordinal <= HEAD,
    status: async () =>
      names.map((name) => ({ name, version: 1, position: HEAD, lagEvents: 0, lagSeconds: 0, state: "running", error: null })),
    processes: async () => ({ processes: [], parked: [] }),
    head: async () => ({ ordinal: HEAD, recordedAt: "2026-03-31T14:00:00.000Z" }),
    ordinalAt: async () => 30,
    endOfAppend: async (ordinal) => ordinal,
    now: () => NOW,
  };
}

function stubQueries(): Partial<ReadQueries> {
  return {
    policyInForce: async () => undefined,
    listCustomers: async () => ({ rows: [], nextCursor: null }),
    listAccounts: async () => ({ rows: [], totals: [], nextCursor: null }),
    listDocuments: async () => ({ rows: [], totals: [], nextCursor: null }),
    aging: async ({ asOf, ordinal, groupBy, basis, buckets }) => ({
      asOf,
      ordinal,
      groupBy,
      basis,
      buckets: buckets.slice(),
      rows: [],
      totals: [],
      nextCursor: null,
    }),
  };
}

export const AUTHORIZATION = { authorization: `Bearer ${TOKEN}` };

export interface Post {
  readonly url?: string;
  readonly payload?: string | object | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A command with everything it needs; headers with an empty value are left out. */
export async function post(
  app: FastifyInstance,
  { url = "/v1/commands/apply-payment", payload = { applicationId: "AP-1" }, headers = {} }: Post = {},
) {
  const all = { ...AUTHORIZATION, "idempotency-key": "key-1", "content-type": "application/json", ...headers };
  const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
  return app.inject({
    method: "POST",
    url,
    headers: sent,
    payload: typeof payload === "string" || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload),
  });
}

export async function get(app: FastifyInstance, url: string, headers: Readonly<Record<string, string>> = {}) {
  return app.inject({ method: "GET", url, headers: { ...AUTHORIZATION, ...headers } });
}

export const OVER = violation("OVER_APPLICATION", { instalmentId: "FV-1.1", open: "80.00", requested: "100.00" }, "/lines/0/amount");
