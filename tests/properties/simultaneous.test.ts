import fc from "fast-check";
import t from "tap";
import { account } from "../../src/domain/account/account.ts";
import { applyPayment } from "../../src/domain/account/applications/apply-payment.ts";
import type { DecidedEvent } from "../../src/kernel/decider.ts";
import { amountText } from "../../src/kernel/money.ts";
import { ACCOUNT, invoiceRecorded, receiptRegistered } from "../support/account-history.ts";
import { applicationBody, customerBody, invoiceBody, receiptBody, setUpAccount } from "../support/company.ts";
import { stateOf } from "../support/folded.ts";
import { given } from "../support/given.ts";
import { openTestLedger, type TestLedger } from "../support/ledger.ts";
import { holds } from "./holds.ts";

const SEED = Number(process.env.CARTERA_SEED ?? 20_250_601);
const cents = (max: number) => fc.integer({ min: 1, max });
const text = (minor: number) => amountText(BigInt(minor), "COP");

interface Amounts {
  readonly open: readonly number[];
  readonly unapplied: number;
}

async function amountsOf({ ledger, owner }: TestLedger, accountId: string): Promise<Amounts> {
  const { state } = await ledger.stateAt(owner, `account-${accountId}`);
  const { documents, credits } = state as {
    documents: { instalments: Record<string, { open: string }> };
    credits: { byId: Record<string, { unapplied: string }> };
  };
  return {
    open: Object.values(documents.instalments).map(({ open }) => Number(open)),
    unapplied: Number(credits.byId["R1"]?.unapplied),
  };
}

t.test("of simultaneous applications of the same money exactly as many win as the money and the items allow", async (t) => {
  const test = await openTestLedger();
  await setUpAccount(test);
  const scenario = fc.record({
    receipt: cents(60),
    items: fc.array(cents(40), { minLength: 1, maxLength: 3 }),
    asked: fc.array(fc.record({ item: fc.nat(2), amount: cents(30) }), { minLength: 2, maxLength: 12 }),
  });
  const scenarios = fc.sample(scenario, { numRuns: 60, seed: SEED });
  const counts = { accepted: 0, refused: 0 };
  for (const [n, { receipt, items, asked }] of scenarios.entries()) {
    const accountId = `S${n}.CO01.COP`;
    await test.accept("register-customer", customerBody(`S${n}`));
    for (const [at, amount] of items.entries())
      await test.accept("record-invoice", invoiceBody(accountId, `F${n}-${at}`, text(amount), "2025-05-01"));
    await test.accept("register-receipt", receiptBody(accountId, "R1", text(receipt), "2025-05-20", { number: `R-${n}` }));
    const sent = asked.map(({ item, amount }, index) => ({ itemId: item % items.length, amount, id: `A${n}-${index}` }));
    const answers = await Promise.all(
      sent.map(({ itemId, amount, id }) =>
        test.send("apply-payment", applicationBody(accountId, id, "R1", [[`F${n}-${itemId}.1`, text(amount)]])),
      ),
    );
    const left = await amountsOf(test, accountId);
    const won = sent.filter((_, index) => answers[index]?.kind === "accepted");
    const applied = won.reduce((sum, { amount }) => sum + amount, 0);
    t.equal(left.unapplied, receipt - applied, `${n}: what is left of the receipt`);
    t.ok(left.unapplied >= 0 && left.open.every((open) => open >= 0), `${n}: nothing below zero`);
    const fits = sent.filter(({ itemId, amount }, index) => {
      return answers[index]?.kind === "refused" && amount <= left.unapplied && amount <= (left.open[itemId] ?? 0);
    });
    t.strictSame(fits, [], `${n}: nobody was refused for whom there was enough`);
    counts.accepted += won.length;
    counts.refused += sent.length - won.length;
  }
  t.comment(`${counts.accepted} accepted, ${counts.refused} refused`);
  t.ok(counts.accepted > 50 && counts.refused > 50);
});

t.test("§14.8 two receipts applied to different instalments give the same balances in either order", async (t) => {
  const side = fc.record({
    total: cents(50),
    money: cents(50),
    share: fc.integer({ min: 1, max: 4 }),
    day: fc.integer({ min: 10, max: 19 }),
  });
  holds(
    t,
    fc.property(side, side, (a, b) => {
      const history = [a, b].flatMap(({ total, money, day }, n) => [
        invoiceRecorded(`F${n}`, text(total), "2025-11-12"),
        receiptRegistered(`R${n}`, text(money), `2025-11-${day}`),
      ]);
      const apply = [a, b].map(({ total, money, share }, n) => {
        const amount = Math.max(1, Math.floor((Math.min(total, money) * share) / 4));
        return applicationBody(ACCOUNT, `A${n}`, `R${n}`, [[`F${n}.1`, text(amount)]]);
      });
      const balances = [apply, [...apply].reverse()].map((order) => {
        const events: DecidedEvent[] = [];
        for (const body of order) events.push(...given(...history, ...events).when(applyPayment, body).events);
        const { documents, credits } = stateOf(account, ACCOUNT, [...history, ...events]);
        const open = [...documents.instalments].map(([id, each]) => [id, each.open, each.byEffect]);
        return [...open, ...[...credits.byId].map(([id, each]) => [id, each.unapplied, each.byEffect])];
      });
      return JSON.stringify(balances[0], plain) === JSON.stringify(balances[1], plain) && balances[0]?.length === 4;
    }),
    200,
  );
});

const plain = (_key: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);
