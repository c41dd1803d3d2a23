import t from "tap";
import type { EventStore, StoredEvent } from "../../src/event-store/port.ts";
import { rebuildProjections } from "../../src/read-store/rebuild.ts";
import { compareWithRebuild, tableHashes } from "../../src/read-store/table-hashes.ts";
import { type ReadFigures, readFigures } from "../../src/verification/read-figures.ts";
import { type TableComparison, verifyLedger } from "../../src/verification/verify-ledger.ts";
import { openLedger } from "../projections/ledger.ts";
import { openReadSide } from "../projections/read-side.ts";
import { recordSampleLedger } from "../projections/sample-ledger.ts";
import { cartera } from "./command-line-run.ts";

const AS_OF = "2025-07-20";
const EQUAL: TableComparison = { table: "account", ordinal: 1, live: "a", rebuilt: "a", equal: true };

/** The log of the sample ledger, and read models that agree with it: sums written down by hand. */
async function openSound() {
  const ledger = await openLedger();
  await recordSampleLedger(ledger);
  const { ordinal } = await ledger.store.head();
  const names = ["account", "document", "receipt", "open_item_version"];
  const sums = [
    { accountId: "C1.CO01.COP", open: "795.00", unapplied: "410.00" },
    { accountId: "C1.CO01.USD", open: "819.00", unapplied: "376.50" },
    { accountId: "C2.CO01.COP", open: "70.00", unapplied: "0.00" },
    { accountId: "C3.MX01.MXN", open: "80.00", unapplied: "0.00" },
  ];
  const figures: ReadFigures = {
    checkpoints: names.map((name) => ({ name, ordinal, state: "running" })),
    accounts: sums,
    documents: sums,
    instalments: sums,
    credits: sums.slice(0, 2),
    aging: {
      asOf: AS_OF,
      rows: [
        { accountId: "C1.CO01.COP", currency: "COP", buckets: ["0.00", "795.00"], unapplied: "410.00", total: "385.00" },
        { accountId: "C1.CO01.USD", currency: "USD", buckets: ["0.00", "819.00"], unapplied: "376.50", total: "442.50" },
        { accountId: "C2.CO01.COP", currency: "COP", buckets: ["0.00", "70.00"], unapplied: "0", total: "70.00" },
        { accountId: "C3.MX01.MXN", currency: "MXN", buckets: ["0.00", "80.00"], unapplied: "0", total: "80.00" },
      ],
      totals: [
        { currency: "COP", buckets: ["0", "865.00"], unapplied: "410.00", total: "455.00" },
        { currency: "MXN", buckets: ["0", "80.00"], unapplied: "0", total: "80.00" },
        { currency: "USD", buckets: ["0", "819.00"], unapplied: "376.50", total: "442.50" },
      ],
    },
  };
  return { store: ledger.store, figures, events: await ledger.store.readAll(0, 1_000) };
}

/** A log that gives back other events than were stored. */
function tampered(events: readonly StoredEvent[], head = events.length): Pick<EventStore, "head" | "readAll"> {
  return {
    head: async () => ({ ordinal: head, recordedAt: "" }),
    readAll: async (after, limit) => events.filter(({ ordinal }) => ordinal > after).slice(0, limit),
  };
}

/** The same event, in an append that took a claim. */
function withClaim(event: StoredEvent, claim: string): StoredEvent {
  return { ...event, meta: JSON.stringify({ ...JSON.parse(event.meta), claims: [claim] }) };
}

async function brokenIn(
  store: Pick<EventStore, "head" | "readAll">,
  figures: ReadFigures,
  tables: readonly TableComparison[] = [EQUAL],
): Promise<string[]> {
  const { checks } = await verifyLedger({ store, readFigures: async () => figures, compareWithRebuild: async () => tables });
  return checks.flatMap(({ faults }) => faults);
}

t.test("a sound ledger holds, and every check has looked at something", async (t) => {
  const { events, figures } = await openSound();
  const store = tampered(events.map((event) => withClaim(event, `document:${event.ordinal}`)));
  const { checks } = await verifyLedger({
    ...{ store, readFigures: async () => figures, compareWithRebuild: async () => [EQUAL] },
    compareSnapshots: async () => [{ stream: "account-C1.CO01.COP", revision: 4, equal: true }],
  });
  t.strictSame(
    checks.flatMap(({ faults }) => faults),
    [],
  );
  t.ok(checks.length >= 12);
  for (const { name, looked } of checks)
    t.ok(
      Object.values(looked).every((number) => number > 0),
      name,
    );
});

