import t from "tap";
import { InvalidCursor } from "../../projections/query/page.ts";
import type { CustomerView } from "../../schemas/views/customer.ts";
import { get, withApp } from "./stub-app.ts";

const MINE = { entityIds: ["CO01"], branchIds: ["B1"] };

t.test("parameters that are wrong are refused, all of them, with pointers", async (t) => {
  const { app } = await withApp(t);
  const answer = await get(
    app,
    "/v1/aging?asOf=2026-02-30&groupBy=colour&limit=501&currency=XXQ&buckets=60,30&colour=red&knownAt=yesterday&limit=1",
  );
  t.equal(answer.statusCode, 400);
  t.strictSame(
    Object.fromEntries(answer.json().violations.map(({ pointer, code }: { pointer: string; code: string }) => [pointer, code])),
    {
      "/query/asOf": "BAD_DATE",
      "/query/groupBy": "MALFORMED",
      "/query/limit": "MALFORMED",
      "/query/currency": "UNKNOWN_CURRENCY",
      "/query/buckets": "MALFORMED",
      "/query/colour": "UNKNOWN_FIELD",
      "/query/knownAt": "MALFORMED",
    },
  );
  t.equal((await get(app, "/v1/customers?__proto__=1")).json().code, "UNKNOWN_FIELD");
  t.equal((await get(app, "/v1/documents?format=pdf")).statusCode, 415);
  t.equal((await get(app, "/v1/documents?format=json")).statusCode, 200);
});

t.test("a report is made at today and at what the read models know, unless asked otherwise", async (t) => {
  const { app } = await withApp(t);
  const now = (await get(app, "/v1/aging")).json();
  t.match(now, { asOf: "2026-03-31", knownAt: "40", ordinal: 40, position: "40", groupBy: "customer", basis: "due" });
  t.match((await get(app, "/v1/aging?asOf=2026-01-31&knownAt=12")).json(), { asOf: "2026-01-31", knownAt: "12", ordinal: 12 });
  t.match((await get(app, "/v1/aging?knownAt=2026-03-31T15:00:00.000Z")).json(), { ordinal: 30, knownAt: "2026-03-31T15:00:00.000Z" });
  t.match((await get(app, "/v1/aging?knownAt=2026-03-30")).json(), { ordinal: 30 }, "the end of that day");
  t.match((await get(app, "/v1/aging?knownAt=2026-03-31")).json(), { ordinal: 40 }, "a day that is not over: the head");
});

t.test("an instant later than the last recording is settled before it is answered", async (t) => {
  const settled: unknown[] = [];
  const { app } = await withApp(t, {
    readSide: {
      head: async (options) => {
        if (options?.settled === true) settled.push(options);
        return { ordinal: 40, recordedAt: "2026-03-31T14:00:00.000Z" };
      },
    },
  });
  await get(app, "/v1/aging?knownAt=2026-03-31T13:59:59.999Z");
  t.equal(settled.length, 0);
  await get(app, "/v1/aging?knownAt=2026-03-31T14:30:00Z");
  t.equal(settled.length, 1);
});

t.test("the future is not known yet", async (t) => {
  const { app } = await withApp(t);
  for (const [query, code, pointer] of [
    ["asOf=2026-04-01", "AS_OF_IN_FUTURE", "/query/asOf"],
    ["knownAt=41", "KNOWN_AT_IN_FUTURE", "/query/knownAt"],
    ["knownAt=2026-04-01", "KNOWN_AT_IN_FUTURE", "/query/knownAt"],
    ["knownAt=2026-03-31T15:00:00.001Z", "KNOWN_AT_IN_FUTURE", "/query/knownAt"],
  ] as const) {
    const answer = await get(app, `/v1/aging?${query}`);
    t.equal(answer.statusCode, 400, query);
    t.match(answer.json(), { code, violations: [{ pointer }] });
  }
});

t.test("a reader waits for its own write, within bounds", async (t) => {
  const waits: unknown[] = [];
  const { app, counted } = await withApp(t, {
    limits: { waitMs: 50 },
    readSide: {
      waitFor: async (ordinal, timeoutMs, names) => {
        waits.push([ordinal, timeoutMs, names]);
        return ordinal <= 40;
      },
    },
  });
  t.equal((await get(app, "/v1/customers?minPosition=40")).statusCode, 200);
  t.strictSame(waits, [[40, 50, ["customer"]]]);
  const behind = await get(app, "/v1/customers?minPosition=41");
  t.equal(behind.statusCode, 503);
  t.equal(behind.json().code, "PROJECTION_BEHIND");
  t.equal(behind.headers["retry-after"], "1");
  t.strictSame(counted, ["P-1 PROJECTION_BEHIND"]);
});

