import { createHash, randomBytes } from "node:crypto";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { startEmbeddedPostgres } from "../../src/embedded-postgres/server.ts";
import { buildTemplate, onDatabase, TEMPLATE, TEMPLATE_LOCK } from "./template.ts";

/** Set by the test runner: the maintenance database of the one server of the run. Its user may create databases. */
const RUN_SERVER = "CARTERA_TEST_POSTGRES";

export interface TestDatabase {
  readonly connectionString: string;
  readonly name: string;
}

export interface TestDatabaseOptions {
  /** True for a database without the ledger's schema. */
  readonly empty?: boolean;
}

let maintenance: Promise<string> | undefined;

/**
 * A database of this test's own, with the ledger's schema in place, that is dropped when the test ends:
 *
 *     t.test("an append is durable", async (t) => {
 *       const { connectionString } = await createTestDatabase(t);
 *
 * Without the runner (`node --import tsx some.test.ts`) a server in the system's folder for temporary files serves, started by the
 * first file that needs it and left running for the next one.
 */
export async function createTestDatabase(
  t: { teardown(fn: () => Promise<void>): unknown },
  options: TestDatabaseOptions = {},
): Promise<TestDatabase> {
  const server = await getMaintenanceConnection();
  const name = `test_${process.pid}_${randomBytes(6).toString("hex")}`;
  await onServer(server, async (client) => {
    // Shared with other clones, exclusive with a rebuild of the template. Copying files takes 60 ms where writing them to the log takes 150.
    await client.query("select pg_advisory_lock_shared($1)", [TEMPLATE_LOCK]);
    await client.query(`create database ${name} template ${options.empty === true ? "template0" : TEMPLATE} strategy file_copy`);
  });
  t.teardown(() => onServer(server, (client) => client.query(`drop database if exists ${name} with (force)`)));
  return { connectionString: onDatabase(server, name), name };
}

/** The maintenance database of the server that this process tests on, with the template in place. */
function getMaintenanceConnection(): Promise<string> {
  const given = process.env[RUN_SERVER];
  maintenance ??= given === undefined || given === "" ? useDevelopmentServer() : Promise.resolve(given);
  return maintenance;
}

/** One per checkout and user, so that two checkouts do not rebuild each other's template. */
async function useDevelopmentServer(): Promise<string> {
  const checkout = createHash("sha256")
    .update(import.meta.dirname)
    .digest("hex")
    .slice(0, 8);
  const dataDir = join(tmpdir(), `cartera-test-${userInfo().username}-${checkout}`);
  const log = { info: () => undefined, warn: (message: string) => process.stderr.write(`${message}\n`) };
  const { connectionString } = await startEmbeddedPostgres({ dataDir, log });
  await buildTemplate(connectionString);
  return connectionString;
}

async function onServer(connectionString: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
