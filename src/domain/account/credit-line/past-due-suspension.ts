import { LineReinstated } from "../../../../schemas/events/account/credit-line.ts";
import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import { type DecidedEvent, effective } from "../../../kernel/decider.ts";
import { amountText, parseAmount } from "../../../kernel/money.ts";
import { itemsAfter, type PastDueRule, pastDueOn, worstLevelOn, worstLevels } from "../delinquency/past-due.ts";
import { firstDayFor, freeIdFor, suspendedBySystem } from "./automatic-suspension.ts";
import { liveSuspension } from "./credit-line.ts";
import type { Judged, Judgement } from "./judgement.ts";

/** So many items are named in the facts of a suspension. */
const NAMED_ITEMS = 10;

/**
 * An item that is past due for too long suspends the line from the first such day on, and the last of them being settled reinstates it,
 * each with its true date however late it is looked at. The rule does not apply in a currency that the policy's table lacks.
 */
export function pastDueChanges(account: Judged, judgement: Judgement): readonly DecidedEvent[] {
  const { creditLine } = account;
  const { policies, currency, asOf, touched } = judgement;
  const { suspendPastDueDays, suspendMinAmount } = policies.inForce("credit", asOf).body;
  const minAmount = parseAmount(suspendMinAmount[currency] ?? "", currency);
  const live = liveSuspension(creditLine, "PAST_DUE");
  const first = live?.suspension.suspendedOn ?? firstDayFor(creditLine, "PAST_DUE");
  if (minAmount === undefined || first === undefined || first > asOf) return [];

  const rule: PastDueRule = { thresholds: [suspendPastDueDays + 1], minAmount };
  const isPastDue = worstLevelOn(itemsAfter(account, asOf), rule, asOf) > 0;
  if (isPastDue && live !== undefined) return [];
  const wasMissed = touched !== undefined && worstLevels(touched.items, rule, first, asOf).some(({ level }) => level > 0);
  if (!isPastDue && live === undefined && !wasMissed) return [];
  return walk(account, judgement, rule, first);
}

/** From day to day: suspended where it is past due, reinstated where it is not. */
function walk(
  account: Judged,
  { line, policies, currency, asOf }: Judgement,
  rule: PastDueRule,
  first: CalendarDate,
): readonly DecidedEvent[] {
  const { creditLine } = account;
  const items = itemsAfter(account, first);
  const changes: DecidedEvent[] = [];
  const live = liveSuspension(creditLine, "PAST_DUE");
  let liveId = live?.suspensionId;
  let lastId: string | undefined;
  // What a person suspended ends by itself only once the facts were there and are gone.
  let factsSeen = live?.suspension.origin !== "MANUAL";
  for (const { on, level } of worstLevels(items, rule, first, asOf)) {
    if (level > 0 && liveId === undefined) {
      liveId = freeIdFor(creditLine, "PAST_DUE", lastId);
      lastId = liveId;
      const facts = factsOf(pastDueOn(items, rule, on), policies.inForce("credit", asOf).version, currency);
      changes.push(effective(on, suspendedBySystem({ lineId: line.lineId, suspensionId: liveId, reasonCode: "PAST_DUE", facts })));
    } else if (level === 0 && liveId !== undefined && factsSeen) {
      changes.push(
        effective(on, LineReinstated({ lineId: line.lineId, suspensionId: liveId, reasonCode: "PAST_DUE", origin: "AUTOMATIC" })),
      );
      liveId = undefined;
    }
    factsSeen ||= level > 0;
  }
  return changes;
}

function factsOf(items: ReturnType<typeof pastDueOn>, policyVersion: number, currency: string) {
  const named = items.slice(0, NAMED_ITEMS).flatMap(({ instalmentId, dpd, open }) => [
    { name: "instalmentId", value: instalmentId },
    { name: "dpd", value: String(dpd) },
    { name: "open", value: amountText(open, currency) },
  ]);
  const more = items.length > NAMED_ITEMS ? [{ name: "moreItems", value: String(items.length - NAMED_ITEMS) }] : [];
  return [{ name: "policyVersion", value: String(policyVersion) }, ...named, ...more];
}
