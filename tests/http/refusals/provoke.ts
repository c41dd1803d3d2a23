import { Value } from "@sinclair/typebox/value";
import type { Test } from "tap";
import { Problem } from "../../../schemas/problem.ts";
import { isRemembered, problemPath, refusalCatalogue } from "../../../src/application/refusal-catalogue.ts";
import type { RefusalCode } from "../../../src/kernel/refusal-code.ts";
import type { HttpAnswer } from "../../support/http-ledger.ts";
import type { House, RefusalCase } from "./house.ts";

/** Provoked codes, by command. */
export type Fired = Map<string, Set<string>>;

let keys = 0;

/** A key that no request of this test had before. */
export function newKey(): string {
  keys += 1;
  return `refused ${keys}`;
}

/** One refusal: its form, its words in both languages, and the same again under the same key. */
export async function provoke(t: Test, house: House, fired: Fired, command: string, [code, because, body, by]: RefusalCase): Promise<void> {
  const name = `${command}: ${because}`;
  const key = newKey();
  const post = (language: string) => house.as(by).post(command, body, { key, headers: { "accept-language": language } });
  const answer = await post("en");
  const again = await post("es-CO");
  if (!isRefused(t, fired, command, name, answer, code) || !isProblem(t, `${name}, again`, again, "es")) return;
  t.strictSame([again.status, again.body.code, again.body.facts], [answer.status, answer.body.code, answer.body.facts], `${name}, again`);
  t.not(again.body.title, answer.body.title, `${name} is said in Spanish, too`);
  t.not(again.body.detail, answer.body.detail, `${name} is explained in Spanish, too`);
  const replayed = again.headers.get("idempotency-replayed") === "true";
  t.equal(replayed, isRemembered(answer.body.code), `${name}: remembered where the business refused it`);
  t.equal(again.body.traceId === answer.body.traceId, replayed, `${name}: the trace of what is remembered is the first one`);
}

/** An answer in English that names a code among its violations; all of them count as provoked. */
export function isRefused(t: Test, fired: Fired, command: string, name: string, answer: HttpAnswer, code: RefusalCode): boolean {
  const codes: readonly string[] = (answer.body.violations ?? []).map((each: { readonly code: string }) => each.code);
  t.ok(codes.includes(code), `${name} is ${code}`, { answer: answer.text });
  if (!isProblem(t, name, answer, "en")) return false;
  for (const each of codes) fired.set(command, (fired.get(command) ?? new Set()).add(each));
  return true;
}

/** As every problem is: with its status, its words and its facts in them. */
function isProblem(t: Test, name: string, { status, body, headers, text }: HttpAnswer, language: "en" | "es"): boolean {
  if (!Value.Check(Problem, body)) return t.fail(`${name} is no problem`, { status, text });
  const code = body.code as RefusalCode;
  t.equal(status, refusalCatalogue[code].status, `${name}: status of ${code}`);
  t.match(headers.get("content-type"), /^application\/problem\+json/, name);
  t.equal(headers.get("content-language"), language, name);
  t.strictSame([body.type, body.status, body.title], [problemPath(code), status, refusalCatalogue[code].title[language]], name);
  t.equal(body.violations[0]?.detail, body.detail, `${name}: the first violation speaks`);
  for (const each of body.violations) {
    t.match(each.detail, /^\p{Lu}.*\.$/su, `${name}: ${each.code} is a whole sentence: ${each.detail}`);
    t.notMatch(each.detail, /[{}[\]]|undefined|\[object|\s{2}/, `${name}: ${each.code} has all its facts: ${each.detail}`);
  }
  return true;
}

/** Nobody but the ledger's own processes has added anything since, besides the notes that something was refused. */
export async function leavesNothing(t: Test, house: House, head: number): Promise<void> {
  const traces: string[] = [];
  for (let after = head; ; ) {
    const { events } = await house.server.http.ask(`/v1/events?after=${after}&limit=500`);
    if (events.length === 0) break;
    for (const { ordinal, streamId, type, meta } of events) {
      after = ordinal;
      if (type !== "CommandRefused" && meta.actor !== "SYSTEM") traces.push(`${streamId} ${type}`);
    }
  }
  t.strictSame(traces, [], "no refused command left an event");
}
