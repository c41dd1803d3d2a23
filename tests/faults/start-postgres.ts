/**
 * A Node that starts the embedded server and can be killed:
 *
 *     node --import tsx tests/faults/start-postgres.ts <data directory> [umask]
 *
 * Prints what it started as one line of JSON, and stops the server when its input ends.
 */
import { startEmbeddedPostgres } from "../../src/embedded-postgres/server.ts";

const [dataDir, umask] = process.argv.slice(2);
if (dataDir === undefined) throw new Error("which data directory?");
if (umask !== undefined) process.umask(Number.parseInt(umask, 8));

const log = { info: () => undefined, warn: () => undefined };
const { connectionString, port, pid, adopted, stop } = await startEmbeddedPostgres({ dataDir, log });
process.stdout.write(`${JSON.stringify({ connectionString, port, pid, adopted })}\n`);
process.stdin.resume().on("end", () => {
  stop().catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  });
});
