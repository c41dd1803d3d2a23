import type { CalendarDate } from "../src/kernel/calendar-date.ts";
import { proposalsExpired } from "./application-proposal.ts";
import { openApprovals } from "./approval-queries.ts";
import { linesToEvaluate } from "./credit-line-queries.ts";
import type { ReadDatabase } from "./define-projection.ts";
import { accountsInDefault } from "./delinquency.ts";
import { releasesPastTheirDay, reservationsPastTheirDay } from "./order-queries.ts";
import { listEntities } from "./organisation.ts";
import { promisesPastDue } from "./promise.ts";
import { EVERYTHING } from "./query/scope.ts";
import { type WithholdingKey, withholdingsUncertified } from "./withholding.ts";

/** What the processes of the calendar ask: what may be due. They look everywhere; the command decides. */
export interface ProcessQueries {
  legalEntityIds(): Promise<readonly string[]>;
  /** Requests for approval that are not decided. */
  openApprovals(): AsyncIterable<{ readonly approvalId: string }>;
  /** Active promises of a legal entity whose day is before a date, by day. */
  promisesPastDue(asked: { readonly entityId: string; readonly on: CalendarDate }): AsyncIterable<PromiseKey>;
  /** Orders of a legal entity whose reservation had its last day before a date. */
  reservationsPastTheirDay(asked: {
    readonly entityId: string;
    readonly on: CalendarDate;
  }): AsyncIterable<Pick<RequestedOrder, "accountId" | "orderId">>;
  /** Orders of a legal entity released by hand up to a day before a date. */
  releasesPastTheirDay(asked: { readonly entityId: string; readonly on: CalendarDate }): AsyncIterable<RequestedOrder>;
  /** Proposals of applications that nobody decided on and that cannot be approved any more on a date. */
  proposalsExpired(asked: { readonly entityId: string; readonly on: CalendarDate }): AsyncIterable<ProposalKey>;
  /** Withholdings whose certificate did not come in time; `months` where the company's policies say nothing. */
  withholdingsUncertified(asked: {
    readonly entityId: string;
    readonly on: CalendarDate;
    readonly months: number;
  }): AsyncIterable<Pick<WithholdingKey, "accountId" | "withholdingId">>;
  /** Accounts of a legal entity with something past due on a date, or that are not current. */
  accountsInDefault(asked: { readonly entityId: string; readonly on: CalendarDate }): AsyncIterable<{ readonly accountId: string }>;
  /** Accounts of a legal entity whose open line the calendar may suspend or reinstate. */
  linesToEvaluate(asked: { readonly entityId: string; readonly on: CalendarDate }): AsyncIterable<{ readonly accountId: string }>;
}

/** An order as the request for its release said it. */
export interface RequestedOrder {
  readonly accountId: string;
  readonly orderId: string;
  readonly amount: string;
  readonly currency: string;
  readonly paymentMethod: string;
  readonly termsCode: string;
  readonly shipOn: string;
  readonly checkpoint: string;
}

export interface PromiseKey {
  readonly accountId: string;
  readonly promiseId: string;
}

export interface ProposalKey {
  readonly accountId: string;
  readonly applicationId: string;
}

/** Over `readStore.queries`. */
export function processQueries(db: ReadDatabase): ProcessQueries {
  return {
    legalEntityIds: async () => (await listEntities(db, EVERYTHING)).map(({ entityId }) => entityId),
    openApprovals: () => openApprovals(db),
    promisesPastDue: (asked) => promisesPastDue(db, asked),
    reservationsPastTheirDay: (asked) => reservationsPastTheirDay(db, asked),
    releasesPastTheirDay: (asked) => releasesPastTheirDay(db, asked),
    proposalsExpired: (asked) => proposalsExpired(db, asked),
    withholdingsUncertified: (asked) => withholdingsUncertified(db, asked),
    accountsInDefault: (asked) => accountsInDefault(db, asked),
    linesToEvaluate: (asked) => linesToEvaluate(db, asked),
  };
}
