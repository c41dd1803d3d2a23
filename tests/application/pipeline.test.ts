import { randomBytes } from "node:crypto";
import t from "tap";
import { applicationBody, customerBody, invoiceBody, receiptBody, setUpAccount } from "../support/company.ts";
import { openTestLedger } from "../support/ledger.ts";

const ACCOUNT = "C1.CO01.COP";

t.test("a command travels from body to stored event and its repeat gets the same answer", async (t) => {
  const test = await openTestLedger();
  await setUpAccount(test);
  const body = invoiceBody(ACCOUNT, "F1", "100", "2025-05-01");
  const first = await test.send("record-invoice", body, { key: "k1" });
  const again = await test.send("record-invoice", body, { key: "k1" });
  t.equal(first.kind, "accepted");
  t.strictSame(JSON.stringify(again.kind === "accepted" && again.body), JSON.stringify(first.kind === "accepted" && first.body));
  t.equal(again.replayed, true);
  const events = first.kind === "accepted" ? first.body.events : [];
  t.match(events[0]?.data, { instalments: [{ instalmentId: "F1.1", dueOn: "2025-05-31", amount: "100.00" }] });
});

t.test("the same key with another body is refused", async (t) => {
  const test = await openTestLedger();
  await setUpAccount(test);
  await test.accept("record-invoice", invoiceBody(ACCOUNT, "F1", "100", "2025-05-01"), { key: "k1" });
  const refusal = await test.refuse("record-invoice", invoiceBody(ACCOUNT, "F1", "101", "2025-05-01"), { key: "k1" });
  t.equal(refusal.violations[0]?.code, "IDEMPOTENCY_KEY_REUSED");
});

t.test("a refusal stays a refusal after its cause has gone, and a new key succeeds", async (t) => {
  const test = await openTestLedger();
  await setUpAccount(test);
  const body = applicationBody(ACCOUNT, "A1", "R1", [["F1.1", "100.00"]]);
  const refused = await test.refuse("apply-payment", body, { key: "early" });
  t.equal(refused.violations[0]?.code, "RECEIPT_NOT_FOUND");
  await test.accept("record-invoice", invoiceBody(ACCOUNT, "F1", "100.00", "2025-05-01"));
  await test.accept("register-receipt", receiptBody(ACCOUNT, "R1", "100.00", "2025-05-20"));
  const again = await test.send("apply-payment", body, { key: "early" });
  t.equal(again.kind, "refused");
  t.equal(again.replayed, true);
  t.strictSame(again.kind === "refused" && again.refusal, refused);
  await test.accept("apply-payment", body, { key: "later" });
});

t.test("100 applications of one receipt at once: exactly as much is applied as the receipt holds", async (t) => {
  const test = await openTestLedger();
  await setUpAccount(test);
  await test.accept("record-invoice", invoiceBody(ACCOUNT, "F1", "1000.00", "2025-05-01"));
  await test.accept("register-receipt", receiptBody(ACCOUNT, "R1", "100.00", "2025-05-20"));
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, n) => test.send("apply-payment", applicationBody(ACCOUNT, `A${n}`, "R1", [["F1.1", "30.00"]]))),
  );
  t.equal(answers.filter(({ kind }) => kind === "accepted").length, 3);
  const codes = answers.flatMap((answer) => (answer.kind === "refused" ? answer.refusal.violations.map(({ code }) => code) : []));
  t.strictSame([...new Set(codes)], ["RECEIPT_EXHAUSTED"]);
  t.equal(codes.length, 97);
});

