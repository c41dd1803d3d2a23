import t from "tap";
import { customerBody, lineBody, setUpAccount } from "../support/company.ts";
import { employ, issueKey } from "../support/people.ts";
import { startTestServer } from "../support/server.ts";

const ACCOUNT = "C2.CO01.COP";
const LINE = lineBody(ACCOUNT, "50000000.00", { submitForApproval: true });

t.setTimeout(120_000);

/** A server of a company in which CARL may open small lines, and SAM and AMY together or DIRK larger ones; with a key for each. */
async function openCompany(t: Parameters<typeof startTestServer>[0]) {
  const server = await startTestServer(t, { clock: "2025-06-01T15:00:00.000Z" });
  const { http } = server;
  await setUpAccount(http);
  await http.accept("register-customer", customerBody("C2"));
  await employ(http.accept, { CARL: "CC", SAM: "SM", AMY: "AM", PAM: "PA", ADAM: "ADM", DIRK: "DIR" });
  const keys: Record<string, string> = {};
  for (const personId of ["CARL", "SAM", "AMY", "PAM", "ADAM", "DIRK"]) keys[personId] = await issueKey(http.accept, personId, personId);
  keys["CARL 2"] = await issueKey(http.accept, "CARL", "CARL2");
  const by = (who: string) => ({ token: keys[who] ?? "" });
  /** What somebody is told once everything that happened so far is known. */
  const ask = async (path: string, who: string) => {
    const { position } = await http.ask("/v1/events?after=0&limit=1");
    return http.get(`${path}${path.includes("?") ? "&" : "?"}minPosition=${position}`, by(who));
  };
  const waitingFor = async (who: string): Promise<readonly string[]> =>
    (await ask("/v1/approvals?waitingFor=me", who)).body.rows.map(({ approvalId }: { approvalId: string }) => approvalId);
  return { server, http, by, ask, waitingFor };
}

t.test("a line above the authority of its maker: refused, submitted, granted by two, opened with both behind it", async (t) => {
  const { server, http, by, ask, waitingFor } = await openCompany(t);
  const { submitForApproval: _wait, ...alone } = LINE;
  const refused = await http.post("open-credit-line", alone, by("CARL"));
  t.match([refused.status, refused.body.code], [403, "AUTHORITY_EXCEEDED"]);

  const preview = await http.post("open-credit-line", LINE, { ...by("CARL"), query: "?dryRun=true" });
  t.match([preview.status, preview.body.status], [200, "WOULD_BE_REQUESTED"]);
  const submitted = await http.post("open-credit-line", LINE, { ...by("CARL"), key: "line 1" });
  const { approvalId } = submitted.body;
  t.equal(submitted.status, 202);
  t.equal(submitted.headers.get("location"), `/v1/approvals/${approvalId}`);
  t.match(submitted.body, { status: "REQUESTED", command: "OpenCreditLine", waitingFor: ["COR", "SM", "AM", "DIR"] });

  await server.restart();
  const again = await http.post("open-credit-line", LINE, { ...by("CARL"), key: "line 1" });
  t.strictSame([again.status, again.text], [202, submitted.text], "byte for byte, after a restart");
  t.equal(again.headers.get("idempotency-replayed"), "true");

  t.strictSame([await waitingFor("SAM"), await waitingFor("CARL"), await waitingFor("PAM")], [[approvalId], [], []]);
  for (const who of ["CARL", "CARL 2"]) {
    const own = await http.post("grant-approval", { approvalId }, by(who));
    t.match([own.status, own.body.code], [403, "MAKER_IS_CHECKER"], who);
  }
  t.equal((await http.post("grant-approval", { approvalId, note: "good customer" }, by("SAM"))).status, 201);
  t.strictSame([await waitingFor("SAM"), await waitingFor("AMY"), await waitingFor("DIRK")], [[], [approvalId], [approvalId]]);
  t.equal((await http.post("grant-approval", { approvalId }, by("AMY"))).status, 201);

  const { body: done } = await ask(`/v1/approvals/${approvalId}`, "SAM");
  t.match(done, {
    status: "EXECUTED",
    maker: { personId: "CARL", roles: ["CC"] },
    entityId: "CO01",
    targetStream: `account-${ACCOUNT}`,
    grants: [{ personId: "SAM", note: "good customer" }, { personId: "AMY" }],
    body: { lineId: "L-C2", waivers: [{ reason: "taken over" }, {}] },
    waitingFor: [],
  });
  t.equal((await ask(`/v1/approvals/${approvalId}`, "PAM")).body.body, null, "what was asked for is not for everybody");
  const { body: account } = await ask(`/v1/streams/account-${ACCOUNT}/events`, "DIRK");
  t.match(account.events, [{ type: "CreditLineOpened", meta: { actor: "CARL", approvers: [{ personId: "SAM" }, { personId: "AMY" }] } }]);
  t.equal(account.events[0].eventId, done.eventIds[0]);
  const { body: lines } = await ask("/v1/credit-lines?customerId=C2", "CARL");
  t.match(lines.rows, [{ limit: "50000000.00", status: "ACTIVE" }]);
  t.strictSame(await server.differences(), []);
});

