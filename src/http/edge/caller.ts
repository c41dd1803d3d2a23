import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Principal } from "../../application/ledger.ts";
import type { AppContext } from "../app-context.ts";
import { refused } from "./refused.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Set on everything that asks for authentication, before the body is read. */
    principal: Principal | null;
  }
}

const BEARER = /^Bearer +([\x21-\x7e]{1,512})$/i;

/** Asks for a key on every request of this scope, before its body is read. */
export function authenticateCallers(app: FastifyInstance, { ledger }: AppContext): void {
  app.addHook("onRequest", async (request) => {
    const token = bearerOf(request);
    const principal = token === undefined ? undefined : await ledger.authenticate(token);
    if (principal === undefined) throw refused("NOT_AUTHENTICATED");
    request.principal = principal;
  });
}

/** The token of the request, as it stands in the header. */
export function bearerOf({ headers }: FastifyRequest): string | undefined {
  const { authorization } = headers;
  return authorization === undefined ? undefined : BEARER.exec(authorization)?.[1];
}

export function callerOf({ principal }: FastifyRequest): Principal {
  if (principal === null) throw new Error("a route that needs a caller stands outside of the authenticated scope");
  return principal;
}
