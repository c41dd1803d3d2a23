import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { AppContext } from "../app-context.ts";
import { callerOf } from "../edge/caller.ts";
import { integerParameter, oneOfParameter, type Parameters, readParameters } from "../edge/parameters.ts";
import { openedFor } from "../edge/personal-reads.ts";
import { refused } from "../edge/refused.ts";
import { waitFor } from "./moments.ts";
import { QUERIES } from "./queries.ts";
import type { AnyQuery } from "./query-definition.ts";
import { queryDocumentation } from "./query-documentation.ts";
import { scopeOf } from "./scope.ts";

/** What every question may carry. */
const COMMON = {
  minPosition: integerParameter("Answer only once the read model has come this far (position of a command)"),
  format: oneOfParameter(["json"], "Form of the answer"),
} satisfies Parameters;

interface CommonValues {
  readonly minPosition?: number;
  readonly entityId?: string;
  readonly branchId?: string;
}

/** One route per question. */
export function queryRoutes(app: FastifyInstance, context: AppContext): void {
  for (const query of QUERIES) {
    const parameters = { ...COMMON, ...query.parameters } as Parameters;
    app.route({
      method: "GET",
      url: query.url,
      schema: queryDocumentation(query, parameters),
      handler: (request, reply) => answerQuery(context, query, parameters, request, reply),
    });
  }
}

async function answerQuery(
  context: AppContext,
  query: AnyQuery,
  parameters: Parameters,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const access = await context.ledger.access(callerOf(request));
  if (query.roles !== undefined && !query.roles.some((role) => access.roles.includes(role)))
    throw refused("NOT_AUTHORISED", { roles: query.roles.join(", ") });
  const given = request.query as Readonly<Record<string, unknown>>;
  if (given.format !== undefined && given.format !== "json")
    throw refused("UNSUPPORTED_FORMAT", { given: String(given.format).slice(0, 20) }, "/query/format");
  const values: CommonValues = readParameters(parameters, given);
  const scope = scopeOf(access, values.entityId, values.branchId);
  const { readSide, limits } = context;
  if (values.minPosition !== undefined)
    await waitFor({ ledger: context.ledger, readSide, waitMs: limits.waitMs }, values.minPosition, query.reads);
  const position = await positionOf(context, query.reads);
  const answer = await query.answer({
    context,
    request,
    reply,
    queries: readSide.queries,
    access,
    scope,
    values: values as never,
    position,
    reads: query.reads,
  });
  if (answer === null) return reply;
  const opened = await openedFor(context, request, query.operation, answer);
  if (answer.revision !== undefined) reply.header("etag", `"${answer.revision}"`);
  return reply
    .type("application/json; charset=utf-8")
    .send(JSON.stringify({ ...opened, position: String(Math.max(position, answer.ordinal ?? 0)) }));
}

/** How far the slowest of these read models has come; without any, the end of the log. */
async function positionOf({ readSide }: AppContext, reads: readonly string[]): Promise<number> {
  if (reads.length === 0) return (await readSide.head()).ordinal;
  const positions = (await readSide.status()).filter(({ name }) => reads.includes(name)).map(({ position }) => position);
  return positions.length === 0 ? 0 : Math.min(...positions);
}
