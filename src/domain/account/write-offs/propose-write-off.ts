import { ProposeWriteOffBody } from "../../../../schemas/commands/write-offs.ts";
import { WriteOffProposed } from "../../../../schemas/events/account/write-offs.ts";
import { broken, refuse, violation } from "../../../kernel/decider.ts";
import { amountText, toMinor } from "../../../kernel/money.ts";
import { defineCommand } from "../../facts.ts";
import { LEAD } from "../../roles.ts";
import { accountOf } from "../account.ts";
import { currencyIs, partsOfAccount } from "../account-id.ts";
import { actsAsLedger, areSmallBalances, instalmentsAreNamedOnce, mayBeWrittenOff, WRITE_OFF_REFUSALS } from "./write-off-rules.ts";

export const proposeWriteOff = defineCommand({
  name: "ProposeWriteOff",
  title: { en: "Propose a write-off", es: "Proponer un castigo" },
  body: ProposeWriteOffBody,
  issuedBy: [...LEAD, "SYS"],
  target: accountOf,
  facts: ["policies"],
  refusals: ["REASON_REQUIRED", "OVERLAPS", "CURRENCY_MISMATCH", ...WRITE_OFF_REFUSALS, "MALFORMED"],
  examine: ({ lines }) => instalmentsAreNamedOnce(lines),

  decide(account, { accountId, writeOffId, lines, evidence = [], provisionCoverage }, facts) {
    const { currency } = partsOfAccount(accountId);
    const on = facts.effectiveOn ?? facts.today;
    const policy = facts.policies.inForce("writeOff", on).body;
    const amounts = Object.fromEntries(lines.map(({ amount }, index) => [`lines/${index}/amount`, amount]));
    const form = broken([
      facts.reasonGiven ? undefined : violation("REASON_REQUIRED", {}, "/reason"),
      account.writeOffs.has(writeOffId) ? violation("OVERLAPS", { writeOffId }, "/writeOffId") : undefined,
      currencyIs(currency, { ...amounts, provisionCoverage }),
    ]);
    if (form.some(({ code }) => code === "CURRENCY_MISMATCH")) return refuse(...form);
    const asked = lines.map(({ instalmentId, amount }) => ({ instalmentId, amount: toMinor(amount) }));
    const evidenceKinds = evidence.map(({ kind }) => kind);
    const violations = [...form, ...mayBeWrittenOff(account, { lines: asked, evidenceKinds }, on, policy, currency)];
    if (violations.length > 0) return refuse(...violations);
    return [
      WriteOffProposed({
        writeOffId,
        lines: asked.map(({ instalmentId, amount }) => ({ instalmentId, amount: amountText(amount, currency) })),
        evidence,
        proposedOn: facts.today,
        automatic: actsAsLedger(facts) && areSmallBalances(account, asked, on, policy, currency),
        ...(provisionCoverage && { provisionCoverage: amountText(toMinor(provisionCoverage), currency) }),
      }),
    ];
  },
});
