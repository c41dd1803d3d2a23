import type { DecidedEvent } from "../../../kernel/decider.ts";
import { brokenPromiseChanges } from "./broken-promises.ts";
import type { Judged, Judgement } from "./judgement.ts";
import { overLimitChanges } from "./over-limit.ts";
import { pastDueChanges } from "./past-due-suspension.ts";

/**
 * What time and money do to the open line: suspensions for broken promises, past-due debt and an exposure above the ceiling, and their end
 * where it comes by itself. In the order of their dates. A line that is not open is not judged, and an expired one as if it still held: debt
 * is unaffected by the end of the line, new orders are held for that reason by themselves.
 */
export function lineChanges(account: Judged, given: Omit<Judgement, "line">): readonly DecidedEvent[] {
  const line = account.creditLine.open.value;
  if (line === undefined || given.asOf < line.openedOn) return [];
  const judgement = { ...given, line };
  const changes = [brokenPromiseChanges, pastDueChanges, overLimitChanges].flatMap((rule) => rule(account, judgement));
  return changes.sort((one, other) => byText(one.effectiveOn, other.effectiveOn));
}

function byText(one = "", other = ""): number {
  return one < other ? -1 : Number(one > other);
}
