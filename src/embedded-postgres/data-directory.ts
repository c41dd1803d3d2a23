import { chmod, chown, lstat, mkdir, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** The paths of one embedded server. Everything of one ledger lies below `root`; two ledgers have two roots. */
export interface DataDirectory {
  /** The ledger's data directory: also holds what other parts of Cartera keep there, such as the master key. */
  readonly root: string;
  /** Belongs to the user that runs the server; made in one rename, so it is either complete or absent. */
  readonly server: string;
  /** PostgreSQL's own directory (PGDATA). */
  readonly cluster: string;
  readonly password: string;
  /** The three below are written by Node, which may be root, and so lie where the server's user cannot replace them by links. */
  readonly log: string;
  readonly port: string;
  /** Process id of the Node that is responsible for stopping the server. */
  readonly owner: string;
}

/** A system user by number, as `spawn` and `chown` take it. */
export interface SystemUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** `server` lets a cluster be prepared under another name and moved into place when it is complete. */
export function dataDirectoryAt(path: string, server = join(resolve(path), "postgres")): DataDirectory {
  const root = resolve(path);
  return {
    root,
    server,
    cluster: join(server, "data"),
    password: join(server, "password"),
    log: join(root, "postgres.log"),
    port: join(root, "postgres.port"),
    owner: join(root, "postgres.owner"),
  };
}

/** Where a ledger lives unless told otherwise: `/var/lib/cartera` for root, else the user's XDG data folder. */
export function defaultDataDirectory(xdgDataHome?: string): string {
  if (process.getuid?.() === 0) return "/var/lib/cartera";
  return join(xdgDataHome || join(homedir(), ".local", "share"), "cartera");
}

/**
 * Makes the data directory and whatever is missing above it. With another user for the server, what we made (and the directory itself)
 * may be passed through by that user whatever the umask says; directories that were there before are never changed, so one in
 * root's home is refused with a sentence instead of a puzzle in the server's log.
 */
export async function makeDataDirectory(directory: DataDirectory, serverUser: SystemUser | undefined): Promise<void> {
  const firstMade = await mkdir(directory.root, { recursive: true, mode: 0o700 });
  if (serverUser === undefined) return;
  await letPassThrough(directory.root);
  if (firstMade !== undefined) {
    for (let path = directory.root; path !== firstMade; ) {
      path = dirname(path);
      await letPassThrough(path);
    }
  }
  const blocked = await firstUnreachable(directory.root, serverUser);
  if (blocked === undefined) return;
  throw new Error(
    `PostgreSQL cannot run as root and runs as user ${serverUser.name}, who may not enter ${blocked}: ` +
      `choose a data directory outside of it than ${directory.root} (CARTERA_DATA_DIR)`,
  );
}

/** The outermost directory on the way to `path` (inclusive) that `user` may not enter, going by its mode bits. */
export async function firstUnreachable(path: string, user: SystemUser): Promise<string | undefined> {
  const parent = dirname(path);
  if (parent !== path) {
    const above = await firstUnreachable(parent, user);
    if (above !== undefined) return above;
  }
  const { mode, uid, gid } = await stat(path);
  const executeBit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
  return (mode & executeBit) === 0 ? path : undefined;
}

/** True when there is something at `path`, a dangling symbolic link included. */
export async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** Gives one path to the server's user, or leaves it to the current one. */
export async function giveTo(path: string, serverUser: SystemUser | undefined): Promise<void> {
  if (serverUser !== undefined) await chown(path, serverUser.uid, serverUser.gid);
}

async function letPassThrough(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o011) !== 0o011) await chmod(path, (mode & 0o7777) | 0o011);
}
