import t from "tap";
import { folder, runTheYears, skip } from "../classicmodels/years.ts";
import { startTestNode } from "../support/eventstoredb/test-node.ts";

t.setTimeout(300_000);

t.test("classicmodels, loaded over HTTP as commands into a log on EventStoreDB", { skip }, async (t) => {
  const { connectionString } = await startTestNode(t);
  await runTheYears(t, folder as string, { eventStoreDbUrl: connectionString });
});
