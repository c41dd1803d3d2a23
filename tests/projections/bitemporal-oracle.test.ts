import fc from "fast-check";
import t from "tap";
import { itemEffectsOf } from "../../projections/money/item-effects.ts";
import { aging } from "../../projections/open-item-version/aging.ts";
import { agingDifference } from "../../projections/open-item-version/aging-difference.ts";
import { DEFAULT_BUCKETS } from "../../projections/open-item-version/buckets.ts";
import { accountBalances } from "../../projections/open-item-version/open-items.ts";
import { EVERYTHING } from "../../projections/query/scope.ts";
import { DueDateChanged } from "../../schemas/events/account/documents.ts";
import { PromiseCancelled, PromiseRegistered } from "../../schemas/events/account/promises.ts";
import { addDays } from "../../src/kernel/calendar-date.ts";
import { type DecidedEvent, effective } from "../../src/kernel/decider.ts";
import { amountText } from "../../src/kernel/money.ts";
import { decodeEvent } from "../../src/read-store/decode-event.ts";
import { application, invoice, receipt, unapplication } from "./account-events.ts";
import type { Ledger } from "./ledger.ts";
import { openReadSide } from "./read-side.ts";

const ACCOUNTS = ["C1.CO01.COP", "C2.CO01.COP", "C3.CO01.USD"];
const FIRST_DAY = "2025-01-01";

/** Histories that need not make business sense: the read model counts what it is told. */
const step = fc.record({
  account: fc.constantFrom(...ACCOUNTS),
  what: fc.integer({ min: 0, max: 6 }),
  day: fc.integer({ min: 0, max: 120 }),
  cents: fc.integer({ min: 1, max: 900 }),
  other: fc.nat(50),
});

function eventsOf(
  { what, day, cents, other }: { what: number; day: number; cents: number; other: number },
  id: string,
  made: { items: string[]; receipts: string[] },
): readonly DecidedEvent[] {
  const amount = amountText(BigInt(cents), "COP");
  const item = made.items[other % Math.max(made.items.length, 1)];
  const money = made.receipts[other % Math.max(made.receipts.length, 1)];
  const on = addDays(FIRST_DAY, day);
  if (what === 0 || item === undefined || money === undefined) {
    made.items.push(`F${id}.1`);
    made.receipts.push(`R${id}`);
    return [invoice(`F${id}`, [[addDays(on, 30), amount]], { issueDate: on }), receipt(`R${id}`, amount, { valueDate: on })];
  }
  const promise = { promiseId: `P${id}`, lines: [{ instalmentId: item, amount }] };
  if (what === 1) return [PromiseRegistered({ ...promise, dueOn: addDays(on, 10), channel: "PHONE" })];
  if (what === 2)
    return [
      PromiseRegistered({ ...promise, dueOn: addDays(on, 10), channel: "PHONE" }),
      effective(addDays(on, 5), PromiseCancelled(promise)),
    ];
  const applied = application(`A${id}`, money, [[item, amount]], { conditional: what === 3, appliedOn: addDays(on, -other) });
  if (what === 6) return [DueDateChanged({ instalmentId: item, from: on, to: addDays(on, other - 10) })];
  if (what < 5) return [applied];
  return [applied, unapplication(`U${id}`, { applicationId: `A${id}`, receiptId: money }, [[`A${id}.1`, item, amount]])];
}

async function recordHistory(
  ledger: Ledger,
  steps: readonly { account: string; what: number; day: number; cents: number; other: number }[],
): Promise<void> {
  const made = new Map(ACCOUNTS.map((account) => [account, { items: [], receipts: [] }]));
  for (const [place, each] of steps.entries()) {
    const on = addDays(FIRST_DAY, each.day);
    await ledger.append(`account-${each.account}`, eventsOf(each, String(place), made.get(each.account) ?? { items: [], receipts: [] }), {
      on,
      at: `2025-06-01T00:00:00.000Z`,
    });
  }
}

