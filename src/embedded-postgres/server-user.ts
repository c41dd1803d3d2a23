import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { promisify } from "node:util";
import type { DataDirectory, SystemUser } from "./data-directory.ts";

const run = promisify(execFile);

/** Preferred first. `nobody` is the last resort of machines on which no user can be made. */
const KNOWN_USERS = ["cartera", "postgres"];
const LAST_RESORT = "nobody";

/**
 * The user that runs the server: `undefined` means "the one who runs Node". PostgreSQL refuses to run as root, so root gets another
 * one. The owner of an existing cluster wins, so that a user added to the machine later does not lock the ledger out of its own files.
 */
export async function chooseServerUser(directory: DataDirectory): Promise<SystemUser | undefined> {
  const owner = await ownerOf(directory.server);
  const self = process.getuid?.();
  if (self !== 0) {
    if (owner !== undefined && self !== undefined && owner.uid !== self) {
      throw new Error(`${directory.server} belongs to user ${owner.uid}, not to ${self}: start Cartera as that user or as root`);
    }
    return undefined;
  }
  if (owner !== undefined && owner.uid !== 0) return owner;
  for (const name of KNOWN_USERS) {
    const user = await findUser(name);
    if (user !== undefined) return user;
  }
  return (await createUser("cartera")) ?? (await getUser(LAST_RESORT));
}

async function ownerOf(path: string): Promise<SystemUser | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found === undefined ? undefined : { name: `#${found.uid}`, uid: found.uid, gid: found.gid };
}

/** Asks `id`, which also knows users that are not in /etc/passwd. */
async function findUser(name: string): Promise<SystemUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
    const user = { name, uid: Number(uid.stdout), gid: Number(gid.stdout) };
    return user.uid > 0 ? user : undefined;
  } catch {
    return undefined;
  }
}

async function getUser(name: string): Promise<SystemUser> {
  const user = await findUser(name);
  if (user !== undefined) return user;
  throw new Error(
    "PostgreSQL cannot run as root, and this machine has none of the users cartera, postgres or nobody: " +
      "start Cartera as an ordinary user, or give it a running PostgreSQL in DATABASE_URL",
  );
}

async function createUser(name: string): Promise<SystemUser | undefined> {
  try {
    await run("useradd", [
      "--system",
      "--user-group",
      "--no-create-home",
      "--home-dir",
      "/nonexistent",
      "--shell",
      "/usr/sbin/nologin",
      name,
    ]);
  } catch {
    return undefined;
  }
  return findUser(name);
}
