import { decodeData, decodeMeta } from "../application/event-codec.ts";
import type { StoredEvent } from "../event-store/port.ts";
import { decimalsOf } from "../kernel/currency.ts";
import { decimalText } from "../kernel/money.ts";
import { moneyMoveOf } from "./money-moves.ts";

/** Sums of one account in minor units of its currency. */
export interface Sums {
  readonly open: bigint;
  readonly unapplied: bigint;
}

export const NOTHING: Sums = { open: 0n, unapplied: 0n };

const CATEGORY = "account-";

/** The sums of every account over the events up to an ordinal and, where a date is given, on or before that business date. */
export class MoneyFold {
  readonly #upTo: number;
  readonly #asOf: string | undefined;
  readonly #sums = new Map<string, Sums>();

  constructor(upTo: number, asOf?: string) {
    this.#upTo = upTo;
    this.#asOf = asOf;
  }

  /** By account id, `{customerId}.{entityId}.{currency}`. */
  get sums(): ReadonlyMap<string, Sums> {
    return this.#sums;
  }

  /** Takes events in the order of the log; throws where one cannot be read. */
  see(event: StoredEvent): void {
    if (event.ordinal > this.#upTo || !event.stream.startsWith(CATEGORY)) return;
    const accountId = event.stream.slice(CATEGORY.length);
    const before = this.#sums.get(accountId) ?? NOTHING;
    const meta = decodeMeta(event);
    const move = moneyMoveOf(event.type, decodeData(event, meta));
    const isEffective = this.#asOf === undefined || meta.effectiveOn <= this.#asOf;
    if (move === undefined || !isEffective) {
      if (this.#asOf === undefined) this.#sums.set(accountId, before);
      return;
    }
    const sum = (amounts: readonly string[] = []) => amounts.reduce((total, amount) => total + minorIn(amount, accountId), 0n);
    this.#sums.set(accountId, {
      open: before.open + sum(move.open) - sum(move.opensNoMore),
      unapplied: before.unapplied + sum(move.unapplied) - sum(move.appliedAway),
    });
  }
}

/** A decimal string in the minor units of an account's currency, whatever its size. Throws on what is no such amount. */
export function minorIn(amount: string, accountId: string): bigint {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount);
  const decimals = decimalsOf(currencyOf(accountId));
  const [, sign, whole = "", fraction = ""] = parts ?? [];
  if (parts === null || /[1-9]/.test(fraction.slice(decimals))) throw new Error(`${amount} is no amount of ${accountId}`);
  const minor = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, "0"));
  return sign === "-" ? -minor : minor;
}

export function amountIn(minor: bigint, accountId: string): string {
  return `${decimalText(minor, decimalsOf(currencyOf(accountId)))} ${currencyOf(accountId)}`;
}

export function currencyOf(accountId: string): string {
  return accountId.slice(accountId.lastIndexOf(".") + 1);
}
