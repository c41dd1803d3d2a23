import { execFile } from "node:child_process";
import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

const SOURCE = join(import.meta.dirname, "slow-flush.c");

/**
 * What makes every flush of a server take `micros` longer: variables of its environment. Builds the library into a folder that the server's
 * user can enter; nothing where there is no C compiler. Throws where there is one that cannot build it.
 */
export async function slowFlush(folder: string, micros: number): Promise<Readonly<Record<string, string>> | undefined> {
  const library = join(folder, "slow-flush.so");
  try {
    await run("cc", ["-shared", "-fPIC", "-O2", "-o", library, SOURCE, "-ldl"]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  await chmod(library, 0o755);
  return { LD_PRELOAD: library, SLOW_FLUSH_MICROS: String(micros) };
}
