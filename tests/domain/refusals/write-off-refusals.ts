import { approveWriteOff } from "../../../src/domain/account/write-offs/approve-write-off.ts";
import { postWriteOff } from "../../../src/domain/account/write-offs/post-write-off.ts";
import { proposeWriteOff } from "../../../src/domain/account/write-offs/propose-write-off.ts";
import { recordRecoveryOfWrittenOff } from "../../../src/domain/account/write-offs/record-recovery.ts";
import { rejectWriteOff } from "../../../src/domain/account/write-offs/reject-write-off.ts";
import { reverseWriteOff } from "../../../src/domain/account/write-offs/reverse-write-off.ts";
import { type DecidedEvent, effective } from "../../../src/kernel/decider.ts";
import { ACCOUNT, invoiceRecorded, paymentApplied, promiseRegistered, receiptRegistered } from "../../support/account-history.ts";
import { given, type Occasion } from "../../support/given.ts";
import {
  proposalBody,
  recoveryBody,
  writeOffApproved,
  writeOffProposed,
  writtenOff,
  writtenOffRecovered,
} from "../../support/write-off-history.ts";
import type { RefusalCase, RefusalCases } from "./refusal-case.ts";

const F1 = invoiceRecorded("F1", "100.00", "2025-03-01");
const YOUNG = invoiceRecorded("F1", "100.00", "2025-10-01");
const PAID = [receiptRegistered("R9", "100.00", "2025-11-01"), paymentApplied("A9", "R9", [["F1.1", "100.00"]], "2025-11-01")];
const PROMISED = promiseRegistered("P1", [["F1.1", "60.00"]], "2025-11-30", "2025-11-18");
const PROPOSED = writeOffProposed("W1", [["F1.1", "100.00"]]);
const OVER = writeOffProposed("W1", [["F1.1", "100.01"]]);
const STRAY = writeOffProposed("W1", [["F9.1", "100.00"]]);
const APPROVED = writeOffApproved("W1");
const POSTED = [F1, ...writtenOff("W1", [["F1.1", "100.00"]], "2025-11-10")];
const R1 = receiptRegistered("R1", "100.00", "2025-11-12");
const EVIDENCE: Occasion = { policies: { writeOff: { evidence: ["RULING"] } } };
const SEALED: Occasion = { locked: { "2025-11-19": "DAY_SEALED" } };
const SOFT: Occasion = { locked: { "2025-11-19": "PERIOD_SOFT_CLOSED" } };
const CLOSED: Occasion = { closedThrough: "2025-11-19" };
const dated = { effectiveOn: "2025-11-19" };
const dollars = { amount: "1.00", currency: "USD" };
const W1 = { accountId: ACCOUNT, writeOffId: "W1" };

const propose = (more = {}, occasion: Occasion = {}, ...history: readonly DecidedEvent[]) =>
  given(...(history.length === 0 ? [F1] : history)).when(proposeWriteOff, proposalBody("W1", [["F1.1", "100.00"]], more), occasion);
const approve = (occasion: Occasion, ...history: readonly DecidedEvent[]) =>
  given(...history).when(approveWriteOff, W1, { personId: "EVA", roles: ["DIR"], ...occasion });
const reject = (personId: string, ...history: readonly DecidedEvent[]) =>
  given(...history).when(rejectWriteOff, { ...W1, note: "no" }, { personId, roles: ["DIR"] });
const post = (more = {}, occasion: Occasion = {}, ...history: readonly DecidedEvent[]) =>
  given(...(history.length === 0 ? [F1, PROPOSED, APPROVED] : history)).when(
    postWriteOff,
    { ...W1, on: "2025-11-18", ...more },
    { roles: ["ACC"], ...occasion },
  );
const recover = (more = {}, occasion: Occasion = {}, ...history: readonly DecidedEvent[]) =>
  given(...(history.length === 0 ? [...POSTED, R1] : history)).when(
    recordRecoveryOfWrittenOff,
    recoveryBody("W1", "A1", "R1", [["F1.1", "100.00"]], more),
    occasion,
  );
const reverse = (more = {}, occasion: Occasion = {}, ...history: readonly DecidedEvent[]) =>
  given(...(history.length === 0 ? POSTED : history)).when(
    reverseWriteOff,
    { ...W1, reason: "he pays", ...more },
    { roles: ["ACC"], approvers: [{ personId: "EVA", roles: ["CHF"] }], ...occasion },
  );

