import t from "tap";
import { applicationBody, invoiceBody, receiptBody, setUpAccount } from "../support/company.ts";
import { employ, issueKey } from "../support/people.ts";
import { startTestServer } from "../support/server.ts";

const ACCOUNT = "C1.CO01.COP";
const cop = (amount: string) => ({ amount, currency: "COP" });
const cheque = { method: "CHEQUE", instrument: { chequeNumber: "77", bank: "Banco" } };

t.test("RET-E1 over HTTP: reports of the days before the bounce stay, those after it show the debt and the fee", async (t) => {
  const server = await startTestServer(t, { clock: "2025-11-03T14:00:00Z" });
  const { http } = server;
  await setUpAccount(http);
  await http.accept("record-invoice", invoiceBody(ACCOUNT, "F1", "1800000.00", "2025-10-20"));
  await http.accept("record-invoice", invoiceBody(ACCOUNT, "F2", "1200000.00", "2025-10-20"));
  await http.accept("register-receipt", receiptBody(ACCOUNT, "R1", "3000000.00", "2025-11-03", cheque));
  const lines = [["F1.1", "1800000.00"] as const, ["F2.1", "1200000.00"] as const];
  await http.accept("apply-payment", applicationBody(ACCOUNT, "A1", "R1", lines));

  await server.restart({ CARTERA_CLOCK: "2025-11-06T14:00:00Z" });
  const bounce = {
    accountId: ACCOUNT,
    receiptId: "R1",
    on: "2025-11-06",
    reasonCode: "NO_FUNDS",
    drawerFault: true,
    bankFee: cop("45000.00"),
  };
  const returned = await http.accept("return-payment", bounce);
  const types = returned.events.map(({ type }: { type: string }) => type);
  for (const type of ["PaymentUnapplied", "PaymentReturned", "ChargeIssued", "LineSuspended"]) t.ok(types.includes(type), type);

  const total = async (asOf: string) => {
    const { totals } = await http.ask(`/v1/aging?asOf=${asOf}&minPosition=${returned.position}`);
    return totals[0]?.total ?? "0.00";
  };
  t.strictSame([await total("2025-11-05"), await total("2025-11-06")], ["0.00", "3045000.00"]);
  const lined = await http.ask(`/v1/credit-lines?minPosition=${returned.position}`);
  t.match(lined.rows, [{ status: "SUSPENDED" }]);
  t.strictSame(await server.differences(), [], "every read model equals its rebuild");
});

t.test("APL-6 over HTTP: with four eyes the desk proposes, the leader sees it and approves", async (t) => {
  const { http } = await startTestServer(t, { clock: "2025-11-03T14:00:00Z" });
  await setUpAccount(http);
  const policy = {
    entityId: "CO01",
    kind: "application",
    version: 1,
    validFrom: "2025-01-01",
    body: { fourEyes: true },
    reason: "two people",
  };
  await http.accept("define-policy", policy);
  await http.accept("record-invoice", invoiceBody(ACCOUNT, "F1", "100.00", "2025-10-20"));
  await http.accept("register-receipt", receiptBody(ACCOUNT, "R1", "100.00", "2025-11-03"));
  await employ(http.accept, { ANA: "PA", CARLA: "CHF" });
  const ana = { token: await issueKey(http.accept, "ANA", "ana") };
  const carla = { token: await issueKey(http.accept, "CARLA", "carla") };
  const body = applicationBody(ACCOUNT, "A1", "R1", [["F1.1", "60.00"]], { debtorInstruction: "pay the oldest one" });
  const proposed = await http.accept("apply-payment", body, ana);
  t.match(proposed.events, [{ type: "ApplicationProposed" }]);
  const waiting = await http.ask(`/v1/application-proposals?status=PROPOSED&minPosition=${proposed.position}`);
  const shown = { applicationId: "A1", money: "60.00", proposedBy: "ANA", validTo: "2025-11-08", debtorInstruction: "pay the oldest one" };
  t.match(waiting.rows, [shown]);
  const decision = { accountId: ACCOUNT, applicationId: "A1" };
  const own = await http.post("approve-application", decision, ana);
  t.match([own.status, own.body.code], [403, "NOT_AUTHORISED"]);
  const approved = await http.accept("approve-application", { ...decision, note: "as agreed" }, carla);
  t.strictSame(approved.events.map(({ type }: { type: string }) => type).slice(0, 2), ["ApplicationApproved", "PaymentApplied"]);
  const after = await http.ask(`/v1/application-proposals?minPosition=${approved.position}`);
  t.match(after.rows, [{ status: "APPROVED", decidedBy: "CARLA", note: "as agreed" }]);
});
