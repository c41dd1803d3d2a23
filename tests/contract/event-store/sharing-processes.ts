import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Test } from "tap";
import type { EventStore, StoredEvent } from "../../../src/event-store/port.ts";
import type { Answered } from "../../faults/shared-log-process.ts";

const SCRIPT = join(import.meta.dirname, "..", "..", "faults", "shared-log-process.ts");

/** Real processes on one log: two that append, one that listens. `options` open the store in each of them. */
export function processSharingTests(
  t: Test,
  openOne: (t: Test) => Promise<{ store: EventStore; options: { connectionString: string } }>,
): void {
  t.test(
    "two servers with 32 callers each share streams and claims: what each was told is what the log holds, and a third hears it",
    async (t) => {
      const { store, options } = await openOne(t);
      const [first, second, listener] = (await Promise.all([1, 2, 3].map(() => start(t, options)))) as [
        ChildProcess,
        ChildProcess,
        ChildProcess,
      ];
      listener.send("listen");
      const told = (await Promise.all([first, second].map((server) => ask<Answered[]>(server, "append")))).flat();
      const log = await store.readAll(0, 10_000);
      t.strictSame(
        await ask<number[]>(listener, log.length),
        log.map(({ ordinal }) => ordinal),
        "each event was heard once, in order",
      );
      t.strictSame(
        log.map(({ ordinal }) => ordinal),
        log.map((_, index) => index + 1),
        "positions are dense",
      );
      t.strictSame(gapsInStreams(log), []);

      const stored = told.filter(({ answer }) => answer.outcome === "ok");
      t.strictSame(
        log.map(lineOf),
        stored.flatMap(linesOf).sort((a, b) => a.ordinal - b.ordinal),
        "every request that was answered ok is in the log once, where the answer says, and nothing else is",
      );
      const owners = new Map(stored.map(({ request, answer }) => [request.claims[0], answer]));
      t.equal(owners.size, stored.length, "no claim was given twice");
      t.equal(owners.size, told.length / 2, "and every claim was given to one of the two that wanted it");
      const ownerNamed = told.filter(({ request, answer }) => {
        const owner = owners.get(request.claims[0]);
        return answer.outcome === "duplicate" && owner?.outcome === "ok" && answer.ordinal === owner.ordinal;
      });
      t.equal(ownerNamed.length, told.length / 2, "and the other was told who owns it");
    },
  );
}

async function start(t: Test, options: object): Promise<ChildProcess> {
  const server = fork(SCRIPT, [JSON.stringify(options)], { execArgv: ["--import", "tsx"] });
  t.teardown(() => void server.kill("SIGKILL"));
  await said(server);
  return server;
}

async function ask<Answer>(server: ChildProcess, question: string | number): Promise<Answer> {
  server.send(question);
  return said(server);
}

async function said<Answer>(server: ChildProcess): Promise<Answer> {
  const ended = new AbortController();
  // Its exit may be heard of before the last of what it said.
  server.once("disconnect", () => ended.abort());
  return (await once(server, "message", { signal: ended.signal }))[0] as Answer;
}

function gapsInStreams(log: readonly StoredEvent[]): string[] {
  const next = new Map<string, number>();
  return log.flatMap(({ stream, revision }) => {
    const expected = next.get(stream) ?? 0;
    next.set(stream, revision + 1);
    return revision === expected ? [] : [`${stream} has revision ${revision} where ${expected} comes next`];
  });
}

const lineOf = ({ ordinal, stream, revision, eventId, recordedAt }: StoredEvent) => ({ ordinal, stream, revision, eventId, recordedAt });

function linesOf({ request: { stream, events }, answer }: Answered) {
  if (answer.outcome !== "ok") return [];
  const { ordinal, revision, recordedAt } = answer;
  return events.map(({ eventId }, place) => ({
    ...{ ordinal: ordinal + place, stream, revision: revision - events.length + 1 + place },
    ...{ eventId, recordedAt },
  }));
}
