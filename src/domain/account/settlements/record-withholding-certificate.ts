import { RecordWithholdingCertificateBody } from "../../../../schemas/commands/settlements.ts";
import { WithholdingCertified, WithholdingRecorded } from "../../../../schemas/events/account/settlements.ts";
import { broken, type DecidedEvent, type DeepReadonly, effective, refuse, type Verdict, violation } from "../../../kernel/decider.ts";
import { amountText, smallerOf } from "../../../kernel/money.ts";
import { defineCommand } from "../../facts.ts";
import { DESK } from "../../roles.ts";
import { givenDateIsOpen, moneyDate } from "../../time-locks.ts";
import { type Account, accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { derivedId } from "../derived-id.ts";
import { isNotTooFarAhead } from "../documents/document-rules.ts";
import { freeOpen } from "../documents/documents.ts";
import { type AloneFacts, settleAlone } from "./settle-alone.ts";
import { keyOf, type Settlement } from "./settlements.ts";

export const recordWithholdingCertificate = defineCommand({
  name: "RecordWithholdingCertificate",
  title: { en: "Record a certificate of withholding", es: "Registrar un certificado de retención" },
  body: RecordWithholdingCertificateBody,
  issuedBy: [...DESK, "ACC"],
  target: accountOf,
  facts: ["locks"],
  refusals: [
    ...(["RESOURCE_NOT_FOUND", "INVALID_TRANSITION", "FUTURE_DOCUMENT_DATE", "EFFECTIVE_BEFORE_DOCUMENT", "TIMELINE_NEGATIVE"] as const),
    ...(["PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const),
  ],

  /** All of them or none. What became a charge meanwhile is settled by what was withheld after all (WHT-2). */
  decide(account, { accountId, withholdingIds, number, issuedOn, contentHash }, facts) {
    const { currency } = partsOfAccount(accountId);
    const violations = broken([
      ...withholdingIds.map((id, index) => isPending(account.settlements.get(keyOf("WITHHOLDING", id)), id, `/withholdingIds/${index}`)),
      isNotTooFarAhead(issuedOn, facts.today, 0, "/issuedOn"),
      givenDateIsOpen(facts),
    ]);
    if (violations.length > 0) return refuse(...violations);

    const settled: DecidedEvent[] = [];
    const newIds: string[] = [];
    const newId = (id: string) =>
      derivedId(id, "C", (each) => account.settlements.has(keyOf("WITHHOLDING", each)) || newIds.includes(each));
    for (const id of withholdingIds) {
      const withheld = account.settlements.get(keyOf("WITHHOLDING", id));
      const part = withheld && chargeSettled(account, withheld, newId(id), currency, facts);
      if (part === undefined) continue;
      if ("rejected" in part) return part;
      settled.push(part.event);
      newIds.push(part.withholdingId);
    }
    const certified = WithholdingCertified({ withholdingIds: [...withholdingIds, ...newIds], number, issuedOn, contentHash });
    return [...settled, effective(moneyDate(facts, facts.today), certified)];
  },
});

function isPending(withholding: DeepReadonly<Settlement> | undefined, id: string, pointer: string): Verdict {
  if (withholding === undefined) return violation("RESOURCE_NOT_FOUND", { kind: "WITHHOLDING", id }, pointer);
  const status = withholding.left === 0n ? "REVERSED" : withholding.status;
  return status === "SETTLED" || status === "REOPENED" ? undefined : violation("INVALID_TRANSITION", { status }, pointer);
}

/** What is free of the charge that a withholding became, settled by it; nothing where there is no charge or where it was paid. */
function chargeSettled(
  account: Account,
  { status, chargeId, left, rate, subkind }: DeepReadonly<Settlement>,
  withholdingId: string,
  currency: string,
  facts: AloneFacts,
) {
  const instalmentId = `${chargeId}.1`;
  const charge = account.documents.instalments.get(instalmentId);
  if (status !== "REOPENED" || charge === undefined || rate === undefined) return undefined;
  const amount = smallerOf(left, freeOpen(charge));
  if (amount === 0n) return undefined;
  const settled = settleAlone(account, { instalmentId, amount }, currency, facts);
  if ("rejected" in settled) return settled;
  if (settled.violations.length > 0) return refuse(...settled.violations);
  const recorded = WithholdingRecorded({
    withholdingId,
    instalmentId,
    kind: subkind as "INCOME_TAX" | "VAT" | "ICA",
    base: amountText(rate.base, currency),
    ratePct: rate.pct,
    amount: amountText(amount, currency),
    settledOn: settled.settledOn,
    conditional: false,
    appliedOn: facts.today,
  });
  return { event: effective(settled.effectiveOn, recorded), withholdingId };
}
