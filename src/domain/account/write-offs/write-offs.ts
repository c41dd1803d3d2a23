import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import type { DeepReadonly } from "../../../kernel/decider.ts";
import type { JournaledMap } from "../../../kernel/journal.ts";
import { type Minor, minorOf, sumOf } from "../../../kernel/money.ts";
import { EMPTY_TIMELINE, type Timeline, withChange } from "../../../kernel/timeline.ts";
import { room } from "../account-events.ts";

export interface WrittenOffLine {
  readonly instalmentId: string;
  readonly amount: Minor;
  /** What is still owed of it and was not recovered. */
  readonly memo: Minor;
  /** The memo from day to day, by the dates on which things take effect. */
  readonly byEffect: Timeline;
  /** The same by the days of settlement. */
  readonly bySettlement: Timeline;
}

export interface WriteOff {
  readonly status: "PROPOSED" | "APPROVED" | "REJECTED" | "POSTED" | "REVERSED";
  readonly lines: readonly WrittenOffLine[];
  readonly proposedBy: string;
  /** Proposed by the ledger itself, as a small balance. */
  readonly automatic: boolean;
  readonly evidenceKinds: readonly string[];
  /** From when it counts, once it is posted. */
  readonly postedOn: CalendarDate | undefined;
  /** The write-off's own date. */
  readonly settledOn: CalendarDate | undefined;
}

/** What was given up as uncollectable, and what came back. */
export type WriteOffs = JournaledMap<string, WriteOff>;

export const writeOffs = room<WriteOffs>()({
  initial: (journal) => journal.map(),
  on: {
    WriteOffProposed(state, { writeOffId, lines, evidence, automatic }, { actor }) {
      const timelines = { byEffect: EMPTY_TIMELINE, bySettlement: EMPTY_TIMELINE };
      const asked = lines.map(({ instalmentId, amount }) => ({ instalmentId, amount: minorOf(amount), memo: 0n, ...timelines }));
      const proposal = { lines: asked, proposedBy: actor, automatic, evidenceKinds: evidence.map(({ kind }) => kind) };
      state.set(writeOffId, { status: "PROPOSED", ...proposal, postedOn: undefined, settledOn: undefined });
    },
    WriteOffApproved: (state, { writeOffId }) => state.change(writeOffId, (each) => ({ ...each, status: "APPROVED" })),
    WriteOffRejected: (state, { writeOffId }) => state.change(writeOffId, (each) => ({ ...each, status: "REJECTED" })),
    ItemsWrittenOff(state, { writeOffId, lines, settledOn }, { effectiveOn }) {
      state.change(writeOffId, (each) => ({ ...each, status: "POSTED", postedOn: effectiveOn, settledOn }));
      for (const { instalmentId, amount } of lines) changeMemo(state, writeOffId, instalmentId, minorOf(amount), effectiveOn, settledOn);
    },
    WrittenOffRecovered(state, { writeOffId, lines }, { effectiveOn }) {
      for (const { instalmentId, amount, settledOn } of lines)
        changeMemo(state, writeOffId, instalmentId, -minorOf(amount), effectiveOn, settledOn);
    },
    CreditApplied(state, { lines }, { effectiveOn }) {
      for (const { memoOf, instalmentId, amount, settledOn } of lines) {
        if (memoOf !== undefined) changeMemo(state, memoOf, instalmentId, -minorOf(amount), effectiveOn, settledOn);
      }
    },
    PaymentUnapplied(state, { lines }, { effectiveOn }) {
      for (const { memoOf, instalmentId, amount, freedOn } of lines) {
        if (memoOf !== undefined) changeMemo(state, memoOf, instalmentId, minorOf(amount), effectiveOn, freedOn);
      }
    },
    WriteOffReversed(state, { writeOffId, lines, freedOn }, { effectiveOn }) {
      state.change(writeOffId, (each) => ({ ...each, status: "REVERSED" }));
      for (const { instalmentId, amount } of lines) changeMemo(state, writeOffId, instalmentId, -minorOf(amount), effectiveOn, freedOn);
    },
  },
});

function changeMemo(
  state: WriteOffs,
  writeOffId: string,
  instalmentId: string,
  by: Minor,
  effectiveOn: CalendarDate,
  settledOn: CalendarDate,
): void {
  const changed = (line: WrittenOffLine): WrittenOffLine => ({
    ...line,
    memo: line.memo + by,
    byEffect: withChange(line.byEffect, effectiveOn, by),
    bySettlement: withChange(line.bySettlement, settledOn, by),
  });
  state.change(writeOffId, (each) => ({
    ...each,
    lines: each.lines.map((line) => (line.instalmentId === instalmentId ? changed(line) : line)),
  }));
}

/** How far a write-off is: what came back is told from the memo. */
export function stageOf({ status, lines }: DeepReadonly<WriteOff>): WriteOff["status"] | "PARTLY_RECOVERED" | "RECOVERED" {
  if (status !== "POSTED") return status;
  const memo = sumOf(lines.map((line) => line.memo));
  if (memo === 0n) return "RECOVERED";
  return memo === sumOf(lines.map(({ amount }) => amount)) ? "POSTED" : "PARTLY_RECOVERED";
}
