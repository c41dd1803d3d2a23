import type { CalendarDate } from "./calendar-date.ts";
import type { DecidedEvent, DeepReadonly } from "./decider.ts";
import type { Journal } from "./journal.ts";

/** What a fold may know of an event besides its data. */
export interface Envelope {
  readonly type: string;
  readonly effectiveOn: CalendarDate;
  readonly revision: number;
  readonly actor: string;
}

/** How the events of one stream category become the state that decides. */
export interface Fold<State> {
  readonly category: string;
  initial(id: string, journal: Journal): State;
  evolve(state: State, data: unknown, envelope: Envelope): void;
  /** What follows inside the stream from decided events, in the same append: each is asked once, in this order. */
  readonly consequences?: readonly Consequence<State>[];
}

/** A part of the business that reacts to what was decided: on the state after it, and after the consequences before its own. */
export interface Consequence<State> {
  readonly facts: readonly string[];
  follow(state: DeepReadonly<State>, decided: readonly DecidedEvent[], facts: never): readonly DecidedEvent[];
}

type Handlers<State, Data> = {
  readonly [Type in keyof Data]?: (state: State, data: DeepReadonly<Data[Type]>, envelope: Envelope) => void;
};

/** A slice of a stream's state and what each event does to it. */
export interface Room<State, On> {
  /** `id` is the stream's identifier without its category. */
  initial(journal: Journal, id: string): State;
  readonly on: On;
}

/** `const room = roomsOf<AccountEvents>()` once, then `room<Promises>()({ initial, on })`: curried, so that the handled types are inferred. */
export const roomsOf =
  <Data>() =>
  <State>() =>
  <const On extends Handlers<State, Data>>(
    definition: Room<State, On & { readonly [K in Exclude<keyof On, keyof Data>]: never }>,
  ): Room<State, On> =>
    definition;

// biome-ignore lint/suspicious/noExplicitAny: any room, whatever its state
type AnyRoom = Room<any, any>;
type HandledBy<R> = R extends Room<infer _State, infer On> ? keyof On : never;
type Unhandled<Data, Rooms extends Record<string, AnyRoom>> = Exclude<keyof Data, HandledBy<Rooms[keyof Rooms]>>;
export type StateOf<Rooms> = { readonly [K in keyof Rooms]: Rooms[K] extends Room<infer State, infer _On> ? State : never };

type AnyHandler = (state: unknown, data: unknown, envelope: Envelope) => void;

/** Compiles only when every event of the category is handled by some room; the error names the ones that are not. */
export const composeRooms =
  <Data>() =>
  <Rooms extends Record<string, AnyRoom>>(
    category: string,
    rooms: Rooms & ([Unhandled<Data, Rooms>] extends [never] ? unknown : { readonly "no room handles": Unhandled<Data, Rooms> }),
  ): Fold<StateOf<Rooms> & { readonly id: string }> => {
    const handlers = handlersByType(rooms);
    return {
      category,
      initial(id, journal) {
        const slices = Object.entries<AnyRoom>(rooms).map(([name, room]) => [name, room.initial(journal, id)]);
        return Object.fromEntries([["id", id], ...slices]) as StateOf<Rooms> & { readonly id: string };
      },
      evolve(state, data, envelope) {
        const interested = handlers.get(envelope.type);
        if (interested === undefined) throw new Error(`${category} does not know the event ${envelope.type}`);
        for (const { room, handle } of interested) handle(state[room as keyof typeof state], data, envelope);
      },
    };
  };

function handlersByType(rooms: Record<string, AnyRoom>): Map<string, { room: string; handle: AnyHandler }[]> {
  const handlers = new Map<string, { room: string; handle: AnyHandler }[]>();
  for (const [room, { on }] of Object.entries(rooms)) {
    for (const [type, handle] of Object.entries<AnyHandler>(on)) {
      handlers.set(type, [...(handlers.get(type) ?? []), { room, handle }]);
    }
  }
  return handlers;
}
