import t from "tap";
import ts from "typescript";
import {
  codeOfProblemPath,
  isRemembered,
  type Locale,
  problemPath,
  refusalCatalogue,
  sentenceOf,
} from "../../src/application/refusal-catalogue.ts";
import { placeholdersOf } from "../../src/application/refusals/fill-template.ts";
import { REFUSAL_CODES, type RefusalCode } from "../../src/kernel/refusal-code.ts";
import { readSourceFiles, visit } from "../architecture/source-files.ts";

const FIELDS = ["title", "detail", "meaning", "remedy"] as const;
const LOCALES: readonly Locale[] = ["es-CO", "es-MX", "en"];

t.test("every refusal has all of its words in both languages", async (t) => {
  t.strictSame(Object.keys(refusalCatalogue).sort(), [...REFUSAL_CODES].sort());
  for (const code of REFUSAL_CODES) {
    for (const field of FIELDS) {
      const { en, es } = refusalCatalogue[code][field];
      t.ok(en.trim() !== "" && es.trim() !== "", `${code} ${field}`);
      t.not(en, es, `${code} ${field} is translated`);
      if (field !== "title") t.ok(en.endsWith(".") && es.endsWith("."), `${code} ${field} is a sentence`);
    }
  }
});

t.test("a refusal names the same facts in both languages", async (t) => {
  for (const code of REFUSAL_CODES) {
    const { en, es } = refusalCatalogue[code].detail;
    t.strictSame([...placeholdersOf(es).needed].sort(), [...placeholdersOf(en).needed].sort(), code);
  }
});

t.test("a fact that a sentence cannot do without is one that the rules give every time", async (t) => {
  const given = factsGivenByTheRules();
  t.ok(given.size > 40, `${given.size} codes found in the rules`);
  for (const code of REFUSAL_CODES) {
    const sets = given.get(code) ?? [];
    const needed = placeholdersOf(refusalCatalogue[code].detail.en).needed;
    const missing = needed.filter((fact) => sets.length === 0 || !sets.every((set) => set.includes(fact)));
    t.strictSame(missing, [], code);
  }
});

t.test("a fact that a sentence can do without is given somewhere", async (t) => {
  const given = factsGivenByTheRules();
  for (const code of REFUSAL_CODES) {
    const known = new Set([...(given.get(code) ?? []).flat(), ...GIVEN_ELSEWHERE]);
    const { en, es } = refusalCatalogue[code].detail;
    const unknown = [...placeholdersOf(en).all, ...placeholdersOf(es).all].filter((fact) => !known.has(fact));
    t.strictSame(unknown, [], code);
  }
});

