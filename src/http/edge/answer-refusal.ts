import type { FastifyReply, FastifyRequest } from "fastify";
import type { Refusal } from "../../application/ledger.ts";
import { isRemembered } from "../../application/refusal-catalogue.ts";
import type { AppContext } from "../app-context.ts";
import { failureOf } from "./failure.ts";
import { problemOf, sendProblem } from "./problem.ts";

const ANONYMOUS = "anonymous";

/** What the log does not remember is counted: by person, or as anonymous, so that a stranger cannot make rows at will. */
export function countAtEdge({ edgeLog }: AppContext, request: FastifyRequest, refusal: Refusal): void {
  const code = refusal.violations[0]?.code ?? "INTERNAL_ERROR";
  if (!isRemembered(code)) edgeLog.count(request.principal?.personId ?? ANONYMOUS, code);
}

/** The one answer to everything that was thrown. Faults are logged with their error, which stays inside. */
export async function answerError(
  context: AppContext,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { refusal, isFault } = failureOf(error, request.routeOptions.bodyLimit);
  if (isFault)
    context.log.error({ traceId: request.id, method: request.method, route: request.routeOptions.url, err: error }, "request failed");
  countAtEdge(context, request, refusal);
  return sendProblem(reply, await problemOf(context, request, refusal));
}
