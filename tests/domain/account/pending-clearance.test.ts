import t from "tap";
import { itemEffectsOf } from "../../../projections/money/item-effects.ts";
import { eventsByCategory } from "../../../schemas/events/registry.ts";
import { account } from "../../../src/domain/account/account.ts";
import { unapplyPayment } from "../../../src/domain/account/applications/unapply-payment.ts";
import { confirmClearance } from "../../../src/domain/account/receipts/confirm-clearance.ts";
import { returnPayment } from "../../../src/domain/account/receipts/return-payment.ts";
import { reopenUncertifiedWithholding } from "../../../src/domain/account/settlements/reopen-uncertified-withholding.ts";
import { reverseDifference } from "../../../src/domain/account/settlements/reverse-difference.ts";
import { reverseWithholding } from "../../../src/domain/account/settlements/reverse-withholding.ts";
import { revokeDiscount } from "../../../src/domain/account/settlements/revoke-discount.ts";
import { reverseWriteOff } from "../../../src/domain/account/write-offs/reverse-write-off.ts";
import { type DecidedEvent, effective } from "../../../src/kernel/decider.ts";
import { ACCOUNT, invoiceRecorded, paymentApplied, receiptRegistered, settledWith } from "../../support/account-history.ts";
import { stateOf } from "../../support/folded.ts";
import { given, type Occasion } from "../../support/given.ts";
import { writtenOff, writtenOffRecovered } from "../../support/write-off-history.ts";

const events = eventsByCategory.account;
const HASH = "a".repeat(64);

/** What reports show as pending clearance of F1.1 on a day. */
function pendingOn(history: readonly DecidedEvent[], day: string): bigint {
  const changes = history.flatMap((event) => {
    const effectiveOn = event.effectiveOn ?? "2025-11-10";
    return itemEffectsOf({ ...event, effectiveOn } as Parameters<typeof itemEffectsOf>[0]).changes;
  });
  const counted = changes.filter((change) => change.itemId === "F1.1" && change.effectiveOn <= day);
  return counted.reduce((sum, { amounts }) => sum + amounts.pending, 0n);
}

/** What decisions count as pending clearance. */
const pendingNow = (history: readonly DecidedEvent[]) => stateOf(account, ACCOUNT, history).exposureTotals.pendingClearance.value;

function happens(history: readonly DecidedEvent[], command: unknown, body: Record<string, unknown>, occasion: Occasion = {}) {
  const outcome = given(...history).when(command, { accountId: ACCOUNT, ...body }, occasion);
  if (outcome.violations.length > 0) throw new Error(JSON.stringify(outcome.violations));
  return [...history, ...outcome.events];
}

/** F1 of 1,000.00 settled on 2025-11-10 by 900.00 of a cheque that is not cleared, a discount, a tax withheld and a small rest. */
const together = { ...settledWith("A1", "R1", "F1.1", "0.00", "2025-11-10"), conditional: true };
const SETTLED: readonly DecidedEvent[] = [
  invoiceRecorded("F1", "1000.00", "2025-11-01"),
  receiptRegistered("R1", "900.00", "2025-11-10", { method: "CHEQUE", cleared: false }),
  paymentApplied("A1", "R1", [["F1.1", "900.00"]], "2025-11-10", { conditional: true }),
  events.DiscountGranted({ ...together, discountId: "D1", kind: "EARLY_PAYMENT", pct: "2.00", amount: "20.00" }),
  events.WithholdingRecorded({ ...together, withholdingId: "W1", kind: "INCOME_TAX", base: "1000.00", ratePct: "2.50", amount: "25.00" }),
  events.SmallDifferenceWrittenOff({
    ...{ differenceId: "X1", side: "RECEIVABLE", applicationId: "A1", lineId: "A1.1", instalmentId: "F1.1", amount: "4.00" },
    ...{ settledOn: "2025-11-10", conditional: true },
  }),
];
const clears = (history: readonly DecidedEvent[], on: string) =>
  happens(history, confirmClearance, { receiptId: "R1", on, evidenceHash: HASH }, { roles: ["TRE"] });
const revoked = (history: readonly DecidedEvent[], on: string) => [
  ...history,
  effective(
    on,
    events.ReceiptClearanceRevoked({ receiptId: "R1", pending: [{ instalmentId: "F1.1", amount: "949.00", effectiveOn: on }] }),
  ),
];

t.test("APL-2 what settled with money that is not cleared is pending no longer once it is taken back by itself", async (t) => {
  t.equal(pendingOn(SETTLED, "2025-11-30"), 94_900n);
  const chief = { roles: ["CHF"] };
  const steps = [
    happens(SETTLED, revokeDiscount, { discountId: "D1", reason: "late" }, chief),
    happens(SETTLED, reverseWithholding, { withholdingId: "W1", reason: "wrong" }, chief),
    happens(SETTLED, reverseDifference, { differenceId: "X1", reason: "paid" }, { roles: ["PC"] }),
  ];
  for (const [index, left] of [92_900n, 92_400n, 94_500n].entries()) {
    const history = steps[index] ?? [];
    t.strictSame([pendingOn(history, "2025-11-19"), pendingOn(history, "2025-11-20"), pendingNow(history)], [94_900n, left, left]);
    t.equal(pendingOn(clears(history, "2025-11-20"), "2025-11-20"), 0n, "nothing is left of it once the money clears");
  }
});

