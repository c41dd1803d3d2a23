import t from "tap";
import { account } from "../../../src/domain/account/account.ts";
import { postWriteOff } from "../../../src/domain/account/write-offs/post-write-off.ts";
import { recordRecoveryOfWrittenOff } from "../../../src/domain/account/write-offs/record-recovery.ts";
import { reverseWriteOff } from "../../../src/domain/account/write-offs/reverse-write-off.ts";
import { stageOf } from "../../../src/domain/account/write-offs/write-offs.ts";
import { type DecidedEvent, effective } from "../../../src/kernel/decider.ts";
import { amountText, sumOf } from "../../../src/kernel/money.ts";
import { ACCOUNT, invoiceRecorded, paymentApplied, receiptRegistered } from "../../support/account-history.ts";
import { stateOf } from "../../support/folded.ts";
import { given, type Occasion } from "../../support/given.ts";
import {
  itemsWrittenOff,
  recoveryBody,
  writeOffApproved,
  writeOffProposed,
  writtenOff,
  writtenOffRecovered,
} from "../../support/write-off-history.ts";

const F1 = invoiceRecorded("F1", "2000000.00", "2025-03-01");
const WRITTEN_OFF = [F1, ...writtenOff("W1", [["F1.1", "2000000.00"]], "2025-11-10")];
const R1 = receiptRegistered("R1", "500000.00", "2025-11-15");
const W1 = { accountId: ACCOUNT, writeOffId: "W1", reason: "he pays after all" };
const APPROVED: Occasion = { roles: ["ACC"], approvers: [{ personId: "EVA", roles: ["CHF"] }] };

/** What is active, what is left of the memo, and what is on account, after a history. */
function figures(...history: readonly DecidedEvent[]) {
  const { documents, writeOffs, credits } = stateOf(account, ACCOUNT, history);
  const [writeOff] = [...writeOffs.values()];
  return {
    open: text(sumOf([...documents.instalments.values()].map(({ open }) => open))),
    memo: text(sumOf(writeOff?.lines.map(({ memo }) => memo) ?? [])),
    unapplied: text(sumOf([...credits.byId.values()].map(({ unapplied }) => unapplied))),
    stage: writeOff && stageOf(writeOff),
  };
}
const text = (minor: bigint) => amountText(minor, "COP");

t.test("WOF-E1 money for what was written off lowers the memo, and the active balance stays zero", async (t) => {
  const { events } = given(...WRITTEN_OFF, R1).when(recordRecoveryOfWrittenOff, recoveryBody("W1", "A1", "R1", [["F1.1", "500000.00"]]));
  t.strictSame(events[0], writtenOffRecovered("W1", "A1", "R1", ["F1.1", "500000.00"], "2025-11-15"));
  t.strictSame(figures(...WRITTEN_OFF, R1, ...events), {
    open: "0.00",
    memo: "1500000.00",
    unapplied: "0.00",
    stage: "PARTLY_RECOVERED",
  });
});

t.test("WOF-3 a recovery is at most the memo; money above it stays on account", async (t) => {
  const more = receiptRegistered("R1", "2000000.01", "2025-11-15");
  const recover = (amount: string) =>
    given(...WRITTEN_OFF, more).when(recordRecoveryOfWrittenOff, recoveryBody("W1", "A1", "R1", [["F1.1", amount]]));
  recover("2000000.01").refused(t, "OVER_RECOVERY", { instalmentId: "F1.1", memo: "2000000.00", requested: "2000000.01" });
  t.strictSame(figures(...WRITTEN_OFF, more, ...recover("2000000.00").events), {
    open: "0.00",
    memo: "0.00",
    unapplied: "0.01",
    stage: "RECOVERED",
  });
});

t.test("a recovery takes no more than is free on the receipt", async (t) => {
  given(...WRITTEN_OFF, R1)
    .when(recordRecoveryOfWrittenOff, recoveryBody("W1", "A1", "R1", [["F1.1", "500000.01"]]))
    .refused(t, "RECEIPT_EXHAUSTED", { left: "500000.00", requested: "500000.01" });
});

