import type { ItemFlag } from "../../../../schemas/codes.ts";
import { broken, type DeepReadonly, type Occasion, type Verdict, violation } from "../../../kernel/decider.ts";
import type { Documents } from "./documents.ts";

export const FLAG_REFUSALS = ["ITEM_NOT_FOUND", "NOT_AUTHORISED", "REASON_REQUIRED"] as const;

/** The instalment is there, somebody says why, and litigation is a matter of its own process, not of a desk. */
export function flagMayBeSet(
  { instalments }: DeepReadonly<Documents>,
  instalmentId: string,
  flag: ItemFlag,
  { actor, reasonGiven }: Pick<Occasion, "actor" | "reasonGiven">,
): Verdict {
  return broken([
    instalments.has(instalmentId) ? undefined : violation("ITEM_NOT_FOUND", { instalmentId }, "/instalmentId"),
    flag === "IN_LITIGATION" && !actor.roles.includes("SYS") ? violation("NOT_AUTHORISED", {}, "/flag") : undefined,
    reasonGiven ? undefined : violation("REASON_REQUIRED", {}, "/reason"),
  ]);
}