t.test("a command decided on one that failed is decided again", async (t) => {
  const test = await openTestLedger();
  await setUpAccount(test);
  await test.accept("record-invoice", invoiceBody(ACCOUNT, "F0", "10.00", "2025-05-01", { number: "taken" }));
  // The second takes a number that is taken, which only the log knows; the third was decided on it.
  const [a, b, c] = await Promise.all([
    test.send("record-invoice", invoiceBody(ACCOUNT, "F1", "10.00", "2025-05-01")),
    test.send("record-invoice", invoiceBody(ACCOUNT, "F2", "10.00", "2025-05-01", { number: "taken" })),
    test.send("record-invoice", invoiceBody(ACCOUNT, "F3", "10.00", "2025-05-01")),
  ]);
  t.strictSame([a?.kind, b?.kind, c?.kind], ["accepted", "refused", "accepted"]);
  t.equal(b?.kind === "refused" && b.refusal.violations[0]?.code, "DUPLICATE_DOCUMENT");
  const events = await test.store.readStream(`account-${ACCOUNT}`);
  t.strictSame(
    events.map(({ type }) => type),
    ["CreditLineOpened", "InvoiceRecorded", "InvoiceRecorded", "InvoiceRecorded"],
  );
});

t.test("personal values are in no event in clear, and open in the answer", async (t) => {
  const test = await openTestLedger();
  await setUpAccount(test);
  const all = await test.store.readAll(0, 1_000);
  t.notMatch(JSON.stringify(all), /Customer C1|T-C1|TC1|taken over/);
  const events = await test.ledger.openPersonal(await test.ledger.replay(test.owner, "customer-C1", 0, 10));
  t.match(events[0]?.data, { legalName: "Customer C1" });
});

t.test("what another process appended is seen before a command is refused", async (t) => {
  const one = await openTestLedger();
  await setUpAccount(one);
  const two = await openTestLedger({ store: one.store, keys: one.keys, clock: one.clock });
  await two.accept("record-invoice", invoiceBody(ACCOUNT, "F1", "100.00", "2025-05-01"));
  await one.accept("register-receipt", receiptBody(ACCOUNT, "R1", "50.00", "2025-05-02"));
  // The first process has not seen the receipt of the other, the other not the invoice of the first.
  await one.accept("record-invoice", invoiceBody(ACCOUNT, "F2", "100.00", "2025-05-01"));
  await two.accept("apply-payment", applicationBody(ACCOUNT, "A1", "R1", [["F2.1", "50.00"]]));
  const refusal = await one.refuse("apply-payment", applicationBody(ACCOUNT, "A2", "R1", [["F1.1", "1.00"]]));
  t.equal(refusal.violations[0]?.code, "RECEIPT_EXHAUSTED");
});

t.test("bad bodies are told apart", async (t) => {
  const test = await openTestLedger();
  await setUpAccount(test);
  const good = invoiceBody(ACCOUNT, "F9", "1.00", "2025-05-01");
  const cases: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ["an unknown field", { surprise: 1 }, "UNKNOWN_FIELD"],
    ["an amount as a number", { total: { amount: 1, currency: "COP" } }, "BAD_MONEY"],
    ["too many decimals", { total: { amount: "1.001", currency: "COP" } }, "BAD_MONEY"],
    ["an unknown currency", { total: { amount: "1.00", currency: "XXX" } }, "UNKNOWN_CURRENCY"],
    ["a day that does not exist", { issueDate: "2025-02-29" }, "BAD_DATE"],
    ["a missing field", { issueDate: undefined }, "MALFORMED"],
    ["10^18 minor units", { total: { amount: "10000000000000000.00", currency: "COP" } }, "BAD_MONEY"],
    ["an account in no currency", { accountId: "C1.CO01.ZZZ" }, "UNKNOWN_CURRENCY"],
  ];
  for (const [name, change, code] of cases) {
    const refusal = await test.refuse("record-invoice", JSON.parse(JSON.stringify({ ...good, ...change })));
    t.equal(refusal.violations[0]?.code, code, name);
  }
  const most = { amount: "9999999999999999.99", currency: "COP" };
  await test.accept("record-invoice", { ...good, net: most, total: most });
});

