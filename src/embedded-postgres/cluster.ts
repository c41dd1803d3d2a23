import { execFile } from "node:child_process";
import { randomBytes, randomInt } from "node:crypto";
import { appendFile, chmod, lchown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { asUser, type Binaries, SERVER_ENVIRONMENT } from "./binaries.ts";
import { type DataDirectory, dataDirectoryAt, exists, giveTo, type SystemUser } from "./data-directory.ts";
import { isRunning } from "./postmaster.ts";

const run = promisify(execFile);

const INITDB_TIMEOUT_MS = 120_000;
const SETTINGS_FILE = "cartera.conf";

/**
 * Written at every start, so that an upgrade of Cartera brings its settings; `ALTER SYSTEM` overrides them. Durability is spelled out
 * although it is the default: whoever reads the file should see that it is meant.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  fsync: "on",
  full_page_writes: "on",
  synchronous_commit: "on",
  shared_buffers: "256MB",
  max_connections: "200",
  wal_compression: "on",
  max_wal_size: "2GB",
  autovacuum: "on",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  log_line_prefix: "%m [%p] ",
};

/**
 * The first start: runs initdb, invents the password, and moves the complete result into place with one rename. A Node killed in between
 * leaves a folder that the next start removes; of two Nodes that start at once, one wins and the other uses the winner's cluster.
 */
export async function createCluster(directory: DataDirectory, binaries: Binaries, serverUser: SystemUser | undefined): Promise<void> {
  const unfinished = dataDirectoryAt(directory.root, `${directory.server}.unfinished-${process.pid}`);
  await removeUnfinished(directory);
  await mkdir(unfinished.server, { mode: 0o700 });
  await mkdir(unfinished.cluster, { mode: 0o700 });
  await writeFile(unfinished.password, randomBytes(24).toString("base64url"), { mode: 0o600 });
  for (const path of [unfinished.server, unfinished.cluster, unfinished.password]) await giveTo(path, serverUser);
  const options = ["--locale=C", "--encoding=UTF8", "--data-checksums", "--auth=scram-sha-256", "--username=postgres"];
  await run(binaries.initdb, [...options, `--pwfile=${unfinished.password}`, `--pgdata=${unfinished.cluster}`], {
    ...asUser(serverUser),
    cwd: "/",
    env: SERVER_ENVIRONMENT,
    timeout: INITDB_TIMEOUT_MS,
  });
  await appendFile(join(unfinished.cluster, "postgresql.conf"), `\ninclude '${SETTINGS_FILE}'\n`);
  await rename(unfinished.server, directory.server).catch(async (error: unknown) => {
    await rm(unfinished.server, { recursive: true, force: true });
    if (!(await exists(directory.cluster))) throw error;
  });
}

/** Brings an existing cluster up to what this version of Cartera expects. Throws when another major version of PostgreSQL made it. */
export async function prepareCluster(directory: DataDirectory, binaries: Binaries, serverUser: SystemUser | undefined): Promise<void> {
  const made = Number((await readFile(join(directory.cluster, "PG_VERSION"), "utf8")).trim());
  if (made !== binaries.majorVersion) {
    throw new Error(
      `${directory.cluster} was made by PostgreSQL ${made}, and this version of Cartera brings ${binaries.majorVersion}: ` +
        "back up with the version of Cartera that made it and restore into a new data directory",
    );
  }
  if (serverUser !== undefined && (await belongsToSomebodyElse(directory, serverUser))) await giveTreeTo(directory.server, serverUser);
  await chmod(directory.password, 0o600);
  const lines = Object.entries(SETTINGS).map(([name, value]) => `${name} = '${value}'\n`);
  const path = join(directory.cluster, SETTINGS_FILE);
  const written = `${path}.${process.pid}`; // moved into place: root never writes through a link made by the server's user
  await rm(written, { force: true });
  const text = ["# Written by Cartera at every start: use ALTER SYSTEM to change a setting.\n", ...lines].join("");
  await writeFile(written, text, { mode: 0o600, flag: "wx" });
  await giveTo(written, serverUser);
  await rename(written, path);
}

/**
 * The port to listen on: the wanted one, else the remembered one while it is free, else a new one. New ones lie below the range from which
 * operating systems take the ports of outgoing connections, so that the remembered one stays likely to be free.
 */
export async function choosePort(directory: DataDirectory, wanted: number | undefined): Promise<number> {
  if (wanted !== undefined) return wanted;
  const remembered = Number(await readFile(directory.port, "utf8").catch(() => ""));
  if (remembered > 0 && (await isFree(remembered))) return remembered;
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = randomInt(20_000, 30_000);
    if (await isFree(port)) return port;
  }
  throw new Error("no free port between 20000 and 30000 on 127.0.0.1 for the embedded PostgreSQL");
}

export async function rememberPort(directory: DataDirectory, port: number): Promise<void> {
  await writeFile(directory.port, `${port}\n`, { mode: 0o600 });
}

async function isFree(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const probe = createServer();
    probe.once("error", () => settle(false));
    probe.listen({ port, host: "127.0.0.1", exclusive: true }, () => probe.close(() => settle(true)));
  });
}

async function removeUnfinished(directory: DataDirectory): Promise<void> {
  for (const name of await readdir(directory.root)) {
    const pid = Number(/^postgres\.unfinished-(\d+)$/.exec(name)?.[1]);
    if (pid > 0 && (pid === process.pid || !(await isRunning(pid)))) await rm(join(directory.root, name), { recursive: true, force: true });
  }
}

async function belongsToSomebodyElse(directory: DataDirectory, user: SystemUser): Promise<boolean> {
  const owners = await Promise.all([directory.server, directory.cluster, join(directory.cluster, "PG_VERSION")].map((path) => stat(path)));
  return owners.some(({ uid }) => uid !== user.uid);
}

/** After a restore by root, files may belong to root: the server could not open them. */
async function giveTreeTo(path: string, user: SystemUser): Promise<void> {
  await lchown(path, user.uid, user.gid);
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) await giveTreeTo(child, user);
    else await lchown(child, user.uid, user.gid);
  }
}
