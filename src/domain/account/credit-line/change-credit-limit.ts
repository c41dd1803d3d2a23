import { ChangeCreditLimitBody } from "../../../../schemas/commands/credit-line.ts";
import { CreditLimitChanged } from "../../../../schemas/events/account/credit-line.ts";
import { addDays, type CalendarDate, END_OF_TIME } from "../../../kernel/calendar-date.ts";
import { broken, type DeepReadonly, effective, refuse, type Verdict, violation } from "../../../kernel/decider.ts";
import { amountText, toMinor } from "../../../kernel/money.ts";
import { authorityReaches, heldLevel, requiredLevel } from "../../authority.ts";
import { defineCommand } from "../../facts.ts";
import { accountOf } from "../account.ts";
import { currencyIs, partsOfAccount } from "../account-id.ts";
import { daysOfChange, grantedOn, type Limit, type Line, lineIsOpen } from "./credit-line.ts";
import { applicationCovers } from "./open-credit-line.ts";

export const changeCreditLimit = defineCommand({
  name: "ChangeCreditLimit",
  title: { en: "Change the limit of a credit line", es: "Cambiar el cupo de una línea de crédito" },
  body: ChangeCreditLimitBody,
  issuedBy: ["CC", "COR"],
  decidesOn: ["LIMIT"],
  target: accountOf,
  facts: ["policies", "creditApplication"],
  refusals: [
    ...(["LINE_NOT_FOUND", "LINE_CLOSED", "CURRENCY_MISMATCH", "REASON_REQUIRED", "LIMIT_NOT_POSITIVE", "VALIDITY_INVERTED"] as const),
    ...(["APPLICATION_NOT_FOUND", "APPLICATION_NOT_APPROVED", "LIMIT_ABOVE_APPROVED", "AUTHORITY_EXCEEDED", "MALFORMED"] as const),
  ],
  examine: ({ kind, to }) =>
    broken([
      kind === "TEMPORARY" && to === undefined ? violation("MALFORMED", { field: "to", needed: "the last day" }, "/to") : undefined,
      kind === "PERMANENT" && to !== undefined ? violation("MALFORMED", { field: "to", needed: "no last day" }, "/to") : undefined,
    ]),

  /** The event takes effect on `from`. An increase rests on an approved application, or on the authority for the new limit. */
  decide({ creditLine }, { accountId, newLimit, kind, from, to, applicationId }, facts) {
    const { currency } = partsOfAccount(accountId);
    const line = creditLine.open.value;
    if (line === undefined) return refuse(...broken([lineIsOpen(creditLine)]));
    if (newLimit.currency !== currency) return refuse(...currencyIs(currency, { newLimit }));

    const amount = toMinor(newLimit);
    const wanted: Limit = { kind, amount, from, to };
    const increases = isIncrease(line, wanted);
    const { LIMIT } = facts.policies.inForce("authority", facts.today).body;
    const held = heldLevel(facts, { kind: "LIMIT", amount, currency });
    const byApplication = increases && applicationId !== undefined;
    const violations = broken([
      facts.reasonGiven ? undefined : violation("REASON_REQUIRED", {}, "/reason"),
      amount > 0n ? undefined : violation("LIMIT_NOT_POSITIVE", { limit: newLimit.amount }, "/newLimit"),
      datesFit(line, from, to),
      byApplication ? applicationCovers(creditLine, facts.creditApplication, applicationId, amount, currency, "/newLimit") : undefined,
      increases && !byApplication
        ? authorityReaches(held, requiredLevel(LIMIT, amount, currency), "LIMIT", { amount, currency })
        : undefined,
    ]);
    if (violations.length > 0) return refuse(...violations);
    if (changesNothing(line, wanted)) return [];
    return [
      effective(
        from,
        CreditLimitChanged({
          lineId: line.lineId,
          kind,
          old: amountText(grantedOn(line, from), currency),
          new: amountText(amount, currency),
          from,
          ...(to !== undefined && { to }),
          ...(byApplication && { applicationId }),
          ...(held !== undefined && { authorityLevel: held }),
        }),
      ),
    ];
  },
});

function datesFit({ validFrom }: DeepReadonly<Line>, from: CalendarDate, to: CalendarDate | undefined): Verdict {
  return [
    ...(from < validFrom ? [violation("VALIDITY_INVERTED", { from, validFrom }, "/from")] : []),
    ...(to !== undefined && to < from ? [violation("VALIDITY_INVERTED", { from, to }, "/to")] : []),
  ];
}

/** Whether the limit of some day on which it would hold is lower without it. */
function isIncrease(line: DeepReadonly<Line>, { kind, amount, from, to }: Limit): boolean {
  const until = kind === "TEMPORARY" ? (to ?? from) : lastDayOfPermanent(line, from);
  const without = kind === "TEMPORARY" ? line : permanentOnly(line);
  return daysOfChange(without, from, until).some((day) => amount > grantedOn(without, day));
}

function lastDayOfPermanent({ limits }: DeepReadonly<Line>, from: CalendarDate): CalendarDate {
  const later = limits.filter((each) => each.kind === "PERMANENT" && each.from > from).map((each) => each.from);
  const next = later.sort()[0];
  return next === undefined ? END_OF_TIME : addDays(next, -1);
}

function changesNothing(line: DeepReadonly<Line>, { kind, amount, from, to }: Limit): boolean {
  if (kind === "TEMPORARY") {
    return line.limits.some((each) => each.kind === kind && each.amount === amount && each.from === from && each.to === to);
  }
  return amount === grantedOn(permanentOnly(line), from);
}

function permanentOnly(line: DeepReadonly<Line>): DeepReadonly<Line> {
  return { ...line, limits: line.limits.filter(({ kind }) => kind === "PERMANENT") };
}
