import { setTimeout as sleep } from "node:timers/promises";
import type { Test } from "tap";
import { contents, ended, hasEnded, headOf, type Place, send, startServer } from "../faults/place.ts";

/**
 * Loads a file of commands while a third of the way in the loader dies, two thirds in the server; the loader that is sent again waits for
 * it. Gives what the ledger holds then.
 */
export async function loadWithKills(
  t: Test,
  place: Place,
  { path, lines }: { readonly path: string; readonly lines: number },
  asOf: string,
): ReturnType<typeof contents> {
  let server = await startServer(place);
  t.teardown(async () => {
    server.kill("SIGTERM");
    await ended(server);
  });
  const first = send(place, path);
  await reach(place, lines / 3);
  t.notOk(hasEnded(first), "the loader was in the middle");
  first.kill("SIGKILL");
  await ended(first);

  const second = send(place, path, "--patience", "60");
  await reach(place, (lines * 2) / 3);
  t.notOk(hasEnded(second), "the server was in the middle");
  server.kill("SIGKILL");
  await ended(server);
  server = await startServer(place);
  t.equal(await ended(second), 0, "the loader waited, and everything is accepted");
  const head = await headOf(place);
  t.equal(await ended(send(place, path)), 0, "the same file once more gets the same answers");
  t.equal(await headOf(place), head, "and appends nothing");
  return contents(place, asOf);
}

async function reach(place: Place, events: number): Promise<void> {
  for (let tries = 0; tries < 3_000 && (await headOf(place)) < events; tries += 1) await sleep(50);
}