t.test(
  "WHT-2 a withholding that became a charge is not pending with its payment any more, and a bounce leaves nothing pending",
  async (t) => {
    const reopened = happens(SETTLED, reopenUncertifiedWithholding, { withholdingId: "W1" }, { roles: ["SYS"], today: "2026-03-01" });
    t.strictSame([pendingOn(reopened, "2026-02-28"), pendingOn(reopened, "2026-03-01"), pendingNow(reopened)], [94_900n, 92_400n, 92_400n]);
    const bounce = { receiptId: "R1", on: "2026-03-02", reasonCode: "NO_FUNDS", drawerFault: false };
    const bounced = happens(reopened, returnPayment, bounce, { roles: ["TRE"], today: "2026-03-02" });
    t.strictSame([pendingOn(bounced, "2026-03-02"), pendingNow(bounced)], [0n, 0n]);
  },
);

t.test("RCT-9 a correction after the clearance was taken back takes nothing from the days on which nothing was pending", async (t) => {
  const history = revoked(clears(SETTLED, "2025-11-12"), "2025-11-16");
  const days = ["2025-11-11", "2025-11-12", "2025-11-15", "2025-11-16"];
  t.strictSame(
    days.map((day) => pendingOn(history, day)),
    [94_900n, 0n, 0n, 94_900n],
  );
  const undo = { unapplicationId: "U1", applicationId: "A1", reason: "wrong invoice" };
  const corrected = happens(history, unapplyPayment, { ...undo, kind: "CORRECTION" }, { roles: ["PC"] });
  t.strictSame(
    days.map((day) => pendingOn(corrected, day)),
    [0n, 0n, 0n, 0n],
  );
  const reversed = happens(history, unapplyPayment, { ...undo, kind: "REVERSAL", effectiveOn: "2025-11-14" }, { roles: ["PC"] });
  t.strictSame(
    days.map((day) => pendingOn(reversed, day)),
    [94_900n, 0n, 0n, 0n],
  );
});

t.test("RCT-9 money that clears again does not clear before the day from which it was waited for again", async (t) => {
  const history = revoked(clears(SETTLED, "2025-11-12"), "2025-11-16");
  const again = clears(history, "2025-11-13");
  t.strictSame(
    ["2025-11-12", "2025-11-15", "2025-11-16"].map((day) => pendingOn(again, day)),
    [0n, 0n, 0n],
  );
  const body = { accountId: ACCOUNT, receiptId: "R1", on: "2025-11-13", evidenceHash: HASH, effectiveOn: "2025-11-14" };
  given(...history)
    .when(confirmClearance, body, { roles: ["TRE"] })
    .refused(t, "VALIDITY_INVERTED", { from: "2025-11-16", to: "2025-11-14" });
});

t.test(
  "a difference that was written off after the money had cleared was never pending, and is not when its payment is corrected",
  async (t) => {
    const paid = SETTLED.slice(0, 3);
    const difference = events.SmallDifferenceWrittenOff({
      ...{ differenceId: "X2", side: "RECEIVABLE", applicationId: "A1", lineId: "A1.1", instalmentId: "F1.1", amount: "4.00" },
      ...{ settledOn: "2025-11-10", conditional: false },
    });
    const history = [...clears(paid, "2025-11-12"), effective("2025-11-10", difference)];
    const undo = { unapplicationId: "U1", applicationId: "A1", reason: "wrong invoice", kind: "CORRECTION" };
    const corrected = happens(history, unapplyPayment, undo, { roles: ["PC"] });
    t.strictSame(
      ["2025-11-10", "2025-11-11", "2025-11-12"].map((day) => pendingOn(corrected, day)),
      [0n, 0n, 0n],
    );
    t.equal(stateOf(account, ACCOUNT, corrected).documents.instalments.get("F1.1")?.open, 100_000n);
  },
);

t.test("WOF-4 a recovery with money that is not cleared, undone after its write-off was reversed, leaves nothing pending", async (t) => {
  const recovered = [
    invoiceRecorded("F1", "1000.00", "2025-01-01"),
    ...writtenOff("WO1", [["F1.1", "500.00"]], "2025-11-01"),
    receiptRegistered("R1", "200.00", "2025-11-10", { method: "CHEQUE", cleared: false }),
    writtenOffRecovered("WO1", "A1", "R1", ["F1.1", "200.00"], "2025-11-10"),
  ];
  const approved = { roles: ["ACC"], approvers: [{ personId: "CHIEF", roles: ["CHF"] }] };
  const reversed = happens(recovered, reverseWriteOff, { writeOffId: "WO1", reason: "they pay" }, approved);
  const undo = { unapplicationId: "U1", applicationId: "A1", reason: "wrong", kind: "REVERSAL" };
  const undone = happens(reversed, unapplyPayment, undo, { roles: ["PC"] });
  t.strictSame([pendingOn(undone, "2025-11-20"), pendingNow(undone)], [0n, 0n]);
  t.equal(stateOf(account, ACCOUNT, undone).documents.instalments.get("F1.1")?.open, 100_000n);
});
