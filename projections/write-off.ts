import type { LedgerEvent } from "./define-projection.ts";
import { accountKeyOf } from "./rows/account-key.ts";
import { ACCOUNT_COLUMNS, column, optional } from "./rows/columns.ts";
import { negated, sumDecimals } from "./rows/decimal-text.ts";
import type { RowChanges } from "./rows/row-changes.ts";
import { defineRowsProjection } from "./rows-projection.ts";

/**
 * write_off with its lines, every change of its memo by business date, and what was recovered of it.
 *   write_off_id | status | amount     | memo       | recovered
 *   W-1          | POSTED | 2000000.00 | 1500000.00 | 500000.00
 */
export const writeOff = defineRowsProjection({
  name: "write_off",
  version: 1,
  tables: {
    write_off: {
      comment: "What was given up as uncollectable, from its proposal on.",
      columns: {
        ...ACCOUNT_COLUMNS,
        write_off_id: column.text(),
        status: column.text("PROPOSED, APPROVED, REJECTED, POSTED or REVERSED"),
        amount: column.numeric("as proposed"),
        memo: column.numeric("written off and still owed"),
        automatic: column.boolean("proposed by the ledger itself, as small balances"),
        proposed_by: column.text(),
        proposed_on: column.date(),
        provision_coverage: optional.numeric(),
        evidence: column.jsonb("kind and hash of each"),
        authority_level: optional.text(),
        approvers: column.jsonb(),
        posted_on: optional.date("business date from which it counts"),
        reversed_on: optional.date(),
      },
      primaryKey: ["account_id", "write_off_id"],
      indexes: ["(proposed_on, account_id, write_off_id)"],
    },
    write_off_line: {
      comment: "What is written off of each instalment.",
      columns: {
        account_id: ACCOUNT_COLUMNS.account_id,
        write_off_id: column.text(),
        instalment_id: column.text(),
        amount: column.numeric("as proposed"),
        memo: column.numeric("written off and still owed"),
      },
      primaryKey: ["account_id", "write_off_id", "instalment_id"],
      indexes: ["(account_id, instalment_id)"],
    },
    write_off_memo_change: {
      comment: "How memos changed, by business date: their sum up to a day is the memo at its end.",
      columns: {
        account_id: ACCOUNT_COLUMNS.account_id,
        write_off_id: column.text(),
        ordinal: column.bigint("of the event"),
        line_no: column.integer("of the event"),
        instalment_id: column.text(),
        effective_on: column.date(),
        amount: column.numeric("signed"),
      },
      primaryKey: ["account_id", "ordinal", "line_no"],
      indexes: ["(account_id, write_off_id, effective_on)"],
    },
    write_off_recovery: {
      comment: "Money that came for what was written off.",
      columns: {
        account_id: ACCOUNT_COLUMNS.account_id,
        line_id: column.text("of the application"),
        write_off_id: column.text(),
        instalment_id: column.text(),
        credit_item_id: column.text("receipt or transferred credit"),
        effective_on: column.date(),
        amount: column.numeric(),
        amount_left: column.numeric("not taken back since"),
      },
      primaryKey: ["account_id", "line_id"],
      indexes: ["(account_id, write_off_id)"],
    },
  },
  on: {
    WriteOffProposed(rows, event) {
      const { data, streamId, actor } = event;
      rows.write_off.insert({
        ...accountKeyOf(event),
        write_off_id: data.writeOffId,
        status: "PROPOSED",
        amount: sumDecimals(data.lines.map(({ amount }) => amount)),
        memo: "0",
        automatic: data.automatic,
        proposed_by: actor,
        proposed_on: data.proposedOn,
        provision_coverage: data.provisionCoverage ?? null,
        evidence: data.evidence,
        approvers: [],
      });
      for (const { instalmentId, amount } of data.lines) {
        const line = { account_id: streamId, write_off_id: data.writeOffId, instalment_id: instalmentId };
        rows.write_off_line.insert({ ...line, amount, memo: "0" });
      }
    },
    WriteOffApproved: ({ write_off }, { data, streamId }) =>
      write_off.set(keyOf(streamId, data.writeOffId), {
        status: "APPROVED",
        authority_level: data.authorityLevel,
        approvers: data.approvers,
      }),
    WriteOffRejected: ({ write_off }, { data, streamId }) => write_off.set(keyOf(streamId, data.writeOffId), { status: "REJECTED" }),
    ItemsWrittenOff(rows, event) {
      const { data, streamId, effectiveOn } = event;
      rows.write_off.set(keyOf(streamId, data.writeOffId), { status: "POSTED", posted_on: effectiveOn });
      changeMemo(
        rows,
        event,
        data.lines.map((line) => ({ ...line, memoOf: data.writeOffId })),
      );
    },
    WrittenOffRecovered(rows, event) {
      const { data, streamId, effectiveOn } = event;
      changeMemo(rows, event, data.lines.map(lowering(data.writeOffId)));
      for (const { lineId, instalmentId, amount } of data.lines) {
        rows.write_off_recovery.insert({
          account_id: streamId,
          line_id: lineId,
          write_off_id: data.writeOffId,
          instalment_id: instalmentId,
          credit_item_id: data.receiptId,
          effective_on: effectiveOn,
          amount,
          amount_left: amount,
        });
      }
    },
    CreditApplied: (rows, event) =>
      changeMemo(
        rows,
        event,
        event.data.lines.map((line) => ({ ...line, amount: negated(line.amount) })),
      ),
    PaymentUnapplied(rows, event) {
      const { data, streamId } = event;
      changeMemo(rows, event, data.lines);
      if (data.recovery !== true) return;
      for (const { lineId, amount } of data.lines) {
        rows.write_off_recovery.add({ account_id: streamId, line_id: lineId }, { amount_left: negated(amount) });
      }
    },
    WriteOffReversed(rows, event) {
      const { data, streamId, effectiveOn } = event;
      rows.write_off.set(keyOf(streamId, data.writeOffId), { status: "REVERSED", reversed_on: effectiveOn });
      changeMemo(rows, event, data.lines.map(lowering(data.writeOffId)));
    },
  },
});

const keyOf = (accountId: string, writeOffId: string) => ({ account_id: accountId, write_off_id: writeOffId });

interface MemoLine {
  readonly instalmentId: string;
  readonly amount: string;
  readonly memoOf?: string | undefined;
}

const lowering =
  (memoOf: string) =>
  ({ instalmentId, amount }: MemoLine): MemoLine => ({ instalmentId, amount: negated(amount), memoOf });

type Rows = Readonly<Record<"write_off" | "write_off_line" | "write_off_memo_change", RowChanges>>;

/** Lines that name a write-off change its memo; the others have to do with what is open. */
function changeMemo(rows: Rows, { streamId, ordinal, effectiveOn }: Omit<LedgerEvent, "data">, lines: readonly MemoLine[]): void {
  for (const [place, { memoOf, instalmentId, amount }] of lines.entries()) {
    if (memoOf === undefined) continue;
    const key = keyOf(streamId, memoOf);
    rows.write_off.add(key, { memo: amount });
    rows.write_off_line.add({ ...key, instalment_id: instalmentId }, { memo: amount });
    rows.write_off_memo_change.insert({
      ...key,
      ordinal,
      line_no: place + 1,
      instalment_id: instalmentId,
      effective_on: effectiveOn,
      amount,
    });
  }
}
