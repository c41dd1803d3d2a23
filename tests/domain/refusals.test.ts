import t from "tap";
import { commandCatalogue } from "../../src/application/command-catalogue.ts";
import { applicationRefusals } from "./refusals/application-refusals.ts";
import { approvalRefusals } from "./refusals/approval-refusals.ts";
import { creditLineRefusals } from "./refusals/credit-line-refusals.ts";
import { creditMoveRefusals } from "./refusals/credit-move-refusals.ts";
import { creditNoteRefusals } from "./refusals/credit-note-refusals.ts";
import { customerRefusals } from "./refusals/customer-refusals.ts";
import { documentRefusals } from "./refusals/document-refusals.ts";
import { orderRefusals } from "./refusals/order-refusals.ts";
import { organisationRefusals } from "./refusals/organisation-refusals.ts";
import { receivableRefusals } from "./refusals/receivable-refusals.ts";
import type { RefusalCase, RefusalCases } from "./refusals/refusal-case.ts";
import { returnRefusals } from "./refusals/return-refusals.ts";
import { settlementRefusals } from "./refusals/settlement-refusals.ts";
import { writeOffRefusals } from "./refusals/write-off-refusals.ts";

const cases: RefusalCases = {
  ...organisationRefusals,
  ...approvalRefusals,
  ...customerRefusals,
  ...creditLineRefusals,
  ...orderRefusals,
  ...receivableRefusals,
  ...documentRefusals,
  ...applicationRefusals,
  ...returnRefusals,
  ...creditNoteRefusals,
  ...settlementRefusals,
  ...creditMoveRefusals,
  ...writeOffRefusals,
};

/** Rules that nothing can break yet, and what has to come before. */
const LATER: readonly string[] = [];

const fired = new Map<string, number>();

for (const [command, byCode] of Object.entries(cases)) {
  t.test(`${command} is refused for each of its reasons`, async (t) => {
    for (const [code, provoke] of Object.entries(byCode) as [string, RefusalCase][]) {
      const codes = (await provoke()).violations.map((each) => each.code as string);
      t.ok(codes.includes(code), `${code} among ${codes.join(", ") || "nothing"}`);
      for (const each of new Set(codes)) fired.set(`${command} ${each}`, (fired.get(`${command} ${each}`) ?? 0) + 1);
    }
  });
}

t.test("every refusal that a command announces was provoked, and none that it does not announce", async (t) => {
  const announced = commandCatalogue.flatMap(({ definition }) => definition.refusals.map((code) => `${definition.name} ${code}`));
  t.comment(`${announced.length} refusals of ${commandCatalogue.length} commands`);
  for (const pair of announced) t.comment(`${String(fired.get(pair) ?? 0).padStart(4)}  ${pair}`);
  t.strictSame(
    announced.filter((pair) => !fired.has(pair) && !LATER.includes(pair)),
    [],
    "announced and never provoked",
  );
  t.strictSame(
    [...fired.keys()].filter((pair) => !announced.includes(pair)),
    [],
    "provoked and not announced",
  );
  t.strictSame(
    LATER.filter((pair) => fired.has(pair) || !announced.includes(pair)),
    [],
    "no longer later",
  );
});
