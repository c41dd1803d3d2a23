import { accountParameter, currencyParameter, cursorParameter, identifierParameter, limitParameter } from "../edge/parameters.ts";

/** What every list takes. */
export const PAGE = { limit: limitParameter, cursor: cursorParameter };
export const BUSINESS = {
  customerId: identifierParameter("Of one customer"),
  entityId: identifierParameter("Of one legal entity"),
  currency: currencyParameter,
};
/** What lists of things on accounts can be narrowed by. */
export const ACCOUNT = { accountId: accountParameter(), ...BUSINESS };