t.test("money that is older than the write-off recovers it from the day on which it was written off", async (t) => {
  const old = receiptRegistered("R1", "500000.00", "2025-10-01");
  const recover = (effectiveOn?: string) =>
    given(...WRITTEN_OFF, old).when(
      recordRecoveryOfWrittenOff,
      recoveryBody("W1", "A1", "R1", [["F1.1", "500000.00"]], effectiveOn === undefined ? {} : { effectiveOn }),
    );
  t.match(recover().events, [{ effectiveOn: "2025-11-10", data: { lines: [{ settledOn: "2025-11-10" }] } }]);
  recover("2025-11-09").refused(t, "EFFECTIVE_BEFORE_DOCUMENT", { earliest: "2025-11-10" });
});

t.test("lines of one recovery do not use the same money twice: the second waits for what a reversal freed", async (t) => {
  const F2 = invoiceRecorded("F2", "100.00", "2025-03-01");
  const history = [
    F1,
    F2,
    ...writtenOff("W0", [["F2.1", "60.00"]], "2025-11-01"),
    ...writtenOff("W1", [["F1.1", "100.00"]], "2025-11-01"),
    receiptRegistered("R1", "100.00", "2025-11-05"),
    writtenOffRecovered("W0", "A0", "R1", ["F2.1", "60.00"], "2025-11-05"),
    effective("2025-11-12", recoveryUndone("A0", "W0", "F2.1", "60.00", "2025-11-12")),
  ];
  const { events } = given(...history).when(recordRecoveryOfWrittenOff, recoveryBody("W1", "A1", "R1", [["F1.1", "100.00"]]));
  t.match(events, [{ effectiveOn: "2025-11-12", data: { lines: [{ settledOn: "2025-11-12" }] } }]);
});

t.test("a memo that was full again only later is recovered from that day", async (t) => {
  const history = [
    ...WRITTEN_OFF,
    receiptRegistered("R1", "2000000.00", "2025-11-11"),
    receiptRegistered("R2", "2000000.00", "2025-11-11"),
    writtenOffRecovered("W1", "A1", "R1", ["F1.1", "2000000.00"], "2025-11-11"),
    effective("2025-11-18", recoveryUndone("A1", "W1", "F1.1", "2000000.00", "2025-11-18")),
  ];
  const recover = (more = {}) =>
    given(...history).when(recordRecoveryOfWrittenOff, recoveryBody("W1", "A2", "R2", [["F1.1", "2000000.00"]], more));
  t.match(recover().events, [{ effectiveOn: "2025-11-18" }]);
  recover({ effectiveOn: "2025-11-17" }).refused(t, "EFFECTIVE_BEFORE_DOCUMENT", { earliest: "2025-11-18" });
});

t.test("money that has not cleared recovers conditionally", async (t) => {
  const cheque = receiptRegistered("R1", "500000.00", "2025-11-15", { method: "CHEQUE", cleared: false });
  const { events } = given(...WRITTEN_OFF, cheque).when(recordRecoveryOfWrittenOff, recoveryBody("W1", "A1", "R1", [["F1.1", "1.00"]]));
  t.match(events, [{ type: "WrittenOffRecovered", data: { conditional: true } }]);
});

t.test("WOF-4 a reversal opens what is left of the memo, from its own day", async (t) => {
  const recovered = [R1, writtenOffRecovered("W1", "A1", "R1", ["F1.1", "500000.00"], "2025-11-15")];
  const { events } = given(...WRITTEN_OFF, ...recovered).when(reverseWriteOff, W1, APPROVED);
  t.match(events, [
    {
      type: "WriteOffReversed",
      effectiveOn: "2025-11-20",
      data: { lines: [{ instalmentId: "F1.1", amount: "1500000.00" }], freedOn: "2025-11-20" },
    },
  ]);
  t.strictSame(figures(...WRITTEN_OFF, ...recovered, ...events), {
    open: "1500000.00",
    memo: "0.00",
    unapplied: "0.00",
    stage: "REVERSED",
  });
});

