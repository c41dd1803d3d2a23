import { Type } from "@sinclair/typebox";
import type { FastifyInstance } from "fastify";
import type { AppContext } from "../app-context.ts";
import { documented, GENERAL_CODES, problemResponses } from "../documentation/documented.ts";
import { readParameters } from "../edge/parameters.ts";
import { refusalsOf } from "./command-documentation.ts";

const Titles = Type.Object({ en: Type.String(), es: Type.String() });
const Catalogue = Type.Object({
  commands: Type.Array(
    Type.Object({
      name: Type.String(),
      command: Type.String({ description: "As in the path and in batches" }),
      url: Type.String(),
      title: Titles,
      issuedBy: Type.Array(Type.String()),
      approvedBy: Type.Array(Type.String()),
      schema: Type.Unknown({ description: "JSON Schema of the body" }),
      refusals: Type.Array(Type.String()),
    }),
  ),
});

/** GET /v1/commands. It never changes while the process runs, so it is written once. */
export function commandCatalogue(app: FastifyInstance, { ledger }: AppContext): void {
  const commands = ledger.commands().map((command) => ({
    name: command.name,
    command: command.path,
    url: `/v1/commands/${command.path}`,
    title: command.title,
    issuedBy: command.issuedBy,
    approvedBy: command.approvedBy,
    schema: documented(command.schema),
    refusals: refusalsOf(command),
  }));
  const text = JSON.stringify({ commands });
  const schema = {
    operationId: "listCommands",
    summary: "Every command: who may issue it, its body and its refusals",
    tags: ["Commands"],
    response: {
      200: { description: "The catalogue", content: { "application/json": { schema: Catalogue } } },
      ...problemResponses(GENERAL_CODES),
    },
  };
  app.get("/commands", { schema }, async (request, reply) => {
    readParameters({}, request.query as Readonly<Record<string, unknown>>);
    return reply.type("application/json; charset=utf-8").send(text);
  });
}
