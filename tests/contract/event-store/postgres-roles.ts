import { randomBytes, randomUUID } from "node:crypto";
import type { Client } from "pg";
import type { Test } from "tap";
import { openWithClient } from "./postgres-stores.ts";
import { appendOk } from "./requests.ts";

const FORBIDDEN = "42501";
const ID = randomUUID();

const READ_LOG = ["select * from cartera_log.event", "select * from cartera_log.claim", "select position from cartera_log.head"];
const ASK = ["select cartera_log.ordinal_at(0)", "select cartera_log.claim_key('document:FE-1')"];
const VIEWS = ["select * from cartera.projection_checkpoint", "select * from cartera.edge_log"];
const ACCESS_LOG = ["select * from cartera.access_log"];
const KEYS = ["select * from cartera_keys.ledger"];
const TABLES = ["select * from cartera_tables.process_parked"];
const SETTLE = ["select cartera_log.settle_head(null)", "select cartera_log.settle_head(253370764800000)"];
const APPEND = [
  `select cartera_log.append_batch('{a}', '{-1}', '{1}', array['${randomUUID()}']::uuid[], '{1}', '{1}', '{a}', array['${ID}']::uuid[],
    '{T}', '{1}', '{1}', '{}', '{}', '{}', '{}', '{}', null)`,
];
/** The tables themselves are nobody's to write. */
const WRITE = ["event", "head", "stream", "claim"].flatMap((table) => [
  `insert into cartera_log.${table} select * from cartera_log.${table}`,
  `update cartera_log.${table} set ${table === "stream" ? "revision" : "position"} = 9`,
  `delete from cartera_log.${table}`,
  `truncate cartera_log.${table}`,
]);
const DEFINE = [
  "create table cartera_log.mine (a int)",
  "drop table cartera_log.claim",
  "alter table cartera_log.event disable trigger event_never_changes",
  "drop function cartera_log.ordinal_at",
];
const ALL = [READ_LOG, ASK, VIEWS, ACCESS_LOG, KEYS, TABLES, SETTLE, APPEND, WRITE, DEFINE].flat();

/** What each role may do, of all of the above; everything else is refused. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  cartera_writer: [READ_LOG, ASK, SETTLE, APPEND].flat(),
  cartera_projector: [READ_LOG, ASK, VIEWS, ACCESS_LOG, TABLES].flat(),
  cartera_reader: [READ_LOG, ASK, VIEWS].flat(),
  cartera_auditor: [READ_LOG, ASK, VIEWS, ACCESS_LOG].flat(),
};

/** Who may do what on the server itself, whichever program asks. */
export function roleTests(t: Test): void {
  t.test("each role may do what it is for and nothing else, and so may a login it is given to", async (t) => {
    const { store, client } = await openWithClient(t);
    await appendOk(store, { stream: "account-1", claims: ["document:FE-1"] });
    const login = `reporting_${randomBytes(6).toString("hex")}`;
    await client.query(`create role ${login} nologin; grant cartera_reader to ${login}`);
    t.teardown(() => client.query(`drop role ${login}`));
    for (const [role, may] of [...Object.entries(MAY), [login, MAY.cartera_reader ?? []] as const]) {
      for (const statement of ALL) {
        t.equal(await codeOf(client, role, statement), may.includes(statement) ? "done" : FORBIDDEN, `${role}: ${statement}`);
      }
    }
    t.equal((await store.head()).ordinal, 1, "nothing of it stayed");

    await t.test("and in SQL a claim leads to the events of its owner", async (t) => {
      await appendOk(store, { stream: "account-2", claims: ["document:FE-2", "bank:Ñ 9"], count: 2 });
      await client.query("set role cartera_auditor");
      for (const claim of ["document:FE-2", "bank:Ñ 9"]) {
        const owner = await client.query(
          `select e.stream_id, e.position::int from cartera_log.claim c
             join cartera_log.event e on e.position between c.position and c.position + c.n - 1
            where c.key = cartera_log.claim_key($1) order by 2`,
          [claim],
        );
        t.strictSame(
          owner.rows,
          [2, 3].map((position) => ({ stream_id: "account-2", position })),
          claim,
        );
      }
      await client.query("reset role");
    });
  });
}

/** What becomes of a statement under a role: "done" or the code of its error. Nothing of it stays. */
async function codeOf(client: Client, role: string, statement: string): Promise<string | undefined> {
  await client.query(`begin; set local role ${role}`);
  try {
    await client.query(statement);
    return "done";
  } catch (error) {
    return (error as { code?: string }).code;
  } finally {
    await client.query("rollback");
  }
}
