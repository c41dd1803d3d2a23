import { mkdir, readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const REPOSITORY = join(import.meta.dirname, "..", "..");

/** The part of esbuild that is used here; it comes with tsx, which runs the sources with the same translation. */
interface Compiler {
  build(options: object): Promise<unknown>;
}

interface LoadHook {
  onLoad(on: { readonly filter: RegExp }, load: (file: { readonly path: string }) => Promise<{ loader: "ts"; contents: string }>): void;
}

/**
 * Translates test files, and what they import of this repository, into the folder of the run, with which the results go; gives the paths of
 * the results in the order of the files. Node then starts a test file in a third of the time: it asks no loader about each of some hundred
 * modules. Packages stay where they are, every module exists once in a process as before, and processes that a test starts run the sources
 * as always.
 */
export async function compileTests(files: readonly string[], runFolder: string): Promise<readonly string[]> {
  const folder = join(runFolder, "compiled");
  await mkdir(folder);
  const { build } = createRequire(createRequire(import.meta.url).resolve("tsx/package.json"))("esbuild") as Compiler;
  await symlink(join(REPOSITORY, "node_modules"), join(folder, "node_modules"));
  await build({
    entryPoints: files.map((file) => join(REPOSITORY, file)),
    outdir: folder,
    outbase: REPOSITORY,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    packages: "external",
    platform: "node",
    target: "node20",
    format: "esm",
    keepNames: true,
    sourcemap: true,
    sourcesContent: false,
    logLevel: "warning",
    plugins: [{ name: "modules know where their source is", setup: (hook: LoadHook) => hook.onLoad({ filter: /\.ts$/ }, withItsPlace) }],
  });
  return files.map((file) => join(folder, file.replace(/\.ts$/, ".mjs")));
}

/** The path of a test file in the repository, from the one that was made of it. */
export function sourceOf(compiled: string): string {
  return compiled.replace(/^.*\/compiled\/(.*)\.mjs$/, "$1.ts");
}

async function withItsPlace({ path }: { readonly path: string }): Promise<{ loader: "ts"; contents: string }> {
  const text = await readFile(path, "utf8");
  const placed = text
    .replaceAll("import.meta.dirname", JSON.stringify(dirname(path)))
    .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href));
  return { loader: "ts", contents: placed };
}
