import t from "tap";
import { cop } from "../support/account-history.ts";
import { invoiceBody, setUpAccount } from "../support/company.ts";
import { employ, issueKey } from "../support/people.ts";
import { startTestServer } from "../support/server.ts";

const ACCOUNT = "C1.CO01.COP";
const note = (creditNoteId: string, more: object = {}) => ({ accountId: ACCOUNT, creditNoteId, ...more });

t.test("AUTH-E1 over HTTP: the second note of the day waits for both managers, is issued and lowers the invoice", async (t) => {
  const { http } = await startTestServer(t);
  await setUpAccount(http);
  await http.accept("record-invoice", invoiceBody(ACCOUNT, "F1", "10000000.00", "2026-01-10"));
  await employ(http.accept, { PIA: "PA", CARL: "CHF", SAM: "SM", AMY: "AM", EVA: "ACC" });
  const as = async (personId: string) => http.as(await issueKey(http.accept, personId, personId.toLowerCase()));
  const [desk, chief, sales, administration, accounting] = [
    await as("PIA"),
    await as("CARL"),
    await as("SAM"),
    await as("AMY"),
    await as("EVA"),
  ];

  const asked = { reasonCode: "PRICE", documentId: "F1", amount: cop("3000000.00"), supportIds: [] };
  await desk.accept("request-credit-note", note("NC1", asked));
  await desk.accept("request-credit-note", note("NC2", asked));
  await chief.accept("approve-credit-note", note("NC1"));
  const refused = await chief.post("approve-credit-note", note("NC2"));
  t.equal(refused.status, 403);
  t.match(refused.body, { code: "AUTHORITY_EXCEEDED", facts: { required: "L2", held: "L1" } });

  const waiting = await chief.post("approve-credit-note", note("NC2", { submitForApproval: true }));
  t.equal(waiting.status, 202);
  await sales.accept("grant-approval", { approvalId: waiting.body.approvalId });
  await administration.accept("grant-approval", { approvalId: waiting.body.approvalId });

  const dated = { issueDate: "2026-01-20", series: "NC" };
  await accounting.accept("issue-credit-note", note("NC1", { ...dated, number: "1" }));
  const twice = await accounting.post("issue-credit-note", note("NC2", { ...dated, number: "1" }));
  t.match([twice.status, twice.body.code], [409, "DUPLICATE_DOCUMENT"]);
  const { position } = await accounting.accept("issue-credit-note", note("NC2", { ...dated, number: "2", amount: cop("2000000.00") }));

  const { rows, totals } = await http.ask(`/v1/credit-notes?accountId=${ACCOUNT}&minPosition=${position}`);
  t.match(rows, [
    {
      creditNoteId: "NC1",
      status: "ISSUED",
      requestedBy: "PIA",
      authorityLevel: "L1",
      decidedBy: ["CARL"],
      applied: "3000000.00",
      left: "0.00",
    },
    { creditNoteId: "NC2", status: "ISSUED", requestedAmount: "3000000.00", amount: "2000000.00", authorityLevel: "L2" },
  ]);
  t.strictSame([...rows[1].decidedBy].sort(), ["AMY", "CARL", "SAM"]);
  t.match(totals, [{ currency: "COP", count: 2, amount: "5000000.00", applied: "5000000.00", left: "0.00" }]);
  const { open } = (await http.ask(`/v1/accounts/${ACCOUNT}/documents/F1?minPosition=${position}`)) as { readonly open: string };
  t.equal(open, "5000000.00");

  const undone = { accountId: ACCOUNT, unapplicationId: "U1", applicationId: "NC2-A", kind: "CORRECTION", reason: "wrong invoice" };
  await desk.accept("unapply-payment", undone);
  const voiding = await accounting.post("void-credit-note", note("NC2", { reason: "wrong invoice", submitForApproval: true }));
  t.equal(voiding.status, 202);
  await chief.accept("grant-approval", { approvalId: voiding.body.approvalId });
  // What the grant permits comes behind the grant.
  const { position: head } = await http.ask("/v1/projections");
  const notes = await http.ask(`/v1/credit-notes?status=VOIDED&minPosition=${head}`);
  t.match(notes.rows, [{ creditNoteId: "NC2", left: "0.00", applied: "0.00" }]);
});
