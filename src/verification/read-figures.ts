import type { ReadDatabase } from "../../projections/define-projection.ts";
import { aging } from "../../projections/open-item-version/aging.ts";
import { DEFAULT_BUCKETS } from "../../projections/open-item-version/buckets.ts";
import { snapshot } from "../../projections/query/list.ts";
import { EVERYTHING } from "../../projections/query/scope.ts";

/** Where a read model stood when its figures were read. */
export interface Checkpoint {
  readonly name: string;
  readonly ordinal: number;
  /** "running", or "halted" where it stopped at an event. */
  readonly state: string;
}

export interface AgingFigures {
  readonly accountId: string;
  readonly currency: string;
  readonly buckets: readonly string[];
  readonly unapplied: string;
  readonly total: string;
}

/** What the read models say about money, all of one moment. Decimal strings as they came. */
export interface ReadFigures {
  readonly checkpoints: readonly Checkpoint[];
  readonly accounts: readonly { readonly accountId: string; readonly open: string; readonly unapplied: string }[];
  /** Sums over the documents, and over the instalments, of each account. */
  readonly documents: readonly { readonly accountId: string; readonly open: string }[];
  readonly instalments: readonly { readonly accountId: string; readonly open: string }[];
  readonly credits: readonly { readonly accountId: string; readonly unapplied: string }[];
  /** The report by account on a business date, and its totals per currency. */
  readonly aging: {
    readonly asOf: string;
    readonly rows: readonly AgingFigures[];
    readonly totals: readonly Omit<AgingFigures, "accountId">[];
  };
}

const PAGE_ROWS = 500;

/** Reads the figures in one snapshot, so that projectors may go on meanwhile. */
export function readFigures(db: ReadDatabase, asOf: string): Promise<ReadFigures> {
  return snapshot(db, async (tx) => {
    const checkpoints = (await tx.selectFrom("projection_checkpoint").select(["name", "ordinal", "state"]).execute()) as Checkpoint[];
    const agingOrdinal = checkpoints.find(({ name }) => name === "open_item_version")?.ordinal ?? 0;
    return {
      checkpoints,
      accounts: (await tx
        .selectFrom("account")
        .select(["account_id as accountId", "open_total as open", "unapplied_total as unapplied"])
        .execute()) as ReadFigures["accounts"],
      documents: (await sumPerAccount(tx, "document", "open")) as ReadFigures["documents"],
      instalments: (await sumPerAccount(tx, "instalment", "open")) as ReadFigures["instalments"],
      credits: (await sumPerAccount(tx, "credit_item", "unapplied")) as ReadFigures["credits"],
      aging: await readAging(tx, asOf, agingOrdinal),
    };
  });
}

function sumPerAccount(db: ReadDatabase, table: string, column: string): Promise<unknown> {
  return db
    .selectFrom(table)
    .select((of) => ["account_id as accountId", of.fn.sum(column).as(column)])
    .groupBy("account_id")
    .execute();
}

async function readAging(db: ReadDatabase, asOf: string, ordinal: number): Promise<ReadFigures["aging"]> {
  const request = {
    asOf,
    ordinal,
    groupBy: "account",
    basis: "due",
    buckets: DEFAULT_BUCKETS,
    scope: EVERYTHING,
    limit: PAGE_ROWS,
  } as const;
  const rows: AgingFigures[] = [];
  let report = await aging(db, request);
  for (;;) {
    for (const { key, currency, amounts, unapplied, total } of report.rows) {
      rows.push({ accountId: key ?? "", currency, buckets: Object.values(amounts), unapplied, total });
    }
    if (report.nextCursor === null) break;
    report = await aging(db, { ...request, cursor: report.nextCursor });
  }
  const totals = report.totals.map(({ currency, amounts, unapplied, total }) => ({
    currency,
    buckets: Object.values(amounts),
    unapplied,
    total,
  }));
  return { asOf, rows, totals };
}
