import { ApplicationRejected, PaymentUnapplied } from "../../../../schemas/events/account/applications.ts";
import { RefundCancelled } from "../../../../schemas/events/account/credit-moves.ts";
import { DiscountRevoked, SmallDifferenceReversed } from "../../../../schemas/events/account/settlements.ts";
import { type CalendarDate, laterOf } from "../../../kernel/calendar-date.ts";
import { type DecidedEvent, type DeepReadonly, effective } from "../../../kernel/decider.ts";
import { amountText, type Minor, sumOf } from "../../../kernel/money.ts";
import type { Account } from "../account.ts";
import type { Application } from "../applications/applications.ts";
import { companionsUndoneWith, dividedCompanions } from "../applications/companions-undone.ts";
import { pendingOfUndone, spansOfLines } from "../applications/pending-spans.ts";
import type { CreditItem } from "../credits/credits.ts";
import { derivedId } from "../derived-id.ts";

/** The credit whose money did not come after all, and since when that counts. */
export interface TakenBack {
  readonly creditItemId: string;
  readonly credit: DeepReadonly<CreditItem>;
  /** Of the return; what took effect later is undone with its own date. */
  readonly effectiveOn: CalendarDate;
  readonly today: CalendarDate;
  readonly currency: string;
}

export interface Live extends DeepReadonly<Application> {
  readonly applicationId: string;
}

/** Applications and recoveries of a credit of which something still stands. */
export function liveApplications({ applications }: Account, creditItemId: string): readonly Live[] {
  return (applications.ofCredit.get(creditItemId) ?? []).flatMap((applicationId) => {
    const application = applications.byId.get(applicationId);
    return application?.lines.some(({ left }) => left > 0n) ? { ...application, applicationId } : [];
  });
}

/**
 * What stands on money that did not come, undone: proposals, applications and recoveries, refunds that are not paid yet, rests that were
 * kept. For the days of settlement it is as if the money had never been there, so that interest runs from the original due date.
 */
export function usesUndone(account: Account, back: TakenBack): readonly DecidedEvent[] {
  return [
    ...proposalsRejected(account, back),
    ...applicationsUndone(account, back),
    ...refundsCancelled(account, back),
    ...keptRestsGivenBack(account, back),
  ];
}

/** What of a credit vanishes with it: all that was neither paid out nor transferred. */
export function vanishes({ creditMoves }: Account, { creditItemId, credit }: Pick<TakenBack, "creditItemId" | "credit">): Minor {
  const { applied, recovered, writtenOff } = credit.uses;
  const waiting = [...creditMoves.refunds.values()].filter((each) => each.creditItemId === creditItemId && each.status === "REQUESTED");
  return credit.unapplied + applied + recovered + writtenOff + sumOf(waiting.map(({ amount }) => amount));
}

function proposalsRejected({ proposals }: Account, { creditItemId, today }: TakenBack): readonly DecidedEvent[] {
  return [...proposals].flatMap(([applicationId, { status, asked }]) => {
    if (status !== "PROPOSED" || asked.receiptId !== creditItemId) return [];
    const { receiptId, reserves } = asked;
    return effective(today, ApplicationRejected({ applicationId, receiptId, reserves, origin: "RETURNED" }));
  });
}

function applicationsUndone(account: Account, back: TakenBack): readonly DecidedEvent[] {
  const given = new Set<string>();
  return liveApplications(account, back.creditItemId).flatMap((application) =>
    inPieces(application.lines.filter(({ left }) => left > 0n)).flatMap((lines) => {
      const isTaken = (id: string) => given.has(id) || account.applications.unapplications.has(id);
      const unapplicationId = derivedId(application.applicationId, "RET", isTaken);
      given.add(unapplicationId);
      return linesUndone(account, { ...application, lines }, unapplicationId, back);
    }),
  );
}

/** So many lines, with what settled together with them, are undone by one event: of the longest ids that is well below its limit. */
const UNDONE_AT_ONCE = 150;

function inPieces(lines: Live["lines"]): readonly Live["lines"][] {
  const pieces: Live["lines"][number][][] = [];
  let room = 0;
  for (const line of lines) {
    const size = 1 + line.companions.length;
    if (size > room) {
      pieces.push([]);
      room = UNDONE_AT_ONCE;
    }
    pieces.at(-1)?.push(line);
    room -= size;
  }
  return pieces;
}

