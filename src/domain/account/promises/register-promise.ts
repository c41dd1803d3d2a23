import { RegisterPromiseBody } from "../../../../schemas/commands/promises.ts";
import { PromiseRegistered } from "../../../../schemas/events/account.ts";
import { addDays, type CalendarDate } from "../../../kernel/calendar-date.ts";
import { broken, type DeepReadonly, refuse, type Verdict, violation } from "../../../kernel/decider.ts";
import { amountText, type Minor, toMinor } from "../../../kernel/money.ts";
import { defineCommand } from "../../facts.ts";
import { personIsKnown } from "../../organisation/assign-role.ts";
import { DESK, LEAD } from "../../roles.ts";
import { type Account, accountOf } from "../account.ts";
import { currencyIs, partsOfAccount } from "../account-id.ts";

type Line = DeepReadonly<(typeof RegisterPromiseBody)["static"]>["lines"][number];

export const registerPromise = defineCommand({
  name: "RegisterPromise",
  title: { en: "Register a promise to pay", es: "Registrar una promesa de pago" },
  body: RegisterPromiseBody,
  issuedBy: [...DESK, ...LEAD, "SR"],
  target: accountOf,
  facts: ["policies", "organisation"],
  refusals: [
    ...(["OVERLAPS", "ITEM_NOT_FOUND", "CURRENCY_MISMATCH", "PROMISE_IN_PAST", "PROMISE_TOO_FAR", "ALREADY_SETTLED"] as const),
    ...(["PROMISE_OVER_OPEN", "ITEM_ALREADY_PROMISED", "PERSON_NOT_FOUND", "RESOURCE_NOT_FOUND", "MALFORMED"] as const),
  ],
  examine: ({ lines }) => {
    const ids = lines.map(({ instalmentId }) => instalmentId);
    const twice = ids.filter((instalmentId, index) => ids.indexOf(instalmentId) !== index);
    return twice.map((instalmentId) => violation("MALFORMED", { instalmentId, needed: "each instalment once" }, "/lines"));
  },

  decide(account, { accountId, promiseId, lines, dueOn, channel, contactPersonId, collectorId, evidenceRef }, facts) {
    const { currency } = partsOfAccount(accountId);
    const today = facts.effectiveOn ?? facts.today;
    const { maxDays } = facts.policies.inForce("promise", today).body;
    const violations = broken([
      account.promises.byId.has(promiseId) ? violation("OVERLAPS", { promiseId }, "/promiseId") : undefined,
      currencyIs(currency, Object.fromEntries(lines.map(({ amount }, index) => [`lines/${index}/amount`, amount]))),
      dueDateIsWithinHorizon(dueOn, facts.today, maxDays),
      ...lines.map((line, index) =>
        line.amount.currency === currency ? amountIsOpen(account, line, currency, `/lines/${index}`) : undefined,
      ),
      collectorId === undefined ? undefined : personIsKnown(facts.organisation, collectorId, "/collectorId"),
      contactPersonId === undefined ? undefined : violation("RESOURCE_NOT_FOUND", { kind: "CONTACT", contactPersonId }, "/contactPersonId"),
    ]);
    if (violations.length > 0) return refuse(...violations);
    return [
      PromiseRegistered({
        promiseId,
        lines: lines.map(({ instalmentId, amount }) => ({ instalmentId, amount: amountText(toMinor(amount), currency) })),
        dueOn,
        channel,
        ...(collectorId !== undefined && { collectorId }),
        ...(evidenceRef !== undefined && { evidenceRef }),
      }),
    ];
  },
});

function dueDateIsWithinHorizon(dueOn: CalendarDate, today: CalendarDate, maxDays: number): Verdict {
  if (dueOn < today) return violation("PROMISE_IN_PAST", { dueOn, today }, "/dueOn");
  const latest = addDays(today, maxDays);
  return dueOn > latest ? violation("PROMISE_TOO_FAR", { dueOn, latest }, "/dueOn") : undefined;
}

/** No more is promised on an instalment than is open; with other active promises on it, no more than they leave. */
function amountIsOpen({ documents, promises }: Account, { instalmentId, amount }: Line, currency: string, pointer: string): Verdict {
  const instalment = documents.instalments.get(instalmentId);
  if (instalment === undefined) return violation("ITEM_NOT_FOUND", { instalmentId }, `${pointer}/instalmentId`);
  const { open } = instalment;
  const promised = toMinor(amount);
  const text = (minor: Minor) => amountText(minor, currency);
  if (open === 0n) return violation("ALREADY_SETTLED", { instalmentId }, `${pointer}/instalmentId`);
  if (promised > open)
    return violation("PROMISE_OVER_OPEN", { instalmentId, open: text(open), promised: text(promised) }, `${pointer}/amount`);
  const covered = promises.cover.get(instalmentId) ?? 0n;
  if (promised + covered <= open) return undefined;
  return violation("ITEM_ALREADY_PROMISED", { instalmentId, open: text(open), alreadyPromised: text(covered) }, `${pointer}/amount`);
}
