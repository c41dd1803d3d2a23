import t from "tap";
import ts from "typescript";
import { readSourceFiles, visit } from "./source-files.ts";

/**
 * The acceptance examples of what the ledger does, by section. Left out are those of sections that it does not do yet: customer files and
 * deactivation (FILE, CUS-E2), applications for credit (APP), guarantees (GUA), risk classes (RISK), interest (all of it, and APL-E2,
 * which applies to interest first), disputes, plans, dunning and the rest of collections, tills, banks and closed periods, exchange rates
 * (FX), automatic application (AUTO), deliveries (DLV), changes of payment method (PMC), imports (IMP), erasure (PRV), tamper evidence
 * (TMP), alerts (ALR), exports (LED, XPT) and reports beyond aging
 * and statements.
 */
const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  governance: ["ORG-E1", "AUTH-E1", "APR-E1", "POL-E1", "CAL-E1", "NUM-E1", "TRL-E1"],
  customers: ["CUS-E1", "ASG-E1"],
  "credit lines": ["LINE-E1", "LINE-E2", "LINE-E3", "SUSP-E1", "SUSP-E2", "EXP-E1"],
  orders: ["ORD-E1", "ORD-E2", "ORD-E3"],
  documents: ["DOC-E1", "DOC-E2", "TERM-E1", "TERM-E2", "TERM-E3", "CRN-E1"],
  money: ["RCT-E1", "APL-E1", "APL-E3", "UNA-E1", "RET-E1", "OAC-E1", "WHT-E1", "DSC-E1", "WOF-E1"],
  "reports and collections": ["AGE-E1", "AGE-E2", "DEL-E1", "PRM-E1", "PRM-E2", "STM-E1"],
};

/** Titles of tests as they are written, by the examples that they name. */
function titlesByExample(): ReadonlyMap<string, readonly string[]> {
  const titles = new Map<string, string[]>();
  for (const file of readSourceFiles(["tests"]).filter(({ path }) => path.endsWith(".test.ts"))) {
    visit(file, (node, place) => {
      if (!ts.isCallExpression(node) || !node.expression.getText().endsWith(".test")) return;
      const title = node.arguments[0];
      if (title === undefined || !(ts.isStringLiteralLike(title) || ts.isTemplateExpression(title))) return;
      for (const [id] of title.getText().matchAll(/\b[A-Z]{2,4}-E[0-9]\b/g))
        titles.set(id, [...(titles.get(id) ?? []), `${place} ${title.getText()}`]);
    });
  }
  return titles;
}

t.test("every acceptance example of what the ledger does is a test that names it", async (t) => {
  const titles = titlesByExample();
  for (const [section, ids] of Object.entries(EXAMPLES)) {
    for (const id of ids) {
      t.ok(titles.has(id), `${section}: ${id}`);
      t.comment(`${id}: ${(titles.get(id) ?? []).join("; ")}`);
    }
  }
});

t.test("tests name no acceptance example that is not listed", async (t) => {
  const listed = Object.values(EXAMPLES).flat();
  t.equal(new Set(listed).size, listed.length, "each is listed once");
  t.strictSame(
    [...titlesByExample()].filter(([id]) => !listed.includes(id)).map(([, places]) => places),
    [],
  );
});
