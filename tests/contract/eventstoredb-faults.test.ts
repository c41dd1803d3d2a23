import t from "tap";
import { claimProtocolTests } from "./event-store/eventstoredb-claims.ts";
import { guardTests } from "./event-store/eventstoredb-guards.ts";
import { lostAnswerTests } from "./event-store/eventstoredb-lost-answers.ts";
import { openOn, openWithNode } from "./event-store/eventstoredb-stores.ts";
import { sharingTests } from "./event-store/sharing.ts";

t.setTimeout(240_000);

guardTests(t);
lostAnswerTests(t);
claimProtocolTests(t);
sharingTests(t, async (t) => {
  const { node, store } = await openWithNode(t);
  return [store, await openOn(t, node)];
});
