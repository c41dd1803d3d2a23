import { RecordRecoveryOfWrittenOffBody } from "../../../../schemas/commands/write-offs.ts";
import { WrittenOffRecovered } from "../../../../schemas/events/account/write-offs.ts";
import { broken, effective, refuse, violation } from "../../../kernel/decider.ts";
import { amountText, toMinor } from "../../../kernel/money.ts";
import { defineCommand } from "../../facts.ts";
import { DESK } from "../../roles.ts";
import { accountOf } from "../account.ts";
import { currencyIs, partsOfAccount } from "../account-id.ts";
import { planRecovery, RECOVERY_REFUSALS } from "./recovery-plan.ts";
import { instalmentsAreNamedOnce } from "./write-off-rules.ts";
import { stageOf } from "./write-offs.ts";

export const recordRecoveryOfWrittenOff = defineCommand({
  name: "RecordRecoveryOfWrittenOff",
  title: { en: "Record a recovery of what was written off", es: "Registrar la recuperación de un castigo" },
  body: RecordRecoveryOfWrittenOffBody,
  issuedBy: [...DESK, "LAW", "TRE"],
  target: accountOf,
  mayBeDatedAhead: true,
  facts: ["locks"],
  refusals: [
    ...(["WRITE_OFF_NOT_FOUND", "RECEIPT_NOT_FOUND", "OVERLAPS", "CURRENCY_MISMATCH", "INVALID_TRANSITION"] as const),
    ...RECOVERY_REFUSALS,
    "MALFORMED",
  ],
  examine: ({ lines }) => instalmentsAreNamedOnce(lines),

  /** The money lowers the memo; the items stay written off. */
  decide({ writeOffs, credits, applications, proposals }, command, facts) {
    const { accountId, writeOffId, applicationId, receiptId, lines } = command;
    const { currency } = partsOfAccount(accountId);
    const writeOff = writeOffs.get(writeOffId);
    const credit = credits.byId.get(receiptId);
    const isTaken = applications.byId.has(applicationId) || proposals.has(applicationId);
    const violations = broken([
      writeOff === undefined ? violation("WRITE_OFF_NOT_FOUND", { writeOffId }, "/writeOffId") : undefined,
      credit === undefined || credit.kind === "CREDIT_NOTE" ? violation("RECEIPT_NOT_FOUND", { receiptId }, "/receiptId") : undefined,
      isTaken ? violation("OVERLAPS", { applicationId }, "/applicationId") : undefined,
      currencyIs(currency, Object.fromEntries(lines.map(({ amount }, index) => [`lines/${index}/amount`, amount]))),
      writeOff === undefined || writeOff.status === "POSTED"
        ? undefined
        : violation("INVALID_TRANSITION", { writeOffId, status: stageOf(writeOff) }, "/writeOffId"),
    ]);
    if (violations.length > 0 || writeOff === undefined || credit === undefined) return refuse(...violations);

    const asked = lines.map(({ instalmentId, amount }) => ({ instalmentId, amount: toMinor(amount) }));
    const plan = planRecovery(credit, writeOff, asked, currency, facts);
    if ("rejected" in plan) return plan;
    const recovered = WrittenOffRecovered({
      writeOffId,
      applicationId,
      receiptId,
      lines: plan.lines.map(({ instalmentId, amount, settledOn }, index) => ({
        lineId: `${applicationId}.${index + 1}`,
        instalmentId,
        amount: amountText(amount, currency),
        settledOn,
      })),
      conditional: !credit.cleared,
      appliedOn: facts.today,
    });
    return [effective(plan.effectiveOn, recovered)];
  },
});
