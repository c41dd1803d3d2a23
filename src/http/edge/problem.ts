import type { FastifyReply, FastifyRequest } from "fastify";
import type { Problem } from "../../../schemas/problem.ts";
import type { Refusal } from "../../application/ledger.ts";
import { type Locale, languageOf, problemPath, refusalCatalogue, sentenceOf } from "../../application/refusal-catalogue.ts";
import { type Violation, violation } from "../../kernel/decider.ts";
import type { AppContext } from "../app-context.ts";
import { localeOf } from "./language.ts";

/** A refusal as it goes over the wire, alone or as a line of a batch. */
export interface ProblemAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Problem;
}

export interface ProblemPlace {
  readonly locale: Locale;
  /** The path that was asked, without its query: that may hold what logs must not. */
  readonly instance: string;
  readonly traceId: string;
}

type OpenViolation = Violation & { readonly facts: Readonly<Record<string, string>> };

export function placeOf(request: FastifyRequest, { locale }: Pick<AppContext, "locale">): ProblemPlace {
  return { locale: localeOf(request, locale), instance: pathOf(request), traceId: request.id };
}

export function pathOf(request: FastifyRequest): string {
  const end = request.url.indexOf("?");
  return end < 0 ? request.url : request.url.slice(0, end);
}

/** RFC 9457. The first violation gives status, code and words; all of them are listed. */
export async function problemOf(refusal: Refusal, { locale, instance, traceId }: ProblemPlace, ledger: AppContext["ledger"]): Promise<ProblemAnswer> {
  const opened = await openFacts(withRevision(refusal), ledger);
  const violations = opened.map(({ code, facts, pointer }) => {
    const detail = sentenceOf(code, facts, locale);
    return pointer === undefined ? { code, detail, facts } : { code, detail, facts, pointer };
  });
  const first = opened[0] ?? { code: "INTERNAL_ERROR" as const, facts: {} };
  const { status, title } = refusalCatalogue[first.code];
  const language = languageOf(locale);
  const body: Problem = {
    type: problemPath(first.code),
    title: title[language],
    status,
    detail: sentenceOf(first.code, first.facts, locale),
    instance,
    code: first.code,
    facts: first.facts,
    violations,
    traceId: refusal.traceId === "" ? traceId : refusal.traceId,
  };
  return { status, headers: headersOf(refusal, status, first.code, language), body };
}

function headersOf({ retryAfterSeconds, currentRevision }: Refusal, status: number, code: string, language: string): Readonly<Record<string, string>> {
  const retry = status === 429 || status === 503 || code === "IN_PROGRESS" ? (retryAfterSeconds ?? 1) : retryAfterSeconds;
  return {
    "content-language": language,
    ...(retry !== undefined && { "retry-after": String(retry) }),
    ...(currentRevision !== undefined && currentRevision >= 0 && { etag: `"${currentRevision}"` }),
    ...(status === 401 && { "www-authenticate": 'Bearer realm="cartera"' }),
  };
}

/** The revision a stale caller needs is among the facts, whatever the rule named it. */
function withRevision({ violations, currentRevision }: Refusal): readonly Violation[] {
  if (currentRevision === undefined) return violations;
  return violations.map((each) =>
    each.code === "STALE_REVISION" ? violation(each.code, { ...each.facts, currentRevision: String(currentRevision) }, each.pointer) : each,
  );
}

/** Facts are strings on the wire; personal ones are opened for whoever was refused with them. */
async function openFacts(violations: readonly Violation[], ledger: AppContext["ledger"]): Promise<readonly OpenViolation[]> {
  const sealed = violations.some(({ facts }) => Object.values(facts).some((fact) => typeof fact !== "string"));
  return (sealed ? await ledger.openPersonal(violations) : violations) as readonly OpenViolation[];
}

export function sendProblem(reply: FastifyReply, { status, headers, body }: ProblemAnswer): FastifyReply {
  return reply.code(status).headers(headers).type("application/problem+json").send(JSON.stringify(body));
}
