import { RenewLineBody } from "../../../../schemas/commands/credit-line.ts";
import { LineRenewed } from "../../../../schemas/events/account/credit-line.ts";
import { laterOf } from "../../../kernel/calendar-date.ts";
import { broken, refuse, violation } from "../../../kernel/decider.ts";
import { defineCommand } from "../../facts.ts";
import { accountOf } from "../account.ts";
import { lineIsOpen } from "./credit-line.ts";

export const renewLine = defineCommand({
  name: "RenewLine",
  title: { en: "Renew a credit line", es: "Renovar una línea de crédito" },
  body: RenewLineBody,
  issuedBy: ["CC", "COR"],
  target: accountOf,
  facts: [],
  refusals: ["LINE_NOT_FOUND", "LINE_CLOSED", "VALIDITY_INVERTED"],

  /** An expired line holds again from the renewal on. The new end is not in the past: who wants to end a line closes it. */
  decide({ creditLine }, { validTo, reviewRef }, { today }) {
    const line = creditLine.open.value;
    if (line === undefined) return refuse(...broken([lineIsOpen(creditLine)]));
    const { lineId, validFrom, validTo: oldValidTo } = line;
    const earliest = laterOf(validFrom, today);
    if (validTo < earliest) return refuse(violation("VALIDITY_INVERTED", { validFrom: earliest, validTo }, "/validTo"));
    if (validTo === oldValidTo) return [];
    return [LineRenewed({ lineId, validTo, reviewRef, ...(oldValidTo !== undefined && { oldValidTo }) })];
  },
});
