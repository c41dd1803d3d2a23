import t from "tap";
import { applicationBody, invoiceBody, receiptBody, setUpAccount } from "../support/company.ts";
import { startTestNode } from "../support/eventstoredb/test-node.ts";
import { startTestServer } from "../support/server.ts";

const ACCOUNT = "C1.CO01.COP";

t.test("a ledger whose log is on EventStoreDB answers as any other, and its read models on PostgreSQL follow it", async (t) => {
  const node = await startTestNode(t);
  const { http, restart, differences } = await startTestServer(t, { eventStoreDbUrl: node.connectionString });
  await setUpAccount(http);
  await http.accept("record-invoice", invoiceBody(ACCOUNT, "F1", "100000.00", "2025-05-01"));
  await http.accept("register-receipt", receiptBody(ACCOUNT, "R1", "1000.00", "2025-05-20"));
  t.ok(node.log.stream(`account-${ACCOUNT}`), "the account's stream is on the node, under its own name");

  const again = await http.post("record-invoice", invoiceBody(ACCOUNT, "F1", "100000.00", "2025-05-01"));
  t.equal(again.body.code, "DUPLICATE_DOCUMENT");
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, n) => http.post("apply-payment", applicationBody(ACCOUNT, `A${n}`, "R1", [["F1.1", "30.00"]]))),
  );
  const won = answers.filter(({ status }) => status === 201);
  t.strictSame([won.length, answers.filter(({ status }) => status === 422).length], [33, 7], "as much is applied as the receipt holds");

  const position = Math.max(...won.map(({ body }) => Number(body.position)));
  const account = () => http.ask(`/v1/accounts/${ACCOUNT}?minPosition=${position}`);
  const before = await account();
  t.equal(before.unapplied.amount, "10.00");
  t.strictSame(await differences(), [], "a rebuild gives the same rows");
  await restart();
  t.equal((await account()).balance.amount, before.balance.amount);
  await t.rejects(restart({ EVENTSTOREDB_URL: "" }), { name: "BadSettings", message: /it is not their log/ }, "it stays on its engine");
});
