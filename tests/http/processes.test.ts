import t from "tap";
import type { ParkedStep } from "../../src/application/ports.ts";
import { get, withApp } from "./stub-app.ts";

const parked = (parkedId: string, entityId: string | undefined): ParkedStep => ({
  parkedId,
  process: "applies",
  entityId,
  owner: "event",
  cause: "event",
  ordinal: 7,
  step: "ApplyPayment",
  command: "apply-payment",
  body: { reason: { subjectId: "customer:1", ciphertext: "c", mac: "m" } },
  code: "RECEIPT_NOT_FOUND",
  traceId: "t",
  attempt: 1,
  since: "2025-06-01T15:00:00.000Z",
});

const days = [
  { entityId: "CO01", doneOn: "2025-06-01" },
  { entityId: "MX01", doneOn: "2025-06-01" },
];
const PROCESS = {
  name: "promises-due",
  kind: "calendar",
  ordinal: null,
  lagEvents: null,
  lastRunAt: null,
  state: "running",
  error: null,
} as const;
const readSide = {
  processes: async () => ({
    processes: [{ ...PROCESS, days }],
    parked: [parked("1", "CO01"), parked("2", "MX01"), parked("3", undefined)],
  }),
};

t.test("processes and what waits are shown to everybody with a key, as far as their legal entities go", async (t) => {
  const everywhere = await withApp(t, { readSide });
  const all = (await get(everywhere.app, "/v1/processes")).json();
  t.strictSame(all.processes, [{ ...PROCESS, days }]);
  t.strictSame(
    all.parked.map(({ parkedId }: ParkedStep) => parkedId),
    ["1", "2", "3"],
  );
  t.equal(all.parked[2].entityId, null);

  const inMexico = await withApp(t, { readSide, access: { entityIds: ["MX01"] } });
  const some = (await get(inMexico.app, "/v1/processes")).json();
  t.strictSame(some.processes[0].days, days.slice(1));
  t.strictSame(
    some.parked.map(({ parkedId }: ParkedStep) => parkedId),
    ["2"],
  );
});

t.test("what a waiting step says about a customer is not shown, and so nobody's personal data is read", async (t) => {
  const { app, reads } = await withApp(t, { readSide });
  const { body } = await get(app, "/v1/processes");
  t.notMatch(body, /customer:1|ciphertext|open c/);
  t.strictSame(reads, []);
});
