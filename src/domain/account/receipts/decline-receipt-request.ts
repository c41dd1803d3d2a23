import { DeclineReceiptRequestBody } from "../../../../schemas/commands/receipts.ts";
import { ReceiptRequestDeclined } from "../../../../schemas/events/account/receipts.ts";
import { broken, refuse, violation } from "../../../kernel/decider.ts";
import { defineCommand } from "../../facts.ts";
import { accountOf } from "../account.ts";

export const declineReceiptRequest = defineCommand({
  name: "DeclineReceiptRequest",
  title: { en: "Decline the request for a receipt", es: "Rechazar la solicitud de un recibo de caja" },
  body: DeclineReceiptRequestBody,
  issuedBy: ["TRE"],
  target: accountOf,
  facts: [],
  refusals: ["RESOURCE_NOT_FOUND", "INVALID_TRANSITION", "REASON_REQUIRED"],

  decide({ receipts }, { requestId }, facts) {
    const status = receipts.requests.get(requestId);
    if (status === undefined) return refuse(violation("RESOURCE_NOT_FOUND", { kind: "RECEIPT_REQUEST", requestId }, "/requestId"));
    const violations = broken([
      facts.reasonGiven ? undefined : violation("REASON_REQUIRED", {}, "/reason"),
      status === "REQUESTED" ? undefined : violation("INVALID_TRANSITION", { requestId, status }, "/requestId"),
    ]);
    return violations.length > 0 ? refuse(...violations) : [ReceiptRequestDeclined({ requestId })];
  },
});