const BACK_AND_FORTH = [
  receiptRegistered("R9", "100.00", "2025-11-11"),
  writtenOffRecovered("W1", "A9", "R9", ["F1.1", "100.00"], "2025-11-11"),
  undone("2025-11-19", "W1"),
];
/** As a bounce does it: for the days of settlement the memo was never lowered. */
const BOUNCED_RECOVERY = [...BACK_AND_FORTH.slice(0, 2), undone("2025-11-19", "W1", "2025-11-11")];
/** Paid on 2025-11-01, and open again only from 2025-11-19 on. */
const PAID_FOR_A_WHILE = [...PAID, undone("2025-11-19")];

/** The rules that proposing, approving and posting share. */
function ruleCases(when: (occasion: Occasion, ...history: readonly DecidedEvent[]) => ReturnType<RefusalCase>) {
  return {
    ITEM_NOT_FOUND: () => when({}, F1, STRAY),
    ALREADY_SETTLED: () => when({}, F1, PROPOSED, ...PAID),
    OVER_APPLICATION: () => when({}, F1, OVER),
    TOO_EARLY: () => when({}, YOUNG, PROPOSED),
    ITEM_HAS_LIVE_COMMITMENT: () => when({}, F1, PROPOSED, PROMISED),
    WRITE_OFF_NEEDS_EVIDENCE: () => when(EVIDENCE, F1, PROPOSED),
  };
}

