import type { RawBuilder } from "kysely";
import type { PageRequest } from "./page.ts";
import { type AccessScope, equals, every, visible } from "./scope.ts";

/** What lists of things on accounts can be narrowed by. */
export interface AccountFilter extends PageRequest {
  readonly scope: AccessScope;
  readonly accountId?: string;
  readonly customerId?: string;
  readonly entityId?: string;
  readonly currency?: string;
}

export function accountCondition(filter: AccountFilter, alias: string, branchColumn?: string): RawBuilder<boolean> {
  return every([
    visible(filter.scope, `${alias}.entity_id`, branchColumn),
    equals(`${alias}.account_id`, filter.accountId),
    equals(`${alias}.customer_id`, filter.customerId),
    equals(`${alias}.entity_id`, filter.entityId),
    equals(`${alias}.currency`, filter.currency),
  ]);
}
