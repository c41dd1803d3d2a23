import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import { Problem } from "../../../schemas/problem.ts";

const DESCRIPTION = `Commands change the ledger, queries read it. Every answer names a \`position\`; give it as \`minPosition\` to a query
to read your own write, or as \`knownAt\` to see a report as it was then. Refusals are RFC 9457 problems; \`type\` resolves to an explanation.
Pointers name what is to blame: \`/amount/currency\` in a body, \`/headers/if-match\`, \`/query/limit\`.`;

/** `/openapi.json` and `/docs`. To be registered before the routes it describes. */
export async function documentation(app: FastifyInstance): Promise<void> {
  app.addSchema({ ...Problem, $id: "Problem", title: "Problem" });
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "Cartera", version: "1", description: DESCRIPTION, license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
      servers: [{ url: "/" }],
      components: { securitySchemes: { apiKey: { type: "http", scheme: "bearer", description: "{keyId}.{secret}" } } },
      tags: ["Commands", "Accounts", "Customers", "Lists", "Reports", "Audit", "Operations"].map((name) => ({ name })),
    },
    transform({ schema, url }) {
      const secured = url.startsWith("/v1/") ? { security: [{ apiKey: [] }] } : {};
      return { schema: { ...schema, ...secured }, url };
    },
    refResolver: {
      buildLocalReference: (json, _baseUri, _fragment, index) => (typeof json.title === "string" ? json.title : `schema-${index}`),
    },
  });
  app.get("/openapi.json", { schema: { hide: true } }, async (_request, reply) =>
    reply.type("application/json; charset=utf-8").send(JSON.stringify(app.swagger())),
  );
  await app.register(swaggerUi, { routePrefix: "/docs", staticCSP: true, uiConfig: { deepLinking: true } });
}
