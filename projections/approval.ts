import type { ApprovalStatus } from "../schemas/approvals.ts";
import type { LedgerEvent } from "./define-projection.ts";
import { column, optional } from "./rows/columns.ts";
import type { Row, RowChanges } from "./rows/row-changes.ts";
import { defineRowsProjection } from "./rows-projection.ts";

/**
 * approval and approval_grant: commands that wait for other people, and what became of them.
 *   approval_id | status    | command        | maker | waiting_for
 *   2848c091-…  | REQUESTED | OpenCreditLine | CARL  | ["AM", "DIR", "COR"]
 */
export const approval = defineRowsProjection({
  name: "approval",
  version: 1,
  tables: {
    approval: {
      comment: "Commands that wait for other people, and what became of them.",
      columns: {
        approval_id: column.text(),
        status: column.text("REQUESTED, GRANTED, EXECUTED, FAILED, REJECTED, WITHDRAWN or EXPIRED"),
        command: column.text(),
        body: column.jsonb("of the command; personal values sealed"),
        maker: column.text("person who sent the command"),
        made_for: optional.text("person in whose place"),
        maker_roles: column.jsonb("of the maker, as they counted"),
        entity_id: optional.text("legal entity of the command; null: the whole ledger"),
        branch_id: optional.text("branch of the command"),
        target_stream: column.text("what the command would change"),
        target_revision: column.bigint("of the target when it was asked for"),
        requirement: column.jsonb("what is needed before it takes effect"),
        waiting_for: column.jsonb("roles of which somebody else can help"),
        requested_at: column.instant(),
        expires_on: column.date("last day on which it can be granted"),
        decided_by: optional.text("who rejected it"),
        decided_at: optional.instant("end of the request: executed, failed, rejected, withdrawn or expired"),
        note: optional.jsonb("of the rejection; sealed"),
        code: optional.text("why the command was refused all the same"),
        executed_command_id: optional.text("of the command that was decided again"),
        event_ids: column.jsonb("its events"),
        ordinal: column.bigint("of the request"),
        revision: column.bigint("of the approval's stream"),
      },
      primaryKey: ["approval_id"],
      indexes: ["(status, expires_on)", "(maker, ordinal)", "(ordinal)"],
    },
    approval_grant: {
      comment: "Who granted an approval.",
      columns: {
        approval_id: column.text(),
        grant_no: column.bigint("revision of the approval's stream"),
        person_id: column.text(),
        granted_for: optional.text("person in whose place"),
        roles: column.jsonb("as they counted"),
        note: optional.jsonb("sealed"),
        granted_at: column.instant(),
      },
      primaryKey: ["approval_id", "grant_no"],
    },
  },
  on: {
    ApprovalRequested(rows, { data, recordedAt, ordinal, revision }) {
      const { maker } = data;
      rows.approval.insert({
        approval_id: data.approvalId,
        status: "REQUESTED",
        command: data.command,
        body: data.body,
        maker: maker.personId,
        made_for: maker.onBehalfOf ?? null,
        maker_roles: maker.roles,
        entity_id: data.entityId ?? null,
        branch_id: data.branchId ?? null,
        target_stream: data.targetStream,
        target_revision: data.revision,
        requirement: data.requirement,
        waiting_for: data.waitingFor,
        requested_at: recordedAt,
        expires_on: data.expiresOn,
        event_ids: [],
        ordinal,
        revision,
      });
    },
    ApprovalGranted(rows, { data, recordedAt, revision }) {
      const { approvalId, grantor, note, complete, waitingFor } = data;
      rows.approval_grant.insert({
        approval_id: approvalId,
        grant_no: revision,
        person_id: grantor.personId,
        granted_for: grantor.onBehalfOf ?? null,
        roles: grantor.roles,
        note: note ?? null,
        granted_at: recordedAt,
      });
      const status: ApprovalStatus = complete ? "GRANTED" : "REQUESTED";
      rows.approval.set({ approval_id: approvalId }, { status, waiting_for: waitingFor, revision });
    },
    ApprovalRejected: ({ approval }, event) =>
      end(approval, event, "REJECTED", { decided_by: event.data.rejector.personId, note: event.data.note }),
    ApprovalWithdrawn: ({ approval }, event) => end(approval, event, "WITHDRAWN"),
    ApprovalExpired: ({ approval }, event) => end(approval, event, "EXPIRED"),
    ApprovalExecuted: ({ approval }, event) =>
      end(approval, event, "EXECUTED", { executed_command_id: event.data.commandId, event_ids: event.data.eventIds }),
    ApprovalFailed: ({ approval }, event) =>
      end(approval, event, "FAILED", { executed_command_id: event.data.commandId, code: event.data.code }),
  },
});

type Ending = Pick<LedgerEvent, "recordedAt" | "revision"> & { readonly data: { readonly approvalId: string } };

function end(approval: RowChanges, { data, recordedAt, revision }: Ending, status: ApprovalStatus, more: Row = {}): void {
  approval.set({ approval_id: data.approvalId }, { status, waiting_for: [], decided_at: recordedAt, revision, ...more });
}