export const writeOffRefusals: RefusalCases = {
  ProposeWriteOff: {
    REASON_REQUIRED: () => given(F1).when(proposeWriteOff, { ...W1, lines: proposalBody("W1", [["F1.1", "1.00"]]).lines }),
    OVERLAPS: () => propose({}, {}, F1, PROPOSED),
    CURRENCY_MISMATCH: () => propose({ provisionCoverage: dollars }),
    ITEM_NOT_FOUND: () => given(F1).when(proposeWriteOff, proposalBody("W1", [["F9.1", "1.00"]])),
    ALREADY_SETTLED: () => propose({}, {}, F1, ...PAID),
    OVER_APPLICATION: () => given(F1).when(proposeWriteOff, proposalBody("W1", [["F1.1", "100.01"]])),
    TOO_EARLY: () => propose({}, {}, YOUNG),
    ITEM_HAS_LIVE_COMMITMENT: () => propose({}, {}, F1, PROMISED),
    WRITE_OFF_NEEDS_EVIDENCE: () => propose({}, EVIDENCE),
    MALFORMED: () =>
      given(F1).when(
        proposeWriteOff,
        proposalBody("W1", [
          ["F1.1", "1.00"],
          ["F1.1", "1.00"],
        ]),
      ),
  },
  ApproveWriteOff: {
    WRITE_OFF_NOT_FOUND: () => approve({}, F1),
    INVALID_TRANSITION: () => approve({}, F1, PROPOSED, APPROVED),
    ...ruleCases((occasion, ...history) => approve(occasion, ...history)),
    SELF_APPROVAL: () => approve({ personId: "OWNER" }, F1, PROPOSED),
    AUTHORITY_EXCEEDED: () => approve({ roles: ["SM"] }, F1, PROPOSED),
  },
  RejectWriteOff: {
    WRITE_OFF_NOT_FOUND: () => reject("EVA", F1),
    INVALID_TRANSITION: () => reject("EVA", ...POSTED),
    SELF_APPROVAL: () => reject("OWNER", F1, PROPOSED),
  },
  PostWriteOff: {
    WRITE_OFF_NOT_FOUND: () => post({}, {}, F1),
    INVALID_TRANSITION: () => post({}, {}, F1, PROPOSED),
    FUTURE_EFFECTIVE_DATE: () => post({ on: "2025-11-21" }),
    VALIDITY_INVERTED: () => post({ effectiveOn: "2025-11-17" }),
    ...ruleCases((occasion, ...history) => post({}, occasion, ...history, APPROVED)),
    AUTHORITY_EXCEEDED: () => {
      const history = [
        invoiceRecorded("F1", "30000.00", "2025-03-01"),
        writeOffProposed("W1", [["F1.1", "30000.00"]], { automatic: true }),
      ];
      return post({}, { roles: ["SYS"] }, ...history);
    },
    EFFECTIVE_BEFORE_DOCUMENT: () => post({}, { policies: { writeOff: { minDays: 0 } } }, effective("2025-11-19", F1), PROPOSED, APPROVED),
    TIMELINE_NEGATIVE: () => post({}, {}, F1, PROPOSED, APPROVED, ...PAID_FOR_A_WHILE),
    PERIOD_CLOSED: () => post(dated, CLOSED),
    PERIOD_SOFT_CLOSED: () => post(dated, SOFT),
    DAY_SEALED: () => post(dated, SEALED),
  },
  RecordRecoveryOfWrittenOff: {
    WRITE_OFF_NOT_FOUND: () => recover({ writeOffId: "W9" }),
    RECEIPT_NOT_FOUND: () => recover({ receiptId: "R8" }),
    OVERLAPS: () => recover({ applicationId: "A9" }, {}, ...POSTED, R1, ...BACK_AND_FORTH),
    CURRENCY_MISMATCH: () => recover({ lines: [{ instalmentId: "F1.1", amount: dollars }] }),
    INVALID_TRANSITION: () => recover({}, {}, F1, PROPOSED, R1),
    ITEM_NOT_FOUND: () => given(...POSTED, R1).when(recordRecoveryOfWrittenOff, recoveryBody("W1", "A1", "R1", [["F9.1", "1.00"]])),
    OVER_RECOVERY: () => given(...POSTED, R1).when(recordRecoveryOfWrittenOff, recoveryBody("W1", "A1", "R1", [["F1.1", "100.01"]])),
    RECEIPT_EXHAUSTED: () => recover({}, {}, ...POSTED, receiptRegistered("R1", "99.99", "2025-11-12")),
    EFFECTIVE_BEFORE_DOCUMENT: () => recover({ effectiveOn: "2025-11-11" }),
    FUTURE_EFFECTIVE_DATE: () => recover({ effectiveOn: "2025-11-21" }),
    TIMELINE_NEGATIVE: () => recover({ effectiveOn: "2025-11-13" }, {}, ...POSTED, R1, ...BOUNCED_RECOVERY),
    PERIOD_CLOSED: () => recover(dated, CLOSED),
    PERIOD_SOFT_CLOSED: () => recover(dated, SOFT),
    DAY_SEALED: () => recover(dated, SEALED),
    MALFORMED: () =>
      given(...POSTED, R1).when(
        recordRecoveryOfWrittenOff,
        recoveryBody("W1", "A1", "R1", [
          ["F1.1", "1.00"],
          ["F1.1", "1.00"],
        ]),
      ),
  },
  ReverseWriteOff: {
    WRITE_OFF_NOT_FOUND: () => reverse({}, {}, F1),
    INVALID_TRANSITION: () => reverse({}, {}, F1, PROPOSED),
    REASON_REQUIRED: () => given(...POSTED).when(reverseWriteOff, W1, { approvers: [{ personId: "EVA", roles: ["CHF"] }] }),
    VALIDITY_INVERTED: () => reverse({ effectiveOn: "2025-11-09" }),
    TIMELINE_NEGATIVE: () => reverse({ effectiveOn: "2025-11-18" }, {}, ...POSTED, ...BACK_AND_FORTH),
    PERIOD_CLOSED: () => reverse(dated, CLOSED),
    PERIOD_SOFT_CLOSED: () => reverse(dated, SOFT),
    DAY_SEALED: () => reverse(dated, SEALED),
  },
};

/** What A9 did with R9, undone. */
function undone(on: string, memoOf?: string, freedOn = on): DecidedEvent {
  const back = { unapplicationId: "U9", applicationId: "A9", creditItemId: "R9", kind: "REVERSAL", conditional: false };
  const line = { lineId: "A9.1", instalmentId: "F1.1", amount: "100.00", freedOn };
  const data =
    memoOf === undefined
      ? { ...back, lines: [line], alsoReversed: [], undoneOn: on }
      : { ...back, lines: [{ ...line, memoOf }], alsoReversed: [], recovery: true, undoneOn: on };
  return effective(on, { type: "PaymentUnapplied", data });
}
