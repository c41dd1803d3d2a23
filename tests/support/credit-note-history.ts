import type { EventData } from "../../schemas/events/registry.ts";
import { eventsByCategory } from "../../schemas/events/registry.ts";
import { ACCOUNT, cop } from "./account-history.ts";
import type { Body } from "./ledger.ts";

const { account } = eventsByCategory;

/** Events and commands of credit notes with everything filled in that a test does not care about. */

/** Asked for by OWNER on 2025-11-20, unless `more` says otherwise. */
export function noteRequested(creditNoteId: string, amount: string, more: Partial<EventData<"CreditNoteRequested">> = {}) {
  return account.CreditNoteRequested({ creditNoteId, reasonCode: "PRICE", amount, supportIds: [], requestedOn: "2025-11-20", ...more });
}

export function noteApproved(creditNoteId: string) {
  return account.CreditNoteApproved({ creditNoteId, authorityLevel: "L1", approvers: ["LUIS"] });
}

/** On account, unless `more` names a document. */
export function noteIssued(creditNoteId: string, amount: string, issueDate: string, more: Partial<EventData<"CreditNoteIssued">> = {}) {
  return account.CreditNoteIssued({
    creditNoteId,
    series: "NC",
    number: creditNoteId,
    issueDate,
    reasonCode: "PRICE",
    amount,
    approval: "RECORDED",
    ...more,
  });
}

export function requestBody(creditNoteId: string, amount: string, more: Body = {}): Body {
  return { accountId: ACCOUNT, creditNoteId, reasonCode: "PRICE", amount: cop(amount), supportIds: [], ...more };
}

/** Of a note that exists outside, unless it was requested before. */
export function issueBody(creditNoteId: string, issueDate: string, more: Body = {}): Body {
  return { accountId: ACCOUNT, creditNoteId, series: "NC", number: creditNoteId, issueDate, ...more };
}

export function externalBody(creditNoteId: string, amount: string, issueDate: string, more: Body = {}): Body {
  return issueBody(creditNoteId, issueDate, { reasonCode: "RETURN", amount: cop(amount), ...more });
}

export function creditApplicationBody(
  creditNoteId: string,
  applicationId: string,
  lines: readonly (readonly [instalmentId: string, amount: string])[],
  more: Body = {},
): Body {
  const asked = lines.map(([instalmentId, amount]) => ({ instalmentId, amount: cop(amount) }));
  return { accountId: ACCOUNT, creditNoteId, applicationId, lines: asked, ...more };
}
