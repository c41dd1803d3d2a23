import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import type { Databases } from "./databases.ts";
import { type Measured, runLoad } from "./load.ts";
import { sampleEvent } from "./sample-event.ts";

const PACKAGE = "@event-driven-io/emmett-postgresql";

/** The part of emmett's event store that is measured. */
interface EmmettEventStore {
  appendToStream(stream: string, events: readonly unknown[], options: { readonly expectedStreamVersion: unknown }): Promise<unknown>;
  close(): Promise<void>;
}

interface EmmettPackage {
  getPostgreSQLEventStore(connectionString: string): EmmettEventStore;
}

/**
 * Appends of one event by emmett-postgresql, as it comes, each caller on a stream of its own. It is no dependency of ours: `folder` is where
 * somebody has installed it; nothing when none is given. Throws when it is not there.
 */
export async function measureEmmett(
  folder: string | undefined,
  { processorSeconds }: Databases,
  connectionString: string,
  callers: number,
  measureMs: number,
): Promise<Measured | undefined> {
  if (folder === undefined) return undefined;
  const { getPostgreSQLEventStore } = createRequire(resolve(folder, "package.json"))(PACKAGE) as EmmettPackage;
  const store = getPostgreSQLEventStore(connectionString);
  const run = randomUUID().slice(0, 8);
  try {
    return await runLoad({
      callers,
      warmUp: { calls: 500, atMostMs: 2_000 },
      measureMs,
      processorSeconds,
      async call(caller, turn) {
        const stream = `bench-${run}-${caller}`;
        const { type, data, meta } = sampleEvent(stream, turn, randomUUID());
        const event = { type, data: JSON.parse(data), metadata: JSON.parse(meta) };
        await store.appendToStream(stream, [event], { expectedStreamVersion: turn === 0 ? "STREAM_DOES_NOT_EXIST" : BigInt(turn) });
      },
    });
  } finally {
    await store.close();
  }
}
