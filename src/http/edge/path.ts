import type { FastifyRequest } from "fastify";

/** What was asked, without the query. */
export function pathOf({ url }: FastifyRequest): string {
  const end = url.indexOf("?");
  return end < 0 ? url : url.slice(0, end);
}
