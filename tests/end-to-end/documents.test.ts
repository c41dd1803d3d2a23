import t from "tap";
import { addedBody, invoiceBody, openingItemBody, setUpAccount } from "../support/company.ts";
import type { Body } from "../support/ledger.ts";
import { employ, issueKey } from "../support/people.ts";
import { startTestServer } from "../support/server.ts";

const ACCOUNT = "C1.CO01.COP";

t.setTimeout(120_000);

/** A server on which a second director grants what the owner submits. */
async function openCompany(t: Parameters<typeof startTestServer>[0]) {
  const server = await startTestServer(t, { clock: "2025-11-20T15:00:00.000Z" });
  const { http } = server;
  await setUpAccount(http);
  await employ(http.accept, { DIRK: "DIR" });
  const token = await issueKey(http.accept, "DIRK", "DIRK");
  const approved = async (command: string, body: Body): Promise<string> => {
    const submitted = await http.post(command, { ...body, submitForApproval: true });
    if (submitted.status !== 202) throw new Error(`${command} does not wait: ${submitted.text}`);
    const { position } = await http.accept("grant-approval", { approvalId: submitted.body.approvalId }, { token });
    const { position: executed } = await http.ask(`/v1/events?after=${position}&limit=1`);
    return executed;
  };
  return { server, http, approved };
}

t.test("DOC-E2 a due date changed the day after leaves every report on the day before as it was", async (t) => {
  const { server, http, approved } = await openCompany(t);
  const instalments = [{ instalmentId: "F1.1", dueOn: "2025-10-31", amount: { amount: "100.00", currency: "COP" } }];
  const { position: before } = await http.accept("record-invoice", invoiceBody(ACCOUNT, "F1", "100.00", "2025-10-01", { instalments }));
  const daysPastDue = async (asOf: string, knownAt: string, position: string) => {
    const { items } = await http.ask(`/v1/accounts/${ACCOUNT}/open-items?asOf=${asOf}&knownAt=${knownAt}&minPosition=${position}`);
    return items.map((item: { daysPastDue: number }) => item.daysPastDue);
  };
  t.strictSame(await daysPastDue("2025-11-20", before, before), [20]);

  await server.restart({ CARTERA_CLOCK: "2025-11-21T15:00:00.000Z" });
  const after = await approved("change-due-date", { accountId: ACCOUNT, instalmentId: "F1.1", newDue: "2025-12-15", reason: "agreed" });
  t.strictSame(await daysPastDue("2025-11-20", before, after), [20]);
  t.strictSame(await daysPastDue("2025-11-20", after, after), [20]);

  await server.restart({ CARTERA_CLOCK: "2025-11-30T15:00:00.000Z" });
  t.strictSame(await daysPastDue("2025-11-30", after, after), [-15]);
  t.strictSame(await daysPastDue("2025-11-30", before, after), [30], "as it was known before");
  t.strictSame(await server.differences(), []);
});

t.test("what is taken over, added and cancelled is in the balance from its own date on", async (t) => {
  const { server, http, approved } = await openCompany(t);
  const taken = openingItemBody(
    ACCOUNT,
    "OLD1",
    { total: "1190.00", net: "1000.00", open: "400.00", issueDate: "2025-03-01" },
    "2025-10-31",
  );
  await approved("record-opening-item", taken);
  await http.accept("record-invoice", invoiceBody(ACCOUNT, "F1", "100.00", "2025-11-01"));
  await http.accept("issue-debit-note", addedBody(ACCOUNT, "N1", "7.50", "2025-11-10", { originDocumentId: "F1" }));
  await http.accept("issue-charge", addedBody(ACCOUNT, "K1", "45.00", "2025-11-15", { reasonCode: "COURT_COST" }));
  const cancel = { accountId: ACCOUNT, documentId: "F1", creditNoteId: "NC1", creditNoteNumber: "1", reason: "wrong customer" };
  const position = await approved("cancel-invoice", cancel);

  const balances = [];
  for (const asOf of ["2025-10-30", "2025-10-31", "2025-11-01", "2025-11-10", "2025-11-15", "2025-11-20"]) {
    const { balance } = await http.ask(`/v1/accounts/${ACCOUNT}?asOf=${asOf}&minPosition=${position}`);
    balances.push(balance.amount);
  }
  t.strictSame(balances, ["0.00", "400.00", "500.00", "507.50", "552.50", "452.50"]);
  const { rows } = await http.ask(`/v1/documents?accountId=${ACCOUNT}&minPosition=${position}`);
  t.strictSame(
    rows.map((row: { documentId: string; kind: string; open: string }) => [row.documentId, row.kind, row.open]),
    [
      ["OLD1", "INVOICE", "400.00"],
      ["F1", "INVOICE", "0.00"],
      ["N1", "DEBIT_NOTE", "7.50"],
      ["K1", "CHARGE", "45.00"],
    ],
  );
  t.strictSame(await server.differences(), []);
});
