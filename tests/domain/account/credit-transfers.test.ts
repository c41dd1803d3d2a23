import t from "tap";
import { eventsByCategory } from "../../../schemas/events/registry.ts";
import { account } from "../../../src/domain/account/account.ts";
import { receiveTransferredCredit } from "../../../src/domain/account/credit-moves/receive-transferred-credit.ts";
import { returnTransferredCredit } from "../../../src/domain/account/credit-moves/return-transferred-credit.ts";
import { reverseCreditTransfer } from "../../../src/domain/account/credit-moves/reverse-credit-transfer.ts";
import { transferCredit } from "../../../src/domain/account/credit-moves/transfer-credit.ts";
import { returnPayment } from "../../../src/domain/account/receipts/return-payment.ts";
import type { CreditTransfer } from "../../../src/domain/facts.ts";
import type { DecidedEvent } from "../../../src/kernel/decider.ts";
import { effective } from "../../../src/kernel/decider.ts";
import { ACCOUNT, cop, invoiceRecorded, paymentApplied, receiptRegistered, typesOf } from "../../support/account-history.ts";
import { stateOf } from "../../support/folded.ts";
import { given, type Occasion } from "../../support/given.ts";

const { CreditTransferredIn, CreditTransferredOut } = eventsByCategory.account;

const OTHER = "C2.CO01.COP";
const R1 = receiptRegistered("R1", "900.00", "2025-11-10");
const transfer = (amount: string, more = {}) => ({
  ...{ accountId: ACCOUNT, transferId: "T1", creditItemId: "R1", toAccount: OTHER, amount: cop(amount), reason: "for Y", ...more },
});
const APPROVED: Occasion = { personId: "ANA", roles: ["CHF"], approvers: [{ personId: "LUZ", roles: ["CC"] }] };
const out = (amount: string) =>
  effective(
    "2025-11-20",
    CreditTransferredOut({ transferId: "T1", creditItemId: "R1", toAccount: OTHER, amount, inAmount: amount, valueDate: "2025-11-10" }),
  );

type Sent = NonNullable<CreditTransfer["sent"]>;
const sent = (more: Partial<Sent> = {}): Occasion => ({
  roles: ["SYS"],
  creditTransfer: {
    sent: {
      status: "OUT",
      toAccount: OTHER,
      inAmount: 30_000n,
      valueDate: "2025-11-10",
      effectiveOn: "2025-11-19",
      isReturned: false,
      ...more,
    },
    isReceived: false,
  },
});
const receive = { accountId: OTHER, transferId: "T1", fromAccount: ACCOUNT };

t.test("OAC-3 money leaves with its value date, and needs somebody else's approval", async (t) => {
  given(R1).when(transferCredit, transfer("300.00"), APPROVED).decides(t, out("300.00"));
  given(R1)
    .when(transferCredit, transfer("300.00"), { roles: ["CHF"] })
    .refused(t, "APPROVAL_REQUIRED");
});

t.test("OAC-2 only cleared money that is free is transferred", async (t) => {
  given(receiptRegistered("R1", "900.00", "2025-11-10", { method: "CHEQUE", cleared: false }))
    .when(transferCredit, transfer("300.00"), APPROVED)
    .refused(t, "RECEIPT_NOT_CLEARED");
  given(R1, out("700.00"))
    .when(transferCredit, transfer("200.01", { transferId: "T2" }), APPROVED)
    .refused(t, "RECEIPT_EXHAUSTED", { left: "200.00" });
});

t.test("money stays in its legal entity and currency, and goes to a customer that is known", async (t) => {
  const to = (toAccount: string, occasion: Occasion = APPROVED) =>
    given(R1).when(transferCredit, transfer("1.00", { toAccount }), occasion);
  to("C2.MX01.COP").refused(t, "ENTITY_MISMATCH", { expected: "CO01", given: "MX01" });
  to("C2.CO01.USD").refused(t, "FX_RATE_MISSING", { from: "COP", to: "USD" });
  to(OTHER, { ...APPROVED, recipient: undefined }).refused(t, "ACCOUNT_NOT_FOUND", { customerId: "C2" });
  to(ACCOUNT).refused(t, "MALFORMED");
});

t.test("OAC-3 what is received is what was sent, with the same business date and value date", async (t) => {
  given()
    .when(receiveTransferredCredit, receive, sent())
    .decides(
      t,
      effective("2025-11-19", CreditTransferredIn({ transferId: "T1", fromAccount: ACCOUNT, amount: "300.00", valueDate: "2025-11-10" })),
    );
});

t.test("nothing is received that was not sent to this account, was taken back, or has an id in use here", async (t) => {
  given()
    .when(receiveTransferredCredit, receive, { roles: ["SYS"] })
    .refused(t, "RESOURCE_NOT_FOUND", { kind: "TRANSFER" });
  given()
    .when(receiveTransferredCredit, receive, sent({ toAccount: "C3.CO01.COP" }))
    .refused(t, "RESOURCE_NOT_FOUND");
  given()
    .when(receiveTransferredCredit, receive, sent({ status: "REVERSED" }))
    .refused(t, "INVALID_TRANSITION", { status: "REVERSED" });
  given(receiptRegistered("T1", "5.00", "2025-11-01"))
    .when(receiveTransferredCredit, receive, sent())
    .refused(t, "OVERLAPS", { transferId: "T1" });
});

