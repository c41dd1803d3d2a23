import t from "tap";
import type { ParkedStep } from "../../src/application/ports.ts";
import type { Workbench } from "../../src/cli/workbench.ts";
import { cartera, jsonLines } from "./command-line-run.ts";

const PARKED: ParkedStep = {
  parkedId: "5f0c3b1e-0000-5000-8000-000000000001",
  process: "applies",
  entityId: "CO01",
  owner: "5f0c3b1e-0000-5000-8000-000000000002",
  cause: "5f0c3b1e-0000-5000-8000-000000000002",
  ordinal: 7,
  step: "ApplyPayment",
  command: "apply-payment",
  body: { accountId: "C1.CO01.COP" },
  code: "RECEIPT_NOT_FOUND",
  traceId: "0".repeat(32),
  attempt: 1,
  since: "2025-06-01T15:00:00.000Z",
};

/** A workbench of which only the processes are asked; closing is counted. */
function workbench(parked: readonly ParkedStep[], result?: "done" | "parked") {
  const asked: string[] = [];
  const bench = {
    parkedSteps: async () => parked,
    async retryParked(parkedId: string) {
      asked.push(parkedId);
      return parked.some((each) => each.parkedId === parkedId) ? result : undefined;
    },
    close: async () => void asked.push("closed"),
  };
  return { asked, openWorkbench: async () => bench as unknown as Workbench };
}

t.test("what waits is listed without what it says about a customer", async (t) => {
  const { openWorkbench, asked } = workbench([PARKED]);
  const table = await cartera(["processes"], { openWorkbench });
  t.match(table, { code: 0, out: /applies.*ApplyPayment.*RECEIPT_NOT_FOUND/ });
  const json = await cartera(["processes", "--json"], { openWorkbench });
  t.match(jsonLines(json.out), [{ parkedId: PARKED.parkedId, attempt: 1 }]);
  t.notMatch(table.out + json.out, "C1.CO01.COP");
  t.strictSame(asked, ["closed", "closed"]);
  t.match(await cartera(["processes"], workbench([])), { code: 0, out: "Nothing is parked.\n" });
});

t.test("a step is taken again, and the exit code says what became of it", async (t) => {
  const retry = ["processes", "retry", PARKED.parkedId];
  t.match(await cartera(retry, workbench([PARKED], "done")), { code: 0, out: "Done.\n" });
  t.match(await cartera(retry, workbench([PARKED], "parked")), { code: 1, out: /Refused again/ });
  t.match(await cartera([...retry, "--json"], workbench([PARKED], "done")), { out: /"result":"done"/ });
  t.match(await cartera(retry, workbench([])), { code: 2, err: /No step is parked as/ });
  for (const wrong of [["again"], ["retry"], ["retry", "a", "b"]]) t.match(await cartera(["processes", ...wrong]), { code: 2 });
});
