import type { LedgerEvent } from "../define-projection.ts";

export interface AccountKey {
  readonly account_id: string;
  readonly customer_id: string;
  readonly entity_id: string;
  readonly currency: string;
}

/** "103.CO01.COP" of the stream "account-103.CO01.COP", and its parts. */
export function accountKeyOf({ streamId }: Pick<LedgerEvent, "streamId">): AccountKey {
  const [customer_id, entity_id, currency] = streamId.split(".");
  if (customer_id === undefined || entity_id === undefined || currency === undefined) throw new Error(`${streamId} is not an account`);
  return { account_id: streamId, customer_id, entity_id, currency };
}

/** The document of an instalment: "FV-1001" of "FV-1001.2". */
export function documentOf(instalmentId: string): string {
  return instalmentId.slice(0, instalmentId.lastIndexOf("."));
}
