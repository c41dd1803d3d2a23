import type { FastifyReply, FastifyRequest } from "fastify";
import type { Problem } from "../../../schemas/problem.ts";
import type { Refusal } from "../../application/ledger.ts";
import { languageOf, problemPath, refusalCatalogue, sentenceOf } from "../../application/refusal-catalogue.ts";
import { type Violation, violation } from "../../kernel/decider.ts";
import type { AppContext } from "../app-context.ts";
import { localeOf } from "./language.ts";
import { pathOf } from "./path.ts";
import { openedFor } from "./personal-reads.ts";

/** A refusal as it goes over the wire, alone or as a line of a batch. */
export interface ProblemAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Problem;
}

type OpenViolation = Violation & { readonly facts: Readonly<Record<string, string>> };

/**
 * RFC 9457. The first violation gives status, code and words; all of them are listed. The instance is the path without its query: that may
 * hold what logs must not.
 */
export async function problemOf(context: AppContext, request: FastifyRequest, refusal: Refusal): Promise<ProblemAnswer> {
  const locale = localeOf(request, context.locale);
  const opened = await openFacts(context, request, withRevision(refusal));
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
    instance: pathOf(request),
    code: first.code,
    facts: first.facts,
    violations,
    traceId: refusal.traceId === "" ? request.id : refusal.traceId,
  };
  return { status, headers: headersOf(refusal, status, first.code, language), body };
}

function headersOf(
  { retryAfterSeconds, currentRevision }: Refusal,
  status: number,
  code: string,
  language: string,
): Readonly<Record<string, string>> {
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
async function openFacts(
  context: AppContext,
  request: FastifyRequest,
  violations: readonly Violation[],
): Promise<readonly OpenViolation[]> {
  const sealed = violations.some(({ facts }) => Object.values(facts).some((fact) => typeof fact !== "string"));
  return (sealed ? await openedFor(context, request, "refusal", violations) : violations) as readonly OpenViolation[];
}

export function sendProblem(reply: FastifyReply, { status, headers, body }: ProblemAnswer): FastifyReply {
  return reply.code(status).headers(headers).type("application/problem+json").send(JSON.stringify(body));
}
