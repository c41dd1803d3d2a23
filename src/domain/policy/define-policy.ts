import { DefinePolicyBody } from "../../../schemas/commands/governance.ts";
import { PolicyDefined } from "../../../schemas/events/governance.ts";
import { definedPolicySchemas, type PolicyKind } from "../../../schemas/policies.ts";
import { broken, refuse, violation } from "../../kernel/decider.ts";
import { defineCommand } from "../facts.ts";
import { DESK, LEAD } from "../roles.ts";
import { policyOf, withDefaults } from "./policy.ts";
import { brokenPolicyRules } from "./policy-rules.ts";

export const definePolicy = defineCommand({
  name: "DefinePolicy",
  title: { en: "Define a policy", es: "Definir una política" },
  body: DefinePolicyBody,
  issuedBy: [...DESK, ...LEAD, "DIR"],
  approvedBy: [...LEAD, "DIR"],
  bootstrap: true,
  target: policyOf,
  begins: true,
  facts: ["entity", "policyHash"],
  refusals: ["RESOURCE_NOT_FOUND", "BAD_POLICY", "BUCKETS_GAP", "BUCKETS_OVERLAP", "UNKNOWN_CURRENCY", "OVERLAPS", "REASON_REQUIRED"],
  /** The body has the shape of its kind; the parameters themselves are then judged by the rules. */
  shapes: ({ kind, body }) => [{ schema: definedPolicySchemas[kind as PolicyKind], value: body, pointer: "/body", code: "BAD_POLICY" }],

  decide(state, { entityId, kind, version, validFrom, body }, { entity, policyHash, reasonGiven }) {
    const clash = [...state.versions.values()].find((each) => each.version === version || each.validFrom === validFrom);
    const violations = broken([
      entity === undefined ? violation("RESOURCE_NOT_FOUND", { kind: "LEGAL_ENTITY", entityId }, "/entityId") : undefined,
      reasonGiven ? undefined : violation("REASON_REQUIRED", {}, "/reason"),
      brokenPolicyRules(kind as PolicyKind, withDefaults(kind as PolicyKind, body)),
      clash && violation("OVERLAPS", { version: String(clash.version), validFrom: clash.validFrom }, "/version"),
    ]);
    if (violations.length > 0) return refuse(...violations);
    return [PolicyDefined({ entityId, kind, version, validFrom, body, contentHash: policyHash })];
  },
});
