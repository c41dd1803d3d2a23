import t from "tap";
import ts from "typescript";
import { countLines, listPaths, readSourceFiles, type SourceFile, visit } from "./source-files.ts";

const FILE_LINES = 300;
const FUNCTION_LINES = 70;

const product = readSourceFiles(["src", "schemas", "projections"]);
const tests = readSourceFiles(["tests"]);
const everything = [...product, ...tests];
const pure = product.filter(({ path }) => /^(src\/(domain|kernel)|schemas)\//.test(path));

/** What the text of these nodes is: `process.env`, `Date.now`, `new Date`. Comments and strings do not count. */
function findUses(files: readonly SourceFile[], forbidden: (text: string, node: ts.Node) => boolean): string[] {
  const found: string[] = [];
  for (const file of files) {
    visit(file, (node, place) => {
      const text = textOfUse(node);
      if (text !== undefined && forbidden(text, node)) found.push(`${place} ${text}`);
    });
  }
  return found;
}

function textOfUse(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return `${node.expression.getText()}.${node.name.text}`;
  if (ts.isNewExpression(node)) return `new ${node.expression.getText()}`;
  if (ts.isStringLiteral(node) && ts.isImportDeclaration(node.parent)) return `import ${node.text}`;
  return undefined;
}

/** A suite is a list of tests, each of which is measured by itself: only what stands between them is the suite's own. */
function countTestLines(node: ts.Node): number {
  let lines = 0;
  ts.forEachChild(node, (child) => {
    const isTest = ts.isCallExpression(child) && child.expression.getText().endsWith(".test");
    lines += isTest ? countLines(child) : countTestLines(child);
  });
  return lines;
}

t.test("there is something to look at", async (t) => {
  t.ok(product.length > 10, `${product.length} files of the product`);
  t.ok(tests.length > 3, `${tests.length} files of tests`);
});

t.test(`a file has at most ${FILE_LINES} lines`, async (t) => {
  const long = everything.map(({ path, text }) => ({ path, lines: text.trimEnd().split("\n").length }));
  t.strictSame(
    long.filter(({ lines }) => lines > FILE_LINES),
    [],
  );
});

t.test(`a function has at most ${FUNCTION_LINES} lines`, async (t) => {
  const long: string[] = [];
  for (const file of everything) {
    visit(file, (node, place) => {
      if (!ts.isFunctionLike(node) || !("body" in node)) return;
      const lines = countLines(node) - countTestLines(node);
      if (lines > FUNCTION_LINES) long.push(`${place} has ${lines}`);
    });
  }
  t.strictSame(long, []);
});

t.test("the rules of the business know no clock, no chance and no process", async (t) => {
  const impure = /^(Date\.now|Math\.random|new Date|process\..*|performance\..*|(globalThis\.)?crypto(\..*)?|import (node:)?crypto)$/;
  // `new Date(text)` would be pure, but a calendar date has no time zone to be wrong about: kernel/calendar-date.ts serves.
  t.strictSame(
    findUses(pure, (text) => impure.test(text)),
    [],
  );
});

t.test("only src/config.ts reads the environment", async (t) => {
  const elsewhere = product.filter(({ path }) => path !== "src/config.ts");
  t.strictSame(
    findUses(elsewhere, (text) => text === "process.env"),
    [],
  );
});

t.test("nothing writes to the console but the command line", async (t) => {
  const elsewhere = product.filter(({ path }) => !path.startsWith("src/cli/"));
  t.strictSame(
    findUses(elsewhere, (text) => text.startsWith("console.")),
    [],
  );
});

t.test("no test is singled out", async (t) => {
  t.strictSame(
    findUses(tests, (text, node) => text.endsWith(".only") && ts.isCallExpression(node.parent)),
    [],
  );
});

t.test("no marks are left over", async (t) => {
  const words = ["TODO", "FIXME", "XXX", "HACK"].join("|");
  const mark = new RegExp(`(//|/\\*|^\\s*\\*|--).*\\b(${words})\\b`);
  const left = everything.flatMap(({ path, text }) =>
    text.split("\n").flatMap((line, index) => (mark.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
  );
  t.strictSame(left, []);
});

t.test("folders are named after what they hold", async (t) => {
  const vague = /(^|\/)(utils?|helpers?|common|shared|managers?|services?|misc)(\/|\.[a-z]+$)/;
  t.strictSame(
    listPaths(["src", "schemas", "projections", "tests"]).filter((path) => vague.test(path)),
    [],
  );
});
