import t from "tap";
import { cop } from "../support/account-history.ts";
import { invoiceBody, setUpAccount } from "../support/company.ts";
import { eventsOf, onceDone, openProcessHouse } from "./process-house.ts";

const ACCOUNT = "C1.CO01.COP";

t.test("WHT-2 a withholding without a certificate is a charge after the months of the policy, without anybody asking", async (t) => {
  const house = await openProcessHouse(t);
  const { accept } = house;
  await setUpAccount(house, ACCOUNT);
  await accept("define-policy", {
    ...{ entityId: "CO01", kind: "withholding", version: 1, validFrom: "2025-06-01", reason: "board", body: { certificateMonths: 1 } },
  });
  await accept("record-invoice", invoiceBody(ACCOUNT, "F1", "1000.00", "2025-05-20"));
  const withheld = { accountId: ACCOUNT, instalmentId: "F1.1", kind: "ICA", base: cop("100.00"), ratePct: "0.966", amount: cop("0.97") };
  await accept("record-withholding", { ...withheld, withholdingId: "W1" });
  await accept("record-withholding", { ...withheld, withholdingId: "W2" });
  await accept("record-withholding", { ...withheld, withholdingId: "W3", effectiveOn: "2025-05-25" });
  const certificate = { accountId: ACCOUNT, number: "1", issuedOn: "2025-06-01", contentHash: "a".repeat(64) };
  await accept("record-withholding-certificate", { ...certificate, withholdingIds: ["W2"] });
  const charged = async () => eventsOf(await house.log(), "ChargeIssued").map(({ data }) => [data.sourceId, data.dueOn, data.amount]);

  house.clock.set("2025-06-30T15:00:00Z");
  const runner = house.start();
  await onceDone(runner, "withholdings-uncertified", "CO01", "2025-06-30");
  t.strictSame(await charged(), []);
  house.clock.set("2025-07-01T15:00:00Z");
  await onceDone(runner, "withholdings-uncertified", "CO01", "2025-07-01");
  t.strictSame(await charged(), [["W1", "2025-06-19", "0.97"]], "W3 has the three months of the policy before");
  t.strictSame((await runner.status()).parked, []);
});
