import fc from "fast-check";
import type { Command, CommandLine } from "./commands.ts";
import { leftOf, type NaiveAccount, openOf } from "./naive-account.ts";

/** What somebody means to do, before it is known what there is to do it with: places in lists and days relative to today. */
export interface Intent {
  /** Days that pass before. */
  readonly wait: number;
  readonly act: (account: NaiveAccount, n: number) => Command | Locking;
}

/** Time itself is locked: a period is closed up to a day, or some days are sealed. */
export type Locking =
  | { readonly kind: "closing"; readonly day: number }
  | { readonly kind: "sealing"; readonly from: number; readonly days: number };

/** Once in so many times. */
const maybe = <T>(value: fc.Arbitrary<T>, times = 3) =>
  fc.oneof({ weight: times - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
const rarely = fc.integer({ min: 0, max: 19 }).map((n) => n === 0);
const days = (min: number, max: number) => fc.integer({ min, max });
const cents = (max: number) => fc.integer({ min: 1, max });

/** One of those there are, or now and then one that does not exist. */
function pick(list: Iterable<string>, at: number, unknown: string): string {
  const all = [...list];
  return at % 23 === 22 ? unknown : (all[at % Math.max(all.length, 1)] ?? unknown);
}

/** Mostly what there is exactly, else any amount. */
function amountOf(exact: boolean, available: number, asked: number): number {
  return exact && available > 0 ? available : asked;
}

const invoice = fc
  .record({
    issue: days(-70, 34),
    effect: maybe(days(-4, 40), 5),
    shape: fc.constantFrom("plain", "early", "early", "halves", "halves", "quarters", "wrong sum", "due early"),
    net: cents(60),
    tax: maybe(cents(12), 2),
    again: rarely,
  })
  .map(({ issue, effect, shape, net, tax = 0, again }) => (account: NaiveAccount, n: number): Command => {
    const issued = account.today + issue;
    const first = Math.ceil((net + tax) / 2);
    const halves = [
      { due: issued + 15, amount: first },
      { due: issued + (shape === "due early" ? -1 : 30), amount: Math.max(net + tax - first, 1) + (shape === "wrong sum" ? 1 : 0) },
    ];
    const parts = net + tax < 2 ? undefined : halves;
    return {
      kind: "invoice",
      id: again ? pick(account.documents.keys(), n, `F${n}`) : `F${n}`,
      issue: issued,
      effect: effect === undefined ? undefined : issued + effect,
      terms: shape === "early" ? "EARLY" : shape === "quarters" ? "QUARTERS" : "NET30",
      parts: ["halves", "wrong sum", "due early"].includes(shape) ? parts : undefined,
      net,
      tax,
    };
  });

const receipt = fc
  .record({
    method: fc.constantFrom("CASH", "TRANSFER", "TRANSFER", "CHEQUE", "POST_DATED_CHEQUE" as const),
    amount: cents(90),
    value: days(-60, 3),
    ahead: days(0, 20),
    received: days(-10, 0),
    effect: maybe(days(0, 12), 6),
    dollars: rarely,
    again: rarely,
  })
  .map(({ method, amount, value, ahead, received, effect, dollars, again }) => (account: NaiveAccount, n: number): Command => {
    const valued = account.today + (method === "POST_DATED_CHEQUE" ? ahead : value);
    return {
      kind: "receipt",
      id: again ? pick(account.receipts.keys(), n, `R${n}`) : `R${n}`,
      method: method as "CASH",
      amount,
      value: valued,
      received: account.today + (received === -10 ? 1 : received),
      effect: effect === undefined ? undefined : valued + effect,
      currency: dollars ? "USD" : "COP",
    };
  });

const clearance = fc
  .record({ at: fc.nat(999), on: days(-8, 1), effect: maybe(days(-3, 3), 5) })
  .map(({ at, on, effect }) => (account: NaiveAccount): Command => {
    const waiting = [...account.receipts].filter(([, { cleared }]) => !cleared).map(([id]) => id);
    const receiptId = pick(waiting.length > 0 && at % 5 > 0 ? waiting : account.receipts.keys(), at, "R-none");
    const from = Math.max(account.today + on, at % 3 === 0 ? 0 : (account.receipts.get(receiptId)?.value ?? 0));
    return { kind: "clearance", receiptId, on: from, effect: effect === undefined ? undefined : from + effect };
  });

const line = fc.record({
  item: fc.nat(999),
  /** Quarters of what is there; nothing means an amount out of the blue. */
  share: fc.constantFrom(1, 2, 4, 4, 4, undefined),
  amount: cents(40),
  discount: maybe(fc.record({ hundredthsPct: fc.constantFrom(0, 200, 1000, 1200), amount: cents(5) }), 4),
  withheld: maybe(fc.record({ vat: fc.boolean(), base: cents(20), off: days(-2, 2), again: rarely }), 4),
});

const application = fc
  .record({
    at: fc.nat(999),
    lines: fc.oneof(
      { weight: 3, arbitrary: fc.array(line, { minLength: 1, maxLength: 1 }) },
      { weight: 2, arbitrary: fc.array(line, { minLength: 2, maxLength: 3 }) },
    ),
    effect: maybe(days(-40, 6), 6),
    roles: fc.constantFrom([], ["CHF"], ["DIR"], ["COR"]),
    again: rarely,
  })
  .map(({ at, lines, effect, roles, again }) => (account: NaiveAccount, n: number): Command => {
    const withMoney = [...account.receipts.keys()].filter((id) => leftOf(account, id) > 0);
    const receiptId = pick(withMoney.length > 0 && at % 9 > 0 ? withMoney : account.receipts.keys(), at, "R-none");
    const used = new Map<string, number>();
    return {
      kind: "application",
      id: again ? pick(account.applications.keys(), at, `A${n}`) : `A${n}`,
      receiptId,
      lines: lines.map((each, index) => lineOf(account, each, receiptId, `W${n}-${index}`, used)),
      effect: effect === undefined ? undefined : account.today + effect,
      roles,
    };
  });

type LineIntent = typeof line extends fc.Arbitrary<infer T> ? T : never;

/** `used` is what earlier lines of the same application take, by item and by receipt. */
function lineOf(
  account: NaiveAccount,
  { item, share, amount, discount, withheld }: LineIntent,
  receiptId: string,
  id: string,
  used: Map<string, number>,
): CommandLine {
  const open = [...account.items.keys()].filter((each) => openOf(account, each) > 0);
  const itemId = pick(open.length > 0 && item % 11 > 0 ? open : account.items.keys(), item, "F-none.1");
  const kind = withheld?.vat === true ? "VAT" : "INCOME_TAX";
  const expected = withheld === undefined ? 0 : Math.round((withheld.base * (kind === "VAT" ? 15 : 10)) / 100);
  const withheldAmount = withheld === undefined ? 0 : Math.max(1, expected + withheld.off);
  const others = (discount?.amount ?? 0) + withheldAmount;
  const fits = Math.min(
    openOf(account, itemId) - (used.get(itemId) ?? 0) - others,
    leftOf(account, receiptId) - (used.get(receiptId) ?? 0),
  );
  const asked = share === undefined || fits <= 0 ? amount : Math.max(1, Math.floor((fits * share) / 4));
  used.set(itemId, (used.get(itemId) ?? 0) + asked + others);
  used.set(receiptId, (used.get(receiptId) ?? 0) + asked);
  return {
    itemId,
    amount: asked,
    discount,
    withheld: withheld && {
      id: withheld.again ? pick(account.withholdings, item, id) : id,
      kind,
      base: withheld.base,
      amount: withheldAmount,
    },
  };
}

const unapplication = fc
  .record({
    at: fc.nat(999),
    correction: fc.boolean(),
    part: maybe(fc.record({ line: fc.nat(99), share: days(1, 5) }), 2),
    effect: maybe(days(-6, 6), 5),
    unreasoned: rarely,
    again: rarely,
  })
  .map(({ at, correction, part, effect, unreasoned, again }) => (account: NaiveAccount, n: number): Command => {
    const alive = [...account.applications].filter(([, { lines }]) => lines.some(({ left }) => left > 0)).map(([id]) => id);
    const applicationId = pick(alive.length > 0 && at % 6 > 0 ? alive : account.applications.keys(), at, "A-none");
    const found = account.applications.get(applicationId);
    const line = found?.lines[(part?.line ?? 0) % (found.lines.length + (at % 29 === 0 ? 1 : 0))];
    const amount = line === undefined ? 1 : Math.max(1, Math.floor((line.left * (part?.share ?? 1)) / 4));
    return {
      kind: "unapplication",
      id: again ? pick(account.unapplications, at, `U${n}`) : `U${n}`,
      applicationId,
      correction,
      lines: part === undefined ? undefined : [{ lineId: line?.id ?? `${applicationId}.99`, amount }],
      effect:
        effect === undefined
          ? undefined
          : Math.max(0, (effect < 0 ? (found?.effect ?? account.today) : account.today) + effect + (effect < 0 ? 3 : 0)),
      reason: !unreasoned,
    };
  });

const promise = fc
  .record({
    items: fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 2 }),
    exact: fc.boolean(),
    amount: cents(40),
    due: days(-2, 32),
    again: rarely,
  })
  .map(({ items, exact, amount, due, again }) => (account: NaiveAccount, n: number): Command => {
    const open = [...account.items.keys()].filter((each) => openOf(account, each) > 0);
    const ids = new Set(items.map((at) => pick(at === 5 ? account.items.keys() : open, at + n, "F-none.1")));
    return {
      kind: "promise",
      id: again ? pick(account.promises.keys(), n, `P${n}`) : `P${n}`,
      lines: [...ids].map((itemId) => ({ itemId, amount: amountOf(exact, openOf(account, itemId), amount) })),
      due: account.today + due,
    };
  });

