import t from "tap";
import { guardTests } from "./event-store/postgres-guards.ts";
import { lostConnectionTests } from "./event-store/postgres-lost-connections.ts";
import { setUpTests } from "./event-store/postgres-set-up.ts";
import { sharingTests } from "./event-store/postgres-sharing.ts";

t.setTimeout(120_000);

guardTests(t);
setUpTests(t);
sharingTests(t);
lostConnectionTests(t);