t.test("a fault in the log is found and named", async (t) => {
  const { events, figures } = await openSound();
  const place = events.findIndex(({ type }) => type === "DiscountGranted");
  const { ordinal, stream, revision } = events[place] as StoredEvent;
  const change = (changes: Partial<StoredEvent>, at = place) =>
    events.map((event, index) => (index === at ? { ...event, ...changes } : event));
  const meta = (changes: object) => change({ meta: JSON.stringify({ ...JSON.parse(events[place]?.meta ?? ""), ...changes }) });
  const faults: readonly (readonly [readonly StoredEvent[], string])[] = [
    [events.toSpliced(place, 1), `after ordinal ${ordinal - 1} comes ${ordinal + 1}`],
    [change({ revision: revision + 5 }), `${stream} has revision ${revision + 5} at ordinal ${ordinal} where ${revision} is due`],
    [change({ recordedAt: "2020-01-01T00:00:00.000Z" }), `ordinal ${ordinal} was recorded at 2020-01-01T00:00:00.000Z, before`],
    [change({ recordedAt: "yesterday" }), `ordinal ${ordinal} was recorded at "yesterday", which is no instant`],
    [meta({ index: 2 }), `ordinal ${ordinal} says it is 3 of 3`],
    [meta({ count: 4 }), `ordinal ${ordinal} says it is 2 of 4`],
    [meta({ index: "second" }), `ordinal ${ordinal} does not say which append it belongs to`],
    [meta({ commandId: "another" }), `stands again at ordinal ${ordinal + 1}`],
    [change({ meta: events[0]?.meta ?? "" }, 1), `stands again at ordinal 2`],
    [
      events.map((event) => ([7, 9].includes(event.ordinal) ? withClaim(event, "DOCUMENT_NUMBER:CO01:INVOICE:FV:1") : event)),
      `claim DOCUMENT_NUMBER:CO01:INVOICE:FV:1 was taken by ${events[6]?.stream} at ordinal 7 and again by ${events[8]?.stream} at ordinal 9`,
    ],
    [events.slice(0, place), `the log says it ends at ordinal ${events.length}, its last event has ${ordinal - 1}`],
    [events.slice(0, place), `breaks off after 1 of its 3 events`],
    [change({ data: "{ cut" }), `ordinal ${ordinal} (${stream}, revision ${revision}, DiscountGranted) cannot be read`],
    [change({ type: "MoneyFound" }), `ordinal ${ordinal} (${stream}, revision ${revision}, MoneyFound) cannot be read`],
    [
      change({ data: (events[place]?.data ?? "").replace("10.00", "11.00") }),
      "account C1.CO01.COP, open: the events say 794.00 COP, the read model says 795.00 COP",
    ],
  ];
  for (const [altered, sentence] of faults) {
    const found = await brokenIn(tampered(altered, events.length), figures);
    t.ok(
      found.some((fault) => fault.includes(sentence)),
      sentence,
    );
  }
});

t.test("a sum that is wrong in a read model is found and named", async (t) => {
  const { store, figures } = await openSound();
  const { accounts, documents, instalments, credits, aging, checkpoints } = figures;
  const first = <Row>(rows: readonly Row[], changes: Partial<Row>) =>
    rows.map((row, place) => (place === 0 ? { ...row, ...changes } : row));
  const faults: readonly (readonly [Partial<ReadFigures>, string])[] = [
    [
      { accounts: first(accounts, { open: "795.01" }) },
      "account C1.CO01.COP, open: the events say 795.00 COP, the read model says 795.01 COP",
    ],
    [{ accounts: first(accounts, { unapplied: "409.99" }) }, "account C1.CO01.COP, unapplied: the events say 410.00 COP"],
    [{ accounts: accounts.slice(1) }, "account C1.CO01.COP, open: the events say 795.00 COP, the read model says 0.00 COP"],
    [
      { accounts: [...accounts, { accountId: "C9.CO01.COP", open: "1.00", unapplied: "0.00" }] },
      "account C9.CO01.COP, open: the events say 0.00 COP",
    ],
    [{ accounts: first(accounts, { open: "many" }) }, "C1.CO01.COP: many is no amount"],
    [{ documents: first(documents, { open: "1.00" }) }, "documents of C1.CO01.COP, open"],
    [{ instalments: first(instalments, { open: "1.00" }) }, "instalments of C1.CO01.COP, open"],
    [{ credits: first(credits, { unapplied: "1.00" }) }, "credits of C1.CO01.COP, unapplied"],
    [{ aging: { ...aging, rows: first(aging.rows, { buckets: ["0.00", "790.00"] }) } }, "aging of C1.CO01.COP, all buckets"],
    [{ aging: { ...aging, rows: first(aging.rows, { unapplied: "0" }) } }, "aging of C1.CO01.COP, unapplied"],
    [
      { aging: { ...aging, rows: first(aging.rows, { total: "1205.00" }) } },
      "aging of C1.CO01.COP, total: the events say 385.00 COP, the read model says 1205.00 COP",
    ],
    [
      { aging: { ...aging, totals: aging.totals.slice(0, 1) } },
      "aging in MXN, total: the events say 80.00 MXN, the read model says 0.00 MXN",
    ],
    [{ checkpoints: first(checkpoints, { ordinal: 9_999 }) }, "account stands at ordinal 9999, the log ends at"],
    [{ checkpoints: first(checkpoints, { state: "halted" }) }, "account is halted at ordinal"],
    [{ checkpoints: checkpoints.slice(1) }, "account was never built"],
  ];
  for (const [changes, sentence] of faults) {
    const found = await brokenIn(store, { ...figures, ...changes });
    t.ok(
      found.some((fault) => fault.includes(sentence)),
      sentence,
    );
  }
  const other = { ...EQUAL, rebuilt: "b", equal: false };
  t.match(await brokenIn(store, figures, [other]), [/^account at ordinal 1: live a, rebuilt b$/]);
  t.match(await brokenIn(store, figures, []), [/there is no table to compare/]);
});

