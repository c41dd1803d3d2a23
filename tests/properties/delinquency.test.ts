import fc from "fast-check";
import t from "tap";
import { type Account, account } from "../../src/domain/account/account.ts";
import { applyPayment } from "../../src/domain/account/applications/apply-payment.ts";
import { unapplyPayment } from "../../src/domain/account/applications/unapply-payment.ts";
import { evaluateDelinquency } from "../../src/domain/account/delinquency/evaluate-delinquency.ts";
import { recordInvoice } from "../../src/domain/account/documents/record-invoice.ts";
import { addDays, type CalendarDate, daysBetween } from "../../src/kernel/calendar-date.ts";
import type { DecidedEvent } from "../../src/kernel/decider.ts";
import { ACCOUNT, receiptRegistered } from "../support/account-history.ts";
import { applicationBody, invoiceBody } from "../support/company.ts";
import { stateOf } from "../support/folded.ts";
import { given } from "../support/given.ts";
import { holds } from "./holds.ts";

const FIRST = "2025-01-01";
const MIN = 10_000_00n;
const NAMES = ["CURRENT", "EARLY", "MID", "LATE", "SEVERE"];
const THRESHOLDS = [1, 31, 61, 91];

/** One day of the clerk: some days later something is recorded that may concern a day long ago. */
const step = fc.record({
  later: fc.integer({ min: 0, max: 45 }),
  kind: fc.constantFrom("invoice", "payment", "undoing", "nothing"),
  daysAgo: fc.integer({ min: 0, max: 130 }),
  which: fc.nat(5),
  thousands: fc.integer({ min: 5, max: 40 }),
});

/** A day at a time, from the items alone. */
function naiveStateOn({ documents }: Pick<Account, "documents">, day: CalendarDate): string | undefined {
  let worst = 0;
  for (const { byEffect, dueOn } of documents.instalments.values()) {
    let open = 0n;
    for (const { on, change } of byEffect) if (on <= day) open += change;
    const dpd = daysBetween(dueOn, day);
    if (open >= MIN) worst = Math.max(worst, THRESHOLDS.filter((days) => dpd >= days).length);
  }
  return NAMES[worst];
}

t.test("DEL-1..4 whatever is recorded when, the changes that stand give each day's state", async (t) => {
  let superseded = 0;
  let changes = 0;
  const property = fc.property(fc.array(step, { minLength: 1, maxLength: 14 }), (steps) => {
    let today: CalendarDate = FIRST;
    const history: DecidedEvent[] = [receiptRegistered("R", "9000000.00", FIRST)];
    let documents = 0;
    let applications = 0;
    for (const { later, kind, daysAgo, which, thousands } of steps) {
      today = addDays(today, later);
      const back = addDays(today, -daysAgo);
      const on = back < FIRST ? FIRST : back;
      const amount = `${thousands}000.00`;
      const when = (command: unknown, body: Record<string, unknown>) =>
        history.push(...given(...history).when(command, body, { today, roles: ["DIR", "CC"] }).events);
      if (kind === "invoice") {
        documents += 1;
        when(recordInvoice, invoiceBody(ACCOUNT, `F${documents}`, amount, on));
      } else if (kind === "payment") {
        applications += 1;
        when(applyPayment, applicationBody(ACCOUNT, `A${applications}`, "R", [[`F${which + 1}.1`, amount]], { effectiveOn: on }));
      } else if (kind === "undoing") {
        const correction = { unapplicationId: `U${history.length}`, applicationId: `A${which + 1}`, reason: "wrong" };
        when(unapplyPayment, { accountId: ACCOUNT, ...correction, kind: daysAgo % 2 === 0 ? "CORRECTION" : "REVERSAL" });
      }
      when(evaluateDelinquency, { accountId: ACCOUNT, asOf: today });

      const state = stateOf(account, ACCOUNT, history);
      const standing = state.delinquency.changes.value;
      changes = Math.max(changes, standing.length);
      superseded += state.delinquency.recorded.value - standing.length;
      for (let day: CalendarDate = FIRST; day <= today; day = addDays(day, 1)) {
        const recorded = standing.findLast((change) => change.on <= day)?.to ?? "CURRENT";
        if (recorded !== naiveStateOn(state, day)) throw new Error(`on ${day}: ${recorded} instead of ${naiveStateOn(state, day)}`);
      }
    }
  });
  holds(t, property, 300);
  t.ok(changes > 5 && superseded > 50, "states changed often, and were corrected");
});
