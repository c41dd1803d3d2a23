import t from "tap";
import { applicationBody, invoiceBody, receiptBody, setUpAccount } from "../support/company.ts";
import { orderBody } from "../support/order-history.ts";
import { employ } from "../support/people.ts";
import { startTestServer } from "../support/server.ts";

const ACCOUNT = "C1.CO01.COP";
/** For the parameters of paths. */
const IDS: Readonly<Record<string, string>> = {
  accountId: ACCOUNT,
  customerId: "C1",
  documentId: "F1",
  orderId: "O1",
  streamId: `account-${ACCOUNT}`,
};

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly const?: unknown;
}

/** What in a value is not as the document says, or is not in the document at all. */
function strayed(schema: Schema, value: unknown, path: string): string[] {
  if (schema.allOf !== undefined) return strayed(merged(schema.allOf), value, path);
  if (schema.anyOf !== undefined) {
    const branches = schema.anyOf.map((branch) => strayed(branch, value, path));
    return branches.some((wrong) => wrong.length === 0) ? [] : (branches[0] ?? []);
  }
  if (schema.const !== undefined) return schema.const === value ? [] : [`${path}: ${String(value)} instead of ${String(schema.const)}`];
  if (schema.type === undefined) return [];
  if (schema.type !== typeOf(value, schema.type)) return [`${path}: ${typeof value} instead of ${schema.type}`];
  if (schema.type === "array") return (value as unknown[]).flatMap((each, index) => strayed(schema.items ?? {}, each, `${path}/${index}`));
  if (schema.type !== "object") return [];
  const { additionalProperties: more = false } = schema;
  const any = Object.values(schema.patternProperties ?? {})[0] ?? (typeof more === "object" ? more : undefined);
  const missing = (schema.required ?? []).filter((name) => !Object.hasOwn(value as object, name)).map((name) => `${path}/${name}: missing`);
  const fields = Object.entries(value as object).flatMap(([name, each]) => {
    const field = schema.properties?.[name] ?? any;
    return field === undefined ? [`${path}/${name}: not in the document`] : strayed(field, each, `${path}/${name}`);
  });
  return [...missing, ...fields];
}

function merged(parts: readonly Schema[]): Schema {
  const whole = parts.map((part) => (part.allOf === undefined ? part : merged(part.allOf)));
  return {
    type: "object",
    properties: Object.assign({}, ...whole.map(({ properties }) => properties)),
    required: whole.flatMap(({ required }) => required ?? []),
  };
}

function typeOf(value: unknown, expected: string): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return expected === "integer" && Number.isInteger(value) ? "integer" : typeof value;
}

t.test("every question of the document is answered on a real ledger, in the shape the document says", async (t) => {
  const { http } = await startTestServer(t);
  await setUpAccount(http);
  await http.accept("record-invoice", invoiceBody(ACCOUNT, "F1", "100.00", "2026-01-10"));
  await http.accept("register-receipt", receiptBody(ACCOUNT, "R1", "80.00", "2026-02-10"));
  await http.accept("apply-payment", applicationBody(ACCOUNT, "A1", "R1", [["F1.1", "60.00"]]));
  await http.accept("request-order-release", orderBody(ACCOUNT, "O1", "6000000.00"));
  await employ(http.accept, { DIRK: "DIR" });
  const role = { personId: "DIRK", role: "CHF", entityIds: [], branchIds: [], from: "2026-01-01", reason: "two hats" };
  const { approvalId, position } = (await http.post("assign-role", { ...role, submitForApproval: true })).body;
  const ids = { ...IDS, approvalId };
  const refused = await http.post("apply-payment", applicationBody(ACCOUNT, "A2", "R1", [["F1.1", "60.00"]]));
  t.equal(refused.status, 422);

  const { paths } = await http.ask("/openapi.json");
  const questions = Object.entries<{ get?: { responses: Record<string, { content?: Record<string, { schema: Schema }> }> } }>(paths).filter(
    ([path, { get }]) => path.startsWith("/v1/") && get !== undefined,
  );
  t.ok(questions.length > 15, `${questions.length} questions`);
  for (const [path, { get }] of questions) {
    const url = path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name as keyof typeof ids] ?? name);
    const answer = await http.get(path === "/v1/commands" ? url : `${url}?minPosition=${position}`);
    t.equal(answer.status, 200, `${path} ${answer.status === 200 ? "" : answer.text}`);
    const schema = get?.responses["200"]?.content?.["application/json"]?.schema ?? {};
    t.strictSame(strayed(schema, answer.body, ""), [], path);
    if (path !== "/v1/commands") t.match(answer.body.position, /^\d+$/, `${path} names its position`);
  }
});

t.test("a report gives the same answer again at the ordinal it named, by every spelling of that point", async (t) => {
  const { http } = await startTestServer(t);
  await setUpAccount(http);
  const invoice = await http.accept("record-invoice", invoiceBody(ACCOUNT, "F1", "100.00", "2026-01-10"));
  const { ordinal, knownAt: _knownAt, position: _position, ...before } = await http.ask(`/v1/aging?minPosition=${invoice.position}`);
  await http.accept("register-receipt", receiptBody(ACCOUNT, "R1", "80.00", "2026-02-10"));
  const late = await http.accept("apply-payment", applicationBody(ACCOUNT, "A1", "R1", [["F1.1", "60.00"]]));
  for (const knownAt of [String(ordinal), invoice.position, invoice.recordedAt]) {
    const {
      knownAt: given,
      position: _later,
      ordinal: _same,
      ...again
    } = await http.ask(`/v1/aging?knownAt=${knownAt}&minPosition=${late.position}`);
    t.equal(given, knownAt);
    t.strictSame(again, before, `known at ${knownAt}`);
  }
  const difference = await http.ask(`/v1/aging/difference?knownFrom=${ordinal}&knownTo=${late.position}`);
  t.ok(difference.effects.length > 0);
  const timeline = await http.ask(`/v1/accounts/${ACCOUNT}/timeline?limit=2`);
  t.equal(timeline.entries.length, 2);
  t.notMatch(timeline.entries[0].sentence, /^PaymentApplied$/);
  t.type(timeline.nextCursor, "string");
});
