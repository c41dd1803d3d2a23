import { RequestReceiptBody } from "../../../../schemas/commands/receipts.ts";
import { ReceiptRequested } from "../../../../schemas/events/account/receipts.ts";
import { broken, refuse, violation } from "../../../kernel/decider.ts";
import { amountText, toMinor } from "../../../kernel/money.ts";
import { defineCommand } from "../../facts.ts";
import { DESK } from "../../roles.ts";
import { accountOf } from "../account.ts";
import { currencyIs, partsOfAccount } from "../account-id.ts";

export const requestReceipt = defineCommand({
  name: "RequestReceipt",
  title: { en: "Request a receipt from treasury", es: "Solicitar un recibo de caja a tesorería" },
  body: RequestReceiptBody,
  issuedBy: [...DESK],
  target: accountOf,
  facts: [],
  refusals: ["OVERLAPS", "ITEM_NOT_FOUND", "CURRENCY_MISMATCH", "RESOURCE_NOT_FOUND"],

  decide({ receipts, documents }, { accountId, requestId, instalmentIds, amount, supportIds }) {
    const { currency } = partsOfAccount(accountId);
    const violations = broken([
      receipts.requests.has(requestId) ? violation("OVERLAPS", { requestId }, "/requestId") : undefined,
      ...instalmentIds.map((instalmentId, index) =>
        documents.instalments.has(instalmentId) ? undefined : violation("ITEM_NOT_FOUND", { instalmentId }, `/instalmentIds/${index}`),
      ),
      currencyIs(currency, { amount }),
      ...supportIds.map((supportId, index) =>
        documents.supports.has(supportId)
          ? undefined
          : violation("RESOURCE_NOT_FOUND", { kind: "SUPPORT", supportId }, `/supportIds/${index}`),
      ),
    ]);
    if (violations.length > 0) return refuse(...violations);
    return [ReceiptRequested({ requestId, instalmentIds, amount: amountText(toMinor(amount), currency), supportIds })];
  },
});
