import { itemEffectsOf } from "../../../projections/money/item-effects.ts";
import type { DecidedEvent } from "../../../src/kernel/decider.ts";
import { addFrom, type ByDay, dateOfDay, dayOfDate, lastOf, nothingByDay, SPAN_DAYS } from "./model/days.ts";
import { pendingOf } from "./model/exposure.ts";
import type { NaiveAccount } from "./model/naive-account.ts";

/** From how many days past due on a bucket begins; what is before the first is not due. */
const BUCKETS = [1, 31, 61, 91, 121];
/** Looking at all items is slow: a report is asked for after one command in so many. */
const ASKED_EVERY = 9;

/** What was open in each bucket and what was not applied, for a day, as known after so many commands. */
interface Report {
  readonly asOf: number;
  readonly knownAt: number;
  readonly amounts: string;
}

interface Item {
  open: number;
  due: number;
  dueSince: number;
  readonly kind: string;
}

/**
 * Receivables §14 items 4 and 7: aging as the read models make it, from what events do to open items, is what the model had at that moment, and
 * stays so for (asOf, knownAt) whatever happens later.
 */
export class Agings {
  readonly #events: (readonly [knownAt: number, event: DecidedEvent])[] = [];
  readonly #reports: Report[] = [];
  #commands = 0;

  follow(events: readonly DecidedEvent[], account: NaiveAccount): void {
    this.#commands += 1;
    for (const event of events) this.#events.push([this.#commands, event]);
    if (this.#commands % ASKED_EVERY > 0) return;
    for (const asOf of [account.today - 40, account.today, Math.min(account.today + 25, SPAN_DAYS - 1)]) {
      this.#reports.push({ asOf, knownAt: this.#commands, amounts: reportOf(account, asOf) });
    }
  }

  /** Asked again now, every report is the same; the sum of its buckets less what is not applied is the balance. */
  check(account: NaiveAccount): void {
    this.#checkPending(account);
    for (const { asOf, knownAt, amounts } of this.#reports) {
      const known = this.#events.filter(([since]) => since <= knownAt).map(([, event]) => event);
      const again = reportFrom(known, asOf);
      if (again !== amounts)
        throw new Error(`§14.4: aging of day ${asOf} known after ${knownAt} commands is ${again}, the model had ${amounts}`);
    }
  }

  /** APL-2: what waits for the bank is on every day between nothing and all that is settled; in the end what uncleared money still settles. */
  #checkPending(account: NaiveAccount): void {
    const pending = new Map<string, ByDay>();
    for (const [, event] of this.#events) {
      for (const { itemId, kind, effectiveOn, amounts } of itemEffectsOf(event as never).changes) {
        if (kind !== "DEBIT" || amounts.pending === 0n) continue;
        const cells = pending.get(itemId) ?? nothingByDay();
        pending.set(itemId, cells);
        addFrom(cells, dayOfDate(effectiveOn), Number(amounts.pending));
      }
    }
    for (const [itemId, { open, amount, documentId }] of account.items) {
      const cells = pending.get(itemId) ?? nothingByDay();
      const expected = pendingOf(account, itemId);
      if (lastOf(cells) !== expected) throw new Error(`APL-2: ${lastOf(cells)} of ${itemId} pending in the end, in the model ${expected}`);
      const begins = account.documents.get(documentId)?.effect ?? 0;
      for (let day = begins; day < SPAN_DAYS; day += 1) {
        const [waits, settled] = [cells[day] ?? 0, amount - (open[day] ?? 0)];
        if (waits < 0 || waits > settled)
          throw new Error(`APL-2: ${waits} of ${itemId} pending on day ${day}, where ${settled} are settled`);
      }
    }
  }
}

function reportOf({ items, credits }: NaiveAccount, asOf: number): string {
  const debits = [...items.values()].map(({ open, due }) => ({ open: open[asOf] ?? 0, dpd: asOf - (due[asOf] ?? 0) }));
  return wordsOf(
    debits,
    [...credits.values()].map(({ left }) => left[asOf] ?? 0),
  );
}

function reportFrom(events: readonly DecidedEvent[], asOf: number): string {
  const items = new Map<string, Item>();
  const date = dateOfDay(asOf);
  for (const event of events) {
    const effects = itemEffectsOf(event as never);
    for (const { itemId, kind, dueDate } of effects.items)
      items.set(`${kind} ${itemId}`, { open: 0, due: dayOfDate(dueDate), dueSince: -1, kind });
    for (const { itemId, kind, effectiveOn, amounts, marks } of effects.changes) {
      const item = items.get(`${kind} ${itemId}`);
      if (item === undefined || effectiveOn > date) continue;
      item.open += Number(amounts.open);
      if (marks?.dueDate === undefined || dayOfDate(effectiveOn) < item.dueSince) continue;
      item.due = dayOfDate(marks.dueDate);
      item.dueSince = dayOfDate(effectiveOn);
    }
  }
  const all = [...items.values()];
  const debits = all.filter(({ kind }) => kind === "DEBIT").map(({ open, due }) => ({ open, dpd: asOf - due }));
  return wordsOf(
    debits,
    all.filter(({ kind }) => kind === "CREDIT").map(({ open }) => open),
  );
}

function wordsOf(debits: readonly { readonly open: number; readonly dpd: number }[], unapplied: readonly number[]): string {
  const buckets = [0, ...BUCKETS.map(() => 0)];
  for (const { open, dpd } of debits) {
    const at = BUCKETS.filter((from) => dpd >= from).length;
    buckets[at] = (buckets[at] ?? 0) + open;
  }
  return `${buckets.join(" ")} less ${unapplied.reduce((sum, each) => sum + each, 0)}`;
}
