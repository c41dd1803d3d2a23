import { SuspendLineBody } from "../../../../schemas/commands/credit-line.ts";
import { LineSuspended } from "../../../../schemas/events/account.ts";
import { broken, type DeepReadonly, refuse, type Verdict, violation } from "../../../kernel/decider.ts";
import { defineCommand } from "../../facts.ts";
import { LEAD } from "../../roles.ts";
import { accountOf } from "../account.ts";
import type { CreditLine } from "./credit-line.ts";

export const suspendLine = defineCommand({
  name: "SuspendLine",
  title: { en: "Suspend a credit line", es: "Suspender una línea de crédito" },
  body: SuspendLineBody,
  issuedBy: [...LEAD, "COR"],
  target: accountOf,
  facts: [],
  refusals: ["LINE_NOT_FOUND", "OVERLAPS"],

  /** Suspending again for a reason that is live changes nothing. */
  decide({ creditLine }, { suspensionId, reasonCode, facts, cascade }) {
    const line = creditLine.open.value;
    const alreadySuspended = isLiveFor(creditLine, reasonCode);
    const violations = broken([
      line === undefined ? violation("LINE_NOT_FOUND") : undefined,
      !alreadySuspended && creditLine.suspensions.has(suspensionId) ? violation("OVERLAPS", { suspensionId }, "/suspensionId") : undefined,
    ]);
    if (violations.length > 0 || line === undefined) return refuse(...violations);
    if (alreadySuspended) return [];
    return [LineSuspended({ lineId: line.lineId, suspensionId, reasonCode, origin: "MANUAL", facts, cascade })];
  },
});

function isLiveFor({ suspensions }: DeepReadonly<CreditLine>, reasonCode: string): boolean {
  return [...suspensions.values()].some((each) => each.live && each.reasonCode === reasonCode);
}

export function suspensionIsKnown({ suspensions }: DeepReadonly<CreditLine>, suspensionId: string): Verdict {
  return suspensions.has(suspensionId) ? undefined : violation("SUSPENSION_NOT_FOUND", { suspensionId }, "/suspensionId");
}
