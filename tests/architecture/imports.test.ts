import { join } from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import extractDepcruiseOptions from "dependency-cruiser/config-utl/extract-depcruise-options";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";
import t from "tap";

const REPOSITORY = join(import.meta.dirname, "..", "..");
const CONFIGURATION = join(REPOSITORY, ".dependency-cruiser.cjs");
const FOLDERS = ["src", "schemas", "projections", "tests"];
const LEAST_MODULES = 50;

t.test("modules import only in the directions of the architecture", async (t) => {
  const options = await extractDepcruiseOptions(CONFIGURATION);
  const { output } = await cruise(FOLDERS, options, undefined, { tsConfig: extractTSConfig(join(REPOSITORY, "tsconfig.json")) });
  const { summary, modules } = output as ICruiseResult;

  // A cruise that cannot read TypeScript finds no module, and therefore nothing wrong.
  const ours = modules.filter(({ source }) => FOLDERS.some((folder) => source.startsWith(`${folder}/`)));
  t.ok(ours.length > LEAST_MODULES, `it looked at ${ours.length} modules`);
  t.ok((summary.totalDependenciesCruised ?? 0) > ours.length, "it followed their imports");

  const found = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
  t.strictSame(found, []);
});
