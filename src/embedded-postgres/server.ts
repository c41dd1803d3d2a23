import { spawn } from "node:child_process";
import { once } from "node:events";
import { open, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { asUser, type Binaries, prepareBinaries, SERVER_ENVIRONMENT } from "./binaries.ts";
import { choosePort, createCluster, prepareCluster, rememberPort } from "./cluster.ts";
import { connectionStringFor, waitUntilAccepting } from "./connection.ts";
import { type DataDirectory, dataDirectoryAt, exists, makeDataDirectory, type SystemUser } from "./data-directory.ts";
import { findPostmaster, isRunning, signal, waitForEnd } from "./postmaster.ts";
import { chooseServerUser } from "./server-user.ts";

const LAUNCH_ATTEMPTS = 20;
const BETWEEN_ATTEMPTS_MS = 250;
const FAST_SHUTDOWN_TIMEOUT_MS = 60_000;
const IMMEDIATE_SHUTDOWN_TIMEOUT_MS = 10_000;
const LOG_LIMIT_BYTES = 16 * 1024 * 1024;
const QUOTED_LOG_LINES = 15;

/** What the operating system may do to us between looking and starting; another attempt finds a way. */
const PASSING_FAILURES =
  /could not create any TCP\/IP sockets|could not bind|lock file "postmaster.pid" (already exists|is empty)|still in use/;

export interface EmbeddedPostgresOptions {
  /** Of this ledger alone; made when missing. */
  readonly dataDir: string;
  /** Only to insist on one: by default a free one is chosen and remembered. */
  readonly port?: number;
  /** Settings beside ours, as `postgres -c name=value` takes them. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly log: { info(message: string): void; warn(message: string): void };
}

export interface EmbeddedPostgres {
  /** Of the superuser, on the maintenance database `postgres`. */
  readonly connectionString: string;
  readonly port: number;
  /** Of the server, not of Node. */
  readonly pid: number;
  /** True when the server was running already. */
  readonly adopted: boolean;
  /** Ends the server, and waits for that. When another living Node is responsible for the server, it is left running. */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL of a data directory, or adopts the one that is running on it already.
 *
 *     const server = await startEmbeddedPostgres({ dataDir: "/var/lib/cartera", log });
 *     const pool = new Pool({ connectionString: server.connectionString });
 *     ...
 *     await server.stop();
 *
 * Throws an Error that quotes the end of the server's log when the server does not start.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  if (process.platform === "win32") throw new Error("the embedded PostgreSQL runs on Linux and macOS: set DATABASE_URL to a running one");
  const directory = dataDirectoryAt(options.dataDir);
  const user = await chooseServerUser(directory);
  await makeDataDirectory(directory, user);
  const running = await adopt(directory, options);
  if (running !== undefined) return running;

  const binaries = await prepareBinaries(directory, user);
  if (!(await exists(directory.cluster))) {
    options.log.info(`creating a database in ${directory.server}`);
    await createCluster(directory, binaries, user);
  }
  return adoptOrLaunch(directory, binaries, user, options);
}

/** Two Nodes may start at once: PostgreSQL's own lock file decides, and the one that loses finds the winner's server to adopt. */
async function adoptOrLaunch(
  directory: DataDirectory,
  binaries: Binaries,
  user: SystemUser | undefined,
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  for (let attempt = 1; ; attempt += 1) {
    const running = await adopt(directory, options);
    if (running !== undefined) return running;
    await prepareCluster(directory, binaries, user);
    const port = await choosePort(directory, options.port);
    try {
      return await launch(directory, binaries, user, port, options);
    } catch (error) {
      if (attempt === LAUNCH_ATTEMPTS || !(error instanceof Error && PASSING_FAILURES.test(error.message))) throw error;
      await sleep(BETWEEN_ATTEMPTS_MS);
    }
  }
}

async function adopt(directory: DataDirectory, options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres | undefined> {
  const postmaster = await findPostmaster(directory);
  if (postmaster === undefined) return undefined;
  const { pid, port } = postmaster;
  if (port === undefined) {
    await sleep(BETWEEN_ATTEMPTS_MS);
    return adopt(directory, options);
  }
  const connectionString = connectionStringFor(port, await readPassword(directory));
  try {
    await waitUntilAccepting(connectionString, directory, () => isRunning(pid));
  } catch (error) {
    if (!(await isRunning(pid))) return undefined; // it was shutting down
    throw error;
  }
  const responsible = await takeResponsibility(directory);
  options.log.info(`using the PostgreSQL that is running on ${directory.cluster} (process ${pid}, port ${port})`);
  return { connectionString, port, pid, adopted: true, stop: () => (responsible ? stop(directory, pid) : Promise.resolve()) };
}

async function launch(
  directory: DataDirectory,
  binaries: Binaries,
  user: SystemUser | undefined,
  port: number,
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const log = await openLog(directory);
  const { size: logStart } = await log.stat();
  const settings = { ...options.settings, port: String(port), listen_addresses: "127.0.0.1", unix_socket_directories: "" };
  const words = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(binaries.postgres, ["-D", await realpath(directory.cluster), ...words], {
    ...asUser(user),
    cwd: "/",
    env: SERVER_ENVIRONMENT,
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
  });
  try {
    await once(child, "spawn");
  } finally {
    await log.close();
  }
  child.unref();
  const pid = child.pid as number;
  const connectionString = connectionStringFor(port, await readPassword(directory));
  try {
    await waitUntilAccepting(connectionString, directory, () => isRunning(pid));
  } catch (error) {
    signal(pid, "SIGQUIT");
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${reason}. The end of ${directory.log}:\n${await endOfLog(directory, logStart)}`, { cause: error });
  }
  await rememberPort(directory, port);
  await writeFile(directory.owner, `${process.pid}\n`, { mode: 0o600 });
  options.log.info(`PostgreSQL is running on ${directory.cluster} (process ${pid}, port ${port})`);
  return { connectionString, port, pid, adopted: false, stop: () => stop(directory, pid) };
}

/** Fast shutdown: sessions are ended, everything is written. A server that does not obey is ended as by a power cut, which loses nothing. */
async function stop(directory: DataDirectory, pid: number): Promise<void> {
  await rm(directory.owner, { force: true });
  signal(pid, "SIGINT");
  if (await waitForEnd(pid, FAST_SHUTDOWN_TIMEOUT_MS)) return;
  signal(pid, "SIGQUIT");
  if (await waitForEnd(pid, IMMEDIATE_SHUTDOWN_TIMEOUT_MS)) return;
  throw new Error(`PostgreSQL (process ${pid}) does not stop: see ${directory.log}`);
}

/** The Node that started a server stops it. When that one is dead, the first that finds the server inherits the duty. */
async function takeResponsibility(directory: DataDirectory): Promise<boolean> {
  const owner = Number(await readFile(directory.owner, "utf8").catch(() => ""));
  if (owner > 0 && owner !== process.pid && (await isRunning(owner))) return false;
  await writeFile(directory.owner, `${process.pid}\n`, { mode: 0o600 });
  return true;
}

async function readPassword(directory: DataDirectory): Promise<string> {
  return (await readFile(directory.password, "utf8")).trim();
}

/** The server holds its log open for as long as it runs, so it is a start that puts a long one aside. */
async function openLog(directory: DataDirectory): Promise<Awaited<ReturnType<typeof open>>> {
  const size = await stat(directory.log).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LOG_LIMIT_BYTES) await rename(directory.log, `${directory.log}.1`);
  return open(directory.log, "a", 0o600);
}

async function endOfLog(directory: DataDirectory, from: number): Promise<string> {
  const bytes = await readFile(directory.log);
  return bytes.subarray(from).toString("utf8").trimEnd().split("\n").slice(-QUOTED_LOG_LINES).join("\n");
}