t.test("sentences are whole, with all facts, with none and with unknown ones", async (t) => {
  for (const code of REFUSAL_CODES) {
    for (const locale of LOCALES) {
      for (const facts of [{}, { nonsense: "x" }, ...(factsGivenByTheRules().get(code) ?? []).map(sample)]) {
        const sentence = sentenceOf(code, facts, locale);
        t.ok(sentence.length > 0, `${code} ${locale}`);
        t.notMatch(sentence, /[{}[\]]|\s{2}|\s[.,:;]|undefined|\[object/, `${code} ${locale}: ${sentence}`);
      }
    }
  }
});

t.test("a sentence says the facts in the reader's language", async (t) => {
  const over = { instalmentId: "FV-1001.1", open: "80.00", requested: "100.00" };
  t.equal(sentenceOf("OVER_APPLICATION", over, "en"), "The instalment FV-1001.1 has 80.00 open, and 100.00 was to be applied.");
  t.equal(sentenceOf("OVER_APPLICATION", over, "es-CO"), "La cuota FV-1001.1 tiene un saldo de 80.00 y se pidió aplicar 100.00.");
  t.equal(sentenceOf("RESOURCE_NOT_FOUND", { kind: "BRANCH", branchId: "BOG" }, "es-MX"), "El registro no existe: sucursal BOG.");
  t.equal(
    sentenceOf("DUPLICATE_DOCUMENT", { owner: "FV-1 (account-103.CO01.COP)" }, "es-CO"),
    "Ya hay un documento registrado con este número o identificador: FV-1 (cuenta 103.CO01.COP).",
  );
  t.equal(
    sentenceOf("AUTHORITY_EXCEEDED", { subject: "LIMIT", required: "L3", held: "NONE" }, "es-CO"),
    "Su nivel de autorización no alcanza para este cupo: se requiere L3 y el suyo es ninguno.",
  );
});

t.test("clauses without their fact vanish", async (t) => {
  t.equal(sentenceOf("LINE_CLOSED", { lineId: "L-1" }, "en"), "The credit line L-1 is closed.");
  t.equal(sentenceOf("LINE_CLOSED", {}, "en"), "The credit line is closed.");
  t.equal(sentenceOf("TILL_CLOSED", { tillSessionId: "none named" }, "es-CO"), "No hay una sesión de caja abierta para este recibo.");
  t.equal(
    sentenceOf("WITHHOLDING_MISMATCH", { highestBase: "100.00", base: "119.00" }, "en"),
    "The withholding does not agree: the base 119.00 is above the document's, 100.00.",
  );
});

t.test("without a fact that it needs, a sentence is the title", async (t) => {
  t.equal(sentenceOf("OVER_APPLICATION", { open: "80.00" }, "en"), "More than is open");
  t.equal(sentenceOf("OVER_APPLICATION", {}, "es-CO"), "Más de lo que se debe");
});

t.test("braces inside a fact are not taken for facts", async (t) => {
  t.equal(sentenceOf("ALREADY_SETTLED", { instalmentId: "{open}[x]" }, "en"), "The instalment {open}[x] has nothing open.");
});

t.test("personal values that are still sealed are left out", async (t) => {
  const sealed = { subjectId: "customer:1", ciphertext: "c", mac: "m" };
  t.equal(
    sentenceOf("VALUE_CHANGED", { field: "tradeName", current: sealed }, "en"),
    "Somebody changed the field trade name after you saw it.",
  );
  t.equal(sentenceOf("LINE_CLOSED", { lineId: sealed }, "en"), "The credit line is closed.");
});

t.test("a problem's path leads back to its code", async (t) => {
  t.equal(problemPath("OVER_APPLICATION"), "/problems/over-application");
  for (const code of REFUSAL_CODES) {
    t.match(problemPath(code), /^\/problems\/[a-z]+(-[a-z]+)*$/);
    t.equal(codeOfProblemPath(problemPath(code)), code);
  }
  for (const path of ["/problems/nothing", "/problems/OVER_APPLICATION", "/problems/", "over-application", "/problems/constructor"]) {
    t.equal(codeOfProblemPath(path), undefined, path);
  }
});

t.test("refusals by the business are remembered, others are not", async (t) => {
  const statuses = new Set(REFUSAL_CODES.filter(isRemembered).map((code) => refusalCatalogue[code].status));
  t.strictSame([...statuses].sort(), [403, 404, 409, 422]);
  const forgotten = REFUSAL_CODES.filter((code) => statuses.has(refusalCatalogue[code].status) && !isRemembered(code));
  t.strictSame([...forgotten].sort(), ["BRANCH_SCOPE", "IDEMPOTENCY_KEY_REUSED", "IN_PROGRESS", "NOT_AUTHORISED"]);
});

t.test("statuses are those of the HTTP contract", async (t) => {
  const special: Partial<Record<RefusalCode, number>> = {
    NOT_AUTHENTICATED: 401,
    STALE_REVISION: 412,
    BODY_TOO_LARGE: 413,
    UNSUPPORTED_FORMAT: 415,
    RATE_LIMITED: 429,
    INTERNAL_ERROR: 500,
    STORE_UNAVAILABLE: 503,
    OUTCOME_UNKNOWN: 503,
    PROJECTION_BEHIND: 503,
  };
  const of = (status: number) => REFUSAL_CODES.filter((code) => refusalCatalogue[code].status === status).sort();
  for (const [code, status] of Object.entries(special)) t.equal(refusalCatalogue[code as RefusalCode].status, status, code);
  t.strictSame(of(400), [
    ...["AS_OF_IN_FUTURE", "BAD_DATE", "BAD_MONEY", "BAD_POLICY", "BAD_TAX_ID", "KNOWN_AT_IN_FUTURE", "MALFORMED", "UNKNOWN_CURRENCY"],
    "UNKNOWN_FIELD",
  ]);
  t.strictSame(of(403), [
    ...["APPROVAL_REQUIRED", "AUTHORITY_EXCEEDED", "BRANCH_SCOPE", "MAKER_IS_CHECKER", "NOT_AUTHORISED", "SELF_APPROVAL"],
  ]);
  t.strictSame(of(404), REFUSAL_CODES.filter((code) => code.endsWith("_NOT_FOUND")).sort());
  t.strictSame(of(409), [
    ...["CUSTOMER_MERGED", "DUPLICATE_DOCUMENT", "DUPLICATE_RECEIPT_REFERENCE", "DUPLICATE_TAX_ID", "IN_PROGRESS", "LINE_ALREADY_OPEN"],
    ...["ORDER_EXISTS", "OVERLAPS", "VALUE_CHANGED"],
  ]);
});

/** Facts of the pipeline and of the edge, of rules that are still to come, and those that a rule gives only sometimes. */
const GIVEN_ELSEWHERE = [
  ...["id", "command", "streamId", "owner", "branchId", "by", "also", "approvalId", "current", "retryAfterSeconds", "limit"],
  ...["field", "problem", "expected", "given", "amount", "currency", "date", "latest", "asOf", "today", "knownAt"],
  ...["accountId", "customerId", "survivorId", "lineId", "guaranteeId", "kind", "version", "missing", "to"],
];

type FactSets = ReadonlyMap<string, readonly (readonly string[])[]>;
let found: FactSets | undefined;

/** The names of the facts of every `violation("CODE", { ... })` in the rules, by code. */
function factsGivenByTheRules(): FactSets {
  if (found !== undefined) return found;
  const byCode = new Map<string, (readonly string[])[]>();
  for (const file of readSourceFiles(["src/domain"])) {
    visit(file, (node) => {
      if (!ts.isCallExpression(node) || node.expression.getText() !== "violation") return;
      const [code, facts] = node.arguments;
      if (code === undefined || facts === undefined) return record(byCode, code, []);
      const literal = ts.isIdentifier(facts) ? literalNamed(facts.text, node) : facts;
      if (literal !== undefined && ts.isObjectLiteralExpression(literal)) record(byCode, code, namesIn(literal));
    });
  }
  found = byCode;
  return found;
}

const LOCKS = ["PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"];

/** The one code that is not written where it is used is that of a time lock. */
function record(byCode: Map<string, (readonly string[])[]>, code: ts.Expression | undefined, names: readonly string[]): void {
  const codes = code === undefined ? [] : ts.isStringLiteral(code) ? [code.text] : LOCKS;
  for (const each of codes) byCode.set(each, [...(byCode.get(each) ?? []), names]);
}

function namesIn(literal: ts.ObjectLiteralExpression): readonly string[] {
  return literal.properties.flatMap((property) => (property.name === undefined ? [] : property.name.getText().replaceAll('"', "")));
}

/** The object that a constant of the same function holds. */
function literalNamed(name: string, from: ts.Node): ts.Expression | undefined {
  for (let scope: ts.Node | undefined = from; scope !== undefined; scope = scope.parent) {
    if (!ts.isBlock(scope)) continue;
    for (const statement of scope.statements) {
      if (!ts.isVariableStatement(statement)) continue;
      const declared = statement.declarationList.declarations.find((each) => each.name.getText() === name);
      if (declared?.initializer !== undefined) return declared.initializer;
    }
  }
  return undefined;
}

function sample(facts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(facts.map((fact) => [fact, `${fact}-1`]));
}
