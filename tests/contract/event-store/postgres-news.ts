import { EventEmitter, once } from "node:events";
import type { Test } from "tap";
import { migrateLog } from "../../../src/event-store/postgres/migrate.ts";
import { databaseWithClient, open } from "./postgres-stores.ts";
import { appendOk, appendTo } from "./requests.ts";

/** How readers hear of new events, and what a process holds of requests that wait. */
export function newsTests(t: Test): void {
  t.test("a batch is announced with the new head; an announcement that nobody heard is made up for by asking", async (t) => {
    const { connectionString, client } = await databaseWithClient(t);
    await migrateLog({ connectionString });
    const seen = new EventEmitter();
    const log = { info: () => undefined, warn: (_: object, message: string) => void seen.emit(message) };
    const store = await open(t, { connectionString, log });
    const subscription = store.subscribe(0, async (events) => void events.map(({ ordinal }) => seen.emit(`event ${ordinal}`)));

    await client.query("listen cartera_log_head");
    const announced = once(client, "notification");
    const first = once(seen, "event 3");
    await appendOk(store, { stream: "account-1", count: 3 });
    t.match(await announced, [{ payload: "3" }]);
    await first;

    const [lost, second] = [once(seen, "The listening connection was lost"), once(seen, "event 4")];
    const end = `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = $1 and application_name = 'cartera listen' and query like 'listen%'`;
    while ((await client.query(end, [client.database])).rowCount === 0);
    await lost;
    await appendOk(store, { stream: "account-2" });
    await second;
    await subscription.close();

    const bytes = Buffer.byteLength(JSON.stringify("x".repeat(10_000)));
    const small = await open(t, { connectionString, maxQueueBytes: 3 * bytes + 2_000 });
    const large = { data: JSON.stringify("x".repeat(10_000)) };
    const results = await Promise.allSettled(Array.from({ length: 8 }, (_, i) => appendTo(small, { stream: `letter-${i}`, ...large })));
    const refused = results.filter((result) => result.status === "rejected");
    t.equal(refused.length, 5, "the queue is bounded in bytes as well");
    t.match(refused[0], { reason: { name: "StoreUnavailable" } });
    t.match(await appendTo(small, { stream: "letter-9", ...large }), { outcome: "ok" }, "and takes requests again when it has room");
  });
}
