import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { CommandAnswer } from "../../application/ledger.ts";
import type { AppContext } from "../app-context.ts";
import { countAtEdge } from "../edge/answer-refusal.ts";
import { callerOf } from "../edge/caller.ts";
import { parseJson } from "../edge/json-text.ts";
import { problemOf, sendProblem } from "../edge/problem.ts";
import { refused } from "../edge/refused.ts";
import { commandDocumentation } from "./command-documentation.ts";
import { readCommandHeaders } from "./command-headers.ts";

/**
 * One route per command of the ledger. Bodies go to the pipeline as they came: it is the pipeline that checks them, and gives the codes;
 * the schemas of the routes only document. This is the hot path: nothing is compiled, walked or written twice here.
 */
export function commandRoutes(app: FastifyInstance, context: AppContext): void {
  for (const command of context.ledger.commands()) {
    app.route({
      method: "POST",
      url: `/commands/${command.path}`,
      schema: commandDocumentation(command),
      handler: (request, reply) => runCommand(context, command.path, request, reply),
    });
  }
}

async function runCommand(context: AppContext, command: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const headers = readCommandHeaders(request);
  if (!Buffer.isBuffer(request.body)) throw refused("MALFORMED", { needed: "a JSON body" }, "");
  const body = parseJson(request.body, context.limits.jsonDepth);
  const answer = await context.ledger.execute({ command, body, principal: callerOf(request), traceId: request.id, ...headers });
  if (answer.replayed) reply.header("idempotency-replayed", "true");
  if (answer.kind === "accepted") return sendAccepted(reply, answer);
  if (answer.kind === "submitted") return sendSubmitted(reply, answer);
  if (!answer.replayed && headers.dryRun !== true) countAtEdge(context, request, answer.refusal);
  return sendProblem(reply, await problemOf(context, request, answer.refusal));
}

function sendAccepted(reply: FastifyReply, { changed, body }: CommandAnswer & { readonly kind: "accepted" }): FastifyReply {
  if (changed) reply.header("location", locationOf(body.streamId));
  if (body.revision >= 0) reply.header("etag", `"${body.revision}"`);
  return reply
    .code(changed ? 201 : 200)
    .header("content-type", "application/json; charset=utf-8")
    .send(JSON.stringify(body));
}

function sendSubmitted(reply: FastifyReply, { changed, body }: CommandAnswer & { readonly kind: "submitted" }): FastifyReply {
  if (changed) reply.header("location", locationOf(body.streamId)).header("etag", `"${body.revision}"`);
  return reply
    .code(changed ? 202 : 200)
    .header("content-type", "application/json; charset=utf-8")
    .send(JSON.stringify(body));
}

/** Where what a command changed can be read: "account-103.CO01.COP" gives "/v1/accounts/103.CO01.COP". */
function locationOf(streamId: string): string {
  const dash = streamId.indexOf("-");
  const id = streamId.slice(dash + 1);
  switch (streamId.slice(0, dash)) {
    case "account":
      return `/v1/accounts/${id}`;
    case "customer":
      return `/v1/customers/${id}`;
    case "approval":
      return `/v1/approvals/${id}`;
    default:
      return `/v1/streams/${streamId}/events`;
  }
}
