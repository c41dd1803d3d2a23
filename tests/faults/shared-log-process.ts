/**
 * A process that shares a log with others, as a server does, told what to do by the process that forked it:
 *
 *     fork("tests/faults/shared-log-process.ts", ['{"connectionString":"postgresql://..."}'], { execArgv: ["--import", "tsx"] })
 *
 * It says "ready"; to "append" it answers with what became of every request of its 32 callers; to "listen" it subscribes, and says the ordinals
 * it heard when it has heard as many as it is told next.
 */
import { EventEmitter, once } from "node:events";
import { openEventStoreDbEventStore } from "../../src/event-store/eventstoredb/eventstoredb-event-store.ts";
import type { AppendOutcome, AppendRequest, EventStore } from "../../src/event-store/port.ts";
import { openPostgresEventStore } from "../../src/event-store/postgres/postgres-event-store.ts";
import { request } from "../contract/event-store/requests.ts";

/** A request that was not a conflict, and its answer. */
export interface Answered {
  readonly request: AppendRequest;
  readonly answer: AppendOutcome;
}

const CALLERS = 32;
const APPENDS_OF_EACH = 5;
const STREAMS = 20;

/** Resolves when it is said: a channel that is closed before loses what is on its way. */
const say = (message: unknown) => new Promise((resolve) => process.send?.(message, resolve));

/** Every process claims the same, so that each claim is wanted by all of them. */
async function call(store: EventStore, caller: number): Promise<Answered[]> {
  const answered: Answered[] = [];
  for (let turn = 0; turn < APPENDS_OF_EACH; turn += 1) {
    const stream = `account-${(caller * 7 + turn) % STREAMS}`;
    for (;;) {
      const expected = (await store.revisions([stream])).get(stream) ?? -1;
      const wanted = request({ stream, expected, claims: [`document:${caller}.${turn}`], count: 1 + (turn % 3) });
      const answer = await store.append(wanted);
      if (answer.outcome === "conflict") continue;
      answered.push({ request: wanted, answer });
      break;
    }
  }
  return answered;
}

async function listen(store: EventStore): Promise<number[]> {
  const heard: number[] = [];
  const news = new EventEmitter();
  const subscription = store.subscribe(0, async (events) => {
    heard.push(...events.map(({ ordinal }) => ordinal));
    news.emit("heard");
  });
  const [wanted] = (await once(process, "message")) as [number];
  while (heard.length < wanted) await once(news, "heard");
  await subscription.close();
  return heard;
}

const options = JSON.parse(process.argv[2] ?? "{}") as { readonly connectionString: string };
const store = await (options.connectionString.startsWith("esdb") ? openEventStoreDbEventStore : openPostgresEventStore)(options);
const question = once(process, "message");
await say("ready");
const [asked] = (await question) as ["append" | "listen"];
const callers = Array.from({ length: CALLERS }, (_, caller) => caller);
await say(asked === "listen" ? await listen(store) : (await Promise.all(callers.map((caller) => call(store, caller)))).flat());
await store.close();
process.disconnect();
