import t from "tap";
import { eventually } from "../processes/process-house.ts";
import { applicationBody, invoiceBody, receiptBody, setUpAccount } from "../support/company.ts";
import { startTestServer } from "../support/server.ts";

const ACCOUNT = "C1.CO01.COP";
const cop = (amount: string) => ({ amount, currency: "COP" });

interface Change {
  readonly effectiveOn: string;
  readonly from: string;
  readonly to: string;
  readonly superseded: boolean;
}
const inWords = (changes: readonly Change[]) =>
  changes.map(({ effectiveOn, from, to, superseded }) => [effectiveOn, from, to, ...(superseded ? ["superseded"] : [])].join(" "));

t.test("an outage of ten weeks: the calendar finds every day on which the account fell behind, a late payment corrects them", async (t) => {
  const server = await startTestServer(t, { clock: "2025-05-01T14:00:00Z" });
  const { http } = server;
  await setUpAccount(http);
  await http.accept("record-invoice", invoiceBody(ACCOUNT, "F1", "900000.00", "2025-05-01"));
  await http.accept("change-credit-limit", {
    ...{ accountId: ACCOUNT, newLimit: cop("8000000.00"), kind: "TEMPORARY", from: "2025-08-01", to: "2025-08-31", reason: "season" },
  });

  await server.restart({ CARTERA_CLOCK: "2025-08-10T14:00:00Z" });
  const history = (query = "") => http.ask(`/v1/accounts/${ACCOUNT}/delinquency${query}`);
  const late = await eventually(
    () => history(),
    ({ state }) => state === "LATE",
  );
  t.strictSame(inWords(late.rows), ["2025-06-01 CURRENT EARLY", "2025-07-01 EARLY MID", "2025-07-31 MID LATE"]);
  const line = () => http.ask(`/v1/credit-lines?customerId=C1`);
  t.match((await eventually(line, ({ rows }) => rows[0].status === "SUSPENDED")).rows, [
    { status: "SUSPENDED", limit: "8000000.00", suspensions: [{ suspensionId: "AUTO-PAST_DUE-1", suspendedOn: "2025-07-01" }] },
  ]);
  t.match((await http.ask("/v1/credit-lines?asOf=2025-07-31")).rows, [{ limit: "5000000.00" }]);
  t.match((await http.ask(`/v1/accounts/${ACCOUNT}`)).line, { status: "SUSPENDED" });
  t.match(await http.ask("/v1/delinquency?state=LATE"), {
    rows: [{ accountId: ACCOUNT, state: "LATE", since: "2025-07-31", worstDpd: 71, pastDue: "900000.00" }],
    totals: [{ currency: "COP", count: 1, open: "900000.00", pastDue: "900000.00" }],
  });

  await http.accept("register-receipt", receiptBody(ACCOUNT, "R1", "900000.00", "2025-06-20"));
  const { position } = await http.accept("apply-payment", applicationBody(ACCOUNT, "A1", "R1", [["F1.1", "900000.00"]]));
  const now = await history(`?minPosition=${position}`);
  t.match(now, { state: "CURRENT", since: "2025-06-20" });
  t.strictSame(inWords(now.rows), [
    ...["2025-06-01 CURRENT EARLY", "2025-07-01 EARLY MID superseded", "2025-07-31 MID LATE superseded", "2025-06-20 EARLY CURRENT"],
  ]);
  t.equal((await history(`?asOf=2025-07-15&minPosition=${position}`)).state, "CURRENT", "as known now");
  const before = await history(`?asOf=2025-07-15&knownAt=${late.ordinal}`);
  t.equal(before.state, "MID", "as known before the payment");
  t.strictSame(inWords(before.rows), ["2025-06-01 CURRENT EARLY", "2025-07-01 EARLY MID"]);

  const { rows } = await http.ask(`/v1/accounts/${ACCOUNT}/credit-line/changes?minPosition=${position}`);
  t.match(rows, [
    { type: "CreditLineOpened", effectiveOn: "2025-05-01" },
    { type: "CreditLimitChanged", effectiveOn: "2025-08-01", details: { new: "8000000.00", to: "2025-08-31" } },
    { type: "LineSuspended", effectiveOn: "2025-07-01", actor: "SYSTEM" },
    { type: "LineReinstated", effectiveOn: "2025-07-01", details: { origin: "AUTOMATIC" } },
  ]);
  t.match(await http.ask(`/v1/delinquency?state=CURRENT&minPosition=${position}`), {
    totals: [{ count: 1, open: "0.00", pastDue: "0.00" }],
  });
  t.strictSame(await server.differences(), [], "every read model equals its rebuild");
});
