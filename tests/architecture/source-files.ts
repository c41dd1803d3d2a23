import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import ts from "typescript";

const REPOSITORY = join(import.meta.dirname, "..", "..");

export interface SourceFile {
  /** From the root of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** Undefined for files that are not TypeScript or JavaScript. */
  readonly tree: ts.SourceFile | undefined;
}

/** Everything that people wrote in these folders, by path. */
export function readSourceFiles(folders: readonly string[]): SourceFile[] {
  return listPaths(folders)
    .filter((path) => /\.(ts|mts|mjs|cjs|js|sql)$/.test(path))
    .map((path) => {
      const text = readFileSync(join(REPOSITORY, path), "utf8");
      const tree = path.endsWith(".sql") ? undefined : ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
      return { path, text, tree };
    });
}

/** Paths of the files in these folders, sorted. */
export function listPaths(folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(REPOSITORY, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(REPOSITORY.length + 1))
      .map((path) => path.split(sep).join("/"))
      .sort(),
  );
}

/** Every node of a file, and where it starts: `src/main.ts:12`. */
export function visit(file: SourceFile, see: (node: ts.Node, place: string) => void): void {
  const { tree } = file;
  if (tree === undefined) return;
  const walk = (node: ts.Node): void => {
    see(node, `${file.path}:${lineOf(tree, node.getStart(tree))}`);
    ts.forEachChild(node, walk);
  };
  walk(tree);
}

/** Lines from the first to the last of a node, both counted. */
export function countLines(node: ts.Node): number {
  const tree = node.getSourceFile();
  return lineOf(tree, node.getEnd()) - lineOf(tree, node.getStart(tree)) + 1;
}

function lineOf(tree: ts.SourceFile, position: number): number {
  return tree.getLineAndCharacterOfPosition(position).line + 1;
}
