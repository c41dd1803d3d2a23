import type { FastifyRequest } from "fastify";
import { isSealed } from "../../application/sealing.ts";
import type { AppContext } from "../app-context.ts";
import { callerOf } from "./caller.ts";
import { pathOf } from "./path.ts";

/** Opens the personal values of an answer and records whose were read, by whom and what for. */
export async function openedFor<T>(
  { ledger, accessLog, readSide }: AppContext,
  request: FastifyRequest,
  purpose: string,
  answer: T,
): Promise<T> {
  const fields = new Set<string>();
  collectSealed(answer, "", fields);
  if (fields.size === 0) return answer;
  const subjectIds = new Set<string>();
  const opened = await ledger.openPersonal(answer, subjectIds);
  accessLog.record({
    at: new Date(readSide.now()).toISOString(),
    actor: callerOf(request).personId,
    subjectIds: [...subjectIds],
    fields: [...fields],
    purpose,
    path: pathOf(request),
  });
  return opened;
}

/** Names of the fields that hold personal values; those of a list by the name of the list. */
function collectSealed(value: unknown, name: string, found: Set<string>): void {
  if (typeof value !== "object" || value === null) return;
  if (isSealed(value)) found.add(name);
  else if (Array.isArray(value)) for (const each of value) collectSealed(each, name, found);
  else for (const [key, each] of Object.entries(value)) collectSealed(each, key, found);
}