t.test("ORG-3 what waits for somebody waits for who stands in for them too, as far as that was delegated", async (t) => {
  const { http, by, ask, waitingFor } = await openCompany(t);
  const submit = async (accountId: string, limit: string) => {
    const answer = await http.post("open-credit-line", lineBody(accountId, limit, { submitForApproval: true }), by("CARL"));
    return answer.body.approvalId;
  };
  await http.accept("register-customer", customerBody("C3"));
  const larger = await submit("C3.CO01.COP", "50000000.01");
  const line = await submit(ACCOUNT, "50000000.00");
  const delegate = (delegationId: string, fromPerson: string, toPerson: string, kind: string) =>
    http.accept(
      "grant-delegation",
      {
        ...{ delegationId, fromPerson, toPerson, kinds: [kind], from: "2025-06-01", to: "2025-06-30" },
        maxAmount: { amount: "50000000.00", currency: "COP" },
      },
      by(fromPerson),
    );
  t.strictSame(await waitingFor("PAM"), []);
  await delegate("D1", "SAM", "PAM", "CREDIT_NOTE");
  t.strictSame(await waitingFor("PAM"), [], "another kind of decision");
  await http.accept("revoke-delegation", { delegationId: "D1" }, by("SAM"));
  await delegate("D2", "SAM", "PAM", "LIMIT");
  await delegate("D3", "DIRK", "CARL", "LIMIT");
  t.strictSame(await waitingFor("PAM"), [line], "up to the amount that was delegated");
  t.match((await ask(`/v1/approvals/${line}`, "PAM")).body.body, { lineId: "L-C2" }, "who may grant it sees what it asks for");
  t.strictSame(await waitingFor("CARL"), [], "who made it grants it in nobody's place");
  t.strictSame(await waitingFor("SAM"), [line, larger]);
  await http.accept("grant-approval", { approvalId: line, onBehalfOf: "SAM" }, by("PAM"));
  t.strictSame([await waitingFor("PAM"), await waitingFor("SAM"), await waitingFor("AMY")], [[], [larger], [line, larger]]);
  await http.accept("revoke-delegation", { delegationId: "D2" }, by("SAM"));
  await http.accept("grant-approval", { approvalId: larger }, by("SAM"));
  t.strictSame(await waitingFor("AMY"), [line, larger]);
});

t.test("lists of approvals are filtered, and people of another legal entity see nothing of them", async (t) => {
  const { http, by, ask } = await openCompany(t);
  const submit = async (command: string, body: Record<string, unknown>, who: string): Promise<string> => {
    const answer = await http.post(command, { ...body, submitForApproval: true }, by(who));
    t.equal(answer.status, 202, answer.text);
    return answer.body.approvalId;
  };
  const withdrawn = await submit("open-credit-line", LINE, "CARL");
  await http.accept("withdraw-approval", { approvalId: withdrawn, reason: "typing error" }, by("CARL"));
  const open = await submit("open-credit-line", LINE, "CARL");
  const elsewhere = { role: "CC", entityIds: ["MX01"], branchIds: [], from: "2025-01-01" };
  await http.accept("register-person", { personId: "MAX", name: "Max" }, by("ADAM"));
  const ofLedger = await submit("assign-role", { personId: "MAX", ...elsewhere }, "ADAM");
  const rejected = await submit("assign-role", { personId: "MAX", ...elsewhere, role: "CHF" }, "ADAM");
  await http.accept("reject-approval", { approvalId: rejected, note: "one is enough" }, by("DIRK"));
  await http.accept("grant-approval", { approvalId: ofLedger }, by("DIRK"));

  const listed = async (query: string, who = "DIRK"): Promise<readonly string[]> =>
    (await ask(`/v1/approvals?${query}`, who)).body.rows.map(({ approvalId }: { approvalId: string }) => approvalId);
  t.strictSame(await listed(""), [rejected, ofLedger, open, withdrawn], "newest first");
  t.strictSame(await listed("status=REQUESTED"), [open]);
  t.strictSame(await listed("status=WITHDRAWN&maker=CARL"), [withdrawn]);
  t.strictSame(await listed("maker=ADAM"), [rejected, ofLedger]);
  t.strictSame(await listed("entityId=CO01&status=EXECUTED"), []);
  t.strictSame(await listed("waitingFor=me"), [open]);
  const page = await ask("/v1/approvals?limit=3", "DIRK");
  t.strictSame(await listed(`limit=3&cursor=${page.body.nextCursor}`), [withdrawn]);

  const max = { token: await issueKey((command, body) => http.accept(command, body, by("ADAM")), "MAX", "MAX") };
  const mine = await http.get("/v1/approvals", max);
  t.strictSame(
    mine.body.rows.map(({ entityId }: { entityId: string | null }) => entityId),
    [null, null],
    "only what is of the whole ledger",
  );
  const other = await http.get(`/v1/approvals/${open}`, max);
  t.match([other.status, other.body.code], [404, "APPROVAL_NOT_FOUND"]);
  const grant = await http.post("grant-approval", { approvalId: open }, max);
  t.match([grant.status, grant.body.code], [404, "APPROVAL_NOT_FOUND"]);
  t.equal((await http.get("/v1/approvals/unknown", by("DIRK"))).status, 404);
});

