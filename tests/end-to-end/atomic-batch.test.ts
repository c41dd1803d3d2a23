import t from "tap";
import { applicationBody, invoiceBody, receiptBody, setUpAccount } from "../support/company.ts";
import { startTestServer } from "../support/server.ts";

const ACCOUNT = "C1.CO01.COP";

t.setTimeout(120_000);

t.test("an atomic batch over HTTP: all or none, one entry of the timeline for each command, the same bytes again", async (t) => {
  const server = await startTestServer(t);
  const { http } = server;
  await setUpAccount(http);
  const line = (command: string, body: unknown, idempotencyKey: string) => ({ command, body, idempotencyKey });
  const sale = [
    line("record-invoice", invoiceBody(ACCOUNT, "F1", "100.00", "2025-05-01"), "a"),
    line("register-receipt", receiptBody(ACCOUNT, "R1", "40.00", "2025-05-20"), "b"),
    line("apply-payment", applicationBody(ACCOUNT, "A1", "R1", [["F1.1", "40.00"]]), "c"),
  ];
  const send = (lines: readonly unknown[]) =>
    http.request("/v1/command-batches?atomic=true", {
      method: "POST",
      headers: { authorization: `Bearer ${http.token}`, "content-type": "application/json" },
      body: JSON.stringify(lines),
    });
  const tooMuch = line("apply-payment", applicationBody(ACCOUNT, "A2", "R1", [["F1.1", "0.01"]]), "d");
  const none = await send([...sale, tooMuch]);
  t.strictSame(
    none.body.results.map(({ status, body }: { status: number; body: { code: string } }) => [status, body.code]),
    sale.concat(tooMuch).map(() => [422, "RECEIPT_EXHAUSTED"]),
  );
  const { events } = await http.ask(`/v1/streams/account-${ACCOUNT}/events`);
  t.strictSame(
    events.map(({ type }: { type: string }) => type),
    ["CreditLineOpened"],
    "the account has no trace of it",
  );

  const first = await send(sale);
  const statuses = first.body.results.map(({ status }: { status: number }) => status);
  t.strictSame(statuses, [201, 201, 201]);
  t.equal((await send(sale)).text, first.text, "sent again it gets the same bytes");
  const position = first.body.results[2].body.position;
  t.equal((await http.ask(`/v1/accounts/${ACCOUNT}?minPosition=${position}`)).balance.amount, "60.00");
  const { entries } = await http.ask(`/v1/accounts/${ACCOUNT}/timeline?limit=3&minPosition=${position}`);
  t.strictSame(
    entries.map(({ command }: { command: string }) => command),
    ["ApplyPayment", "RegisterReceipt", "RecordInvoice"],
  );
  t.ok(entries.every(({ sentence }: { sentence: string }) => sentence.length > 10));
  t.strictSame(await server.differences(), []);
});
