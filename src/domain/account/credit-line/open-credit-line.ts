import { OpenCreditLineBody } from "../../../../schemas/commands/credit-line.ts";
import { CreditLineOpened } from "../../../../schemas/events/account/credit-line.ts";
import { broken, type DeepReadonly, refuse, type Verdict, violation } from "../../../kernel/decider.ts";
import { amountText, type Minor, toMinor } from "../../../kernel/money.ts";
import { authorityReaches, heldLevel, requiredLevel } from "../../authority.ts";
import { isBlocked } from "../../customer/customer.ts";
import { type DomainFacts, defineCommand } from "../../facts.ts";
import { accountOf } from "../account.ts";
import { currencyIs, partsOfAccount } from "../account-id.ts";
import { ownersAreKnown } from "../owners.ts";
import type { CreditLine } from "./credit-line.ts";

export const openCreditLine = defineCommand({
  name: "OpenCreditLine",
  title: { en: "Open a credit line", es: "Abrir una línea de crédito" },
  body: OpenCreditLineBody,
  issuedBy: ["CC", "COR"],
  decidesOn: ["LIMIT"],
  target: accountOf,
  begins: true,
  facts: ["customer", "entity", "policies", "customerFile", "creditApplication"],
  refusals: [
    ...(["CUSTOMER_NOT_FOUND", "ACCOUNT_NOT_FOUND", "LINE_ALREADY_OPEN", "OVERLAPS", "LIMIT_NOT_POSITIVE", "CURRENCY_MISMATCH"] as const),
    ...([
      "VALIDITY_INVERTED",
      "UNKNOWN_TERMS",
      "GUARANTEE_NOT_FOUND",
      "CONTRACT_NOT_FOUND",
      "CUSTOMER_BLOCKED",
      "CUSTOMER_NOT_ACTIVE",
    ] as const),
    ...(["FILE_INCOMPLETE", "APPLICATION_NOT_FOUND", "APPLICATION_NOT_APPROVED", "LIMIT_ABOVE_APPROVED", "AUTHORITY_EXCEEDED"] as const),
  ],

  decide(account, command, facts) {
    const { accountId, lineId, termsCode, validFrom, validTo, tolerancePct, applicationId, guaranteeIds, contractId } = command;
    const { currency } = partsOfAccount(accountId);
    if (command.limit.currency !== currency) return refuse(...currencyIs(currency, { limit: command.limit }));
    const limit = toMinor(command.limit);
    const today = facts.effectiveOn ?? facts.today;
    const { body: authority } = facts.policies.inForce("authority", today);
    const { body: credit } = facts.policies.inForce("credit", today);
    const waived = (rule: "FILE" | "APPLICATION") => command.waivers?.some((waiver) => waiver.rule === rule) === true;
    const fileWaived = credit.allowFileWaiver && waived("FILE");
    const applicationWaived = credit.allowApplicationWaiver && waived("APPLICATION");
    const held = heldLevel(facts, { kind: "LIMIT", amount: limit, currency });

    const violations = broken([
      ownersAreKnown(partsOfAccount(accountId), facts),
      isBlocked(facts.customer)
        ? violation("CUSTOMER_BLOCKED", { customerId: partsOfAccount(accountId).customerId }, "/accountId")
        : undefined,
      lineIsFree(account.creditLine, lineId),
      limit > 0n ? undefined : violation("LIMIT_NOT_POSITIVE", { limit: command.limit.amount }, "/limit"),
      validTo !== undefined && validTo < validFrom ? violation("VALIDITY_INVERTED", { validFrom, validTo }, "/validTo") : undefined,
      termsAreKnown(facts.policies, termsCode, validFrom),
      guaranteeIds.map((guaranteeId, index) => violation("GUARANTEE_NOT_FOUND", { guaranteeId }, `/guaranteeIds/${index}`)),
      contractId === undefined ? undefined : violation("CONTRACT_NOT_FOUND", { contractId }, "/contractId"),
      fileWaived ? undefined : fileIsComplete(facts.customerFile),
      applicationWaived ? undefined : applicationCovers(account.creditLine, facts.creditApplication, applicationId, limit, currency),
      authorityReaches(held, requiredLevel(authority.LIMIT, limit, currency), "LIMIT", { amount: limit, currency }),
    ]);
    if (violations.length > 0) return refuse(...violations);

    return [
      CreditLineOpened({
        lineId,
        limit: amountText(limit, currency),
        termsCode,
        validFrom,
        tolerancePct,
        guaranteeIds,
        waivers: (command.waivers ?? []).map(({ rule, reason }) => ({ rule, reason, approver: facts.actor.personId })),
        authorityLevel: held ?? "NONE",
        approver: facts.actor.personId,
        ...(validTo !== undefined && { validTo }),
        ...(applicationId !== undefined && { applicationId }),
        ...(contractId !== undefined && { contractId }),
      }),
    ];
  },
});

/** At most one line of an account is not closed, and an id names one line for ever. */
function lineIsFree(state: DeepReadonly<CreditLine>, lineId: string): Verdict {
  const open = state.open.value;
  if (open !== undefined) return violation("LINE_ALREADY_OPEN", { lineId: open.lineId });
  return state.everOpened.has(lineId) ? violation("OVERLAPS", { lineId }, "/lineId") : undefined;
}

export function termsAreKnown(policies: DomainFacts["policies"], termsCode: string, on: string): Verdict {
  const { version, body } = policies.inForce("terms", on);
  return Object.hasOwn(body.codes, termsCode)
    ? undefined
    : violation("UNKNOWN_TERMS", { termsCode, version: String(version) }, "/termsCode");
}

/** A line needs an active customer, and a customer becomes active with a complete file; the waiver FILE stands for both. */
function fileIsComplete({ status }: DomainFacts["customerFile"]): Verdict {
  if (status === "COMPLETE") return undefined;
  return [violation("CUSTOMER_NOT_ACTIVE", { status: "PROSPECT" }, "/accountId"), violation("FILE_INCOMPLETE", { status })];
}

/** An approved application that was not used yet covers a limit. `pointer`: where the limit stands in the body. */
export function applicationCovers(
  state: DeepReadonly<CreditLine>,
  application: DomainFacts["creditApplication"],
  applicationId: string | undefined,
  limit: Minor,
  currency: string,
  pointer = "/limit",
): Verdict {
  if (applicationId === undefined) return violation("APPLICATION_NOT_APPROVED", { applicationId: "none named" }, "/applicationId");
  if (application === undefined) return violation("APPLICATION_NOT_FOUND", { applicationId }, "/applicationId");
  if (application.status !== "APPROVED" || application.used || state.usedApplications.has(applicationId)) {
    return violation("APPLICATION_NOT_APPROVED", { applicationId }, "/applicationId");
  }
  const { approvedLimit } = application;
  if (limit <= approvedLimit) return undefined;
  return violation("LIMIT_ABOVE_APPROVED", { approved: amountText(approvedLimit, currency), asked: amountText(limit, currency) }, pointer);
}
