import type { Test } from "tap";
import { commandCatalogue } from "../../../src/application/command-catalogue.ts";
import { isRemembered } from "../../../src/application/refusal-catalogue.ts";
import type { RefusalCode } from "../../../src/kernel/refusal-code.ts";
import type { Body, PostOptions } from "../../support/http-ledger.ts";
import type { House, Person, RefusalCase } from "./house.ts";
import { type Fired, isRefused, newKey } from "./provoke.ts";

/** What is the same for all commands, tried on one of them; without a body that can be read, nothing is. */
interface Trial {
  readonly code: RefusalCode;
  readonly body: unknown;
  readonly by?: Person;
  readonly options?: PostOptions;
  /** Sent before, under the same key. */
  readonly first?: Body;
}

type Path = readonly (string | number)[];

/** Where the first amount of a body stands. */
function moneyIn(value: unknown, path: Path = []): Path | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if ("amount" in value && "currency" in value) return path;
  for (const [name, each] of Object.entries(value)) {
    const found = moneyIn(each, [...path, name]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function withValue(body: unknown, path: Path, value: unknown): unknown {
  const copy = structuredClone(body) as Record<string | number, unknown>;
  const last = path.at(-1) ?? "";
  const parent = path.slice(0, -1).reduce((each, name) => each[name] as Record<string | number, unknown>, copy);
  parent[last] = value;
  return copy;
}

/** How a command is tried, given a body whose form is right and one with an amount in it, where the command has any. */
function trialsOf(command: string, [, , body, by]: RefusalCase, withMoney: Body): readonly Trial[] {
  const definition = commandCatalogue.find(({ path }) => path === command)?.definition;
  if (definition === undefined) throw new Error(`no command ${command}`);
  const entityId = definition.target.entityId(body);
  const money = moneyIn(withMoney);
  const isForEverybody = definition.issuedBy.includes("MGT");
  const sent = { ...(by !== undefined && { by }) };
  return [
    { code: "MALFORMED", body: "[]" },
    { code: "MALFORMED", body, options: { headers: { "idempotency-key": "" } } },
    { code: "UNKNOWN_FIELD", body: { ...body, colour: "red" } },
    { code: "BAD_DATE", body: { ...body, effectiveOn: "2025-02-29" } },
    { code: "UNSUPPORTED_FORMAT", body: "<a/>", options: { headers: { "content-type": "text/xml" } } },
    { code: "BODY_TOO_LARGE", body: { ...body, colour: "x".repeat(1_050_000) } },
    { code: "NOT_AUTHENTICATED", body, options: { token: "nobody.00000000000000000000000000000000" } },
    { code: "STALE_REVISION", body, ...sent, options: { headers: { "if-match": '"987654"' } } },
    { code: "IDEMPOTENCY_KEY_REUSED", first: body, body: { ...body, correlationId: "another" }, ...sent },
    ...(isForEverybody ? [] : [{ code: "NOT_AUTHORISED", body, by: "MGT" } as const]),
    ...(definition.mayBeDatedAhead === true
      ? []
      : [{ code: "FUTURE_EFFECTIVE_DATE", body: { ...body, effectiveOn: "2025-11-21" }, ...sent } as const]),
    ...(definition.decidesOn?.includes("LIMIT") === true
      ? []
      : [{ code: "AUTHORITY_EXCEEDED", body: { ...body, onBehalfOf: "P-DIR" }, by: "CC" } as const]),
    ...(entityId === undefined ? [] : [{ code: definition.target.notFound, body, by: "NOBODY" } as const]),
    ...(money === undefined ? [] : [{ code: "BAD_MONEY", body: withValue(withMoney, [...money, "amount"], 1) } as const]),
    ...(money === undefined ? [] : [{ code: "UNKNOWN_CURRENCY", body: withValue(withMoney, [...money, "currency"], "XXQ") } as const]),
    ...("accountId" in body
      ? [
          { code: "UNKNOWN_CURRENCY", body: { ...body, accountId: "C1.CO01.XXQ" } } as const,
          { code: "BRANCH_SCOPE", body: atHome(body), by: "BRANCH" } as const,
        ]
      : []),
  ];
}

/** Of a customer whose home is the first branch. */
function atHome(body: Body): Body {
  return { ...body, accountId: "HOME.CO01.COP", ...(body.branchId !== undefined && { branchId: "CO01-B1" }) };
}

/** What every command is refused for before its own rules are asked. */
export async function provokeGeneral(
  t: Test,
  house: House,
  fired: Fired,
  cases: readonly (readonly [command: string, each: RefusalCase])[],
): Promise<void> {
  const sample = new Map<string, RefusalCase>();
  for (const [command, each] of cases) {
    if (!sample.has(command) || isRemembered(each[0])) sample.set(command, each);
  }
  for (const [command, each] of sample) {
    const [, , withMoney] = cases.find(([name, [, , body]]) => name === command && moneyIn(body) !== undefined)?.[1] ?? each;
    for (const { code, body, by, first, options } of trialsOf(command, each, withMoney)) {
      const key = newKey();
      if (first !== undefined) await house.as(by).post(command, first, { key });
      const headers = { "accept-language": "en", ...options?.headers };
      const answer = await house.as(by).post(command, body, { ...options, key, headers });
      isRefused(t, fired, command, `${command}, as any other`, answer, code);
    }
  }
}
