import { UnflagItemBody } from "../../../../schemas/commands/documents.ts";
import { ItemUnflagged } from "../../../../schemas/events/account/documents.ts";
import { broken, refuse } from "../../../kernel/decider.ts";
import { defineCommand } from "../../facts.ts";
import { DESK, LEAD } from "../../roles.ts";
import { accountOf } from "../account.ts";
import { FLAG_REFUSALS, flagMayBeSet } from "./flag-rules.ts";

export const unflagItem = defineCommand({
  name: "UnflagItem",
  title: { en: "Take a flag from an instalment", es: "Quitar una marca de una cuota" },
  body: UnflagItemBody,
  issuedBy: [...DESK, ...LEAD, "SYS"],
  target: accountOf,
  facts: [],
  refusals: FLAG_REFUSALS,

  decide({ documents }, { instalmentId, flag }, facts) {
    const violations = broken([flagMayBeSet(documents, instalmentId, flag, facts)]);
    if (violations.length > 0) return refuse(...violations);
    const isFlagged = documents.instalments.get(instalmentId)?.flags.some((each) => each.flag === flag);
    return isFlagged === true ? [ItemUnflagged({ instalmentId, flag })] : [];
  },
});