t.test("buckets and basis come from the question, else from the policy as it was known", async (t) => {
  const asked: unknown[] = [];
  const { app } = await withApp(t, {
    queries: {
      policyInForce: async (moment) => {
        asked.push(moment);
        const body = { base: "ISSUE", buckets: [{ code: "ALL", fromDays: null, toDays: null }] };
        return { entityId: "CO01", kind: "aging", version: 1, validFrom: "2026-01-01", contentHash: "", ordinal: 3, body };
      },
    },
  });
  const codes = async (query: string) => (await get(app, `/v1/aging?${query}`)).json().buckets.map(({ code }: { code: string }) => code);
  t.strictSame(await codes("buckets=30,60,90,120"), ["NOT_DUE", "D1_30", "D31_60", "D61_90", "D91_120", "D121_PLUS"]);
  t.strictSame(await codes(""), ["NOT_DUE", "D1_PLUS"], "without an entity the built-in one");
  t.strictSame(await codes("entityId=CO01&asOf=2026-02-01&knownAt=20"), ["ALL"]);
  t.strictSame(asked, [{ entityId: "CO01", kind: "aging", on: "2026-02-01", ordinal: 20 }]);
  t.equal((await get(app, "/v1/aging?entityId=CO01")).json().basis, "issue");
});

t.test("ids of another legal entity do not exist, those of another branch are refused", async (t) => {
  const customer = { customerId: "103" } as CustomerView;
  const { app } = await withApp(t, {
    access: MINE,
    queries: {
      findCustomer: async (id, { branchIds }) => (id === "103" && branchIds === "all" ? customer : undefined),
      listAccounts: async () => ({ rows: [], totals: [], nextCursor: null }),
    },
  });
  for (const [url, status, code] of [
    ["/v1/accounts/103.MX01.MXN", 404, "ACCOUNT_NOT_FOUND"],
    ["/v1/accounts/103.MX01.MXN/open-items", 404, "ACCOUNT_NOT_FOUND"],
    ["/v1/accounts/103.MX01.MXN/timeline", 404, "ACCOUNT_NOT_FOUND"],
    ["/v1/accounts/103.CO01.COP/timeline", 404, "ACCOUNT_NOT_FOUND"],
    ["/v1/accounts/nonsense", 404, "ACCOUNT_NOT_FOUND"],
    ["/v1/aging?entityId=MX01", 404, "RESOURCE_NOT_FOUND"],
    ["/v1/aging?branchId=B2", 403, "BRANCH_SCOPE"],
    ["/v1/customers/103", 403, "BRANCH_SCOPE"],
    ["/v1/customers/104", 404, "CUSTOMER_NOT_FOUND"],
  ] as const) {
    const answer = await get(app, url);
    t.equal(answer.statusCode, status, url);
    t.equal(answer.json().code, code, url);
  }
});

t.test("trails and replays are for auditors, directors and administrators", async (t) => {
  const { app, counted } = await withApp(t, { access: { roles: ["ARA", "CHF"] } });
  for (const url of [
    "/v1/audit-trail",
    "/v1/streams/account-103.CO01.COP/events",
    "/v1/streams/account-103.CO01.COP/state",
    "/v1/events",
  ]) {
    const answer = await get(app, url);
    t.equal(answer.statusCode, 403, url);
    t.equal(answer.json().code, "NOT_AUTHORISED");
  }
  t.equal(counted.length, 4);
});

t.test("personal data is opened, and the reading recorded without it", async (t) => {
  const sealed = (text: string) => ({ subjectId: "103", ciphertext: text, mac: "m" });
  const view = {
    customerId: "103",
    legalName: sealed("Ana"),
    addresses: [{ use: "HOME", text: sealed("Calle 1") }],
    revision: 4,
    extra: "kept",
  };
  const { app, reads } = await withApp(t, { queries: { findCustomer: async () => view as unknown as CustomerView } });
  const answer = await get(app, "/v1/customers/103");
  t.strictSame(
    answer.json(),
    {
      customerId: "103",
      legalName: "open Ana",
      addresses: [{ use: "HOME", text: "open Calle 1" }],
      revision: 4,
      extra: "kept",
      position: "40",
    },
    "nothing is dropped",
  );
  t.equal(answer.headers.etag, '"4"');
  t.strictSame(reads, [
    {
      at: "2026-03-31T15:00:00.000Z",
      actor: "P-1",
      subjectIds: ["103"],
      fields: ["legalName", "text"],
      purpose: "getCustomer",
      path: "/v1/customers/103",
    },
  ]);
});

t.test("a cursor of another list, and a database that is away", async (t) => {
  const errors = [
    new InvalidCursor("no"),
    Object.assign(new Error("connect"), { code: "ECONNREFUSED" }),
    Object.assign(new Error("syntax error at or near"), { code: "42601" }),
  ];
  const { app } = await withApp(t, {
    queries: {
      listDocuments: async () => {
        throw errors.shift();
      },
    },
  });
  const cursor = await get(app, "/v1/documents?cursor=abc");
  t.match(cursor.json(), { status: 400, code: "MALFORMED", violations: [{ pointer: "/query/cursor" }] });
  t.match((await get(app, "/v1/documents")).json(), { status: 503, code: "STORE_UNAVAILABLE" });
  const fault = await get(app, "/v1/documents");
  t.match(fault.json(), { status: 500, code: "INTERNAL_ERROR" });
  t.notMatch(fault.body, /syntax/);
});
