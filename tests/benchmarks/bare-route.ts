import fastify from "fastify";

/** What a command costs before any of it is ours: a route that parses the same body and answers as shortly as it can. */
const app = fastify();
app.post("/v1/commands/:command", async (request, reply) => {
  const { receiptId } = request.body as { readonly receiptId: string };
  return reply.code(201).send({ receiptId });
});
console.log(await app.listen({ host: "127.0.0.1", port: 0 }));
process.once("SIGTERM", () => void app.close());
