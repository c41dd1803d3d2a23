import { PaymentApplied } from "../../../../schemas/events/account/applications.ts";
import { DiscountGranted, WithholdingRecorded } from "../../../../schemas/events/account/settlements.ts";
import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import { type DecidedEvent, effective, type Sealed } from "../../../kernel/decider.ts";
import { amountText, type Minor, toMinor } from "../../../kernel/money.ts";
import { type ApplicationPlan, discountIdOf } from "./application-plan.ts";

interface Payment {
  readonly applicationId: string;
  readonly receiptId: string;
  readonly debtorInstruction?: Sealed | undefined;
}

/** A planned application of money as events: the payment, then what settles together with its lines. */
export function paymentEvents(payment: Payment, plan: ApplicationPlan, currency: string, today: CalendarDate): readonly DecidedEvent[] {
  const { applicationId, receiptId, debtorInstruction } = payment;
  const text = (minor: Minor) => amountText(minor, currency);
  const conditional = !plan.credit.cleared;
  const nothing = text(0n);
  const applied = PaymentApplied({
    applicationId,
    receiptId,
    lines: plan.lines.map(({ line, money, settled }) => ({
      lineId: line.lineId,
      instalmentId: line.instalmentId,
      amount: text(money),
      components: { defaultInterest: nothing, remunerativeInterest: nothing, capital: text(money) },
      settledOn: settled,
    })),
    conditional,
    appliedOn: today,
    ...(debtorInstruction !== undefined && { debtorInstruction }),
  });
  const companions = plan.lines.flatMap(({ line, settled }) => {
    const { lineId, instalmentId, discount, withholdings } = line;
    const together = { applicationId, receiptId, lineId, instalmentId, settledOn: settled, conditional, appliedOn: today };
    const discountId = discountIdOf(applicationId, lineId);
    return [
      ...(discount === undefined
        ? []
        : [DiscountGranted({ ...together, discountId, kind: "EARLY_PAYMENT", pct: discount.pct, amount: text(toMinor(discount.amount)) })]),
      ...(withholdings ?? []).map(({ withholdingId, kind, base, ratePct, amount }) =>
        WithholdingRecorded({ ...together, withholdingId, kind, base: text(toMinor(base)), ratePct, amount: text(toMinor(amount)) }),
      ),
    ];
  });
  return [applied, ...companions].map((event) => effective(plan.effectiveOn, event));
}
