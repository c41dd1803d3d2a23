import { once } from "node:events";
import { chown, mkdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import t from "tap";
import { dataDirectoryAt } from "../../src/embedded-postgres/data-directory.ts";
import { isRunning, waitForEnd } from "../../src/embedded-postgres/postmaster.ts";
import { startEmbeddedPostgres } from "../../src/embedded-postgres/server.ts";
import { makeRoomForLedgers, queryOnce, startFromChild, stopChild } from "../support/embedded-node.ts";

const log = { info: () => undefined, warn: () => undefined };

t.test("a first start makes a durable server that only this machine reaches", async (t) => {
  const dataDir = (await makeRoomForLedgers(t))("ledger");
  const server = await startEmbeddedPostgres({ dataDir, log });

  const [settings] = await queryOnce(
    server.connectionString,
    `select current_setting('fsync') as fsync, current_setting('full_page_writes') as pages, current_setting('data_checksums') as checksums,
            current_setting('synchronous_commit') as commit, current_setting('listen_addresses') as listens, current_setting('lc_collate', true) as c,
            current_setting('unix_socket_directories') as sockets, current_setting('server_encoding') as encoding`,
  );
  const expected = { fsync: "on", pages: "on", checksums: "on", commit: "on", listens: "127.0.0.1", sockets: "", encoding: "UTF8" };
  t.match(settings, expected);
  t.equal((await stat(dataDirectoryAt(dataDir).password)).mode & 0o777, 0o600, "the password is for the owner only");
  t.equal((await stat(dataDirectoryAt(dataDir).cluster)).mode & 0o777, 0o700);
  await t.rejects(queryOnce(server.connectionString.replace(/:[^:@]+@/, ":wrong@"), "select 1"), { code: "28P01" });

  await server.stop();
  t.notOk(await isRunning(server.pid));
  await server.stop(); // stopping twice is harmless
});

t.test("a second start finds the data, the password and the port of the first", async (t) => {
  const dataDir = (await makeRoomForLedgers(t))("ledger");
  const first = await startEmbeddedPostgres({ dataDir, log });
  await queryOnce(first.connectionString, "create table kept as select 7 as seven");
  await first.stop();

  const second = await startEmbeddedPostgres({ dataDir, log });
  t.equal(second.adopted, false);
  t.equal(second.connectionString, first.connectionString);
  t.strictSame(await queryOnce(second.connectionString, "select seven from kept"), [{ seven: 7 }]);
  await second.stop();
});

t.test("when somebody else has taken the remembered port, another one is found", async (t) => {
  const dataDir = (await makeRoomForLedgers(t))("ledger");
  const first = await startEmbeddedPostgres({ dataDir, log });
  await first.stop();
  const intruder = createServer().listen(first.port, "127.0.0.1");
  await once(intruder, "listening");
  t.teardown(async () => void intruder.close());

  const second = await startEmbeddedPostgres({ dataDir, log });
  t.not(second.port, first.port);
  t.strictSame(await queryOnce(second.connectionString, "select 1 as one"), [{ one: 1 }]);
  await second.stop();
});

t.test("two ledgers run on one machine", async (t) => {
  const room = await makeRoomForLedgers(t);
  const [one, two] = await Promise.all(["one", "two"].map((name) => startEmbeddedPostgres({ dataDir: room(name), log })));
  t.not(one?.port, two?.port);
  await one?.stop();
  t.strictSame(await queryOnce(two?.connectionString ?? "", "select 1 as one"), [{ one: 1 }]);
  await two?.stop();
});

t.test("two Nodes that start at once share one server", async (t) => {
  const dataDir = (await makeRoomForLedgers(t))("ledger");
  const [one, two] = await Promise.all([startFromChild(t, dataDir), startFromChild(t, dataDir)]);
  t.equal(one.server.pid, two.server.pid);
  t.strictSame([one.server.adopted, two.server.adopted].sort(), [false, true]);
});

t.test("a server left by a killed Node is adopted, and stopped by the one that adopted it", async (t) => {
  const dataDir = (await makeRoomForLedgers(t))("ledger");
  const { node, server } = await startFromChild(t, dataDir);
  await queryOnce(server.connectionString, "create table kept as select 7 as seven");
  node.kill("SIGKILL");
  await once(node, "close");
  t.ok(await isRunning(server.pid), "the server survives its Node");

  const adopted = await startEmbeddedPostgres({ dataDir, log });
  t.equal(adopted.adopted, true);
  t.equal(adopted.pid, server.pid);
  t.strictSame(await queryOnce(adopted.connectionString, "select seven from kept"), [{ seven: 7 }]);
  await adopted.stop();
  t.notOk(await isRunning(server.pid));
});

t.test("a guest leaves the server to the Node that is responsible for it", async (t) => {
  const dataDir = (await makeRoomForLedgers(t))("ledger");
  const { node, server } = await startFromChild(t, dataDir);
  const guest = await startEmbeddedPostgres({ dataDir, log });
  t.equal(guest.pid, server.pid);
  await guest.stop();
  t.strictSame(await queryOnce(server.connectionString, "select 1 as one"), [{ one: 1 }]);
  t.equal(await stopChild(node), 0);
  t.notOk(await isRunning(server.pid));
});

t.test("Ctrl-C reaches Node and not the server", async (t) => {
  const dataDir = (await makeRoomForLedgers(t))("ledger");
  const { node, server } = await startFromChild(t, dataDir);
  process.kill(-(node.pid ?? 0), "SIGINT"); // to the whole group, as a terminal does
  await once(node, "close");
  t.strictSame(await queryOnce(server.connectionString, "select 1 as one"), [{ one: 1 }]);
});

t.test("what was committed before the server was killed is there after the next start", async (t) => {
  const dataDir = (await makeRoomForLedgers(t))("ledger");
  for (let round = 1; round <= 3; round += 1) {
    const { connectionString, pid, adopted } = await startEmbeddedPostgres({ dataDir, log });
    t.equal(adopted, false);
    await queryOnce(connectionString, "create table if not exists kept (round int)");
    await queryOnce(connectionString, `insert into kept values (${round})`);
    t.strictSame(await queryOnce(connectionString, "select count(*)::int as count from kept"), [{ count: round }]);
    process.kill(pid, "SIGKILL");
    t.ok(await waitForEnd(pid, 10_000));
  }
});

t.test("a postmaster.pid left behind does not block the next start", async (t) => {
  const dataDir = (await makeRoomForLedgers(t))("ledger");
  const first = await startEmbeddedPostgres({ dataDir, log });
  const file = join(dataDirectoryAt(dataDir).cluster, "postmaster.pid");
  const written = await readFile(file, "utf8");
  await first.stop();

  const { uid, gid } = await stat(dataDirectoryAt(dataDir).cluster);
  const leaveBehind = async (text: string): Promise<void> => {
    await writeFile(file, text, { mode: 0o600 });
    await chown(file, uid, gid);
  };
  const child = await startFromChild(t, (await makeRoomForLedgers(t))("other"));
  const reused = { "a living process of ours": process.pid, "a living server of another ledger": child.server.pid };
  for (const [whose, pid] of Object.entries(reused)) {
    await leaveBehind(written.replace(/^\d+/, String(pid)));
    const server = await startEmbeddedPostgres({ dataDir, log });
    t.equal(server.adopted, false, `${whose} now has the number in the file`);
    await server.stop();
  }

  await leaveBehind("");
  await utimes(file, new Date(0), new Date(0));
  const afterPowerCut = await startEmbeddedPostgres({ dataDir, log });
  t.pass("an empty file");
  await afterPowerCut.stop();
});

t.test("a server that does not start says why", async (t) => {
  const dataDir = (await makeRoomForLedgers(t))("ledger");
  await t.rejects(startEmbeddedPostgres({ dataDir, log, settings: { wal_level: "nonsense" } }), {
    message: /The end of .*postgres\.log[\s\S]*invalid value for parameter "wal_level"/,
  });
});

t.test("a cluster of another PostgreSQL version is refused by name", async (t) => {
  const dataDir = (await makeRoomForLedgers(t))("ledger");
  const { stop } = await startEmbeddedPostgres({ dataDir, log });
  await stop();
  await writeFile(join(dataDirectoryAt(dataDir).cluster, "PG_VERSION"), "12\n");
  await t.rejects(startEmbeddedPostgres({ dataDir, log }), { message: /was made by PostgreSQL 12/ });
});

t.test("an unfinished first start is begun again", async (t) => {
  const dataDir = (await makeRoomForLedgers(t))("ledger");
  await mkdir(join(dataDir, "postgres.unfinished-2147483646", "data"), { recursive: true });
  const { stop } = await startEmbeddedPostgres({ dataDir, log });
  await stop();
  await t.rejects(stat(join(dataDir, "postgres.unfinished-2147483646")), { code: "ENOENT" });
});
