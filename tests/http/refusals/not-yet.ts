import { commandCatalogue } from "../../../src/application/command-catalogue.ts";

/** What no command is refused for: questions are, an approval that fails is, or a rule that is still to come. */
const OF_NO_COMMAND: Readonly<Record<string, string>> = {
  PROJECTION_BEHIND: "a question that waits for a report is",
  AS_OF_IN_FUTURE: "a question is",
  KNOWN_AT_IN_FUTURE: "a question is",
  STATE_CHANGED_SINCE_REQUEST: "what was approved is, when it is decided again under a strict policy: its approval fails with it",
  UNKNOWN_POLICY_VERSION: "nothing names the version of a policy yet",
  CUSTOMER_MERGED: "no command merges customers yet",
  GUARANTEE_NOT_VERIFIED: "no command registers a guarantee yet",
  PERIOD_CLOSED: "no command closes a period yet",
  PERIOD_SOFT_CLOSED: "no command closes a period softly yet",
  DAY_SEALED: "no command seals a day yet",
  LIMIT_ABOVE_APPROVED: "nobody can apply for credit yet",
  STORE_UNAVAILABLE: "the log was not there",
  INTERNAL_ERROR: "the ledger is at fault",
  IN_PROGRESS: "the same request is still being answered",
  OUTCOME_UNKNOWN: "the connection to the log broke at the worst moment",
};

export const isOfNoCommand = (code: string): boolean => Object.hasOwn(OF_NO_COMMAND, code);

/** What no command can bring about yet, and what has to come before: by code, for every command that announces it. */
const BY_CODE: Readonly<Record<string, string>> = {
  PERIOD_CLOSED: "no command closes a period yet",
  PERIOD_SOFT_CLOSED: "no command closes a period softly yet",
  DAY_SEALED: "no command seals a day yet",
  LIMIT_ABOVE_APPROVED: "nobody can apply for credit yet",
};

/** What the moment refuses, and not the command. */
const OF_THE_MOMENT: readonly string[] = ["RATE_LIMITED", "STORE_UNAVAILABLE", "INTERNAL_ERROR", "IN_PROGRESS", "OUTCOME_UNKNOWN"];

/** By command and code. */
const BY_COMMAND: Readonly<Record<string, string>> = {
  "change-credit-limit APPLICATION_NOT_APPROVED": "nobody can apply for credit yet",
  "release-order-manually CUSTOMER_NOT_ACTIVE":
    "an order on credit is there only if there was a line, which makes its customer active for ever",
  "amend-order-amount CUSTOMER_NOT_ACTIVE":
    "an order on credit is there only if there was a line, which makes its customer active for ever",
  "reopen-order CUSTOMER_NOT_ACTIVE": "an order on credit is there only if there was a line, which makes its customer active for ever",
  "unapply-payment APPROVAL_REQUIRED": "no command seals a day yet",
  "approve-application APPROVAL_EXPIRED": "the ledger itself rejects a proposal on the day after its last one",
  "approve-write-off ITEM_NOT_FOUND": "an item that was proposed never goes away",
  "post-write-off ITEM_NOT_FOUND": "an item that was proposed never goes away",
  "receive-transferred-credit CUSTOMER_NOT_FOUND": "nothing is sent to a customer who is not there",
  "grant-approval NOT_AUTHORISED": "whoever has a role where the approval is may try to help",
  "reject-approval NOT_AUTHORISED": "whoever has a role where the approval is may try to help",
  "issue-credit-note NUMBER_NOT_EXPECTED": "billing numbers all notes: define-series refuses an own series of them",
};

/** One command stands for all. */
function isSlowedDown(command: string, code: string): boolean {
  return command === "expire-approval" && code === "RATE_LIMITED";
}

/** What is about something that the body does not have. */
function whyNotOfBody(command: string, code: string): string | undefined {
  const definition = commandCatalogue.find(({ path }) => path === command)?.definition;
  if (definition?.refusals.some((own) => own === code)) return undefined;
  const body = JSON.stringify(definition?.body);
  const has = { account: body.includes('"x-account":true'), money: body.includes('"x-money":true') };
  if (code === "BAD_MONEY" && !has.money) return "there is no amount in it";
  if (code === "UNKNOWN_CURRENCY" && !has.money && !has.account) return "there is no currency in it";
  if (code === "BRANCH_SCOPE" && !has.account) return "it is of no branch";
  return undefined;
}

/** Why a command cannot be refused for a reason yet; nothing where it can. */
export function whyNot(command: string, code: string): string | undefined {
  if (OF_THE_MOMENT.includes(code) && !isSlowedDown(command, code)) return "it comes of the moment, and of no command";
  return BY_CODE[code] ?? BY_COMMAND[`${command} ${code}`] ?? whyNotOfBody(command, code);
}
