import { SuspendLineBody } from "../../../../schemas/commands/credit-line.ts";
import { LineSuspended } from "../../../../schemas/events/account/credit-line.ts";
import { broken, type DeepReadonly, refuse, type Verdict, violation } from "../../../kernel/decider.ts";
import { defineCommand } from "../../facts.ts";
import { LEAD } from "../../roles.ts";
import { accountOf } from "../account.ts";
import { cascadeOf } from "../orders/suspension-cascade.ts";
import { type CreditLine, lineIsOpen, liveSuspension } from "./credit-line.ts";

export const suspendLine = defineCommand({
  name: "SuspendLine",
  title: { en: "Suspend a credit line", es: "Suspender una línea de crédito" },
  body: SuspendLineBody,
  issuedBy: [...LEAD, "COR"],
  target: accountOf,
  facts: ["policies"],
  refusals: ["LINE_NOT_FOUND", "LINE_CLOSED", "OVERLAPS"],

  /** Suspending again for a reason that is live changes nothing. Released orders go on unless the cascade says otherwise. */
  decide(account, { suspensionId, reasonCode, facts: restsOn, cascade }, facts) {
    const { creditLine } = account;
    const line = creditLine.open.value;
    const alreadySuspended = liveSuspension(creditLine, reasonCode) !== undefined;
    const violations = broken([
      lineIsOpen(creditLine),
      !alreadySuspended && creditLine.suspensions.has(suspensionId) ? violation("OVERLAPS", { suspensionId }, "/suspensionId") : undefined,
    ]);
    if (violations.length > 0 || line === undefined) return refuse(...violations);
    if (alreadySuspended) return [];
    return [
      LineSuspended({ lineId: line.lineId, suspensionId, reasonCode, origin: "MANUAL", facts: restsOn, cascade }),
      ...cascadeOf(account, { suspensionId, reasonCode, cascade }, facts),
    ];
  },
});

export function suspensionIsKnown({ suspensions }: DeepReadonly<CreditLine>, suspensionId: string): Verdict {
  return suspensions.has(suspensionId) ? undefined : violation("SUSPENSION_NOT_FOUND", { suspensionId }, "/suspensionId");
}
