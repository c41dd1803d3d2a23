import { amountText } from "../../../kernel/money.ts";
import type { Account } from "../account.ts";

interface Transferred {
  readonly transfers?: readonly { readonly transferId: string; readonly toAccount: string; readonly amount: string }[];
}

/** What of a credit went to other accounts and is there still: where the credit is returned, a process returns it there as well. */
export function transferredOut({ creditMoves }: Account, creditItemId: string, currency: string): Transferred {
  const transfers = [...creditMoves.transfersOut].flatMap(([transferId, { status, toAccount, amount, ...transfer }]) =>
    status === "OUT" && transfer.creditItemId === creditItemId ? { transferId, toAccount, amount: amountText(amount, currency) } : [],
  );
  return transfers.length === 0 ? {} : { transfers };
}
