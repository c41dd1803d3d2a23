import { RegisterCustomerBody } from "../../../schemas/commands/customer.ts";
import { CustomerRegistered } from "../../../schemas/events/customer.ts";
import { broken, refuse, violation } from "../../kernel/decider.ts";
import { defineCommand } from "../facts.ts";
import { DESK, LEAD } from "../roles.ts";
import { customerOf } from "./customer.ts";
import { brokenTaxIdRules } from "./tax-id.ts";

export const registerCustomer = defineCommand({
  name: "RegisterCustomer",
  title: { en: "Register a customer", es: "Dar de alta un cliente" },
  body: RegisterCustomerBody,
  issuedBy: [...DESK, ...LEAD, "SR"],
  target: customerOf,
  begins: true,
  facts: ["homeEntities"],
  refusals: ["BAD_TAX_ID", "BAD_TAX_ID_CHECK_DIGIT", "DUPLICATE_TAX_ID", "OVERLAPS", "RESOURCE_NOT_FOUND"],
  examine: brokenTaxIdRules,
  claims: ({ taxIdCountry, taxIdType, taxIdNumber }) => [
    { key: `TAX_ID:${taxIdCountry}:${taxIdType}:${taxIdNumber.mac}`, code: "DUPLICATE_TAX_ID" },
  ],

  decide(state, command, { homeEntities }) {
    const { customerId, homeBranches } = command;
    const entityIds = homeBranches.map(({ entityId }) => entityId);
    const violations = broken([
      state.identity.value === undefined ? undefined : violation("OVERLAPS", { customerId }, "/customerId"),
      entityIds.some((entityId, index) => entityIds.indexOf(entityId) !== index)
        ? violation("OVERLAPS", { homeBranches: "one per legal entity" }, "/homeBranches")
        : undefined,
      homeBranches
        .map(({ entityId, branchId }, index) =>
          homeEntities.get(entityId)?.branches.has(branchId)
            ? undefined
            : violation("RESOURCE_NOT_FOUND", { kind: "BRANCH", entityId, branchId }, `/homeBranches/${index}`),
        )
        .filter((each) => each !== undefined),
    ]);
    if (violations.length > 0) return refuse(...violations);

    const { taxIdCountry, taxIdType, taxIdNumber, checkDigit, kind, legalName, tradeName, addresses, language, segmentCode } = command;
    return [
      CustomerRegistered({
        customerId,
        taxIdCountry,
        taxIdType,
        taxIdNumber,
        kind,
        legalName,
        addresses,
        language,
        homeBranches,
        ...(checkDigit !== undefined && { checkDigit }),
        ...(tradeName !== undefined && { tradeName }),
        ...(segmentCode !== undefined && { segmentCode }),
        ...(command.statementCycle !== undefined && { statementCycle: command.statementCycle }),
      }),
    ];
  },
});
