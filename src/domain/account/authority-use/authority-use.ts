import type { AuthorityKind } from "../../../../schemas/policies.ts";
import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import type { DeepReadonly } from "../../../kernel/decider.ts";
import type { JournaledMap } from "../../../kernel/journal.ts";
import { type Minor, minorOf, sumOf } from "../../../kernel/money.ts";
import { room } from "../account-events.ts";

interface Request {
  readonly id: string;
  readonly amount: Minor;
}

/** What people asked for, day by day: parts of one amount that are asked for one by one need the authority of the whole (AUTH-2). */
export interface AuthorityUse {
  /** In the order in which they were made, by kind of decision, day and requester. */
  readonly requests: JournaledMap<string, readonly Request[]>;
  /** Where the request with this kind and id stands. */
  readonly placeOf: JournaledMap<string, string>;
}

export const authorityUse = room<AuthorityUse>()({
  initial: (journal) => ({ requests: journal.map(), placeOf: journal.map() }),
  on: {
    CreditNoteRequested: (state, { creditNoteId, reasonCode, amount, requestedOn }, { actor }) =>
      ask(state, kindOfNote(reasonCode), requestedOn, actor, { id: creditNoteId, amount: minorOf(amount) }),
    CreditNoteRejected: (state, { creditNoteId }) => takeBackNote(state, creditNoteId),
    CreditNoteVoided: (state, { creditNoteId }) => takeBackNote(state, creditNoteId),
    RefundRequested: (state, { refundId, amount, requestedOn }, { actor }) =>
      ask(state, "REFUND", requestedOn, actor, { id: refundId, amount: minorOf(amount) }),
    RefundCancelled: (state, { refundId }) => takeBack(state, "REFUND", refundId),
    WriteOffProposed: (state, { writeOffId, lines, proposedOn }, { actor }) =>
      ask(state, "WRITE_OFF", proposedOn, actor, { id: writeOffId, amount: sumOf(lines.map(({ amount }) => minorOf(amount))) }),
    WriteOffRejected: (state, { writeOffId }) => takeBack(state, "WRITE_OFF", writeOffId),
  },
});

type State = { readonly authorityUse: DeepReadonly<AuthorityUse> };

/** Whose matrix decides on a note: to waive interest is a kind of decision of its own. */
export function kindOfNote(reasonCode: string): "CREDIT_NOTE" | "INTEREST_WAIVER" {
  return reasonCode === "INTEREST_WAIVER" ? "INTEREST_WAIVER" : "CREDIT_NOTE";
}

/** The sum, in minor units, of what one person asked for on a day, of one kind, that was not turned down or taken back. */
export function requestedThatDay({ authorityUse: { requests } }: State, kind: AuthorityKind, day: CalendarDate, requester: string): Minor {
  return sumOf((requests.get(keyOf(kind, day, requester)) ?? []).map(({ amount }) => amount));
}

/**
 * The sum, in minor units, that decides on a request made before: its own amount and what the same person asked for on the same day
 * before it. The first of two is judged alone, the second with the first. Nothing for a request that is unknown or was turned down.
 */
export function requestedUpTo({ authorityUse: { requests, placeOf } }: State, kind: AuthorityKind, id: string): Minor {
  const ofThatDay = requests.get(placeOf.get(idOf(kind, id)) ?? "") ?? [];
  const last = ofThatDay.findIndex((each) => each.id === id);
  return sumOf(ofThatDay.slice(0, last + 1).map(({ amount }) => amount));
}

function keyOf(kind: AuthorityKind, day: CalendarDate, requester: string): string {
  return `${kind} ${day} ${requester}`;
}

function idOf(kind: AuthorityKind, id: string): string {
  return `${kind} ${id}`;
}

function ask(state: AuthorityUse, kind: AuthorityKind, day: CalendarDate, requester: string, request: Request): void {
  const key = keyOf(kind, day, requester);
  state.requests.set(key, [...(state.requests.get(key) ?? []), request]);
  state.placeOf.set(idOf(kind, request.id), key);
}

function takeBack(state: AuthorityUse, kind: AuthorityKind, id: string): void {
  const key = state.placeOf.get(idOf(kind, id));
  if (key === undefined) return;
  state.requests.set(
    key,
    (state.requests.get(key) ?? []).filter((each) => each.id !== id),
  );
}

/** A note that came from outside was never asked for here. */
function takeBackNote(state: AuthorityUse, creditNoteId: string): void {
  takeBack(state, "CREDIT_NOTE", creditNoteId);
  takeBack(state, "INTEREST_WAIVER", creditNoteId);
}
