import type { CommandOf } from "./commands.ts";
import { addFrom, dateOfDay } from "./days.ts";
import {
  type Expectation,
  firstOpenDay,
  lockOn,
  type NaiveAccount,
  type NaiveApplication,
  type NaiveLine,
  roundedHalfUp,
  total,
} from "./naive-account.ts";

interface Undone {
  readonly line: NaiveLine;
  readonly amount: number;
  readonly companions: readonly { readonly id: string; readonly kind: string; readonly amount: number }[];
  readonly freed: number;
}

/** UNA-1 to UNA-5. */
export function expectUnapplication(account: NaiveAccount, command: CommandOf<"unapplication">): Expectation {
  const application = account.applications.get(command.applicationId);
  if (application === undefined) return { reasons: ["APPLICATION_NOT_FOUND"] };
  const on = effectOf(account, command, application);
  const reasons = [
    ...(command.reason ? [] : ["REASON_REQUIRED"]),
    ...(account.unapplications.has(command.id) ? ["OVERLAPS"] : []),
    ...amountsAreWrong(command, application),
    ...dateIsWrong(account, command, application),
    ...(command.correction || command.effect !== undefined ? lockOn(account, on) : []),
  ];
  if (reasons.length > 0) return { reasons };
  const undone = undoneOf(command, application, on);
  return { events: [eventOf(command, undone, on)], follow: () => undo(account, command, application, undone, on) };
}

function effectOf(account: NaiveAccount, { correction, effect }: CommandOf<"unapplication">, application: NaiveApplication): number {
  if (correction) return application.effect;
  return effect ?? firstOpenDay(account, Math.max(account.today, application.effect));
}

function amountsAreWrong({ lines }: CommandOf<"unapplication">, application: NaiveApplication): readonly string[] {
  if (total(application.lines.map(({ left }) => left)) === 0) return ["ALREADY_UNAPPLIED"];
  return (lines ?? []).flatMap(({ lineId, amount }) => {
    const line = application.lines.find(({ id }) => id === lineId);
    if (line === undefined) return ["RESOURCE_NOT_FOUND"];
    if (line.left === 0) return ["ALREADY_UNAPPLIED"];
    return amount > line.left ? ["OVER_UNAPPLICATION"] : [];
  });
}

function dateIsWrong(
  { today }: NaiveAccount,
  { correction, effect }: CommandOf<"unapplication">,
  application: NaiveApplication,
): readonly string[] {
  if (effect === undefined) return [];
  if (effect < application.effect || (correction && effect > application.effect)) return ["EFFECTIVE_BEFORE_APPLICATION"];
  return effect > Math.max(today, application.effect) ? ["FUTURE_EFFECTIVE_DATE"] : [];
}

/** What is left of a discount or withholding is its share of what is left of the line, rounded half up. */
function undoneOf({ lines, correction }: CommandOf<"unapplication">, application: NaiveApplication, on: number): readonly Undone[] {
  const asked = lines ?? application.lines.filter(({ left }) => left > 0).map(({ id, left }) => ({ lineId: id, amount: left }));
  return asked.map(({ lineId, amount }) => {
    const line = application.lines.find(({ id }) => id === lineId) as NaiveLine;
    const companions = line.companions
      .map((each) => ({ id: each.id, kind: each.kind, amount: each.left - roundedHalfUp(each.amount * (line.left - amount), line.amount) }))
      .filter((each) => each.amount > 0);
    return { line, amount, companions, freed: correction ? line.settled : Math.max(on, line.settled) };
  });
}

function eventOf({ id, correction }: CommandOf<"unapplication">, undone: readonly Undone[], on: number): string {
  const lines = undone.map(({ line, amount, freed }) => `${line.id}=${amount}@${dateOfDay(freed)}`);
  const also = undone.flatMap(({ companions }) => companions.map((each) => `${each.id}=${each.amount}`));
  return ["PaymentUnapplied", dateOfDay(on), id, correction ? "CORRECTION" : "REVERSAL", ...lines, ...also].join(" ");
}

function undo(
  account: NaiveAccount,
  { id }: CommandOf<"unapplication">,
  application: NaiveApplication,
  undone: readonly Undone[],
  on: number,
): void {
  account.order += 1;
  account.unapplications.add(id);
  const receipt = account.receipts.get(application.receiptId);
  for (const { line, amount, companions, freed } of undone) {
    const item = account.items.get(line.itemId);
    if (item === undefined || receipt === undefined) throw new Error("an application of unknown things");
    const whole = amount + total(companions.map((each) => each.amount));
    line.left -= amount;
    for (const each of line.companions) each.left -= companions.find((gone) => gone.id === each.id)?.amount ?? 0;
    addFrom(item.open, on, whole);
    addFrom(item.openToSettle, freed, whole);
    addFrom(receipt.left, on, amount);
    addFrom(receipt.leftToSettle, freed, amount);
  }
}
