import t, { type Test } from "tap";
import { addedBody, customerBody, invoiceBody, receiptBody, setUpAccount } from "../support/company.ts";
import { startTestServer } from "../support/server.ts";

const ACCOUNT = "C1.CO01.COP";

for (const spread of [25, 1]) {
  t.test(
    `NUM-E1 a hundred registrations of one fiscal id at once on ${spread} accounts: one invoice, and the others are told who has it`,
    (t) => registerAtOnce(t, spread),
  );
}

async function registerAtOnce(t: Test, spread: number): Promise<void> {
  const { http } = await startTestServer(t);
  await setUpAccount(http);
  const customers = Array.from({ length: spread }, (_, n) => `N${n}`);
  for (const customerId of customers) await http.accept("register-customer", customerBody(customerId));
  const accounts = Array.from({ length: 100 }, (_, n) => `${customers[n % customers.length]}.CO01.COP`);
  const answers = await Promise.all(
    accounts.map((accountId, n) =>
      http.post("record-invoice", invoiceBody(accountId, `F${n}`, "10.00", "2026-01-10", { fiscalId: "CUFE-1" })),
    ),
  );
  const won = answers.filter(({ status }) => status === 201);
  const lost = answers.filter(({ status, body }) => status === 409 && body.code === "DUPLICATE_DOCUMENT");
  t.strictSame([won.length, lost.length], [1, 99]);
  const recorded = accounts[answers.findIndex(({ status }) => status === 201)];
  t.ok(lost.every(({ body }) => body.facts.owner.includes(`account-${recorded}`)));
}

t.test("NUM-1 receipts and charges of own series, registered at once on several accounts, are numbered without a gap", async (t) => {
  const { http } = await startTestServer(t);
  await setUpAccount(http);
  await http.accept("register-customer", customerBody("C2"));
  const own = { entityId: "CO01", ownership: "OWN" };
  await http.accept("define-series", { ...own, code: "RC", kind: "RECEIPT", prefix: "RC-", from: 501 });
  await http.accept("define-series", { ...own, code: "CG", kind: "CHARGE", from: 1 });

  const accounts = [ACCOUNT, "C2.CO01.COP"];
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => {
      const { number: _number, ...body } = receiptBody(accounts[n % 2] ?? ACCOUNT, `R${n}`, "1.00", "2026-01-10");
      // A refused command uses no number.
      return http.post("register-receipt", n % 5 === 0 ? { ...body, bankAccountId: "NONE" } : body);
    }),
  );
  t.equal(answers.filter(({ status }) => status === 201).length, 16);
  const numbered = await http.post("register-receipt", receiptBody(ACCOUNT, "R99", "1.00", "2026-01-10"));
  t.strictSame([numbered.status, numbered.body.code], [422, "NUMBER_NOT_EXPECTED"]);
  const { number: _number, ...charge } = addedBody(ACCOUNT, "K1", "1.00", "2026-01-10", { series: "CG", reasonCode: "COURT_COST" });
  const { position } = await http.accept("issue-charge", charge);

  const { rows } = await http.ask(`/v1/series?entityId=CO01&minPosition=${position}`);
  t.match(rows, [
    { kind: "CHARGE", code: "CG", issued: 1, lastNumber: "1" },
    { kind: "RECEIPT", code: "RC", issued: 16, lastNumber: "RC-516" },
  ]);
  const { rows: receipts } = await http.ask(`/v1/series?kind=RECEIPT&minPosition=${position}`);
  t.equal(receipts.length, 1);
});
