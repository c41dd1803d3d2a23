import type { DecidedEvent } from "../../../../src/kernel/decider.ts";
import { addFrom, type ByDay, dayOfDate, nothingByDay, SPAN_DAYS } from "./days.ts";
import { minorOfText } from "./move.ts";
import type { NaiveAccount } from "./naive-account.ts";

type Part = Readonly<Record<"instalmentId" | "amount" | "id" | "kind" | "memoOf", string>>;
interface Data extends Readonly<Record<string, unknown>> {
  readonly lines: readonly Part[];
  readonly alsoReversed: readonly Part[];
}

/** What became of an amount, term by term and day by day, from nothing but what the events say. */
type TermsByDay = Map<string, ByDay>;

/**
 * The equations of receivables §14 at every date: an instalment is what is open of it and what settled it, a receipt (RCT-1) or other credit
 * (CRN-4) what is unapplied of it and what it was used for, each term never below zero.
 */
export class Terms {
  readonly #byKey = new Map<string, TermsByDay>();
  /** How what an application settled is called. */
  readonly #kinds = new Map<string, string>();
  readonly #touched = new Set<string>();

  follow(events: readonly DecidedEvent[], account: NaiveAccount): void {
    this.#touched.clear();
    for (const event of events) this.#followOne(event);
    for (const key of this.#touched) this.#check(key, account);
  }

  #add(key: string, term: string, day: number, amount: number): void {
    const terms = this.#byKey.get(key) ?? new Map<string, ByDay>();
    this.#byKey.set(key, terms);
    const cells = terms.get(term) ?? nothingByDay();
    terms.set(term, cells);
    addFrom(cells, day, amount);
    this.#touched.add(key);
  }

  #followOne({ type, data, effectiveOn = "" }: DecidedEvent): void {
    const event = data as Data;
    const day = dayOfDate(effectiveOn);
    const text = (name: string) => String(event[name]);
    const amount = minorOfText(event.amount as string);
    const applied = { PaymentApplied: "applied", CreditApplied: "credited", WrittenOffRecovered: "recovered" }[type];
    if (applied !== undefined) this.#apply(event, applied, day);
    else if (type === "PaymentUnapplied") this.#unapply(event, day);
    else if (type === "ItemsWrittenOff") for (const line of event.lines) this.#item(line, "memo", day, 1);
    else if (type === "WriteOffReversed") for (const line of event.lines) this.#item(line, "memo", day, -1);
    else if (type === "DiscountGranted") this.#add(`item ${text("instalmentId")}`, "DISCOUNT", day, amount);
    else if (type === "DiscountRevoked") this.#add(`item ${text("instalmentId")}`, "DISCOUNT", day, -amount);
    else if (type === "WithholdingRecorded") this.#add(`item ${text("instalmentId")}`, "WITHHOLDING", day, amount);
    else if (type === "WithholdingReversed") this.#add(`item ${text("instalmentId")}`, "WITHHOLDING", day, -amount);
    else if (type === "SmallDifferenceWrittenOff" || type === "SmallDifferenceReversed") {
      const key = event.instalmentId === undefined ? `credit ${text("creditItemId")}` : `item ${text("instalmentId")}`;
      this.#add(key, "DIFFERENCE", day, type === "SmallDifferenceReversed" ? -amount : amount);
    } else if (type === "RefundRequested" || type === "CreditTransferredOut") {
      this.#add(`credit ${text("creditItemId")}`, type === "RefundRequested" ? "refunded" : "transferredOut", day, amount);
    } else if (type === "RefundCancelled" || type === "CreditTransferReversed") {
      const restored = minorOfText(event.restored as string);
      this.#add(`credit ${text("creditItemId")}`, type === "RefundCancelled" ? "refunded" : "transferredOut", day, -restored);
    } else {
      const items = (event.instalments ?? (event.instalmentId === undefined ? [] : [event])) as readonly Part[];
      for (const { instalmentId } of items) this.#touched.add(`item ${instalmentId}`);
      const creditId = event.receiptId ?? event.creditNoteId ?? event.transferId;
      if (creditId !== undefined) this.#touched.add(`credit ${creditId}`);
    }
  }

  #item({ instalmentId, amount }: Part, term: string, day: number, sign: number): void {
    this.#add(`item ${instalmentId}`, term, day, sign * minorOfText(amount));
  }

  #apply(event: Data, kind: string, day: number): void {
    this.#kinds.set(String(event.applicationId), kind);
    for (const line of event.lines) {
      this.#item(line, kind, day, 1);
      if (line.memoOf !== undefined || kind === "recovered") this.#item(line, "memo", day, -1);
      this.#add(`credit ${event.receiptId ?? event.creditNoteId}`, "applied", day, minorOfText(line.amount));
    }
  }

  #unapply(event: Data, day: number): void {
    const kind = this.#kinds.get(String(event.applicationId)) ?? "";
    for (const line of event.lines) {
      this.#item(line, kind, day, -1);
      if (line.memoOf !== undefined) this.#item(line, "memo", day, 1);
      this.#add(`credit ${event.creditItemId}`, "applied", day, -minorOfText(line.amount));
    }
    for (const each of event.alsoReversed) this.#item(each, each.kind, day, -1);
  }

  #check(key: string, { items, credits, documents }: NaiveAccount): void {
    const terms = [...(this.#byKey.get(key) ?? [])];
    const id = key.slice(key.indexOf(" ") + 1);
    const [item, credit] = key.startsWith("item ") ? [items.get(id), undefined] : [undefined, credits.get(id)];
    const left = item?.open ?? credit?.left;
    if (left === undefined) return;
    const amount = item?.amount ?? credit?.amount ?? 0;
    const begins = item === undefined ? (credit?.effect ?? 0) : (documents.get(item.documentId)?.effect ?? 0);
    const counts = (day: number) => day >= begins && (credit === undefined || credit.status === "LIVE");
    for (let day = 0; day < SPAN_DAYS; day += 1) {
      let sum = left[day] ?? 0;
      if (sum < 0) throw new Error(`§14: ${sum} of ${key} on day ${day}`);
      for (const [term, cells] of terms) {
        const part = cells[day] ?? 0;
        if (part < 0) throw new Error(`§14: ${part} ${term} of ${key} on day ${day}`);
        sum += part;
      }
      if (counts(day) && sum !== amount) throw new Error(`§14: the terms of ${key} sum to ${sum} on day ${day}, it is ${amount}`);
    }
  }
}
