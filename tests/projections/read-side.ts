import type { ProjectionDefinition } from "../../projections/define-projection.ts";
import { projections as registry } from "../../projections/registry.ts";
import { migrateReadStore } from "../../src/read-store/migrate-read-store.ts";
import { openReadStore, type ReadStore } from "../../src/read-store/open-read-store.ts";
import { type ProjectionRunner, startProjectionRunner } from "../../src/read-store/projection-runner.ts";
import { createTestDatabase } from "../support/database.ts";
import { type Ledger, openLedger } from "./ledger.ts";

interface Test {
  teardown(fn: () => Promise<void>): unknown;
}

export interface ReadSide {
  readonly ledger: Ledger;
  readonly readStore: ReadStore;
  readonly runner: ProjectionRunner;
  /** Everything recorded so far has been folded. */
  upToDate(): Promise<void>;
}

export const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A read store on a database of the test's own. */
export async function openTestReadStore(t: Test): Promise<ReadStore> {
  const { connectionString } = await createTestDatabase(t);
  await migrateReadStore(connectionString);
  const readStore = await openReadStore({ connectionString });
  t.teardown(() => readStore.close());
  return readStore;
}

/** An empty ledger in memory, and its read models on a database of the test's own. */
export async function openReadSide(
  t: Test,
  options: { readonly batchSize?: number; readonly projections?: readonly ProjectionDefinition[]; readonly ledger?: Ledger } = {},
): Promise<ReadSide> {
  const { projections = registry, batchSize } = options;
  const ledger = options.ledger ?? (await openLedger());
  const readStore = await openTestReadStore(t);
  const runner = await startProjectionRunner({
    readStore,
    eventStore: ledger.store,
    log: quiet,
    projections,
    ...(batchSize !== undefined && { batchSize }),
  });
  t.teardown(() => runner.close());
  return {
    ledger,
    readStore,
    runner,
    async upToDate() {
      const { ordinal } = await ledger.store.head();
      if (!(await runner.waitFor(ordinal, 30_000)))
        throw new Error(`not all read models reached ${ordinal}: ${JSON.stringify(await runner.status())}`);
    },
  };
}
