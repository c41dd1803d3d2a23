import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { asUser, prepareBinaries, SERVER_ENVIRONMENT } from "../../src/embedded-postgres/binaries.ts";
import { dataDirectoryAt } from "../../src/embedded-postgres/data-directory.ts";
import { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from "../../src/embedded-postgres/server.ts";
import { chooseServerUser } from "../../src/embedded-postgres/server-user.ts";

const POLL_MS = 25;
const START_MS = 30_000;

/**
 * An embedded PostgreSQL with variables in its environment, which the product never gives it: made and stopped as usual, started by us as the
 * same user, and adopted as a running one. Throws when another server than ours is there in the end.
 */
export async function startPreloadedPostgres(
  options: EmbeddedPostgresOptions,
  environment: Readonly<Record<string, string>>,
): Promise<EmbeddedPostgres> {
  const usual = await startEmbeddedPostgres(options);
  await usual.stop();
  const directory = dataDirectoryAt(options.dataDir);
  const user = await chooseServerUser(directory);
  const { postgres } = await prepareBinaries(directory, user);
  const settings = { ...options.settings, port: usual.port, listen_addresses: "127.0.0.1", unix_socket_directories: "" };
  const words = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(postgres, ["-D", directory.cluster, ...words], {
    ...asUser(user),
    cwd: "/",
    env: { ...SERVER_ENVIRONMENT, ...environment },
    detached: true,
    stdio: "ignore",
  });
  child.unref();
  // Adopted too early it would not be found, and a second server without the variables be started.
  await hasLocked(directory.cluster, child.pid);
  const server = await startEmbeddedPostgres(options);
  if (server.pid === child.pid) return server;
  await server.stop();
  throw new Error("another PostgreSQL than the preloaded one answers");
}

async function hasLocked(cluster: string, pid: number | undefined): Promise<void> {
  const giveUpAt = performance.now() + START_MS;
  while (performance.now() < giveUpAt) {
    const lock = await readFile(join(cluster, "postmaster.pid"), "utf8").catch(() => "");
    if (Number.parseInt(lock, 10) === pid) return;
    await wait(POLL_MS);
  }
  throw new Error("the preloaded PostgreSQL does not start");
}
