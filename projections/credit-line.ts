import type { EventData } from "../schemas/events/registry.ts";
import type { LedgerEvent } from "./define-projection.ts";
import { accountKeyOf } from "./rows/account-key.ts";
import { ACCOUNT_COLUMNS, column, optional } from "./rows/columns.ts";
import { defineRowsProjection } from "./rows-projection.ts";

const change = {
  ordinal: column.bigint("of the event"),
  known_from: column.bigint("ordinal of the last event of its append"),
};

/**
 * credit_line: lines ever opened, credit_limit and credit_terms: what holds for them from which day on, suspension: what stops them, lifted
 * or not, credit_line_change: all that happened to them. What depends on a day (limit, expired, suspended) is derived by the reader.
 *   account_id   | line_id | tolerance_pct | valid_to | closed_on | over_limit_since
 *   103.CO01.COP | L-1     | 5.00          | null     | null      | null
 */
export const creditLine = defineRowsProjection({
  name: "credit_line",
  version: 2,
  tables: {
    credit_line: {
      comment: "Credit lines, open and closed.",
      columns: {
        ...ACCOUNT_COLUMNS,
        line_id: column.text(),
        credit_limit: column.numeric("as opened; changes: see credit_limit"),
        tolerance_pct: column.numeric("percent above the limit"),
        terms_code: column.text("as opened; changes: see credit_terms"),
        valid_from: column.date(),
        valid_to: optional.date("last day; null: no end"),
        application_id: optional.text(),
        contract_id: optional.text(),
        opened_on: column.date(),
        closed_on: optional.date(),
        over_limit_since: optional.date("null: its exposure is within its ceiling"),
        authority_level: column.text(),
        approver: column.text(),
      },
      primaryKey: ["account_id", "line_id"],
      indexes: ["(customer_id)"],
    },
    credit_limit: {
      comment: "Limits of credit lines; a permanent one holds until the next, of one day the last recorded.",
      columns: {
        ...ACCOUNT_COLUMNS,
        line_id: column.text(),
        ...change,
        kind: column.text("PERMANENT or TEMPORARY"),
        amount: column.numeric(),
        from_date: column.date(),
        to_date: optional.date("last day of a temporary one"),
      },
      primaryKey: ["account_id", "ordinal"],
      indexes: ["(account_id, line_id)"],
    },
    credit_terms: {
      comment: "Payment terms of credit lines, for documents issued from a day on.",
      columns: { ...ACCOUNT_COLUMNS, line_id: column.text(), ...change, terms_code: column.text(), from_date: column.date() },
      primaryKey: ["account_id", "ordinal"],
      indexes: ["(account_id, line_id)"],
    },
    credit_line_change: {
      comment: "What happened to credit lines, without the words of opinions.",
      columns: {
        ...ACCOUNT_COLUMNS,
        line_id: column.text(),
        ...change,
        type: column.text("the event"),
        effective_on: column.date(),
        recorded_at: column.instant(),
        actor: column.text(),
        details: column.jsonb("what it changed, as in the event"),
      },
      primaryKey: ["account_id", "ordinal"],
    },
    suspension: {
      comment: "Suspensions of credit lines; live while reinstated_on is null.",
      columns: {
        ...ACCOUNT_COLUMNS,
        suspension_id: column.text(),
        line_id: column.text(),
        reason_code: column.text(),
        origin: column.text("MANUAL or AUTOMATIC"),
        cascade: column.text("what happens to released orders"),
        facts: column.jsonb(),
        suspended_on: column.date(),
        reinstated_on: optional.date(),
        until: optional.date("until when it is not suspended again for the same reason"),
      },
      primaryKey: ["account_id", "suspension_id"],
    },
  },
  before(rows, event) {
    const { ordinal, knownFrom, type, effectiveOn, recordedAt, actor } = event;
    const { lineId, ...details } = detailsOf(event);
    rows.credit_line_change.insert({
      ...accountKeyOf(event),
      ...{ line_id: lineId, ordinal, known_from: knownFrom, type, effective_on: effectiveOn, recorded_at: recordedAt, actor, details },
    });
  },
  on: {
    CreditLineOpened: ({ credit_line, credit_limit, credit_terms }, event) => {
      const { data, effectiveOn, ordinal, knownFrom } = event;
      const of = { ...accountKeyOf(event), line_id: data.lineId };
      credit_line.insert({
        ...of,
        credit_limit: data.limit,
        tolerance_pct: data.tolerancePct,
        terms_code: data.termsCode,
        valid_from: data.validFrom,
        valid_to: data.validTo ?? null,
        application_id: data.applicationId ?? null,
        contract_id: data.contractId ?? null,
        opened_on: effectiveOn,
        authority_level: data.authorityLevel,
        approver: data.approver,
      });
      const begins = { ...of, ordinal, known_from: knownFrom, from_date: data.validFrom };
      credit_limit.insert({ ...begins, kind: "PERMANENT", amount: data.limit });
      credit_terms.insert({ ...begins, terms_code: data.termsCode });
    },
    CreditLimitChanged({ credit_limit }, event) {
      const { data, ordinal, knownFrom } = event;
      const { lineId: line_id, kind, new: amount, from: from_date, to: to_date = null } = data;
      credit_limit.insert({ ...accountKeyOf(event), line_id, ordinal, known_from: knownFrom, kind, amount, from_date, to_date });
    },
    CreditTermsChanged({ credit_terms }, event) {
      const { data, ordinal, knownFrom } = event;
      const { lineId: line_id, termsCode: terms_code, from: from_date } = data;
      credit_terms.insert({ ...accountKeyOf(event), line_id, ordinal, known_from: knownFrom, terms_code, from_date });
    },
    LineRenewed: ({ credit_line }, { data, streamId }) => credit_line.set(lineKey(streamId, data), { valid_to: data.validTo }),
    LineClosed: ({ credit_line }, { data, streamId, effectiveOn }) =>
      credit_line.set(lineKey(streamId, data), { closed_on: effectiveOn, over_limit_since: null }),
    OverLimitDetected: ({ credit_line }, { data, streamId, effectiveOn }) =>
      credit_line.set(lineKey(streamId, data), { over_limit_since: effectiveOn }),
    OverLimitCleared: ({ credit_line }, { data, streamId }) => credit_line.set(lineKey(streamId, data), { over_limit_since: null }),
    LineSuspended: ({ suspension }, event) => {
      const { data, effectiveOn } = event;
      suspension.insert({
        ...accountKeyOf(event),
        suspension_id: data.suspensionId,
        line_id: data.lineId,
        reason_code: data.reasonCode,
        origin: data.origin,
        cascade: data.cascade,
        facts: data.facts,
        suspended_on: effectiveOn,
      });
    },
    LineReinstated: ({ suspension }, { data, streamId, effectiveOn }) =>
      suspension.set({ account_id: streamId, suspension_id: data.suspensionId }, { reinstated_on: effectiveOn, until: data.until ?? null }),
  },
});

const lineKey = (account_id: string, { lineId }: { readonly lineId: string }) => ({ account_id, line_id: lineId });

/** The event's data without personal texts. */
function detailsOf({ type, data }: LedgerEvent): { readonly lineId: string } & Readonly<Record<string, unknown>> {
  const given = data as EventData<"LineReinstated"> & EventData<"CreditLineOpened">;
  if (type === "CreditLineOpened") return { ...given, waivers: given.waivers.map(({ rule, approver }) => ({ rule, approver })) };
  if (type !== "LineReinstated") return given;
  const { salesOpinion, adminOpinion, ...rest } = given;
  const opinion = (each: typeof salesOpinion) => each && { personId: each.personId, favourable: each.favourable };
  return { ...rest, salesOpinion: opinion(salesOpinion), adminOpinion: opinion(adminOpinion) };
}
