import { accountsInDefault } from "./accounts-in-default.ts";
import { approvalsExpiring } from "./approvals-expiring.ts";
import { approvalsGranted } from "./approvals-granted.ts";
import { creditTransfers } from "./credit-transfers.ts";
import type { CalendarProcess, EventProcess } from "./define-process.ts";
import { linesDue } from "./lines-due.ts";
import { ordersDue } from "./orders-due.ts";
import { promisesDue } from "./promises-due.ts";
import { proposalsExpired } from "./proposals-expired.ts";
import { withholdingsUncertified } from "./withholdings-uncertified.ts";

/** What follows from events in other streams. One line adds a process. */
export const eventProcesses: readonly EventProcess[] = [approvalsGranted, creditTransfers];

/** What follows from a new day. One line adds a process. */
export const calendarProcesses: readonly CalendarProcess[] = [
  approvalsExpiring,
  promisesDue,
  ordersDue,
  proposalsExpired,
  withholdingsUncertified,
  accountsInDefault,
  linesDue,
];