t.test("a person of one company does not see the other's ids, and needs the role", async (t) => {
  const test = await openTestLedger();
  await setUpAccount(test);
  await test.accept("register-person", { personId: "P1", name: "Ana" });
  await test.accept("assign-role", { personId: "P1", role: "PC", entityIds: ["MX01"], branchIds: [], from: "2025-01-01" });
  const hash = randomBytes(32).toString("hex");
  await test.accept("issue-api-key", { keyId: "p1", personId: "P1", secretHash: hash });
  const as = { personId: "P1", keyId: "p1" };
  const elsewhere = await test.refuse("register-receipt", receiptBody(ACCOUNT, "R1", "1.00", "2025-05-01"), { as });
  t.equal(elsewhere.violations[0]?.code, "ACCOUNT_NOT_FOUND");
  await test.accept("assign-role", { personId: "P1", role: "PC", entityIds: ["CO01"], branchIds: [], from: "2025-01-01" });
  await test.accept("register-receipt", receiptBody(ACCOUNT, "R1", "1.00", "2025-05-01"), { as });
  const roleless = await test.refuse("record-invoice", invoiceBody(ACCOUNT, "F1", "1.00", "2025-05-01"), { as });
  t.equal(roleless.violations[0]?.code, "NOT_AUTHORISED");
});

t.test("a person whose commands are refused too often in a minute is slowed down, and the log is not filled", async (t) => {
  const test = await openTestLedger({ refusalsPerMinute: 2 });
  await setUpAccount(test);
  const unknown = (n: number) => applicationBody(ACCOUNT, `A${n}`, "R0", [["F1.1", "1.00"]]);
  for (const n of [1, 2]) t.equal((await test.refuse("apply-payment", unknown(n))).violations[0]?.code, "RECEIPT_NOT_FOUND");
  const before = (await test.store.head()).ordinal;
  const refusal = await test.refuse("apply-payment", unknown(3), { key: "third" });
  t.equal(refusal.violations[0]?.code, "RATE_LIMITED");
  t.equal((await test.store.head()).ordinal, before);
  test.clock.set("2025-06-01T15:02:00.000Z");
  t.equal(
    (await test.refuse("apply-payment", unknown(3), { key: "third" })).violations[0]?.code,
    "RECEIPT_NOT_FOUND",
    "a minute later the same key is decided",
  );
});

t.test("an atomic batch takes effect as a whole or not at all, and is answered again as a whole", async (t) => {
  const test = await openTestLedger();
  await setUpAccount(test);
  const line = (command: string, body: unknown, key: string) => ({
    command,
    body,
    idempotencyKey: key,
    principal: test.owner,
    traceId: key,
  });
  const sale = [
    line("record-invoice", invoiceBody(ACCOUNT, "F1", "100.00", "2025-05-01"), "a"),
    line("register-receipt", receiptBody(ACCOUNT, "R1", "100.00", "2025-05-20"), "b"),
    line("apply-payment", applicationBody(ACCOUNT, "A1", "R1", [["F1.1", "100.00"]]), "c"),
  ];
  const tooMuch = line("apply-payment", applicationBody(ACCOUNT, "A2", "R1", [["F1.1", "1.00"]]), "d");
  const before = (await test.store.head()).ordinal;
  const none = await test.ledger.executeBatch([...sale, tooMuch], { atomic: true });
  t.strictSame(
    none.map((answer) => answer.kind === "refused" && [answer.refusal.violations[0]?.code, answer.refusal.violations[0]?.facts.line]),
    sale.concat(tooMuch).map(() => ["ALREADY_SETTLED", "4"]),
  );
  t.equal((await test.store.head()).ordinal, before, "nothing is stored, refusals included");

  const all = await test.ledger.executeBatch(sale, { atomic: true });
  t.strictSame(
    all.map((answer) => answer.kind === "accepted" && answer.body.events.map(({ type }) => type)),
    [["InvoiceRecorded"], ["ReceiptRegistered"], ["PaymentApplied"]],
  );
  t.equal(await test.store.endOfAppend(before + 2), before, "the three are one append");
  const again = await test.ledger.executeBatch(sale, { atomic: true });
  t.strictSame(
    again.map((answer) => [answer.replayed, answer.kind === "accepted" && JSON.stringify(answer.body)]),
    all.map((answer) => [true, answer.kind === "accepted" && JSON.stringify(answer.body)]),
  );
  const alone = await test.send("register-receipt", receiptBody(ACCOUNT, "R1", "100.00", "2025-05-20"), { key: "b" });
  t.equal(alone.kind === "accepted" && alone.replayed, true, "each key is known by itself");
  const mixed = await test.ledger.executeBatch(
    [sale[0] as never, line("register-receipt", receiptBody(ACCOUNT, "R9", "1.00", "2025-05-20"), "e")],
    { atomic: true },
  );
  t.ok(mixed.every((answer) => answer.kind === "refused" && answer.refusal.violations[0]?.code === "IDEMPOTENCY_KEY_REUSED"));
  await test.accept("register-customer", customerBody("C2"));
  const two = [
    line("record-invoice", invoiceBody(ACCOUNT, "F5", "1.00", "2025-05-01"), "f"),
    line("record-invoice", invoiceBody("C2.CO01.COP", "F6", "1.00", "2025-05-01"), "g"),
  ];
  t.ok(
    (await test.ledger.executeBatch(two, { atomic: true })).every(
      (answer) => answer.kind === "refused" && answer.refusal.violations[0]?.code === "MALFORMED",
    ),
  );
});