t.test("an auditor of another legal entity sees neither stream nor feed of an approval", async (t) => {
  const { http, by, ask } = await openCompany(t);
  const { approvalId } = (await http.post("open-credit-line", LINE, by("CARL"))).body;
  await http.accept("register-person", { personId: "AUDREY", name: "Audrey" }, by("ADAM"));
  const role = { personId: "AUDREY", role: "AUD", entityIds: ["MX01"], branchIds: [], from: "2025-01-01", submitForApproval: true };
  const asked = (await http.post("assign-role", role, by("ADAM"))).body;
  await http.accept("grant-approval", { approvalId: asked.approvalId }, by("DIRK"));
  const audrey = { token: await issueKey((command, body) => http.accept(command, body, by("ADAM")), "AUDREY", "AUDREY") };
  t.equal((await http.get(`/v1/streams/approval-${approvalId}/events`, audrey)).status, 404);
  t.equal((await http.get(`/v1/streams/approval-${approvalId}/state`, audrey)).status, 404);
  t.equal((await http.get(`/v1/streams/approval-${asked.approvalId}/events`, audrey)).status, 200);
  const { events } = (await http.get("/v1/events?after=0&limit=500", audrey)).body;
  t.notOk(events.some(({ streamId }: { streamId: string }) => streamId === `approval-${approvalId}`));
  const wanted = events.filter((event: { streamId: string; type: string }) => /^approval-/.test(event.streamId) && /Req/.test(event.type));
  const filter = "types=ApprovalRequested,InvoiceRecorded&categories=approval,account";
  const pages: unknown[] = [];
  for (let cursor: string | null = "0"; cursor !== null; ) {
    const page: { events: unknown[]; nextCursor: string | null } = (await http.get(`/v1/events?${filter}&limit=1&cursor=${cursor}`, audrey))
      .body;
    pages.push(...page.events);
    cursor = page.nextCursor;
  }
  t.ok(wanted.length > 0);
  t.strictSame(pages, wanted, "narrowed and page after page, she sees the same of it");
  const { position } = await http.ask("/v1/events?after=0&limit=1");
  const { entries } = (await http.get(`/v1/audit-trail?minPosition=${position}`, audrey)).body;
  t.notOk(entries.some(({ stream }: { stream: string }) => stream === `approval-${approvalId}`));
  const { body: state } = await ask(`/v1/streams/approval-${approvalId}/state`, "DIRK");
  t.equal(state.state.course.status, "REQUESTED");
});

t.test("ORG-6 a role in another legal entity opens nothing of what was asked for in this one", async (t) => {
  const { http, by, ask } = await openCompany(t);
  await http.accept("register-person", { personId: "MILA", name: "Mila" }, by("ADAM"));
  for (const [role, entityId] of [
    ["SR", "CO01"],
    ["DIR", "MX01"],
  ]) {
    const body = { personId: "MILA", role, entityIds: [entityId], branchIds: [], from: "2025-01-01", submitForApproval: true };
    await http.accept("grant-approval", { approvalId: (await http.post("assign-role", body, by("ADAM"))).body.approvalId }, by("DIRK"));
  }
  const mila = await issueKey((command, body) => http.accept(command, body, by("ADAM")), "MILA", "MILA");
  const { approvalId } = (await http.post("open-credit-line", LINE, by("CARL"))).body;
  const asked = async (token: string) => {
    const { position } = await http.ask("/v1/events?after=0&limit=1");
    return (await http.get(`/v1/approvals/${approvalId}?minPosition=${position}`, { token })).body;
  };
  t.match(await asked(mila), { approvalId, status: "REQUESTED", body: null });
  t.match((await ask(`/v1/approvals/${approvalId}`, "DIRK")).body.body, { lineId: "L-C2" });
});
