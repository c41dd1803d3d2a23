import t from "tap";
import { account } from "../../../src/domain/account/account.ts";
import { offsetAccounts } from "../../../src/domain/account/credit-moves/offset-accounts.ts";
import type { Signatory } from "../../../src/kernel/decider.ts";
import { ACCOUNT, cop, invoiceRecorded, typesOf } from "../../support/account-history.ts";
import { stateOf } from "../../support/folded.ts";
import { given } from "../../support/given.ts";

const F1 = invoiceRecorded("F1", "100.00", "2025-11-01");
const CHUS: Signatory = { personId: "CHUS", roles: ["CHF"] };
const ABEL: Signatory = { personId: "ABEL", roles: ["ACC"] };
const offset = (amount: string, ...approvers: readonly Signatory[]) =>
  given(F1).when(
    offsetAccounts,
    {
      ...{ accountId: ACCOUNT, offsetId: "OF1", series: "CR", number: "1", amount: cop(amount) },
      payableDocs: [
        { reference: "P-7", amount: cop("40.00") },
        { reference: "P-8", amount: cop("30.00") },
      ],
      lines: [{ instalmentId: "F1.1", amount: cop(amount) }],
      counterpartyAgreementHash: "a".repeat(64),
    },
    { personId: "PIA", roles: ["PC"], approvers },
  );

t.test("OAC-4 what the company owes pays what the customer owes, on one business date and without a bank", async (t) => {
  const { events } = offset("70.00", CHUS, ABEL);
  t.strictSame(typesOf(events).slice(0, 3), ["AccountsOffset", "ReceiptRegistered", "PaymentApplied"]);
  t.match(events.slice(0, 3), [
    { effectiveOn: "2025-11-20", data: { offsetId: "OF1", amount: "70.00", approvers: ["CHUS", "ABEL"] } },
    { effectiveOn: "2025-11-20", data: { receiptId: "OF1", method: "NETTING", valueDate: "2025-11-20", cleared: true } },
    { effectiveOn: "2025-11-20", data: { applicationId: "OF1", receiptId: "OF1", conditional: false } },
  ]);
  t.notOk(Object.hasOwn(events[1]?.data as object, "bankAccountId"));
  const { credits, documents } = stateOf(account, ACCOUNT, [F1, ...events]);
  t.equal(credits.byId.get("OF1")?.unapplied, 0n);
  t.equal(documents.instalments.get("F1.1")?.open, 3_000n);
});

t.test("OAC-4 an offset is at most what the company owes on the documents named", async (t) => {
  offset("70.01", CHUS, ABEL).refused(t, "OFFSET_EXCEEDS_PAYABLE", { payable: "70.00", requested: "70.01" });
});

t.test("OAC-4 the portfolio chief and accounting approve it, two different people", async (t) => {
  const needed = { by: "CHF", also: "ACC" };
  offset("70.00").refused(t, "APPROVAL_REQUIRED", needed);
  offset("70.00", CHUS).refused(t, "APPROVAL_REQUIRED", needed);
  offset("70.00", ABEL).refused(t, "APPROVAL_REQUIRED", needed);
  offset("70.00", { personId: "BOTH", roles: ["CHF", "ACC"] }).refused(t, "APPROVAL_REQUIRED", needed);
});
