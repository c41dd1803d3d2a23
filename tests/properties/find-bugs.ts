/**
 * Whether the model of the account finds bugs: `npm run test:bugs`. Each patch in `bugs/` puts a deliberate one into a copy of the sources, in
 * a temporary folder; the test of the model runs there with few histories, must pass without the patch, and must fail with it, because ledger
 * and model disagree.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

const REPOSITORY = join(import.meta.dirname, "..", "..");
const BUGS = join(import.meta.dirname, "bugs");
const COPIED = ["src", "schemas", "projections", "tests", "package.json", "tsconfig.json"];
const TEST = "tests/properties/account.test.ts";
const SEQUENCES = process.env.CARTERA_SEQUENCES ?? "2500";

interface Ended {
  readonly ok: boolean;
  readonly output: string;
}

function run(folder: string, command: string, ...words: readonly string[]): Ended {
  const environment = { ...process.env, CARTERA_SEQUENCES: SEQUENCES, TAP_TIMEOUT: "0", GIT_CEILING_DIRECTORIES: tmpdir() };
  const { status, stdout, stderr } = spawnSync(command, words, { cwd: folder, env: environment, encoding: "utf8", maxBuffer: 2 ** 28 });
  return { ok: status === 0, output: `${stdout}${stderr}` };
}

/** A copy of the sources as they are, for one bug. */
function copied(into: string): void {
  for (const name of COPIED) cpSync(join(REPOSITORY, name), join(into, name), { recursive: true });
  symlinkSync(join(REPOSITORY, "node_modules"), join(into, "node_modules"), "dir");
}

/** How the model tells the bug: where it and the ledger part. */
function findingIn(output: string): string | undefined {
  const lines = output.split("\n").map((line) => line.replace(/^\s*# ?/, ""));
  const at = lines.findIndex((line) => line.startsWith("Error: "));
  return at < 0
    ? undefined
    : lines
        .slice(at, at + 2)
        .join("; ")
        .slice(0, 200);
}

function tryOut(patch: string | undefined): boolean {
  const folder = mkdtempSync(join(tmpdir(), "cartera-bugs-"));
  const name = patch === undefined ? "no bug" : basename(patch, ".patch");
  try {
    copied(folder);
    if (patch !== undefined) {
      const applied = run(folder, "git", "apply", patch);
      if (!applied.ok) throw new Error(`${name} cannot be applied any more: ${applied.output}`);
    }
    const { ok, output } = run(folder, process.execPath, "--import", "tsx", TEST);
    const finding = findingIn(output);
    const isAsItMust = patch === undefined ? ok : !ok && finding !== undefined;
    console.log(`${isAsItMust ? "ok" : "NOT OK"}  ${name}: ${finding ?? (ok ? "nothing found" : output.slice(-2_000))}`);
    return isAsItMust;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const patches = readdirSync(BUGS)
  .filter((name) => name.endsWith(".patch"))
  .sort();
const results = [undefined, ...patches.map((name) => join(BUGS, name))].map(tryOut);
const found = results.filter((isAsItMust) => isAsItMust).length;
console.log(`${found} passed, ${results.length - found} failed, 0 skipped`);
process.exitCode = found === results.length ? 0 : 1;
