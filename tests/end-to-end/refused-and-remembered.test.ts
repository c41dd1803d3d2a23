import t from "tap";
import { applicationBody, invoiceBody, receiptBody, setUpAccount } from "../support/company.ts";
import { startTestServer } from "../support/server.ts";

const ACCOUNT = "C1.CO01.COP";

t.test("TRL-E1 a payment refused for two reasons leaves one note with both, and nothing in the account", async (t) => {
  const { http } = await startTestServer(t, { clock: "2025-11-20T14:00:00.000Z" });
  await setUpAccount(http);
  for (const documentId of ["F1", "F2"]) await http.accept("record-invoice", invoiceBody(ACCOUNT, documentId, "100.00", "2025-11-01"));
  await http.accept("register-receipt", receiptBody(ACCOUNT, "R1", "300.00", "2025-11-10"));
  await http.accept("apply-payment", applicationBody(ACCOUNT, "A1", "R1", [["F1.1", "100.00"]]));
  const stream = `/v1/streams/account-${ACCOUNT}`;
  const account = async () => {
    const { events } = await http.ask(`${stream}/events`);
    const { revision, state } = await http.ask(`${stream}/state`);
    return { events, revision, state };
  };
  const before = await account();

  const twice = applicationBody(ACCOUNT, "A2", "R1", [
    ["F1.1", "1.00"],
    ["F2.1", "100.01"],
  ]);
  const refused = await http.post("apply-payment", twice, { key: "twice" });
  const codes = ["ALREADY_SETTLED", "OVER_APPLICATION"];
  t.strictSame([refused.status, codesOf(refused.body.violations)], [422, codes]);
  const again = await http.post("apply-payment", twice, { key: "twice" });
  t.equal(again.text, refused.text, "the same answer again, and no second note");
  const nowhere = await http.post("apply-payment", applicationBody("C9.CO01.COP", "A1", "R1", [["F1.1", "1.00"]]));
  t.equal(nowhere.status, 404);

  const { position } = await http.ask("/v1/events?after=0&limit=1");
  const { entries } = await http.ask(`/v1/audit-trail?command=apply-payment&outcome=REFUSED&minPosition=${position}`);
  t.match(entries, [
    { events: ["CommandRefused"], target: "account-C9.CO01.COP" },
    { events: ["CommandRefused"], target: `account-${ACCOUNT}` },
  ]);
  t.equal(entries.length, 2, "one note for each of them: newest first");
  t.strictSame(codesOf(entries[1].violations), codes);
  const timeline = await http.ask(`/v1/accounts/${ACCOUNT}/timeline?minPosition=${position}`);
  t.match(timeline.entries[0], { outcome: "REFUSED", code: "ALREADY_SETTLED" });
  t.strictSame(await account(), before, "the account has the same events, and the same revision");
});

function codesOf(violations: readonly { readonly code: string }[]): readonly string[] {
  return violations.map(({ code }) => code);
}
