import t from "tap";
import { guardTests } from "./event-store/postgres-guards.ts";
import { lostConnectionTests } from "./event-store/postgres-lost-connections.ts";
import { setUpTests } from "./event-store/postgres-set-up.ts";
import { migrated, open } from "./event-store/postgres-stores.ts";
import { sharingTests } from "./event-store/sharing.ts";

t.setTimeout(120_000);

guardTests(t);
setUpTests(t);
sharingTests(t, async (t) => {
  const { connectionString } = await migrated(t);
  return [await open(t, { connectionString }), await open(t, { connectionString })];
});
lostConnectionTests(t);
