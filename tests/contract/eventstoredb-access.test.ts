import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import t, { type Test } from "tap";
import { startServer } from "../../src/composition.ts";
import { readSettings } from "../../src/config.ts";
import { openEventStoreDbEventStore } from "../../src/event-store/eventstoredb/eventstoredb-event-store.ts";
import { createTestDatabase } from "../support/database.ts";
import { type Certificate, makeAuthority } from "../support/eventstoredb/certificates.ts";
import { Security, type SecurityOptions } from "../support/eventstoredb/security.ts";
import { startTestNode } from "../support/eventstoredb/test-node.ts";
import { appendOk } from "./event-store/requests.ts";

const PASSWORD = "change:it@once?";
const users = {
  admin: { password: PASSWORD, isAdministrator: true },
  clerk: { password: PASSWORD, isAdministrator: false },
};
const SECRET = encodeURIComponent(PASSWORD);

/** A secured node, and where the certificates of its world lie: `ca.crt` is its authority's. */
async function openSecured(t: Test, options: Omit<SecurityOptions, "users"> = {}) {
  const security = new Security({ users, ...options });
  const node = await startTestNode(t, undefined, security);
  const folder = await mkdtemp(join(tmpdir(), "cartera-tls-"));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const file = (name: string) => join(folder, name);
  const keep = async (name: string, { certificate, key }: Certificate) => {
    await writeFile(file(`${name}.crt`), certificate);
    await writeFile(file(`${name}.key`), key);
  };
  await keep("ca", security.authority);
  await keep("stranger", makeAuthority("Somebody else"));
  const url = (user: string, ...parameters: readonly string[]) =>
    `esdb://${user}${node.address}?${["tls=true", `tlsCAFile=${file("ca.crt")}`, ...parameters].join("&")}`;
  return { node, security, file, keep, url };
}

/** What opening came to: the error's name and message, without where the node is. */
async function refusalOf(connectionString: string): Promise<string> {
  try {
    await (await openEventStoreDbEventStore({ connectionString })).close();
    return "it was opened";
  } catch (error) {
    const { name, message } = error as Error;
    return `${name}: ${message.replace(/(?:localhost|127\.0\.0\.1):\d+/g, "HOST")}`;
  }
}

t.test("user, password and certificate in the connection string open the log, and appends share one stream of batches", async (t) => {
  const { node, url } = await openSecured(t);
  const store = await openEventStoreDbEventStore({ connectionString: url(`admin:${SECRET}@`) });
  t.teardown(() => store.close());
  await Promise.all(Array.from({ length: 20 }, (_, n) => appendOk(store, { stream: `account-${n}`, claims: [`document:FE-${n}`] })));
  t.equal((await store.readAll(0, 100)).length, 20);
  t.strictSame([node.batchStreams, node.singleAppends], [1, 0], "the slower call of its own per append is for credentials per call");
});

t.test("where the node does not let us in, a sentence says why, without the password", async (t) => {
  const { url, file, node } = await openSecured(t);
  const admin = `admin:${SECRET}@`;
  const clear = await startTestNode(t);
  for (const [connectionString, sentence] of [
    [url("admin:wrong-password@"), /^UnusableNode: EventStoreDB at HOST does not know user "admin" by this password or certificate$/],
    [url(`nobody:${SECRET}@`), /^UnusableNode: EventStoreDB at HOST does not know user "nobody"/],
    [url(""), /^UnusableNode: EventStoreDB at HOST refuses somebody without a user: the log needs to append, and to read \$all$/],
    [url(`clerk:${SECRET}@`), /^UnusableNode: EventStoreDB at HOST refuses user "clerk": .* to read \$all$/],
    [url(admin).replace("ca.crt", "stranger.crt"), /^UnusableNode: The certificate of EventStoreDB at HOST is not trusted \(.*tlsCAFile/],
    [url(admin).replace("ca.crt", "none.crt"), /^UnusableNode: .*File was not found/],
    [
      `esdb://${admin}${node.address}?tls=false`,
      /^StoreUnavailable: EventStoreDB at HOST cannot be reached; a node with TLS does not answer/,
    ],
    [
      `esdb://${admin}${clear.address.replace("127.0.0.1", "localhost")}?tls=true&tlsCAFile=${file("ca.crt")}`,
      /^UnusableNode: EventStoreDB at HOST does not speak TLS/,
    ],
  ] as const) {
    const refusal = await refusalOf(connectionString);
    t.match(refusal, sentence);
    t.notOk(/change|wrong-password/.test(refusal), "no password in it");
  }
});

t.test("a connection string that the client would complain about, password and all, never comes to it", async (t) => {
  const warned = t.capture(console, "warn");
  for (const [options, sentence] of [
    ["tls=true&tlsCaFiles=/ca.crt", /^UnusableNode: "tlsCaFiles" is no option/],
    ["tls=true&tlsVerifyCert=false", /^UnusableNode: tlsVerifyCert=false has no effect/],
    ["tls=perhaps", /^UnusableNode: The connection string cannot be read: true or false is expected in it$/],
  ] as const) {
    t.match(await refusalOf(`esdb://admin:${SECRET}@127.0.0.1:1?${options}`), sentence);
  }
  t.strictSame(warned(), [], "nothing is said on the console");
});

t.test("a certificate of their own lets users in where the node asks for one", async (t) => {
  const { security, keep, file, url } = await openSecured(t, { byCertificate: true });
  for (const name of ["admin", "clerk", "nobody"]) await keep(name, security.authority.issue(name));
  const by = (name: string) => [`userCertFile=${file(`${name}.crt`)}`, `userKeyFile=${file(`${name}.key`)}`];
  t.equal(await refusalOf(url("", ...by("admin"))), "it was opened");
  t.match(await refusalOf(url("", ...by("nobody"))), /^UnusableNode: EventStoreDB at HOST does not know somebody without a user/);
  t.match(await refusalOf(url("", ...by("clerk"))), /^UnusableNode: .* to read \$all$/);
  t.match(
    await refusalOf(url(`admin:${SECRET}@`)),
    /^(?:UnusableNode|StoreUnavailable): EventStoreDB at HOST/,
    "with none, not even the door",
  );
});

t.test("a ledger that may not in does not start, and its log says nothing of the password", async (t) => {
  const { url, file } = await openSecured(t);
  const { connectionString } = await createTestDatabase(t);
  const environment = {
    ...{ DATABASE_URL: connectionString, CARTERA_MASTER_KEY_FILE: file("master.key"), CARTERA_PORT: "0" },
    EVENTSTOREDB_URL: url("admin:wrong-password@"),
  };
  const lines: string[] = [];
  const log = pino({ level: "trace" }, { write: (line: string) => void lines.push(line) });
  await t.rejects(startServer(readSettings(environment), log), {
    name: "BadSettings",
    message: /^EVENTSTOREDB_URL: EventStoreDB at localhost:\d+ does not know user "admin" by this password or certificate$/,
  });
  t.notMatch(lines.join(""), /wrong-password/);
});
