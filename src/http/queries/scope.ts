import type { AccessScope } from "../../../projections/query/scope.ts";
import type { Access } from "../../application/ledger.ts";
import type { RefusalCode } from "../../kernel/refusal-code.ts";
import { refused } from "../edge/refused.ts";
import type { QueryCall } from "./query-definition.ts";

/** The caller's scope, narrowed to an entity and a branch. Other entities do not exist for the caller; other branches do, and are refused. */
export function scopeOf(access: Access, entityId: string | undefined, branchId: string | undefined): AccessScope {
  if (entityId !== undefined && !includes(access.entityIds, entityId)) throw refused("RESOURCE_NOT_FOUND", { entityId }, "/query/entityId");
  if (branchId !== undefined && !includes(access.branchIds, branchId)) throw refused("BRANCH_SCOPE", { branchId }, "/query/branchId");
  return { entityIds: entityId === undefined ? access.entityIds : [entityId], branchIds: access.branchIds };
}

function includes(ids: readonly string[] | "all", id: string): boolean {
  return ids === "all" || ids.includes(id);
}

/** The entity whose days and policies hold for a question: the one it names, else the caller's only one. */
export function entityOf(entityId: string | undefined, { entityIds }: Access): string | undefined {
  return entityId ?? (entityIds !== "all" && entityIds.length === 1 ? entityIds[0] : undefined);
}

/** "CO01" of "103.CO01.COP". */
export function entityOfAccount(accountId: string): string {
  return accountId.split(".")[1] ?? "";
}

/** What one may see of a thing: found, there but of another branch (403), or not there (404). */
export async function foundOr<T>(
  code: RefusalCode,
  facts: Readonly<Record<string, string>>,
  scope: AccessScope,
  find: (scope: AccessScope) => Promise<T | undefined>,
): Promise<T> {
  const found = await find(scope);
  if (found !== undefined) return found;
  if (scope.branchIds !== "all" && (await find({ ...scope, branchIds: "all" })) !== undefined) throw refused("BRANCH_SCOPE", facts);
  throw refused(code, facts);
}

const ACCOUNT_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}\.[A-Za-z0-9][A-Za-z0-9_-]{0,39}\.[A-Z]{3}$/;

/** The account of the path, if it may be one of the caller's: ids of other entities are not looked for at all. */
export function accountOfPath({ request, access }: Pick<QueryCall<unknown>, "request" | "access">): string {
  const { accountId = "" } = request.params as { readonly accountId?: string };
  if (!ACCOUNT_ID.test(accountId) || !includes(access.entityIds, entityOfAccount(accountId)))
    throw refused("ACCOUNT_NOT_FOUND", { accountId });
  return accountId;
}
