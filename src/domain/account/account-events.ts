import type { EventsOf } from "../../../schemas/events/registry.ts";
import { roomsOf } from "../../kernel/fold.ts";

export type AccountEvents = EventsOf<"account">;

/** A room of the account: its slice of the state and what each event of the account does to it. */
export const room = roomsOf<AccountEvents>();
