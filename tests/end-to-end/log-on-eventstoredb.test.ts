import { randomUUID } from "node:crypto";
import { Client } from "pg";
import t from "tap";
import { applicationBody, invoiceBody, receiptBody, setUpAccount } from "../support/company.ts";
import { startTestNode, type TestNode } from "../support/eventstoredb/test-node.ts";
import { startTestServer } from "../support/server.ts";

const ACCOUNT = "C1.CO01.COP";

t.test("a ledger whose log is on EventStoreDB answers as any other, and its read models on PostgreSQL follow it", async (t) => {
  const node = await startTestNode(t);
  const { http, restart, differences, databaseUrl } = await startTestServer(t, { eventStoreDbUrl: node.connectionString });
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

  for (const { id, place } of await checkpoints(databaseUrl)) {
    const event = node.log.all.find((each) => each.id === id);
    t.equal(place, `C:${event?.position}/P:${event?.position}`, "read models keep the node's own position of the event they have come to");
  }
  copyUnder("north", node, (id) => id);
  await restart({ EVENTSTOREDB_NAMESPACE: "north" });
  t.equal((await account()).balance.amount, before.balance.amount, "a whole copy of the log is the same log");
  copyUnder("south", node, () => randomUUID());
  const another = { name: "BadSettings", message: /it is not their log/ };
  await t.rejects(restart({ EVENTSTOREDB_NAMESPACE: "south" }), another, "one as long with other events is not");
  await t.rejects(restart({ EVENTSTOREDB_URL: "" }), another, "nor an empty one on the other engine");
});

async function checkpoints(databaseUrl: string): Promise<readonly { readonly id: string; readonly place: string }[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query(
    "select distinct checkpoint_event_id as id, checkpoint_place as place from cartera_tables.projection where live",
  );
  await client.end();
  return rows;
}

/** The ledger's own events once more, as they would lie under a namespace. */
function copyUnder(namespace: string, node: TestNode, idOf: (id: string) => string): void {
  const mark = "cartera/1 ";
  for (const event of [...node.log.all]) {
    const metadata = Buffer.from(event.metadata).toString();
    if (!metadata.startsWith(mark)) continue;
    const copied = { ...event, id: idOf(event.id), metadata: Buffer.from(`cartera/1:${namespace} ${metadata.slice(mark.length)}`) };
    node.append(`${namespace}~${event.stream}`, event.revision - 1n, [copied]);
  }
}