const cancellation = fc.record({ at: fc.nat(999), unreasoned: rarely }).map(
  ({ at, unreasoned }) =>
    (account: NaiveAccount): Command => ({
      kind: "cancellation",
      promiseId: pick(account.promises.keys(), at, "P-none"),
      reason: !unreasoned,
    }),
);

const evaluation = fc.record({ at: fc.nat(999), after: days(-3, 14) }).map(({ at, after }) => (account: NaiveAccount): Command => {
  const active = [...account.promises].filter(([, { status }]) => status === "ACTIVE").map(([id]) => id);
  const promiseId = pick(active.length > 0 && at % 4 > 0 ? active : account.promises.keys(), at, "P-none");
  const asOf = (account.promises.get(promiseId)?.due ?? account.today) + after;
  return { kind: "evaluation", promiseId, asOf: at % 7 === 0 ? asOf : Math.min(asOf, account.today) };
});

const locking = fc
  .record({ sealing: fc.boolean(), back: days(0, 30), length: days(1, 12) })
  .map(({ sealing, back, length }) => ({ today }: NaiveAccount): Locking => {
    return sealing ? { kind: "sealing", from: today - back, days: length } : { kind: "closing", day: today - back };
  });

const act = fc.oneof(
  { weight: 4, arbitrary: invoice },
  { weight: 4, arbitrary: receipt },
  { weight: 3, arbitrary: clearance },
  { weight: 12, arbitrary: application },
  { weight: 8, arbitrary: unapplication },
  { weight: 6, arbitrary: promise },
  { weight: 1, arbitrary: cancellation },
  { weight: 5, arbitrary: evaluation },
  { weight: 2, arbitrary: locking },
);

const wait = fc.constantFrom(0, 0, 1, 3, 9);
const list = (arbitrary: typeof act, minLength: number, maxLength: number) =>
  fc.array(fc.record({ wait, act: arbitrary }), { minLength, maxLength, size: "max" });

/** A sequence of what somebody means to do, over up to a year: some debt, money and promises first, so that there is something to do. */
export const intents: fc.Arbitrary<readonly Intent[]> = fc
  .tuple(list(fc.oneof(invoice, receipt), 4, 8), list(promise, 0, 3), list(act, 8, 36))
  .map((parts) => parts.flat());
