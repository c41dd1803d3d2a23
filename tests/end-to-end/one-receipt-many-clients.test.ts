import t from "tap";
import { applicationBody, invoiceBody, receiptBody, setUpAccount } from "../support/company.ts";
import { startTestServer } from "../support/server.ts";

const ACCOUNT = "C1.CO01.COP";

t.test("100 clients apply the same receipt at once: as much is applied as it holds, and the timeline shows every attempt", async (t) => {
  const { http } = await startTestServer(t);
  await setUpAccount(http);
  await http.accept("record-invoice", invoiceBody(ACCOUNT, "F1", "100000.00", "2025-05-01"));
  await http.accept("register-receipt", receiptBody(ACCOUNT, "R1", "1000.00", "2025-05-20"));
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, n) => http.post("apply-payment", applicationBody(ACCOUNT, `A${n}`, "R1", [["F1.1", "30.00"]]))),
  );
  const won = answers.filter(({ status }) => status === 201);
  const lost = answers.filter(({ status }) => status === 422);
  t.strictSame([won.length, lost.length], [33, 67]);
  t.ok(lost.every(({ body }) => body.code === "RECEIPT_EXHAUSTED" && body.detail.length > 10 && body.facts.left === "10.00"));

  const position = Math.max(...answers.filter(({ body }) => body.position).map(({ body }) => Number(body.position)));
  const account = await http.ask(`/v1/accounts/${ACCOUNT}?minPosition=${position}`);
  t.equal(account.unapplied.amount, "10.00");
  t.equal(account.balance.amount, "99000.00");
  const attempts = await timeline(http);
  t.equal(attempts.filter(({ outcome }) => outcome === "ACCEPTED").length, 33);
  t.equal(attempts.filter(({ outcome, code }) => outcome === "REFUSED" && code === "RECEIPT_EXHAUSTED").length, 67);
  t.ok(attempts.every(({ sentence }) => typeof sentence === "string" && sentence.length > 10));
});

interface Entry {
  readonly command: string;
  readonly outcome: string;
  readonly code?: string;
  readonly sentence: string;
}

/** Every entry of the account about applications; the projector may still be on its way to the last refusal. */
async function timeline(http: { ask(path: string): Promise<{ entries: Entry[]; nextCursor: string | null }> }): Promise<readonly Entry[]> {
  for (let tries = 0; ; tries += 1) {
    const entries: Entry[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: { entries: Entry[]; nextCursor: string | null } = await http.ask(
        `/v1/accounts/${ACCOUNT}/timeline?limit=50${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      entries.push(...page.entries);
      cursor = page.nextCursor;
    }
    const attempts = entries.filter(({ command }) => command === "ApplyPayment");
    if (attempts.length >= 100 || tries > 50) return attempts;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
