import type { Target } from "../../kernel/command.ts";
import type { DeepReadonly } from "../../kernel/decider.ts";
import { composeRooms, type StateOf } from "../../kernel/fold.ts";
import type { AccountEvents } from "./account-events.ts";
import { partsOfAccount } from "./account-id.ts";
import { applications } from "./applications/applications.ts";
import { proposals } from "./applications/proposals.ts";
import { authorityUse } from "./authority-use/authority-use.ts";
import { creditLine } from "./credit-line/credit-line.ts";
import { exposureTotals } from "./credit-line/exposure-totals.ts";
import { followLine } from "./credit-line/follow-line.ts";
import { creditMoves } from "./credit-moves/credit-moves.ts";
import { creditNotes } from "./credit-notes/credit-notes.ts";
import { credits } from "./credits/credits.ts";
import { delinquency } from "./delinquency/delinquency.ts";
import { followDelinquency } from "./delinquency/follow-delinquency.ts";
import { documents } from "./documents/documents.ts";
import { orders } from "./orders/orders.ts";
import { followPromises } from "./promises/follow-promises.ts";
import { promises } from "./promises/promises.ts";
import { receipts } from "./receipts/receipts.ts";
import { suspendAfterReturn } from "./receipts/suspend-after-return.ts";
import { settlementIndex } from "./settlements/settlement-index.ts";
import { settlements } from "./settlements/settlements.ts";
import { writeOffs } from "./write-offs/write-offs.ts";

const rooms = {
  creditLine,
  exposureTotals,
  orders,
  documents,
  receipts,
  credits,
  applications,
  proposals,
  settlements,
  settlementIndex,
  creditNotes,
  creditMoves,
  authorityUse,
  writeOffs,
  promises,
  delinquency,
};

/**
 * The money boundary: everything one customer owes one legal entity in one currency, and the money that came for it, decided on one
 * stream, so that no two decisions about the same money can race. Does not compile while an event of the account is handled by no room.
 */
export const account = {
  ...composeRooms<AccountEvents>()("account", rooms),
  consequences: [
    { facts: ["policies"] as const, follow: followPromises },
    { facts: ["policies"] as const, follow: followDelinquency },
    { facts: ["policies"] as const, follow: suspendAfterReturn },
    { facts: ["policies"] as const, follow: followLine },
  ],
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
