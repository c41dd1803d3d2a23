import fc from "fast-check";
import t from "tap";
import { customerBody, lineBody, setUpAccount, setUpCompany, TAKE_OVER } from "../support/company.ts";
import { openTestLedger } from "../support/ledger.ts";
import { orderBody } from "../support/order-history.ts";
import { COMMANDS, type Intent } from "./orders/order-commands.ts";
import { OrderSequence, type Tally } from "./orders/order-sequence.ts";

const SEQUENCES = Number(process.env.CARTERA_SEQUENCES ?? 1_000);
const SEED = Number(process.env.CARTERA_SEED ?? 20_250_601);

/** What the histories must have come to, so that the agreement means something. */
const MUST_HAPPEN = [
  ...["OrderReleased", "OrderHeld", "OrderReleasedManually", "OrderReservationChanged", "OrderSupplyCancelled", "ReservationConsumed"],
  ...["ReservationExpired", "PaymentApplied", "PaymentUnapplied", "PaymentReturned", "ReceiptCleared", "ReceiptClearanceRevoked"],
  ...["CreditNoteIssued", "CreditApplied", "DiscountGranted", "SmallDifferenceWrittenOff", "CreditLimitChanged", "LineSuspended"],
  ...["LineReinstated", "release on credit"],
];

t.setTimeout(0);

const often: readonly Intent["kind"][] = [
  "request",
  "request",
  "request",
  "again",
  "invoice",
  "receipt",
  "receipt",
  "apply",
  "apply",
  "clear",
  "limit",
];
const intent: fc.Arbitrary<Intent> = fc.record({
  kind: fc.constantFrom(...(Object.keys(COMMANDS) as Intent["kind"][]), ...often),
  wait: fc.constantFrom(0, 0, 0, 0, 0, 1, 1, 3, 8),
  which: fc.nat(999),
  cents: fc.integer({ min: 0, max: 40 }).chain((small) => fc.constantFrom(small, small, small * 3)),
  flag: fc.boolean(),
});

t.test(
  `ORD-2 of ${SEQUENCES} random histories none has an automatic release above the ceiling, and the sums kept are the sums of all`,
  async (t) => {
    const tally: Tally = new Map();
    let story = "";
    const property = fc.property(fc.array(intent, { minLength: 20, maxLength: 60, size: "max" }), (sequence) => {
      const run = new OrderSequence(tally);
      try {
        for (const [n, each] of sequence.entries()) run.step(each, n);
      } catch (error) {
        story = run.story;
        throw error;
      }
    });
    const { failed, counterexamplePath, errorInstance } = fc.check(property, { numRuns: SEQUENCES, seed: SEED });
    for (const [what, times] of [...tally].sort()) t.comment(`${String(times).padStart(7)}  ${what}`);
    if (failed) {
      t.comment(`${story}\n${errorInstance instanceof Error ? errorInstance.stack : errorInstance}`);
      t.fail(`seed ${SEED}, path ${counterexamplePath}`);
    }
    if (SEQUENCES < 1_000) return;
    t.strictSame(
      MUST_HAPPEN.filter((what) => !tally.has(what)),
      [],
      "everything that can happen happened",
    );
  },
);

interface OrdersOfAccount {
  readonly orders: {
    readonly byId: Readonly<Record<string, { readonly status: string; readonly reservation: string }>>;
    readonly reserved: string;
  };
}

t.test("ORD-E2 of two orders that fit singly and not together exactly one is released", async (t) => {
  const test = await openTestLedger();
  await setUpAccount(test);
  const accountId = "C2.CO01.COP";
  await test.accept("register-customer", customerBody("C2"));
  await test.accept("open-credit-line", lineBody(accountId, "10000000.00", { tolerancePct: "0.00" }));
  const answers = await Promise.all(
    ["O1", "O2"].map((orderId) => test.accept("request-order-release", orderBody(accountId, orderId, "7000000.00"))),
  );
  const types = answers.map((answer) => Object(answer).events[0].type);
  t.strictSame(types.sort(), ["OrderHeld", "OrderReleased"]);
  const { state } = await test.ledger.stateAt(test.owner, `account-${accountId}`);
  t.equal(Number((state as OrdersOfAccount).orders.reserved), 700_000_000);
});

t.test("ORD-2 many callers at once never get more released than the ceiling allows", async (t) => {
  const test = await openTestLedger();
  await setUpCompany(test.accept, { policies: TAKE_OVER });
  const scenario = fc.record({
    limit: fc.integer({ min: 1, max: 100 }),
    amounts: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 8, maxLength: 24 }),
  });
  let [released, held] = [0, 0];
  for (const [n, { limit, amounts }] of fc.sample(scenario, { numRuns: 40, seed: SEED }).entries()) {
    const accountId = `S${n}.CO01.COP`;
    await test.accept("register-customer", customerBody(`S${n}`));
    await test.accept("open-credit-line", lineBody(accountId, `${limit}.00`, { tolerancePct: "0.00" }));
    await Promise.all(
      amounts.flatMap((amount, index) => [
        test.accept("request-order-release", orderBody(accountId, `O${index}`, `${amount}.00`)),
        ...(index % 4 === 3 ? [test.send("cancel-order-supply", { accountId, orderId: `O${index - 2}`, reason: "no stock" })] : []),
        ...(index % 5 === 4
          ? [test.send("amend-order-amount", { accountId, orderId: `O${index - 3}`, newAmount: { amount: "41.00", currency: "COP" } })]
          : []),
      ]),
    );
    const { state } = await test.ledger.stateAt(test.owner, `account-${accountId}`);
    const { byId, reserved } = (state as OrdersOfAccount).orders;
    const each = Object.values(byId);
    t.equal(
      each.reduce((sum, { reservation }) => sum + Number(reservation), 0),
      Number(reserved),
      `${n}: reservations add up`,
    );
    t.ok(Number(reserved) <= limit * 100, `${n}: ${reserved} reserved of ${limit}`);
    released += each.filter(({ status }) => status === "RELEASED").length;
    held += each.filter(({ status }) => status === "HELD").length;
  }
  t.comment(`${released} released, ${held} held`);
  t.ok(released > 50 && held > 50);
});
