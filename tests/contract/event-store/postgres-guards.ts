import type { Test } from "tap";
import { openWithClient } from "./postgres-stores.ts";
import { appendOk, chain, request } from "./requests.ts";

/** What the database itself refuses, whoever asks. */
export function guardTests(t: Test): void {
  t.test("nobody changes or deletes events and claims, not even the owner of the database", async (t) => {
    const { store, client } = await openWithClient(t);
    await appendOk(store, { stream: "account-1", claims: ["document:FE-1"] });
    for (const table of ["event", "claim"]) {
      const column = table === "event" ? "position" : "n";
      await t.rejects(client.query(`update cartera_log.${table} set ${column} = 9`), { message: /UPDATE on cartera_log.* refused/ });
      await t.rejects(client.query(`delete from cartera_log.${table}`), { message: /DELETE on cartera_log.* refused/ });
      await t.rejects(client.query(`delete from cartera_log.${table} where false`), { message: /refused/ });
      await t.rejects(client.query(`truncate cartera_log.${table}`), { message: /TRUNCATE on cartera_log.* refused/ });
    }
    await client.query("set session_replication_role = replica");
    await t.rejects(client.query("delete from cartera_log.event"), { message: /refused/ }, "triggers are not switched off by replication");
    await t.rejects(client.query("truncate cartera_log.stream, cartera_log.head"), { message: /refused/ });
    t.equal((await store.readAll(0, 10)).length, 1);
  });

  t.test("a request that only the database refuses does not harm its neighbours", async (t) => {
    const { store, client } = await openWithClient(t);
    await client.query("alter table cartera_log.event add check (data not like '%poison%')");
    const good = Array.from({ length: 10 }, (_, i) => chain(`account-${i}`, 5)).flat();
    const sick = chain("account-sick", 7).map((each, i) =>
      i === 3 ? { ...each, events: request({ stream: "x", data: '"poison"' }).events } : each,
    );
    const results = await Promise.allSettled([...good.slice(0, 25), ...sick, ...good.slice(25)].map((each) => store.append(each)));
    const about = results.splice(25, 7);
    t.ok(results.every((result) => result.status === "fulfilled" && result.value.outcome === "ok"));
    t.match(about[3], { status: "rejected", reason: { name: "UnstorableRequest" } });
    about.splice(3, 1);
    t.strictSame(
      about.map((result) => result.status === "fulfilled" && result.value.outcome),
      ["ok", "ok", "ok", "conflict", "conflict", "conflict"],
    );
    t.equal((await store.head()).ordinal, 53);
  });
}
