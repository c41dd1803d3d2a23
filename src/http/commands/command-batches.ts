import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { CommandAnswer, CommandRequest } from "../../application/ledger.ts";
import { type Violation, violation } from "../../kernel/decider.ts";
import type { AppContext } from "../app-context.ts";
import { countAtEdge } from "../edge/answer-refusal.ts";
import { callerOf } from "../edge/caller.ts";
import { problemOf } from "../edge/problem.ts";
import { refused, refusedFor } from "../edge/refused.ts";
import { type BatchLine, linesOfArray, linesOfNdjson } from "./batch-lines.ts";
import { batchDocumentation } from "./command-documentation.ts";
import { readFlag } from "./command-headers.ts";

const NDJSON = "application/x-ndjson";

interface LineResult {
  readonly idempotencyKey: string | null;
  readonly status: number;
  readonly body: unknown;
}

/** Many commands in one request: one verdict per line, in order. */
export function commandBatches(app: FastifyInstance, context: AppContext): void {
  app.addContentTypeParser([NDJSON, "application/ndjson"], { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.route({
    method: "POST",
    url: "/command-batches",
    bodyLimit: context.limits.batchBytes,
    schema: batchDocumentation,
    handler: (request, reply) => runBatch(context, request, reply),
  });
}

async function runBatch(context: AppContext, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const wrong: Violation[] = [];
  const atomic = readFlag(request.query as Readonly<Record<string, unknown>>, "atomic", wrong) === true;
  if (wrong.length > 0) throw refusedFor(wrong);
  if (!Buffer.isBuffer(request.body)) throw refused("MALFORMED", { needed: "an array of lines" }, "");
  const isNdjson = request.headers["content-type"]?.includes("ndjson") === true;
  const lines = isNdjson ? linesOfNdjson(request.body, context.limits) : linesOfArray(request.body, context.limits);
  if (atomic) refuseWhole(lines);
  const results = await resultsOf(context, request, lines, atomic);
  if (isNdjson) return reply.type(NDJSON).send(results.map((result) => `${JSON.stringify(result)}\n`).join(""));
  return reply.type("application/json; charset=utf-8").send(JSON.stringify({ results }));
}

/** All or none: a line that cannot be read is the failure of them all. */
function refuseWhole(lines: readonly BatchLine[]): void {
  const wrong = lines.flatMap((line, index) =>
    line.wrong.map(({ code, facts, pointer = "" }) => violation(code, facts, `/${index}${pointer}`)),
  );
  if (wrong.length > 0) throw refusedFor(wrong);
}

async function resultsOf(
  context: AppContext,
  request: FastifyRequest,
  lines: readonly BatchLine[],
  atomic: boolean,
): Promise<readonly LineResult[]> {
  const principal = callerOf(request);
  const wellFormed = lines.filter(({ wrong }) => wrong.length === 0);
  const requests = wellFormed.map(
    ({ command, body, idempotencyKey, expected }): CommandRequest => ({
      command,
      body,
      idempotencyKey: idempotencyKey as string,
      principal,
      traceId: request.id,
      ...(expected !== undefined && { expected }),
    }),
  );
  const answers = requests.length === 0 ? [] : await context.ledger.executeBatch(requests, { atomic });
  const answerOf = new Map(wellFormed.map((line, index) => [line, answers[index]]));
  const results: LineResult[] = [];
  for (const line of lines) results.push(await resultOf(context, request, line, answerOf.get(line)));
  return results;
}

async function resultOf(
  context: AppContext,
  request: FastifyRequest,
  line: BatchLine,
  answer: CommandAnswer | undefined,
): Promise<LineResult> {
  const { idempotencyKey } = line;
  if (answer?.kind === "accepted") return { idempotencyKey, status: answer.changed ? 201 : 200, body: answer.body };
  if (answer?.kind === "submitted") return { idempotencyKey, status: answer.changed ? 202 : 200, body: answer.body };
  const refusal = answer?.refusal ?? { violations: line.wrong, traceId: request.id };
  if (answer?.replayed !== true) countAtEdge(context, request, refusal);
  const { status, body } = await problemOf(context, request, refusal);
  return { idempotencyKey, status, body };
}
