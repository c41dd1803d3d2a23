import { ReopenUncertifiedWithholdingBody } from "../../../../schemas/commands/settlements.ts";
import { ChargeIssued } from "../../../../schemas/events/account/documents.ts";
import { WithholdingReopened } from "../../../../schemas/events/account/settlements.ts";
import { type CalendarDate, dayOfMonthAfter, partsOf } from "../../../kernel/calendar-date.ts";
import { broken, type DeepReadonly, effective, refuse, violation } from "../../../kernel/decider.ts";
import { amountText } from "../../../kernel/money.ts";
import { defineCommand } from "../../facts.ts";
import { givenDateIsOpen, moneyDate } from "../../time-locks.ts";
import { type Account, accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { derivedId } from "../derived-id.ts";
import { keyOf, type Settlement } from "./settlements.ts";
import { spansOfSettlement } from "./take-back.ts";

export const reopenUncertifiedWithholding = defineCommand({
  name: "ReopenUncertifiedWithholding",
  title: { en: "Re-open a withholding without certificate", es: "Reabrir una retención sin certificado" },
  body: ReopenUncertifiedWithholdingBody,
  issuedBy: ["SYS"],
  target: accountOf,
  facts: ["policies", "locks"],
  refusals: [
    ...(["RESOURCE_NOT_FOUND", "INVALID_TRANSITION", "TOO_EARLY", "EFFECTIVE_BEFORE_APPLICATION"] as const),
    ...(["PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const),
  ],

  /** What was withheld is owed as a charge that is due as the instalment was at first (WHT-2). */
  decide(account, { accountId, withholdingId }, facts) {
    const withholding = account.settlements.get(keyOf("WITHHOLDING", withholdingId));
    const instalment = account.documents.instalments.get(withholding?.instalmentId ?? "");
    if (withholding === undefined || instalment === undefined) {
      return refuse(violation("RESOURCE_NOT_FOUND", { kind: "WITHHOLDING", id: withholdingId }, "/withholdingId"));
    }
    const { left, status } = withholding;
    const day = moneyDate(facts, facts.today);
    const { certificateMonths } = facts.policies.inForce("withholding", withholding.effectiveOn).body;
    const from = monthsAfter(withholding.effectiveOn, certificateMonths);
    const violations = broken([
      left === 0n || status !== "SETTLED"
        ? violation("INVALID_TRANSITION", { status: left === 0n ? "REVERSED" : status }, "/withholdingId")
        : undefined,
      day < from && facts.today >= from
        ? violation("EFFECTIVE_BEFORE_APPLICATION", { effectiveOn: day, application: from }, "/effectiveOn")
        : undefined,
      facts.today < from ? violation("TOO_EARLY", { earliest: from }) : undefined,
      givenDateIsOpen(facts),
    ]);
    if (violations.length > 0) return refuse(...violations);

    const chargeId = derivedId(withholdingId, "R", (id) => account.documents.byId.has(id));
    const document = account.documents.byId.get(instalment.documentId);
    const charge = ChargeIssued({
      documentId: chargeId,
      issueDate: day,
      instalmentId: `${chargeId}.1`,
      dueOn: instalment.dueChanges[0]?.from ?? instalment.dueOn,
      amount: amountText(left, partsOfAccount(accountId).currency),
      originDocumentId: instalment.documentId,
      reasonCode: "WITHHOLDING_NOT_CERTIFIED",
      sourceId: withholdingId,
      ...(document?.salespersonId !== undefined && { salespersonId: document.salespersonId }),
      ...(document?.branchId !== undefined && { branchId: document.branchId }),
    });
    const reopened = WithholdingReopened({ withholdingId, chargeId, ...withPayment(account, withholdingId, withholding, day) });
    return [reopened, charge].map((event) => effective(day, event));
  },
});

/** Of one that settled together with money: what that money does not answer for any more, also where the bank is waited for. */
function withPayment(account: Account, withholdingId: string, withholding: DeepReadonly<Settlement>, day: CalendarDate) {
  const { applicationId, instalmentId, left } = withholding;
  if (applicationId === undefined || instalmentId === undefined) return {};
  const spans = spansOfSettlement(account, "WITHHOLDING", withholdingId, day);
  const amount = amountText(left, partsOfAccount(account.id).currency);
  return { applicationId, instalmentId, amount, ...(spans.length > 0 && { pendingSpans: spans }) };
}

function monthsAfter(day: CalendarDate, months: number): CalendarDate {
  return dayOfMonthAfter(day, months, partsOf(day).day);
}