function linesUndone(
  account: Account,
  application: Live,
  unapplicationId: string,
  { creditItemId, credit, effectiveOn, today, currency }: TakenBack,
): readonly DecidedEvent[] {
  const { applicationId, kind, lines } = application;
  const on = laterOf(effectiveOn, application.effectiveOn);
  const spans = spansOfLines(credit, application, on);
  const companions = lines.flatMap((line) =>
    companionsUndoneWith(account, line, line.left).map((each) => {
      const { lineId, instalmentId } = line;
      return { ...each, lineId, instalmentId, freedOn: each.settledOn };
    }),
  );
  const { alsoReversed, apart } = dividedCompanions(companions, { applicationId, credit, spans, effectiveOn: on, currency });
  const unapplied = PaymentUnapplied({
    unapplicationId,
    applicationId,
    creditItemId,
    kind: "REVERSAL",
    lines: lines.map(({ lineId, instalmentId, left, settledOn, ...line }) => ({
      ...{ lineId, instalmentId, amount: amountText(left, currency), freedOn: settledOn },
      ...memoOf(account, line.memoOf),
    })),
    alsoReversed,
    ...pendingOfUndone(spans, on),
    ...(kind === "RECOVERY" && { recovery: true }),
    undoneOn: today,
  });
  return [effective(on, unapplied), ...apart];
}

/** What was recovered of a write-off is owed again in its memo; where the write-off itself was taken back, the item opens again. */
function memoOf({ writeOffs }: Account, writeOffId: string | undefined) {
  return writeOffId === undefined || writeOffs.get(writeOffId)?.status === "REVERSED" ? {} : { memoOf: writeOffId };
}

function refundsCancelled({ creditMoves }: Account, { creditItemId, effectiveOn, currency }: TakenBack): readonly DecidedEvent[] {
  return [...creditMoves.refunds].flatMap(([refundId, { status, amount, ...refund }]) =>
    status === "REQUESTED" && refund.creditItemId === creditItemId
      ? effective(effectiveOn, RefundCancelled({ refundId, creditItemId, restored: amountText(amount, currency) }))
      : [],
  );
}

/** A rest of the money that the company kept as a small difference did not come either. */
function keptRestsGivenBack({ settlements }: Account, { creditItemId, credit, effectiveOn, currency }: TakenBack): readonly DecidedEvent[] {
  if (credit.uses.writtenOff === 0n) return [];
  return [...settlements].flatMap(([key, { kind, subkind, applicationId, left, ...rest }]) => {
    if (kind !== "DIFFERENCE" || subkind !== "CREDIT" || rest.creditItemId !== creditItemId || left === 0n) return [];
    const reversed = SmallDifferenceReversed({
      differenceId: key.slice("DIFFERENCE ".length),
      creditItemId,
      amount: amountText(left, currency),
      freedOn: rest.settledOn,
      ...(applicationId !== undefined && { applicationId }),
    });
    return effective(effectiveOn, reversed);
  });
}

/** Early-payment discounts that were granted apart, on what is open again, are not due: nothing was paid early. */
export function discountsRevoked(account: Account, { creditItemId, effectiveOn, currency }: TakenBack): readonly DecidedEvent[] {
  const lines = liveApplications(account, creditItemId).flatMap((each) => each.lines.filter(({ left }) => left > 0n));
  const opened = new Set(lines.filter((line) => memoOf(account, line.memoOf).memoOf === undefined).map(({ instalmentId }) => instalmentId));
  return [...account.settlements].flatMap(([key, { kind, subkind, applicationId, instalmentId, left, ...discount }]) => {
    const isGrantedApart = kind === "DISCOUNT" && subkind === "EARLY_PAYMENT" && applicationId === undefined;
    if (!isGrantedApart || instalmentId === undefined || left === 0n || !opened.has(instalmentId)) return [];
    const discountId = key.slice("DISCOUNT ".length);
    const revoked = DiscountRevoked({ discountId, instalmentId, amount: amountText(left, currency), freedOn: discount.settledOn });
    return effective(laterOf(effectiveOn, discount.effectiveOn), revoked);
  });
}