/** Sums of raw movements: what a fold of all events says about a moment. */
async function naive(ledger: Ledger, asOf: string, ordinal: number) {
  const sums = new Map<string, { open: bigint; unapplied: bigint; pending: bigint; promised: bigint; covered: bigint }>();
  const credits = new Set<string>();
  for (const event of (await ledger.store.readAll(0, 100_000)).map(decodeEvent)) {
    const { items, changes } = itemEffectsOf(event);
    for (const { kind, itemId } of items) if (kind === "CREDIT") credits.add(`${event.streamId} ${itemId}`);
    if (event.knownFrom > ordinal) continue;
    for (const { itemId, effectiveOn, amounts } of changes) {
      if (effectiveOn > asOf) continue;
      const sum = sums.get(event.streamId) ?? { open: 0n, unapplied: 0n, pending: 0n, promised: 0n, covered: 0n };
      if (credits.has(`${event.streamId} ${itemId}`)) sum.unapplied += amounts.open;
      else sum.open += amounts.open;
      sums.set(event.streamId, {
        ...sum,
        pending: sum.pending + amounts.pending,
        promised: sum.promised + amounts.promised,
        covered: sum.covered + amounts.covered,
      });
    }
  }
  return sums;
}

t.test("reports at any two dates equal a fold of the raw events, and differences add up", async (t) => {
  const side = await openReadSide(t, { batchSize: 37 });
  await recordHistory(side.ledger, fc.sample(step, { numRuns: 250, seed: 7 }));
  await side.upToDate();
  const db = side.readStore.queries;
  const { ordinal: head } = await side.ledger.store.head();
  const request = { groupBy: "account", basis: "due", buckets: DEFAULT_BUCKETS, scope: EVERYTHING } as const;
  const moments = fc.sample(fc.record({ day: fc.integer({ min: -2, max: 160 }), ordinal: fc.integer({ min: 0, max: head }) }), {
    numRuns: 40,
    seed: 11,
  });
  for (const moment of moments) {
    const asOf = addDays(FIRST_DAY, moment.day);
    const ordinal = await side.ledger.store.endOfAppend(moment.ordinal);
    const expected = await naive(side.ledger, asOf, ordinal);
    const found = await aging(db, { ...request, asOf, ordinal });
    const balances = await accountBalances(db, { asOf, ordinal, accountIds: ACCOUNTS });
    for (const account of ACCOUNTS) {
      const sum = expected.get(account) ?? { open: 0n, unapplied: 0n, pending: 0n, promised: 0n, covered: 0n };
      const texts = Object.fromEntries(Object.entries(sum).map(([name, amount]) => [name, amountText(amount, "COP")]));
      const row = found.rows.find(({ key }) => key === account);
      const {
        pastDue: _pastDue,
        balance: _balance,
        ...balance
      } = balances.get(account) ?? {
        open: "0.00",
        unapplied: "0.00",
        pending: "0.00",
        promised: "0.00",
        covered: "0.00",
        pastDue: "",
        balance: "",
      };
      t.strictSame(balance, { ...texts }, `balances of ${account} at (${asOf}, ${ordinal})`);
      t.strictSame(row?.total ?? "0.00", amountText(sum.open - sum.unapplied, "COP"), `aging of ${account} at (${asOf}, ${ordinal})`);
      if (row === undefined) t.strictSame([texts.open, texts.unapplied], ["0.00", "0.00"], "no row where nothing is open or unapplied");
      else t.strictSame([row.unapplied, row.coveredByPostDated], [texts.unapplied, texts.covered]);
    }
    const earlier = await side.ledger.store.endOfAppend(Math.floor(ordinal / 2));
    const before = await aging(db, { ...request, asOf, ordinal: earlier });
    const difference = await agingDifference(db, { ...request, asOf, knownFrom: earlier, knownTo: ordinal });
    for (const currency of ["COP", "USD"]) {
      const value = (report: { totals: readonly { currency: string; total: string }[] }) =>
        BigInt((report.totals.find((each) => each.currency === currency)?.total ?? "0.00").replace(".", ""));
      for (const { code } of DEFAULT_BUCKETS) {
        const inBucket = (report: { totals: readonly { currency: string; amounts: Readonly<Record<string, string>> }[] }) =>
          BigInt((report.totals.find((each) => each.currency === currency)?.amounts[code] ?? "0.00").replace(".", ""));
        t.strictSame(
          inBucket(difference),
          inBucket(found) - inBucket(before),
          `${code} in ${currency} at ${asOf}, ${earlier} to ${ordinal}`,
        );
      }
      t.strictSame(value(difference), value(found) - value(before), `difference in ${currency} at ${asOf}, ${earlier} to ${ordinal}`);
    }
  }
});
