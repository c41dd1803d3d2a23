import { decideOn } from "../../../src/application/decide.ts";
import { StreamState } from "../../../src/application/stream-state.ts";
import { type AccountState, account } from "../../../src/domain/account/account.ts";
import { addDays, type CalendarDate } from "../../../src/kernel/calendar-date.ts";
import type { DecidedEvent } from "../../../src/kernel/decider.ts";
import type { Fold } from "../../../src/kernel/fold.ts";
import { minorOf, sumOf } from "../../../src/kernel/money.ts";
import { ACCOUNT, creditLineOpened } from "../../support/account-history.ts";
import { factsOf } from "../../support/decider-facts.ts";
import { foldInto } from "../../support/folded.ts";
import { type Occasion, preparedCommand } from "../../support/given.ts";
import { bodyOf, COMMANDS, type Intent } from "./order-commands.ts";

export type Tally = Map<string, number>;

const BEGIN: CalendarDate = "2025-03-01";
const LIMIT = "0.60";
const TOLERANCE_HUNDREDTHS = 1_000n;
const ROLES = ["CC", "CHF", "COR", "DIR", "SM", "AM", "BIL", "SR", "SYS", "TRE", "PC", "ACC"];

type Data = Readonly<Record<string, string>> & { readonly decision?: Readonly<Record<string, string>> };

/** One account step by step, and beside it what its exposure and its ceiling are by looking at everything anew. */
export class OrderSequence {
  readonly #live = new StreamState(account as unknown as Fold<unknown>, ACCOUNT);
  readonly #tally: Tally;
  readonly #told: string[] = [];
  /** What each order has reserved, as its last event says. */
  readonly #reserved = new Map<string, bigint>();
  readonly #limits: { readonly amount: bigint; readonly from: CalendarDate; readonly to: CalendarDate | undefined }[] = [];
  #today = BEGIN;

  constructor(tally: Tally) {
    this.#tally = tally;
    foldInto(this.#live, [creditLineOpened(LIMIT, { tolerancePct: "10.00" })]);
    this.#limits.push({ amount: minorOf(LIMIT), from: "2025-01-01", to: undefined });
  }

  get story(): string {
    return this.#told.join("\n");
  }

  get #state(): AccountState {
    return this.#live.state as AccountState;
  }

