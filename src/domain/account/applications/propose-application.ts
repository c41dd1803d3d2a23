import { ProposeApplicationBody } from "../../../../schemas/commands/receipts.ts";
import { defineCommand } from "../../facts.ts";
import { DESK } from "../../roles.ts";
import { accountOf } from "../account.ts";
import { PLAN_REFUSALS } from "./application-plan.ts";
import { examineApplication } from "./asked-application.ts";
import { proposedApplication } from "./proposed-application.ts";

export const proposeApplication = defineCommand({
  name: "ProposeApplication",
  title: { en: "Propose the application of a payment", es: "Proponer la aplicación de un pago" },
  body: ProposeApplicationBody,
  issuedBy: [...DESK],
  target: accountOf,
  mayBeDatedAhead: true,
  facts: ["policies", "locks"],
  refusals: ["RECEIPT_NOT_FOUND", "RECEIPT_EXHAUSTED", "MALFORMED", ...PLAN_REFUSALS.filter((code) => code !== "AUTHORITY_EXCEEDED")],
  examine: examineApplication,
  decide: proposedApplication,
});