t.test("WOF-4 once reversed it is not recovered, and a recovery undone then opens the item", async (t) => {
  const history = [...WRITTEN_OFF, R1, writtenOffRecovered("W1", "A1", "R1", ["F1.1", "500000.00"], "2025-11-15")];
  const reversed = [...history, ...given(...history).when(reverseWriteOff, W1, APPROVED).events];
  given(...reversed, receiptRegistered("R2", "10.00", "2025-11-18"))
    .when(recordRecoveryOfWrittenOff, recoveryBody("W1", "A2", "R2", [["F1.1", "10.00"]]))
    .refused(t, "INVALID_TRANSITION", { writeOffId: "W1", status: "REVERSED" });
  const undone = effective("2025-11-20", recoveryUndone("A1", undefined, "F1.1", "500000.00", "2025-11-20"));
  t.strictSame(figures(...reversed, undone), { open: "2000000.00", memo: "0.00", unapplied: "500000.00", stage: "REVERSED" });
});

t.test("what came back completely is not reversed", async (t) => {
  const all = [
    receiptRegistered("R1", "2000000.00", "2025-11-15"),
    writtenOffRecovered("W1", "A1", "R1", ["F1.1", "2000000.00"], "2025-11-15"),
  ];
  given(...WRITTEN_OFF, ...all)
    .when(reverseWriteOff, W1, APPROVED)
    .refused(t, "INVALID_TRANSITION", { status: "RECOVERED" });
});

t.test("a reversal needs somebody else, a reason, and a day on which the memo was whole", async (t) => {
  const reverse = (occasion: Occasion, more = {}) => given(...WRITTEN_OFF).when(reverseWriteOff, { ...W1, ...more }, occasion);
  reverse({ roles: ["ACC"] }).refused(t, "APPROVAL_REQUIRED");
  reverse(APPROVED, { effectiveOn: "2025-11-09" }).refused(t, "VALIDITY_INVERTED", { from: "2025-11-10", to: "2025-11-09" });
  const again = [
    receiptRegistered("R1", "2000000.00", "2025-11-11"),
    writtenOffRecovered("W1", "A1", "R1", ["F1.1", "2000000.00"], "2025-11-11"),
    effective("2025-11-18", recoveryUndone("A1", "W1", "F1.1", "2000000.00", "2025-11-18")),
  ];
  given(...WRITTEN_OFF, ...again)
    .when(reverseWriteOff, { ...W1, effectiveOn: "2025-11-12" }, APPROVED)
    .refused(t, "TIMELINE_NEGATIVE");
});

t.test("posting, recovering and reversing leave what was written off accounted for to the minor unit", async (t) => {
  const partly = [
    F1,
    receiptRegistered("R0", "300000.00", "2025-04-01"),
    paymentApplied("A0", "R0", [["F1.1", "300000.00"]], "2025-04-01"),
  ];
  const asked = [...partly, writeOffProposed("W1", [["F1.1", "1700000.00"]]), writeOffApproved("W1")];
  const posted = given(...asked).when(postWriteOff, { accountId: ACCOUNT, writeOffId: "W1", on: "2025-11-10" }, { roles: ["ACC"] });
  t.strictSame(posted.events[0], itemsWrittenOff("W1", [["F1.1", "1700000.00"]], "2025-11-10"));
  const history = [...asked, ...posted.events, R1];
  const recovered = given(...history).when(recordRecoveryOfWrittenOff, recoveryBody("W1", "A1", "R1", [["F1.1", "0.01"]]));
  const reversed = given(...history, ...recovered.events).when(reverseWriteOff, W1, APPROVED);
  t.strictSame(figures(...history, ...recovered.events, ...reversed.events), {
    open: "1699999.99",
    memo: "0.00",
    unapplied: "499999.99",
    stage: "REVERSED",
  });
});

function recoveryUndone(applicationId: string, memoOf: string | undefined, instalmentId: string, amount: string, freedOn: string) {
  return {
    type: "PaymentUnapplied",
    data: {
      ...{ unapplicationId: `U-${applicationId}`, applicationId, creditItemId: "R1", kind: "REVERSAL", conditional: false },
      lines: [{ lineId: `${applicationId}.1`, instalmentId, amount, freedOn, ...(memoOf !== undefined && { memoOf }) }],
      ...{ alsoReversed: [], recovery: true, undoneOn: freedOn },
    },
  };
}
