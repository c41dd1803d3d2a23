import { setTimeout as sleep } from "node:timers/promises";
import t from "tap";
import type { EventStore } from "../../src/event-store/port.ts";
import { lineBody, setUpAccount } from "../support/company.ts";
import { openTestLedger } from "../support/ledger.ts";

/** A log that takes its time to give a stream, as one behind a network does. */
function slow(store: EventStore): EventStore {
  return {
    capabilities: store.capabilities,
    append: (request) => store.append(request),
    readStream: async (...asked) => {
      await sleep(5);
      return store.readStream(...asked);
    },
    readAll: (...asked) => store.readAll(...asked),
    readMatching: (...asked) => store.readMatching(...asked),
    ordinalAt: (instant) => store.ordinalAt(instant),
    endOfAppend: (ordinal) => store.endOfAppend(ordinal),
    findCommands: (ids) => store.findCommands(ids),
    revisions: (streams) => store.revisions(streams),
    subscribe: (...asked) => store.subscribe(...asked),
    head: (options) => store.head(options),
    close: () => store.close(),
  };
}

t.test("requests that arrive together on a server that has just started find everything that is in the log", async (t) => {
  const before = await openTestLedger();
  await setUpAccount(before);
  const { store, keys, clock } = before;
  const started = await openTestLedger({ store: slow(store), keys, clock });
  const again = { ...lineBody("C1.CO01.COP", "1.00"), lineId: "L-2" };
  const answers = await Promise.all(Array.from({ length: 8 }, () => started.send("open-credit-line", again)));
  const codes = answers.map((answer) => (answer.kind === "refused" ? answer.refusal.violations[0]?.code : answer.kind));
  t.strictSame(codes, new Array(8).fill("LINE_ALREADY_OPEN"), "nobody is told that company, customer or line are not there");
});
