import type { Target } from "../../kernel/command.ts";
import type { DeepReadonly } from "../../kernel/decider.ts";
import { composeRooms, type StateOf } from "../../kernel/fold.ts";
import type { AccountEvents } from "./account-events.ts";
import { partsOfAccount } from "./account-id.ts";
import { creditLine } from "./credit-line/credit-line.ts";
import { documents } from "./documents/documents.ts";
import { followPromises } from "./promises/follow-promises.ts";
import { promises } from "./promises/promises.ts";
import { receipts } from "./receipts/receipts.ts";

const rooms = { creditLine, documents, receipts, promises };

/**
 * The money boundary: everything one customer owes one legal entity in one currency, and the money that came for it, decided on one
 * stream, so that no two decisions about the same money can race. Does not compile while an event of the account is handled by no room.
 */
export const account = {
  ...composeRooms<AccountEvents>()("account", rooms),
  consequences: [{ facts: ["policies"] as const, follow: followPromises }],
};
export type AccountState = StateOf<typeof rooms> & { readonly id: string };
export type Account = DeepReadonly<AccountState>;

/** Commands on an account name it as `{customerId}.{entityId}.{currency}`. */
export const accountOf: Target<AccountState, { readonly accountId: string }> = {
  fold: account,
  id: ({ accountId }) => accountId,
  entityId: ({ accountId }) => partsOfAccount(accountId).entityId,
  subjectId: ({ accountId }) => `customer:${partsOfAccount(accountId).customerId}`,
  customerId: ({ accountId }) => partsOfAccount(accountId).customerId,
  notFound: "ACCOUNT_NOT_FOUND",
};
