import t from "tap";
import { guardTests } from "./event-store/postgres-guards.ts";
import { lostConnectionTests } from "./event-store/postgres-lost-connections.ts";
import { newsTests } from "./event-store/postgres-news.ts";
import { roleTests } from "./event-store/postgres-roles.ts";
import { setUpTests } from "./event-store/postgres-set-up.ts";
import { settingsTests } from "./event-store/postgres-settings.ts";
import { migrated, open } from "./event-store/postgres-stores.ts";
import { raceTests } from "./event-store/sharing.ts";
import { processSharingTests } from "./event-store/sharing-processes.ts";

t.setTimeout(120_000);

guardTests(t);
roleTests(t);
setUpTests(t);
settingsTests(t);
raceTests(t, async (t) => {
  const { connectionString } = await migrated(t);
  return [await open(t, { connectionString }), await open(t, { connectionString })];
});
processSharingTests(t, async (t) => {
  const options = await migrated(t);
  return { options, store: await open(t, options) };
});
newsTests(t);
lostConnectionTests(t);
