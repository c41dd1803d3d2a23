import t from "tap";
import { approvalsExpiring } from "../../src/application/processes/approvals-expiring.ts";
import { as, LINE } from "../support/approvals.ts";
import { customerBody, setUpAccount } from "../support/company.ts";
import { employ } from "../support/people.ts";
import { eventsOf, onceDone, openProcessHouse } from "./process-house.ts";

t.test("APR-3 a request that nobody decided expires after its last day without anybody asking, on its true date", async (t) => {
  const house = await openProcessHouse(t);
  await setUpAccount(house);
  await house.accept("register-customer", customerBody("C2"));
  await employ(house.accept, { CARL: "CC", DIRK: "DIR" });
  const waits = async (): Promise<string> => {
    const answer = await house.send("open-credit-line", { ...LINE, submitForApproval: true }, as("CARL"));
    return answer.kind === "submitted" ? answer.body.approvalId : "";
  };
  const expired = async () => eventsOf(await house.log(), "ApprovalExpired").map(({ data }) => data.approvalId);
  const [forgotten, rejected] = [await waits(), await waits()];
  await house.accept("reject-approval", { approvalId: rejected, note: "no" }, as("DIRK"));

  house.clock.set("2025-06-06T15:00:00.000Z");
  const runner = house.start({ calendar: [approvalsExpiring] });
  await onceDone(runner, "approvals-expiring", "LEDGER", "2025-06-06");
  t.strictSame(await expired(), [], "it is the last day");
  house.clock.set("2025-06-20T15:00:00.000Z");
  await onceDone(runner, "approvals-expiring", "LEDGER", "2025-06-20");
  t.strictSame(await expired(), [forgotten]);
  const [event] = (await house.log()).filter(({ type }) => type === "ApprovalExpired");
  t.match(JSON.parse(event?.meta ?? "{}"), { actor: "SYSTEM", effectiveOn: "2025-06-07" });
});
