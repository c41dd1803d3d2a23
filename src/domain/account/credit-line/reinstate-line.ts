import { ReinstateLineBody } from "../../../../schemas/commands/credit-line.ts";
import { LineReinstated } from "../../../../schemas/events/account/credit-line.ts";
import { addDays, type CalendarDate } from "../../../kernel/calendar-date.ts";
import { broken, refuse, type Verdict, violation } from "../../../kernel/decider.ts";
import { authorityReaches, heldLevel, oneLevelUp, requiredLevel } from "../../authority.ts";
import { defineCommand } from "../../facts.ts";
import { personIsKnown } from "../../organisation/assign-role.ts";
import { rolesOn } from "../../organisation/organisation.ts";
import { LEAD } from "../../roles.ts";
import { accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { grantedOn } from "./credit-line.ts";
import { suspensionIsKnown } from "./suspend-line.ts";

/** Lifting these by hand needs the opinions of the sales manager and of the administrative manager. */
const MEDIATED = ["OVERDRAWN", "PAST_DUE", "RETURNED_CHEQUE", "BROKEN_PROMISE"];

export const reinstateLine = defineCommand({
  name: "ReinstateLine",
  title: { en: "Reinstate a credit line", es: "Reactivar una línea de crédito" },
  body: ReinstateLineBody,
  issuedBy: [...LEAD, "DIR", "COR"],
  decidesOn: ["LIMIT"],
  target: accountOf,
  facts: ["policies", "organisation"],
  refusals: [
    ...(["SUSPENSION_NOT_FOUND", "INVALID_TRANSITION", "LINE_CLOSED", "MEDIATION_MISSING", "PERSON_NOT_FOUND"] as const),
    ...(["VALIDITY_INVERTED", "AUTHORITY_EXCEEDED", "REASON_REQUIRED"] as const),
  ],

  decide({ creditLine }, { accountId, suspensionId, mediation, until }, facts) {
    const suspension = creditLine.suspensions.get(suspensionId);
    const line = creditLine.open.value;
    if (suspension === undefined) return refuse(...broken([suspensionIsKnown(creditLine, suspensionId)]));
    if (!suspension.live) return refuse(violation("INVALID_TRANSITION", { suspensionId, status: "LIFTED" }, "/suspensionId"));
    if (line?.lineId !== suspension.lineId) return refuse(violation("LINE_CLOSED", { lineId: suspension.lineId }));

    const today = facts.effectiveOn ?? facts.today;
    const { reinstateDays } = facts.policies.inForce("credit", today).body;
    const { LIMIT } = facts.policies.inForce("authority", today).body;
    const { currency } = partsOfAccount(accountId);
    const opinions = [mediation?.salesOpinion, mediation?.adminOpinion].filter((each) => each !== undefined);
    const limit = grantedOn(line, today);
    const required = requiredLevel(LIMIT, limit, currency);
    const held = heldLevel(facts, { kind: "LIMIT", amount: limit, currency });
    const lastDay = addDays(today, reinstateDays);
    const violations = broken([
      facts.reasonGiven ? undefined : violation("REASON_REQUIRED", {}, "/reason"),
      MEDIATED.includes(suspension.reasonCode) ? bothOpinionsAreGiven(mediation ?? {}) : undefined,
      opinionIsBy(facts.organisation, mediation?.salesOpinion?.personId, "SM", today, "/mediation/salesOpinion/personId"),
      opinionIsBy(facts.organisation, mediation?.adminOpinion?.personId, "AM", today, "/mediation/adminOpinion/personId"),
      until !== undefined && (until < today || until > lastDay)
        ? violation("VALIDITY_INVERTED", { until, from: today, to: lastDay }, "/until")
        : undefined,
      authorityReaches(held, opinions.some(({ favourable }) => !favourable) ? oneLevelUp(required) : required, "LIMIT", {
        amount: limit,
        currency,
      }),
    ]);
    if (violations.length > 0) return refuse(...violations);
    return [
      LineReinstated({
        lineId: line.lineId,
        suspensionId,
        reasonCode: suspension.reasonCode,
        origin: "MANUAL",
        until: until ?? lastDay,
        ...(mediation?.salesOpinion && { salesOpinion: mediation.salesOpinion }),
        ...(mediation?.adminOpinion && { adminOpinion: mediation.adminOpinion }),
        ...(held !== undefined && { authorityLevel: held }),
      }),
    ];
  },
});

interface Opinions {
  readonly salesOpinion?: { readonly personId: string };
  readonly adminOpinion?: { readonly personId: string };
}

/** Two offices, two people: who holds both gives one of the opinions. */
function bothOpinionsAreGiven({ salesOpinion, adminOpinion }: Opinions): Verdict {
  const fromOnePerson = salesOpinion !== undefined && salesOpinion.personId === adminOpinion?.personId;
  const missing = [
    ...(salesOpinion === undefined ? ["salesOpinion"] : []),
    ...(adminOpinion === undefined || fromOnePerson ? ["adminOpinion"] : []),
  ];
  return missing.length === 0 ? undefined : violation("MEDIATION_MISSING", { missing: missing.join(", ") }, "/mediation");
}

/** An opinion counts when its author holds the office that gives it. */
function opinionIsBy(
  organisation: Parameters<typeof rolesOn>[0],
  personId: string | undefined,
  role: "SM" | "AM",
  on: CalendarDate,
  pointer: string,
): Verdict {
  if (personId === undefined) return undefined;
  const unknown = personIsKnown(organisation, personId, pointer);
  if (unknown) return unknown;
  const holds = rolesOn(organisation, personId, on).some((each) => each.role === role);
  return holds ? undefined : violation("MEDIATION_MISSING", { personId, role }, pointer);
}
