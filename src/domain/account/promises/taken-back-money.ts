import type { EventData, EventType } from "../../../../schemas/events/registry.ts";
import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import type { DecidedEvent, DeepReadonly } from "../../../kernel/decider.ts";
import { minorOf, sumOf } from "../../../kernel/money.ts";
import { type Money, type Piece, pieceOf } from "./promise-money.ts";
import type { PromiseState } from "./promises.ts";

/** Money that was there before a decision and, by that decision, never came: returned, annulled, or not confirmed by the bank. */
export interface TakenBackMoney {
  /** What it was before. */
  readonly pieces: readonly Piece[];
  /** Receipts that count as not cleared again. */
  readonly revoked: ReadonlySet<string>;
  /** Since when it counts as not there. */
  readonly on: CalendarDate | undefined;
}

export const NOTHING_TAKEN_BACK: TakenBackMoney = { pieces: [], revoked: new Set(), on: undefined };

/** What the decided events take back. Money that only moved, to another item or out of the account, is not taken back. */
export function takenBackBy(decided: readonly DecidedEvent[], money: Money, today: CalendarDate): TakenBackMoney {
  const returned = dataOf(decided, "PaymentReturned");
  const annulled = dataOf(decided, "ReceiptAnnulled");
  const revoked = new Set(dataOf(decided, "ReceiptClearanceRevoked").map(({ data }) => data.receiptId));
  const gone = [
    ...returned.map(({ data }) => ({ receiptId: data.receiptId, vanished: data.unapplied })),
    ...annulled.map(({ data }) => ({ receiptId: data.receiptId, vanished: data.amount })),
  ];
  const undone = dataOf(decided, "PaymentUnapplied").map(({ data }) => data);
  const pieces = gone.flatMap(({ receiptId, vanished }) => piecesGone(money, receiptId, vanished, undone));
  const dates = decided.filter(({ type }) => ENDS.includes(type)).map(({ effectiveOn }) => effectiveOn ?? today);
  const on = dates.sort()[0];
  return { pieces, revoked, on: on === undefined || on > today ? undefined : on };
}

const ENDS: readonly string[] = ["PaymentReturned", "ReceiptAnnulled", "ReceiptClearanceRevoked"] satisfies readonly EventType[];

/** What of a receipt was applied, and what was not, before it ended. */
function piecesGone(
  { credits }: Money,
  receiptId: string,
  vanished: string,
  undone: readonly DeepReadonly<EventData<"PaymentUnapplied">>[],
): readonly Piece[] {
  const receipt = credits.byId.get(receiptId);
  if (receipt === undefined) return [];
  const own = undone.filter(({ creditItemId }) => creditItemId === receiptId);
  const lines = own.filter(({ recovery }) => recovery !== true).flatMap((each) => each.lines);
  const unapplied = minorOf(vanished) - sumOf(own.flatMap((each) => each.lines.map(({ amount }) => minorOf(amount))));
  return [
    ...lines.map(({ lineId, instalmentId, amount, freedOn }) =>
      pieceOf(receiptId, receipt, { key: `line ${lineId}`, instalmentId, amount: minorOf(amount), on: freedOn }),
    ),
    pieceOf(receiptId, receipt, { key: `receipt ${receiptId}`, instalmentId: undefined, amount: unapplied, on: receipt.valueDate }),
  ];
}

/** The money of a promise as it was before the decision. */
export function beforeItWasTaken(
  pieces: readonly Piece[],
  { lines, revision }: DeepReadonly<PromiseState>,
  takenBack: TakenBackMoney,
): readonly Piece[] {
  const promised = new Set<string | undefined>([undefined, ...lines.map(({ instalmentId }) => instalmentId)]);
  const gone = takenBack.pieces.filter((piece) => piece.revision > revision && promised.has(piece.instalmentId));
  return [...pieces.map((piece) => (takenBack.revoked.has(piece.receiptId) ? { ...piece, cleared: true } : piece)), ...gone];
}

interface Typed<Type extends EventType> {
  readonly data: DeepReadonly<EventData<Type>>;
}

function dataOf<Type extends EventType>(decided: readonly DecidedEvent[], type: Type): readonly Typed<Type>[] {
  return decided.filter((event) => event.type === type) as readonly Typed<Type>[];
}
