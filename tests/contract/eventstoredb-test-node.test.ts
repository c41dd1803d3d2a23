import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t, { type Test } from "tap";
import { releaseNodeClient, shareNodeClient } from "../../src/event-store/eventstoredb/node-client.ts";
import { Security } from "../support/eventstoredb/security.ts";
import { startTestNode } from "../support/eventstoredb/test-node.ts";
import { appendBehaviour, subscriptionBehaviour } from "./event-store/node-behaviour.ts";

/** Our own node stands in for EventStoreDB in every other test, so what it imitates is held against what was seen on a real one. */
const USER = { username: "admin", password: "changeit" };

t.test("our node, appends in a shared stream of batches and subscriptions", async (t) => {
  const { connectionString } = await startTestNode(t);
  const client = await clientOf(t, connectionString);
  appendBehaviour(t, { client });
  subscriptionBehaviour(t, { client });
});

t.test("our node with TLS and users, every append in a call of its own with its own credentials", async (t) => {
  const security = new Security({ users: { [USER.username]: { password: USER.password, isAdministrator: true } } });
  const node = await startTestNode(t, undefined, security);
  const folder = await mkdtemp(join(tmpdir(), "cartera-node-"));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "ca.crt"), security.authority.certificate);
  const client = await clientOf(t, `esdb://admin:changeit@${node.address}?tls=true&tlsCAFile=${join(folder, "ca.crt")}`);
  appendBehaviour(t, { client, credentials: USER });
  t.test("none of them came in a batch", async (t) => {
    t.ok(node.singleAppends > 30, `${node.singleAppends} calls`);
    t.equal(node.batchStreams, 1, "but the client's warming up");
  });
  t.test("a call of other credentials than those of the connection is refused for them", async (t) => {
    const credentials = { ...USER, password: "wrong" };
    const event = { id: crypto.randomUUID(), type: "A", contentType: "application/octet-stream", data: new Uint8Array() } as const;
    const refused = await client.appendToStream("a", [{ ...event, metadata: undefined }], { credentials }).catch((error) => error);
    t.equal(refused.type, "access-denied");
  });
});

const REAL_NODE = process.env.CARTERA_EVENTSTOREDB_URL ?? "";
const skip = REAL_NODE === "" && "CARTERA_EVENTSTOREDB_URL is not set";
t.test("the real node at CARTERA_EVENTSTOREDB_URL, on which it was seen", { skip }, async (t) => {
  const client = await clientOf(t, REAL_NODE);
  appendBehaviour(t, { client });
  subscriptionBehaviour(t, { client });
});

async function clientOf(t: Test, connectionString: string) {
  const node = await shareNodeClient(connectionString, 5_000);
  t.teardown(() => releaseNodeClient(node));
  return node.call("read", async (client) => client);
}
