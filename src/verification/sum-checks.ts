import type { StoredEvent } from "../event-store/port.ts";
import { type CheckResult, Findings } from "./check.ts";
import { amountIn, currencyOf, MoneyFold, minorIn, NOTHING, type Sums } from "./money-fold.ts";
import type { AgingFigures, ReadFigures } from "./read-figures.ts";

/** The read models whose money is added up, and what an event's position in them means. */
const READ_MODELS = ["account", "document", "receipt", "open_item_version"] as const;
type ReadModel = (typeof READ_MODELS)[number];

/** Holds what the read models say about money against a fold of the events they have seen. */
export class SumChecks {
  readonly #figures: ReadFigures;
  readonly #folds: Readonly<Record<ReadModel, MoneyFold>>;
  readonly #events = new Findings("every event of an account can be read", "events");

  constructor(figures: ReadFigures) {
    this.#figures = figures;
    const upTo = (model: ReadModel) => figures.checkpoints.find(({ name }) => name === model)?.ordinal ?? 0;
    this.#folds = {
      account: new MoneyFold(upTo("account")),
      document: new MoneyFold(upTo("document")),
      receipt: new MoneyFold(upTo("receipt")),
      open_item_version: new MoneyFold(upTo("open_item_version"), figures.aging.asOf),
    };
  }

  see(event: StoredEvent): void {
    this.#events.count("events");
    try {
      for (const model of READ_MODELS) this.#folds[model].see(event);
    } catch (error) {
      this.#events.fault(
        `ordinal ${event.ordinal} (${event.stream}, revision ${event.revision}, ${event.type}) cannot be read: ${messageOf(error)}`,
      );
    }
  }

  results(headOrdinal: number): readonly CheckResult[] {
    return [
      this.#checkPositions(headOrdinal),
      this.#events,
      this.#checkAccounts(),
      this.#checkOpen("documents sum to what their account has open", "documents"),
      this.#checkOpen("instalments sum to what their account has open", "instalments"),
      this.#checkReceipts(),
      this.#checkAging(),
      this.#checkAgingTotals(),
    ].map((findings) => findings.result());
  }

  #checkPositions(headOrdinal: number): Findings {
    const findings = new Findings("read models run and are not ahead of the log", "read models");
    for (const { name, ordinal, state } of this.#figures.checkpoints) {
      findings.count("read models");
      if (ordinal > headOrdinal) findings.fault(`${name} stands at ordinal ${ordinal}, the log ends at ${headOrdinal}`);
      if (state === "halted") findings.fault(`${name} is halted at ordinal ${ordinal}`);
    }
    for (const model of READ_MODELS) {
      if (!this.#figures.checkpoints.some(({ name }) => name === model)) findings.fault(`${model} was never built`);
    }
    return findings;
  }

  #checkAccounts(): Findings {
    const findings = new Findings("the read model account has the open and unapplied amounts of the events", "accounts");
    const rows = new Map(this.#figures.accounts.map((row) => [row.accountId, row]));
    compare(findings, "accounts", this.#folds.account.sums, rows, (accountId, sums, row) => {
      hold(findings, `account ${accountId}, open`, accountId, sums.open, row?.open);
      hold(findings, `account ${accountId}, unapplied`, accountId, sums.unapplied, row?.unapplied);
    });
    return findings;
  }

  #checkOpen(name: string, kind: "documents" | "instalments"): Findings {
    const findings = new Findings(name, "accounts");
    const rows = new Map(this.#figures[kind].map((row) => [row.accountId, row]));
    compare(findings, "accounts", this.#folds.document.sums, rows, (accountId, sums, row) =>
      hold(findings, `${kind} of ${accountId}, open`, accountId, sums.open, row?.open),
    );
    return findings;
  }

  #checkReceipts(): Findings {
    const findings = new Findings("credits sum to what their account has unapplied", "accounts");
    const rows = new Map(this.#figures.credits.map((row) => [row.accountId, row]));
    compare(findings, "accounts", this.#folds.receipt.sums, rows, (accountId, sums, row) =>
      hold(findings, `credits of ${accountId}, unapplied`, accountId, sums.unapplied, row?.unapplied),
    );
    return findings;
  }

  #checkAging(): Findings {
    const { asOf, rows: report } = this.#figures.aging;
    const findings = new Findings(`aging on ${asOf}: buckets less unapplied are the balance of each account`, "accounts");
    const rows = new Map(report.map((row) => [row.accountId, row]));
    compare(findings, "accounts", this.#folds.open_item_version.sums, rows, (accountId, sums, row) => {
      const buckets = row?.buckets.reduce((total, amount) => total + minorIn(amount, accountId), 0n) ?? 0n;
      holdMinor(findings, `aging of ${accountId}, all buckets`, accountId, sums.open, buckets);
      hold(findings, `aging of ${accountId}, unapplied`, accountId, sums.unapplied, row?.unapplied);
      hold(findings, `aging of ${accountId}, total`, accountId, sums.open - sums.unapplied, row?.total);
      if (row !== undefined && row.currency !== currencyOf(accountId)) findings.fault(`aging of ${accountId} is in ${row.currency}`);
    });
    return findings;
  }

  #checkAgingTotals(): Findings {
    const { asOf, totals } = this.#figures.aging;
    const findings = new Findings(`aging on ${asOf}: totals per currency are the balance of all accounts`, "currencies");
    const sums = new Map<string, Sums>();
    for (const [accountId, { open, unapplied }] of this.#folds.open_item_version.sums) {
      const before = sums.get(currencyOf(accountId)) ?? NOTHING;
      sums.set(currencyOf(accountId), { open: before.open + open, unapplied: before.unapplied + unapplied });
    }
    const rows = new Map(totals.map((row) => [row.currency, row]));
    compare(findings, "currencies", sums, rows, (currency, of, row: Omit<AgingFigures, "accountId"> | undefined) => {
      const buckets = row?.buckets.reduce((total, amount) => total + minorIn(amount, currency), 0n) ?? 0n;
      holdMinor(findings, `aging in ${currency}, all buckets`, currency, of.open, buckets);
      hold(findings, `aging in ${currency}, unapplied`, currency, of.unapplied, row?.unapplied);
      hold(findings, `aging in ${currency}, total`, currency, of.open - of.unapplied, row?.total);
    });
    return findings;
  }
}

/** Looks at every account that the events or the read model know: one that is missing on either side counts as nothing there. */
function compare<Row>(
  findings: Findings,
  kind: string,
  sums: ReadonlyMap<string, Sums>,
  rows: ReadonlyMap<string, Row>,
  look: (id: string, sums: Sums, row: Row | undefined) => void,
): void {
  for (const id of new Set([...sums.keys(), ...rows.keys()])) {
    findings.count(kind);
    try {
      look(id, sums.get(id) ?? NOTHING, rows.get(id));
    } catch (error) {
      findings.fault(`${id}: ${messageOf(error)}`);
    }
  }
}

function hold(findings: Findings, what: string, accountId: string, expected: bigint, said: string | undefined): void {
  holdMinor(findings, what, accountId, expected, minorIn(said ?? "0", accountId));
}

function holdMinor(findings: Findings, what: string, accountId: string, expected: bigint, said: bigint): void {
  if (expected !== said)
    findings.fault(`${what}: the events say ${amountIn(expected, accountId)}, the read model says ${amountIn(said, accountId)}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