t.test(
  "within an atomic batch a number is used once, a taken one is blamed on its line, and only the first line may say If-Match",
  async (t) => {
    const test = await openTestLedger();
    await setUpAccount(test);
    await test.accept("record-invoice", invoiceBody(ACCOUNT, "F0", "1.00", "2025-05-01", { number: "taken" }));
    const invoice = (documentId: string, number: string, expected?: number) => ({
      command: "record-invoice",
      body: invoiceBody(ACCOUNT, documentId, "1.00", "2025-05-01", { number }),
      idempotencyKey: documentId,
      principal: test.owner,
      traceId: documentId,
      ...(expected !== undefined && { expected }),
    });
    const refusedWith = async (...lines: readonly ReturnType<typeof invoice>[]) => {
      const [answer] = await test.ledger.executeBatch(lines, { atomic: true });
      const first = answer?.kind === "refused" ? answer.refusal.violations[0] : undefined;
      return [first?.code, first?.facts.line];
    };
    const before = (await test.store.head()).ordinal;
    t.strictSame(await refusedWith(invoice("F1", "n"), invoice("F2", "n")), ["DUPLICATE_DOCUMENT", "2"]);
    t.strictSame(await refusedWith(invoice("F1", "n"), invoice("F2", "taken")), ["DUPLICATE_DOCUMENT", "2"]);
    t.strictSame(await refusedWith(invoice("F1", "n"), invoice("F2", "m", 2)), ["MALFORMED", undefined]);
    t.strictSame(await refusedWith(invoice("F1", "n", 7), invoice("F2", "m")), ["STALE_REVISION", undefined]);
    t.equal((await test.store.head()).ordinal, before, "none of it left anything behind");
    const both = await test.ledger.executeBatch([invoice("F1", "n", 1), invoice("F2", "m")], { atomic: true });
    t.ok(both.every(({ kind }) => kind === "accepted"));
  },
);

t.test("ORG-8 a key that another server revoked opens nothing within a second", async (t) => {
  const here = await openTestLedger();
  const other = await openTestLedger({ store: here.store, keys: here.keys, clock: here.clock });
  const token = `first.${"s".repeat(40)}`;
  t.match(await here.ledger.authenticate(token), { personId: "OWNER" });
  await other.accept("revoke-api-key", { keyId: "first" });
  here.clock.set("2025-06-01T15:00:01.000Z");
  t.equal(await here.ledger.authenticate(token), undefined);
});