  step(intent: Intent, n: number): void {
    this.#today = addDays(this.#today, intent.wait);
    const body = bodyOf(intent, this.#state, this.#today, n);
    this.#told.push(`${this.#today} ${intent.kind} ${JSON.stringify(body)}`);
    const availableBefore = (orderId: string) => this.#ceiling() - this.#exposure(orderId);
    const available = new Map([...this.#reserved.keys(), String(body.orderId)].map((orderId) => [orderId, availableBefore(orderId)]));
    const events = this.#send(intent, body);
    if (events === undefined) return;
    for (const event of events) this.#follow(event, available);
    this.#sumsAgree();
    for (const { type, data } of events) this.#releaseIsCovered(type, data as Data);
  }

  #send(intent: Intent, body: Readonly<Record<string, unknown>>): readonly DecidedEvent[] | undefined {
    const occasion: Occasion = {
      today: this.#today,
      roles: ROLES,
      personId: intent.kind === "manual" ? "LUIS" : "ANA",
      policies: {
        till: { required: false, maxDifference: {} },
        credit: { holdMinAmount: { COP: "0.20" }, suspendMinAmount: { COP: "0.30" } },
        tolerance: { amount: { COP: "0.05" }, pct: "100.00", monthly: { COP: "5.00" } },
      },
    };
    const prepared = preparedCommand(COMMANDS[intent.kind].command, body, occasion);
    const facts = { ...factsOf(occasion, prepared) };
    const gathered = { facts, policyVersions: {}, revisions: [], fences: [] };
    const decision = decideOn(this.#live, [{ command: prepared, gathered }]);
    if ("rejected" in decision) {
      this.#count(`${intent.kind} ${decision.rejected[0]?.code}`);
      return undefined;
    }
    return decision.events.map(({ type, data }) => ({ type, data: JSON.parse(data) }));
  }

  /** EXP-5 and OVER_LIMIT: the figures of a decision are those that a naive look gives, and so is what they lead to. */
  #follow({ type, data }: DecidedEvent, available: ReadonlyMap<string, bigint>): void {
    this.#count(type);
    const { orderId = "", decision, reservation, freed, new: limit, kind, from = "", to, origin } = data as Data;
    if (type === "CreditLimitChanged" && limit !== undefined) this.#limits.push({ amount: minorOf(limit), from, to });
    if (decision !== undefined && origin !== "CASCADE") {
      const expected = available.get(orderId);
      if (expected !== minorOf(decision.available ?? "")) throw new Error(`${type}: ${decision.available} available, naively ${expected}`);
      const asked = minorOf(decision.asked ?? "");
      const over = asked > expected && asked > 0n;
      const reasons = JSON.stringify(Object(data).reasons ?? Object(data).overridden ?? []);
      if (over !== reasons.includes("OVER_LIMIT")) throw new Error(`${type}: ${asked} asked of ${expected}, because of ${reasons}`);
    }
    if (reservation !== undefined && orderId !== "") this.#reserved.set(orderId, minorOf(reservation));
    if (freed !== undefined) this.#reserved.set(orderId, 0n);
    if (kind === undefined && limit !== undefined) throw new Error("a limit without a kind");
  }

  /** ORD-2: whatever came before, an automatic release leaves the exposure at or below the ceiling of the day. */
  #releaseIsCovered(type: string, { decision, reservation }: Data): void {
    if (type !== "OrderReleased" && !(type === "OrderReservationChanged" && decision !== undefined)) return;
    if (minorOf(reservation ?? "0") === 0n) return;
    const [exposure, ceiling] = [this.#exposure(), this.#ceiling()];
    this.#count("release on credit");
    if (exposure > ceiling) throw new Error(`ORD-2: ${type} left an exposure of ${exposure} above ${ceiling}`);
  }

  /** The sums that are kept up are the sums over what there is. */
  #sumsAgree(): void {
    const { exposureTotals, orders } = this.#state;
    const kept = [exposureTotals.open, exposureTotals.pendingClearance, exposureTotals.unappliedCleared, orders.reserved];
    const naive = [this.#open(), this.#pending(), this.#unappliedCleared(), sumOf(this.#reserved.values())];
    for (const [index, cell] of kept.entries()) {
      if (cell.value !== naive[index]) throw new Error(`sum ${index} is ${cell.value}, over all items ${naive[index]}`);
    }
  }

  #exposure(except?: string): bigint {
    const reserved = sumOf([...this.#reserved].filter(([orderId]) => orderId !== except).map(([, amount]) => amount));
    return this.#open() + this.#pending() + reserved - this.#unappliedCleared();
  }

  #ceiling(): bigint {
    const begun = this.#limits.filter(({ from, to }) => from <= this.#today && (to === undefined || this.#today <= to));
    const permanent = begun.filter(({ to }) => to === undefined).at(-1)?.amount ?? 0n;
    const limit = begun.filter(({ to }) => to !== undefined).reduce((most, { amount }) => (amount > most ? amount : most), permanent);
    return (limit * (10_000n + TOLERANCE_HUNDREDTHS) + 5_000n) / 10_000n;
  }

  #open(): bigint {
    return sumOf([...this.#state.documents.instalments.values()].map(({ open }) => open));
  }

  #unappliedCleared(): bigint {
    return sumOf([...this.#state.credits.byId.values()].filter(({ cleared }) => cleared).map(({ unapplied }) => unapplied));
  }

  #pending(): bigint {
    const uncleared = [...this.#state.applications.byId.values()].filter(
      ({ creditItemId }) => this.#state.credits.byId.get(creditItemId)?.cleared === false,
    );
    const lines = uncleared.flatMap((each) => each.lines.filter(({ memoOf }) => memoOf === undefined));
    return sumOf(lines.map(({ left, companions }) => left + sumOf(companions.map((each) => each.left))));
  }

  #count(what: string): void {
    this.#tally.set(what, (this.#tally.get(what) ?? 0) + 1);
  }
}
