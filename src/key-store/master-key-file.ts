import { randomBytes } from "node:crypto";
import { chmod, link, mkdir, readFile, unlink, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

const KEY_BYTES = 32;

/** The master key in its file: 64 hexadecimal digits. Made on the first start where that is allowed, readable by its owner only. */
export async function readMasterKey(path: string, options: { readonly create: boolean }): Promise<Buffer> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text !== undefined) return parseKey(text, path);
  if (!options.create) throw new Error(`there is no master key at ${path}; without it personal data cannot be read`);
  await mkdir(dirname(path), { recursive: true });
  // Written aside and linked into place: of two first starts one wins, and no half-written key is ever seen.
  const aside = `${path}.${process.pid}`;
  await writeFile(aside, `${randomBytes(KEY_BYTES).toString("hex")}\n`, { mode: 0o600, flag: "wx" });
  await chmod(aside, 0o600);
  await link(aside, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  await unlink(aside);
  return parseKey(await readFile(path, "utf8"), path);
}

function parseKey(text: string, path: string): Buffer {
  if (!/^[0-9a-f]{64}\s*$/i.test(text)) throw new Error(`${path} does not hold a master key: 64 hexadecimal digits are expected`);
  return Buffer.from(text.trim(), "hex");
}
