import { FlagItemBody } from "../../../../schemas/commands/documents.ts";
import { ItemFlagged, ItemUnflagged } from "../../../../schemas/events/account/documents.ts";
import { broken, refuse, violation } from "../../../kernel/decider.ts";
import { defineCommand } from "../../facts.ts";
import { DESK, LEAD } from "../../roles.ts";
import { accountOf } from "../account.ts";
import { FLAG_REFUSALS, flagMayBeSet } from "./flag-rules.ts";

export const flagItem = defineCommand({
  name: "FlagItem",
  title: { en: "Flag an instalment", es: "Marcar una cuota" },
  body: FlagItemBody,
  issuedBy: [...DESK, ...LEAD, "SYS"],
  target: accountOf,
  facts: [],
  refusals: [...FLAG_REFUSALS, "VALIDITY_INVERTED"],

  /** Flags say how an instalment is treated; what is owed stays. With another end a flag is set anew. */
  decide({ documents }, { instalmentId, flag, until }, facts) {
    const from = facts.effectiveOn ?? facts.today;
    const violations = broken([
      flagMayBeSet(documents, instalmentId, flag, facts),
      until !== undefined && until < from ? violation("VALIDITY_INVERTED", { from, to: until }, "/until") : undefined,
    ]);
    if (violations.length > 0) return refuse(...violations);
    const held = documents.instalments.get(instalmentId)?.flags.find((each) => each.flag === flag);
    if (held !== undefined && held.until === until) return [];
    const flagged = ItemFlagged({ instalmentId, flag, ...(until !== undefined && { until }) });
    return held === undefined ? [flagged] : [ItemUnflagged({ instalmentId, flag }), flagged];
  },
});
