import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import type { DeepReadonly } from "../../../kernel/decider.ts";
import type { Minor } from "../../../kernel/money.ts";
import type { Applications } from "../applications/applications.ts";
import type { CreditItem, Credits } from "../credits/credits.ts";
import type { Documents } from "../documents/documents.ts";
import type { PromiseState, Promises } from "./promises.ts";

/** The slices of the account that say what became of a promise. */
export interface Money {
  readonly documents: DeepReadonly<Documents>;
  readonly credits: DeepReadonly<Credits>;
  readonly applications: DeepReadonly<Applications>;
  readonly promises: DeepReadonly<Promises>;
}

/** A part of a receipt that may count: applied to a promised instalment, or not applied at all. */
export interface Piece {
  readonly key: string;
  readonly receiptId: string;
  /** Nothing where it is not applied. */
  readonly instalmentId: string | undefined;
  readonly amount: Minor;
  readonly on: CalendarDate;
  readonly cleared: boolean;
  /** From when the bank had paid it, where that was later than its registration. */
  readonly clearedOn: CalendarDate | undefined;
  readonly revision: number;
}

type Receipt = DeepReadonly<CreditItem>;

/** A part of a receipt as it counts for promises. */
export function pieceOf(
  receiptId: string,
  { cleared, clearedOn, revision }: Receipt,
  part: Pick<Piece, "key" | "instalmentId" | "amount" | "on">,
): Piece {
  return { ...part, receiptId, cleared, clearedOn, revision };
}

/** PRM-3 What receipts that came after the promise have paid of its instalments, and what of them is not applied. */
export function piecesFor({ credits, applications }: Money, promise: DeepReadonly<PromiseState>): readonly Piece[] {
  const promised = new Set(promise.lines.map(({ instalmentId }) => instalmentId));
  const ids = new Set([...promised].flatMap((instalmentId) => applications.ofInstalment.get(instalmentId) ?? []));
  const applied = [...ids].flatMap((applicationId) => {
    const application = applications.byId.get(applicationId);
    const receipt = application && credits.byId.get(application.creditItemId);
    if (application?.kind !== "PAYMENT" || receipt?.kind !== "RECEIPT" || receipt.revision <= promise.revision) return [];
    return application.lines
      .filter(({ instalmentId, left }) => promised.has(instalmentId) && left > 0n)
      .map(({ lineId, instalmentId, left, settledOn }) =>
        pieceOf(application.creditItemId, receipt, { key: `line ${lineId}`, instalmentId, amount: left, on: settledOn }),
      );
  });
  const unapplied = [...credits.withMoneyLeft.keys()].flatMap((receiptId) => {
    const receipt = credits.byId.get(receiptId);
    if (receipt?.kind !== "RECEIPT" || receipt.revision <= promise.revision) return [];
    const { unapplied: amount, valueDate: on } = receipt;
    return pieceOf(receiptId, receipt, { key: `receipt ${receiptId}`, instalmentId: undefined, amount, on });
  });
  return [...applied, ...unapplied];
}
