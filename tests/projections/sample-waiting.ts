import { eventsByCategory } from "../../schemas/events/registry.ts";
import type { DecidedEvent } from "../../src/kernel/decider.ts";
import type { Ledger } from "./ledger.ts";

const { account } = eventsByCategory;
const STREAM = "account-C1.CO01.USD";
const sealed = (text: string) => ({ subjectId: "customer:C1", ciphertext: Buffer.from(text).toString("base64"), mac: `mac-${text}` });

/** What waits for somebody else: proposals in each of their states, requests for receipts, and a promise that another one replaces. */
export async function recordWaiting({ append }: Ledger): Promise<void> {
  const at = (on: string, event: DecidedEvent, actor = "P-7") => append(STREAM, [event], { on, actor });
  const reserves = [
    { instalmentId: "U1.1", money: "10.00", settles: "11.00" },
    { instalmentId: "U2.1", money: "5.00", settles: "5.00" },
  ];
  const lines = [{ lineId: "AW1.1", instalmentId: "U1.1", amount: "10.00", discount: { pct: "2.00", amount: "1.00" } }];
  const asked = { receiptId: "RU3", reserves, lines, proposedBy: "P-7", validTo: "2025-07-06" };
  const held = (applicationId: string) => ({ applicationId, receiptId: "RU3", reserves });
  await at("2025-07-01", account.ApplicationProposed({ ...asked, applicationId: "AW1", debtorInstruction: sealed("pay U1") }));
  await at("2025-07-02", account.ApplicationProposed({ ...asked, applicationId: "AW2", validTo: "2025-07-07", proposedFor: "P-8" }));
  await at("2025-07-02", account.ApplicationProposed({ ...asked, applicationId: "AW3", askedEffectiveOn: "2025-07-01" }));
  await at("2025-07-03", account.ApplicationApproved(held("AW2")), "P-1");
  await at("2025-07-07", account.ApplicationRejected({ ...held("AW3"), origin: "EXPIRED", note: sealed("late") }), "SYSTEM");
  const request = { instalmentIds: ["U1.1"], amount: "25.00", supportIds: [] };
  await at("2025-07-01", account.ReceiptRequested({ ...request, requestId: "RQ1" }));
  await at("2025-07-02", account.ReceiptRequested({ ...request, requestId: "RQ2" }));
  await at("2025-07-03", account.ReceiptRequestDeclined({ requestId: "RQ2" }), "P-1");
  const promised = { lines: [{ instalmentId: "U1.1", amount: "20.00" }], channel: "PHONE" };
  await at("2025-07-01", account.PromiseRegistered({ ...promised, promiseId: "PW1", dueOn: "2025-07-05" }));
  await append(
    STREAM,
    [
      account.PromiseSuperseded({ promiseId: "PW1", newPromiseId: "PW2", lines: promised.lines }),
      account.PromiseRegistered({ ...promised, promiseId: "PW2", dueOn: "2025-07-12", renewalNo: 1 }),
    ],
    { on: "2025-07-04" },
  );
}