t.test("figures are compared with the events their read model has seen, and no later ones", async (t) => {
  const { store, figures } = await openSound();
  const [invoice] = (await store.readAll(0, 1_000)).filter(({ type }) => type === "InvoiceRecorded");
  const early = { ...figures, checkpoints: figures.checkpoints.map((each) => ({ ...each, ordinal: invoice?.ordinal ?? 0 })) };
  const open = [{ accountId: "C1.CO01.COP", open: "1000.00", unapplied: "0.00" }];
  const row = { currency: "COP", buckets: ["1000.00"], unapplied: "0", total: "1000.00" };
  const aging = { asOf: "2025-05-01", rows: [{ accountId: "C1.CO01.COP", ...row }], totals: [row] };
  t.strictSame(await brokenIn(store, { ...early, accounts: open, documents: open, instalments: open, credits: [], aging }), []);
  const before = { asOf: "2025-04-30", rows: [], totals: [] };
  t.strictSame(await brokenIn(store, { ...early, accounts: open, documents: open, instalments: open, credits: [], aging: before }), []);
});

t.test("the command looks at real read models, with no server running, and rebuilds them", async (t) => {
  const { ledger, readStore, upToDate } = await openReadSide(t);
  await recordSampleLedger(ledger);
  await upToDate();
  let closed = 0;
  const source = { readStore, eventStore: ledger.store };
  const openWorkbench = async () => ({
    store: ledger.store,
    queries: readStore.queries,
    projections: ["account", "document"],
    rebuild: (names: readonly string[] | "all", onProgress: (progress: { done: number; total: number; eventsPerSecond: number }) => void) =>
      rebuildProjections(source, names, { onProgress }),
    tableHashes: () => tableHashes(readStore),
    compareWithRebuild: () => compareWithRebuild(source),
    compareSnapshots: async () => [],
    parkedSteps: async () => [],
    retryParked: async () => undefined,
    close: async () => {
      closed += 1;
    },
  });
  for (const asOf of ["2025-05-15", "2025-06-10", AS_OF]) {
    const { code, out, err } = await cartera(["verify", "--as-of", asOf, "--no-replay"], { openWorkbench });
    t.equal(code, 0, `${asOf} ${err}${out}`);
  }
  const sound = await cartera(["verify", "--json"], { openWorkbench });
  t.equal(sound.code, 0, sound.out);
  t.match(JSON.parse(sound.out), { holds: true, checks: [{ name: "ordinals run from 1 without a gap", faultCount: 0 }] });
  const { checkpoints, accounts } = await readFigures(readStore.queries, AS_OF);
  t.ok(checkpoints.length > 10);
  t.strictSame(accounts.map(({ accountId }) => accountId).sort(), [
    "C1.CO01.COP",
    "C1.CO01.USD",
    "C2.CO01.COP",
    "C2.CO01.USD",
    "C3.MX01.MXN",
  ]);

  t.match(await cartera(["rebuild", "account"], { openWorkbench }), { code: 0, out: /^Rebuilt account from \d+ events in / });
  t.match(await cartera(["rebuild", "acount"], { openWorkbench }), {
    code: 2,
    err: /There is no read model acount; there are account, document\./,
  });

  await readStore.projector.updateTable("account").set({ open_total: "1.00" }).where("account_id", "=", "C2.CO01.COP").execute();
  const broken = await cartera(["verify"], { openWorkbench });
  t.equal(broken.code, 1);
  t.match(broken.err, "Broken: account C2.CO01.COP, open: the events say 70.00 COP, the read model says 1.00 COP\n");
  t.match(broken.out, /BROKEN {2}a replay of the log makes the tables that are live/);
  t.match(broken.out, /2 of \d+ checks found something broken, up to ordinal \d+\.\n$/);
  t.equal(closed, 7, "every workbench was closed");
});
