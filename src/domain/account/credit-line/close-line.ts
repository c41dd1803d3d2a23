import { CloseLineBody } from "../../../../schemas/commands/credit-line.ts";
import { LineClosed } from "../../../../schemas/events/account/credit-line.ts";
import { broken, refuse, violation } from "../../../kernel/decider.ts";
import { defineCommand } from "../../facts.ts";
import { LEAD } from "../../roles.ts";
import { accountOf } from "../account.ts";
import { lineIsOpen } from "./credit-line.ts";

export const closeLine = defineCommand({
  name: "CloseLine",
  title: { en: "Close a credit line", es: "Cerrar una línea de crédito" },
  body: CloseLineBody,
  issuedBy: LEAD,
  target: accountOf,
  facts: [],
  refusals: ["LINE_NOT_FOUND", "LINE_CLOSED", "REASON_REQUIRED"],

  /** What is owed stays owed. A line may be opened again, under another id. */
  decide({ creditLine }, _command, { reasonGiven }) {
    const line = creditLine.open.value;
    if (line === undefined) return refuse(...broken([lineIsOpen(creditLine)]));
    if (!reasonGiven) return refuse(violation("REASON_REQUIRED", {}, "/reason"));
    return [LineClosed({ lineId: line.lineId })];
  },
});
