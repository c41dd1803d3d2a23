import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const SOURCES = join(import.meta.dirname, "..", "..");
/** Whatever has a say in how events become a state, and in how a state is packed. */
const FOLDERS = ["schemas", "src/kernel", "src/domain", "src/application"];

/**
 * A hash of the program that folds: of its sources, and of the engine that packs values. A snapshot made under another hash is not used, so nobody
 * has to remember to raise a version when a fold changes.
 */
export function foldingProgram(): string {
  const hash = createHash("sha256").update(process.versions.v8);
  for (const folder of FOLDERS) {
    const files = readdirSync(join(SOURCES, folder), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
    for (const file of files.sort()) hash.update(`\0${folder}/${file}\0`).update(readFileSync(join(SOURCES, folder, file)));
  }
  return hash.digest("hex");
}
