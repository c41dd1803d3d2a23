import { lineBody } from "../../support/company.ts";
import { type Area, accountOf, cop, type House, TODAY } from "./house.ts";

const delegation = { delegationId: "D-1", fromPerson: "P-DIR", toPerson: "P-CC", kinds: ["LIMIT"], from: "2025-11-01", to: "2025-11-30" };
/** Above the authority of the coordinator. */
const line = (more = {}) => lineBody(accountOf("APR"), "50000000.00", more);
const outcome = { outcome: "EXECUTED", commandId: "21949ed4-31eb-59d3-b89c-0276d51013e4" };

async function submitLine(house: House, name: string): Promise<void> {
  house.ids[name] = await house.submit("CC", "open-credit-line", line({ lineId: name }));
}

/** What waits for other people, and who may act in the place of whom. */
export const approvals: Area = {
  name: "approvals and delegations",

  async before(house) {
    await house.customers("APR");
    await submitLine(house, "old");
  },

  async today(house) {
    for (const name of ["open", "withdrawn", "rejected"]) await submitLine(house, name);
    await house.accept("withdraw-approval", { approvalId: house.ids.withdrawn, reason: "typing error" }, "CC");
    await house.accept("reject-approval", { approvalId: house.ids.rejected, note: "too much" }, "DIR");
    await house.accept("grant-delegation", delegation, "DIR");
  },

  cases: {
    "expire-approval": [["APPROVAL_NOT_FOUND", "no such approval", { approvalId: "NONE" }]],
    "grant-delegation": [
      ["NOT_AUTHORISED", "the authority of somebody else", { ...delegation, delegationId: "D-2" }, "CC"],
      ["PERSON_NOT_FOUND", "nobody of that name", { ...delegation, delegationId: "D-2", toPerson: "NONE" }, "DIR"],
      ["MAKER_IS_CHECKER", "to oneself", { ...delegation, delegationId: "D-2", toPerson: "P-DIR" }, "DIR"],
      [
        "VALIDITY_INVERTED",
        "it ends before it begins",
        { ...delegation, delegationId: "D-2", toPerson: "P-SM", to: "2025-10-31", maxAmount: cop("1.00") },
        "DIR",
      ],
      ["OVERLAPS", "there is one on that day", { ...delegation, delegationId: "D-2", from: "2025-11-30" }, "DIR"],
      [
        "AUTHORITY_EXCEEDED",
        "more than the person has",
        { delegationId: "D-2", fromPerson: "P-PA", toPerson: "P-CC", kinds: ["LITIGATION"], from: TODAY, to: TODAY },
        "PA",
      ],
    ],
    "revoke-delegation": [
      ["RESOURCE_NOT_FOUND", "no such delegation", { delegationId: "NONE" }, "DIR"],
      ["NOT_AUTHORISED", "who received it", { delegationId: "D-1" }, "CC"],
    ],
  },

  casesOf: ({ ids: { open, old, withdrawn } }) => ({
    "grant-approval": [
      ["INVALID_TRANSITION", "it was withdrawn", { approvalId: withdrawn }, "DIR"],
      ["APPROVAL_EXPIRED", "it waited for too long", { approvalId: old }, "DIR"],
      ["MAKER_IS_CHECKER", "who asked does not grant", { approvalId: open }, "CC"],
      ["AUTHORITY_EXCEEDED", "an analyst has no say in limits", { approvalId: open }, "PA"],
      ["APPROVAL_NOT_FOUND", "no such approval", { approvalId: "NONE" }, "DIR"],
    ],
    "reject-approval": [
      ["APPROVAL_NOT_FOUND", "no such approval", { approvalId: "NONE", note: "no" }, "DIR"],
      ["INVALID_TRANSITION", "it was withdrawn", { approvalId: withdrawn, note: "no" }, "DIR"],
      ["APPROVAL_EXPIRED", "it waited for too long", { approvalId: old, note: "no" }, "DIR"],
      ["MAKER_IS_CHECKER", "who asked withdraws instead", { approvalId: open, note: "no" }, "CC"],
      ["AUTHORITY_EXCEEDED", "an analyst has no say in limits", { approvalId: open, note: "no" }, "PA"],
    ],
    "withdraw-approval": [
      ["APPROVAL_NOT_FOUND", "no such approval", { approvalId: "NONE", reason: "other" }, "CC"],
      ["NOT_AUTHORISED", "somebody else asked for it", { approvalId: open, reason: "other" }, "DIR"],
      ["INVALID_TRANSITION", "it was withdrawn", { approvalId: withdrawn, reason: "other" }, "CC"],
      ["APPROVAL_EXPIRED", "it waited for too long", { approvalId: old, reason: "other" }, "CC"],
      ["REASON_REQUIRED", "no reason", { approvalId: open }, "CC"],
    ],
    "record-approval-outcome": [
      ["APPROVAL_NOT_FOUND", "no such approval", { approvalId: "NONE", ...outcome, eventIds: [] }],
      ["INVALID_TRANSITION", "nobody granted it", { approvalId: open, ...outcome, eventIds: [] }],
      ["MALFORMED", "no events of what took effect", { approvalId: open, ...outcome }],
    ],
  }),
};
