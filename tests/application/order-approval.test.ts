import t from "tap";
import { setUpAccount } from "../support/company.ts";
import { openTestLedger } from "../support/ledger.ts";
import { orderBody } from "../support/order-history.ts";
import { employ } from "../support/people.ts";

const ACCOUNT = "C1.CO01.COP";
const as = (personId: string) => ({ as: { personId, keyId: personId.toLowerCase() } });

t.test(
  "ORD-5 what goes further above the limit than a coordinator may decide waits for both managers, and is then decided again",
  async (t) => {
    const test = await openTestLedger();
    await setUpAccount(test, ACCOUNT);
    await employ(test.accept, { CARL: "CC", SAM: "SM", AMY: "AM", REP: "SR", DIRK: "DIR" });
    await test.accept("request-order-release", orderBody(ACCOUNT, "P-1", "9000000.00"), as("REP"));
    const release = { accountId: ACCOUNT, orderId: "P-1", expiresOn: "2025-06-05", reason: "season" };
    const alone = await test.refuse("release-order-manually", release, as("CARL"));
    t.match(alone.violations, [{ code: "AUTHORITY_EXCEEDED", facts: { required: "L2", amount: "3750000.00" } }]);

    const waits = await test.send("release-order-manually", { ...release, submitForApproval: true }, as("CARL"));
    if (waits.kind !== "submitted") throw new Error(`the release is ${waits.kind}`);
    const { approvalId } = waits.body;
    for (const manager of ["SAM", "AMY"]) await test.accept("grant-approval", { approvalId }, as(manager));
    const { state } = await test.ledger.stateAt(test.owner, `account-${ACCOUNT}`);
    const { byId } = (state as { orders: { byId: Readonly<Record<string, { status: string; reservation: string }>> } }).orders;
    t.match(byId["P-1"], { status: "RELEASED", reservation: "900000000" });
  },
);
