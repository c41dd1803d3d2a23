import type { EventType } from "../../schemas/events/registry.ts";
import type { LedgerEvent } from "../define-projection.ts";
import { creditEffects } from "./credit-effects.ts";
import { debitEffects } from "./debit-effects.ts";
import type { Effects, ItemEffects } from "./effects.ts";
import { settlementEffects } from "./settlement-effects.ts";

/**
 * What each event does to open items, and on which business dates: the one definition from which balances, aging, documents and credits
 * are derived. An event that moves money and is missing here shows as a difference in `cartera verify`, which adds the events up itself.
 */
const EFFECTS: Effects = { ...debitEffects, ...creditEffects, ...settlementEffects };

export const ITEM_EVENTS = Object.keys(EFFECTS) as readonly EventType[];

export function itemEffectsOf(event: LedgerEvent): ItemEffects {
  const effects = EFFECTS[event.type] as ((event: LedgerEvent) => Partial<ItemEffects>) | undefined;
  return { items: [], changes: [], ...effects?.(event) };
}