t.test("OAC-3 a transfer that the other account refused restores the amount from the day on which it left", async (t) => {
  const left = effective("2025-11-15", { type: "CreditTransferredOut", data: out("300.00").data });
  const reverse = (occasion: Occasion, ...more: readonly DecidedEvent[]) =>
    given(R1, left, ...more).when(reverseCreditTransfer, { accountId: ACCOUNT, transferId: "T1", toAccount: OTHER }, occasion);
  const { events } = reverse({ roles: ["SYS"] });
  t.match(events, [{ type: "CreditTransferReversed", effectiveOn: "2025-11-15", data: { creditItemId: "R1", restored: "300.00" } }]);
  t.equal(stateOf(account, ACCOUNT, [R1, left, ...events]).credits.byId.get("R1")?.unapplied, 90_000n);
  reverse({ roles: ["SYS"] }, ...events).refused(t, "INVALID_TRANSITION", { status: "REVERSED" });
  reverse({ roles: ["SYS"], creditTransfer: { sent: undefined, isReceived: true } }).refused(t, "INVALID_TRANSITION", {
    status: "RECEIVED",
  });
});

t.test("a transfer reversed after its money was returned restores nothing", async (t) => {
  const bounce = { accountId: ACCOUNT, receiptId: "R1", on: "2025-11-20", reasonCode: "NO_FUNDS", drawerFault: false };
  const returned = given(R1, out("300.00")).when(returnPayment, bounce).events;
  t.match(returned[0]?.data, { unapplied: "600.00", transfers: [{ transferId: "T1", toAccount: OTHER, amount: "300.00" }] });
  const body = { accountId: ACCOUNT, transferId: "T1", toAccount: OTHER };
  const { events } = given(R1, out("300.00"), ...returned).when(reverseCreditTransfer, body, { roles: ["SYS"] });
  t.match(events, [{ data: { restored: "0.00" } }]);
});

/** Y's account: an invoice paid with what came from X, and the rest sent on. */
const IN = effective(
  "2025-11-12",
  CreditTransferredIn({ transferId: "T1", fromAccount: ACCOUNT, amount: "300.00", valueDate: "2025-11-10" }),
);
const onward = effective(
  "2025-11-14",
  CreditTransferredOut({
    ...{ transferId: "T2", creditItemId: "T1", toAccount: "C3.CO01.COP", amount: "50.00", inAmount: "50.00", valueDate: "2025-11-10" },
  }),
);
const RECEIVED = [
  invoiceRecorded("F1", "200.00", "2025-10-01"),
  IN,
  paymentApplied("A1", "T1", [["F1.1", "200.00"]], "2025-11-12"),
  onward,
];
const returnBody = { accountId: OTHER, transferId: "T1", fromAccount: ACCOUNT, on: "2025-11-18" };

t.test("RET-5 where transferred money is returned, everything done with it is undone, and what went on is named", async (t) => {
  const { events } = given(...RECEIVED).when(returnTransferredCredit, returnBody, sent({ isReturned: true }));
  t.match(events.slice(0, 2), [
    { type: "PaymentUnapplied", effectiveOn: "2025-11-18", data: { creditItemId: "T1", kind: "REVERSAL" } },
    {
      type: "TransferredCreditReturned",
      effectiveOn: "2025-11-18",
      data: { fromAccount: ACCOUNT, amount: "300.00", unapplied: "250.00", transfers: [{ transferId: "T2", amount: "50.00" }] },
    },
  ]);
  t.notOk(typesOf(events).includes("ChargeIssued"), "no fee");
  const { credits, documents } = stateOf(account, OTHER, [...RECEIVED, ...events]);
  t.match(credits.byId.get("T1"), { status: "RETURNED", unapplied: 0n });
  t.equal(documents.instalments.get("F1.1")?.open, 20_000n);
});

t.test("transferred money is returned only when it was returned where it came from, and once", async (t) => {
  given(...RECEIVED)
    .when(returnTransferredCredit, returnBody, sent())
    .refused(t, "INVALID_TRANSITION", { status: "RECEIVED" });
  const first = given(...RECEIVED).when(returnTransferredCredit, returnBody, sent({ isReturned: true })).events;
  given(...RECEIVED, ...first)
    .when(returnTransferredCredit, returnBody, sent({ isReturned: true }))
    .refused(t, "INVALID_TRANSITION", { status: "RETURNED" });
  given(R1)
    .when(returnTransferredCredit, { ...returnBody, transferId: "R1" }, sent({ isReturned: true }))
    .refused(t, "RESOURCE_NOT_FOUND", { kind: "TRANSFER" });
});
