import { PostWriteOffBody } from "../../../../schemas/commands/write-offs.ts";
import { ItemsWrittenOff } from "../../../../schemas/events/account/write-offs.ts";
import { type CalendarDate, laterOf } from "../../../kernel/calendar-date.ts";
import { broken, type DeepReadonly, effective, type Occasion, refuse, type Verdict, violation } from "../../../kernel/decider.ts";
import { amountText } from "../../../kernel/money.ts";
import { firstDayWith, lowestFrom } from "../../../kernel/timeline.ts";
import { authorityReaches, requiredLevel } from "../../authority.ts";
import { type DomainFacts, defineCommand } from "../../facts.ts";
import { givenDateIsOpen, moneyDate } from "../../time-locks.ts";
import { type Account, accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import type { Document, Instalment } from "../documents/documents.ts";
import { actsAsLedger, areSmallBalances, mayBeWrittenOff, sumOfLines, WRITE_OFF_REFUSALS } from "./write-off-rules.ts";
import { stageOf, type WriteOff } from "./write-offs.ts";

type Facts = DeepReadonly<Pick<DomainFacts, "policies" | "locks">> & Occasion;

export const postWriteOff = defineCommand({
  name: "PostWriteOff",
  title: { en: "Post a write-off", es: "Contabilizar un castigo" },
  body: PostWriteOffBody,
  issuedBy: ["ACC", "SYS"],
  target: accountOf,
  facts: ["policies", "locks"],
  refusals: [
    ...(["WRITE_OFF_NOT_FOUND", "INVALID_TRANSITION", "FUTURE_EFFECTIVE_DATE", "VALIDITY_INVERTED", ...WRITE_OFF_REFUSALS] as const),
    ...(["AUTHORITY_EXCEEDED", "EFFECTIVE_BEFORE_DOCUMENT", "TIMELINE_NEGATIVE"] as const),
    ...(["PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const),
  ],

  /** What was open becomes a memo. Everything is looked at again: the customer may have paid since it was approved. */
  decide(account, { accountId, writeOffId, on }, facts) {
    const { currency } = partsOfAccount(accountId);
    const writeOff = account.writeOffs.get(writeOffId);
    if (writeOff === undefined) return refuse(violation("WRITE_OFF_NOT_FOUND", { writeOffId }, "/writeOffId"));
    const isOwn = writeOff.status === "PROPOSED" && writeOff.automatic && actsAsLedger(facts);
    if (writeOff.status !== "APPROVED" && !isOwn) {
      return refuse(violation("INVALID_TRANSITION", { writeOffId, status: stageOf(writeOff) }, "/writeOffId"));
    }
    const day = moneyDate(facts, on);
    const violations = broken([
      on > facts.today ? violation("FUTURE_EFFECTIVE_DATE", { effectiveOn: on, today: facts.today }, "/on") : undefined,
      day < on ? violation("VALIDITY_INVERTED", { from: on, to: day }, "/effectiveOn") : undefined,
      mayBeWrittenOff(account, writeOff, on, facts.policies.inForce("writeOff", on).body, currency),
      isOwn ? smallEnough(account, writeOff, on, currency, facts) : undefined,
      isAllThereOn(account, writeOff, day),
      givenDateIsOpen(facts),
    ]);
    if (violations.length > 0) return refuse(...violations);
    const lines = writeOff.lines.map(({ instalmentId, amount }) => ({ instalmentId, amount: amountText(amount, currency) }));
    return [effective(day, ItemsWrittenOff({ writeOffId, lines, settledOn: settlementDay(account, writeOff, on) }))];
  },
});

/** Since the ledger proposed it, others may have filled the month. */
function smallEnough(account: Account, writeOff: DeepReadonly<WriteOff>, on: CalendarDate, currency: string, { policies }: Facts): Verdict {
  if (areSmallBalances(account, writeOff.lines, on, policies.inForce("writeOff", on).body, currency)) return undefined;
  const amount = sumOfLines(writeOff);
  const required = requiredLevel(policies.inForce("authority", on).body.WRITE_OFF, amount, currency);
  return authorityReaches(undefined, required, "WRITE_OFF", { amount, currency });
}

interface Part {
  readonly instalmentId: string;
  readonly amount: bigint;
  readonly item: DeepReadonly<Instalment>;
  readonly document: DeepReadonly<Document>;
}

function partsOf({ documents }: Account, { lines }: DeepReadonly<WriteOff>): readonly Part[] {
  return lines.flatMap(({ instalmentId, amount }) => {
    const item = documents.instalments.get(instalmentId);
    const document = item && documents.byId.get(item.documentId);
    return item === undefined || document === undefined ? [] : { instalmentId, amount, item, document };
  });
}

/** From that day on each item has what is written off of it. */
function isAllThereOn(account: Account, writeOff: DeepReadonly<WriteOff>, day: CalendarDate): Verdict {
  return partsOf(account, writeOff).flatMap(({ amount, item, document }) => {
    const facts = { effectiveOn: day, earliest: document.effectiveOn };
    if (day < document.effectiveOn) return violation("EFFECTIVE_BEFORE_DOCUMENT", facts, "/on");
    return lowestFrom(item.byEffect, day) >= amount || item.open < amount ? [] : violation("TIMELINE_NEGATIVE", facts, "/on");
  });
}

/** The write-off's own date, or the first after it on which the items, counted by days of settlement, are open. */
function settlementDay(account: Account, writeOff: DeepReadonly<WriteOff>, on: CalendarDate): CalendarDate {
  return partsOf(account, writeOff)
    .map(({ amount, item }) => firstDayWith(item.bySettlement, amount, on) ?? on)
    .reduce(laterOf, on);
}
