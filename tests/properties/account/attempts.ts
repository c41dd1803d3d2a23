import type { Body } from "../../support/ledger.ts";
import { areThere } from "./model/authority.ts";
import { dateOfDay, dayOfDate, lastOf, SPAN_DAYS } from "./model/days.ts";
import type { Dice } from "./model/dice.ts";
import type { Ask, Attempt, Definition, Judgement, Move } from "./model/move.ts";
import { lockOn, type NaiveAccount } from "./model/naive-account.ts";
import { MOVES, STARTERS } from "./moves.ts";

/** Time itself is locked: periods are closed up to a day, softly or for good, or some days are sealed. */
export interface Locking {
  readonly lock: "CLOSE" | "SOFTLY" | "SEAL";
  readonly day: number;
}

/** One step of a history, with all that it takes to repeat it. */
export interface Step {
  readonly today: number;
  readonly what: Locking | (Attempt & { readonly move: Move });
}

const STARTING_STEPS = 6;
const LOCKING_WEIGHT = 30;
const TOTAL_WEIGHT = MOVES.reduce((sum, { weight }) => sum + weight, 0);

/** What a history is mostly about, so that long stories come to their end: parts of the names of commands. */
const THEMES: readonly RegExp[] = [
  /nothing in particular/,
  /WriteOff$|Recovery|UnapplyPayment/,
  /WriteOff$|Recovery|ReturnPayment/,
  /CreditNote|CancelInvoice/,
  /Application$|UnapplyPayment|RecordWithholding$/,
  /Application$|ApplyPayment|ReturnPayment|OffsetAccounts/,
  /CreditNote$|UnapplyPayment/,
  /Withholding|Discount|Difference/,
  /Withholding|ApplyPayment|UnapplyPayment/,
  /Refund|Transfer|ReturnPayment|Clearance/,
  /Order|Reservation/,
  /Line$|Credit(Limit|Terms)/,
  /Receipt|Clearance|ReturnPayment/,
  /Promise|ApplyPayment|ReturnPayment/,
];
export const THEME_COUNT = THEMES.length;
const OF_THEME = THEMES.map((theme) => MOVES.filter(({ definition }) => theme.test(definition.name)));

/** What somebody does next: mostly something for which there is reason. */
export function nextStep(account: NaiveAccount, dice: Dice, n: number, theme: number): Step {
  const { today } = account;
  if (n >= STARTING_STEPS && dice.upTo(TOTAL_WEIGHT) < LOCKING_WEIGHT) return { today, what: locking(today, dice) };
  const move = n < STARTING_STEPS ? dice.of(...STARTERS) : chosen(account, dice, OF_THEME[theme] ?? []);
  return { today, what: { move, ...attemptOf(account, move, dice, n) } };
}

function locking(today: number, dice: Dice): Locking {
  const lock = dice.of("CLOSE", "SOFTLY", "SEAL", "SEAL");
  return { lock, day: today - dice.between(lock === "SEAL" ? 0 : 4, 30) };
}

function chosen(account: NaiveAccount, dice: Dice, ofTheme: readonly Move[]): Move {
  const timely = ofTheme.filter(({ isTimely }) => isTimely(account));
  if (timely.length > 0 && dice.once(2)) return dice.of(...timely);
  for (;;) {
    let place = dice.upTo(TOTAL_WEIGHT - 1);
    const move = MOVES.find(({ weight }) => {
      place -= weight;
      return place < 0;
    });
    if (move !== undefined && (move.isTimely(account) || dice.once(25))) return move;
  }
}

export function lockDays(account: NaiveAccount, { lock, day }: Locking): void {
  if (lock === "CLOSE") account.closedThrough = Math.max(account.closedThrough, day);
  else if (lock === "SOFTLY") account.softlyClosedThrough = Math.max(account.softlyClosedThrough, day);
  else for (let each = day; each < day + 6; each += 1) account.sealedDays.add(each);
}

/** Roles that may, a second person where one must approve, and now and then something that makes it wrong. */
function attemptOf(account: NaiveAccount, { definition, propose }: Move, dice: Dice, n: number): Attempt {
  const { issuedBy, approvedBy, alsoApprovedBy = [] } = definition;
  const proposed = propose(account, dice, n);
  const actor = proposed.actor ?? { personId: "ANA", roles: [dice.of(...issuedBy)] };
  const second =
    approvedBy === undefined || dice.once(20)
      ? []
      : [
          { personId: "EVA", roles: [dice.of(...approvedBy)] },
          ...(alsoApprovedBy.length === 0 || dice.once(20) ? [] : [{ personId: "IVAN", roles: [dice.of(...alsoApprovedBy)] }]),
        ];
  const policies = dice.once(12) ? lackingPolicies(definition) : {};
  const body = spoiled(account, { ...proposed.body, ...dated(account, dice, definition, proposed.body) }, dice);
  return {
    body: JSON.parse(JSON.stringify(body)) as Body,
    actor,
    approvers: proposed.approvers ?? second,
    world: { ...proposed.world, ...policies },
  };
}

/** Policies whose tables lack the currency of the account. */
function lackingPolicies({ name, refusals }: Definition): Attempt["world"] {
  if (!refusals.includes("UNKNOWN_CURRENCY")) return {};
  if (name === "WriteOffDifference") return { policies: { tolerance: { amount: {}, monthly: {} } } };
  if (name === "EvaluateDelinquency") return { policies: { delinquency: { minAmount: {} } } };
  return { policies: { credit: { holdMinAmount: {} } } };
}

/** A business date of the caller's own, often one in locked time. */
function dated(account: NaiveAccount, dice: Dice, { refusals }: Definition, body: Body) {
  if (!dice.once(5)) return {};
  const { closedThrough, softlyClosedThrough, sealedDays, today } = account;
  const closed = closedThrough < 0 ? [] : [closedThrough - dice.upTo(8)];
  const softly = softlyClosedThrough <= closedThrough ? [] : [softlyClosedThrough];
  const locked = refusals.includes("DAY_SEALED") ? [...closed, ...softly, ...(sealedDays.size === 0 ? [] : [dice.of(...sealedDays)])] : [];
  if (locked.length > 0 && !dice.once(3)) return { effectiveOn: dateOfDay(Math.max(0, dice.of(...locked))) };
  const dips = refusals.includes("TIMELINE_NEGATIVE") ? dipsOf(account, body) : [];
  const day = dips.length > 0 ? dice.of(...dips) : today + dice.between(-25, 4);
  return { effectiveOn: dateOfDay(Math.max(0, day)) };
}

/** Days on which there was less than later of something that the body is about, itself or through a proposal or a re-opened withholding. */
function dipsOf({ items, credits, writeOffs, proposals, settlements, today }: NaiveAccount, body: Body): readonly number[] {
  const asked = proposals.get(String(body.applicationId))?.asked;
  const charges = [...settlements.values()].flatMap(({ id, chargeId }) =>
    chargeId !== undefined && JSON.stringify(body).includes(`"${id}"`) ? [`${chargeId}.1`] : [],
  );
  const text = JSON.stringify([body, asked, charges]);
  const amounts = [
    ...[...items].map(([id, { open }]) => [id, open] as const),
    ...[...credits].map(([id, { left }]) => [id, left] as const),
    ...[...writeOffs].flatMap(([id, { lines }]) => lines.map(({ memo }) => [id, memo] as const)),
  ];
  return amounts.flatMap(([id, cells]) => {
    if (!text.includes(`"${id}"`)) return [];
    const last = lastOf(cells);
    const begins = cells.findIndex((amount) => amount > 0);
    let day = today;
    while (day > begins && (cells[day] ?? 0) >= last) day -= 1;
    return begins >= 0 && day > begins ? [day] : [];
  });
}

function spoiled(account: NaiveAccount, body: Body, dice: Dice): Body {
  if (!dice.once(50) || account.items.size === 0) return body;
  let isDone = false;
  return JSON.parse(JSON.stringify(body), (key, value) => {
    if (isDone || key !== "currency") return value;
    isDone = true;
    return "USD";
  }) as Body;
}

/** The command as the model is asked about it. */
export function askOf(account: NaiveAccount, { body, actor, approvers, world }: Attempt): Ask<unknown> {
  const effect = body.effectiveOn === undefined ? undefined : dayOfDate(String(body.effectiveOn));
  return { account, body, actor, approvers, world, today: account.today, effect, reason: body.reason !== undefined };
}

/** What the model says of a command, with the rules that are the same for all. */
export function judgementOf(account: NaiveAccount, move: Move, attempt: Attempt, isBegun: boolean, begins: boolean): Judgement {
  const { definition } = move;
  const ask = askOf(account, attempt);
  if (!isBegun && !begins) return { must: ["ACCOUNT_NOT_FOUND", "MALFORMED", "FUTURE_EFFECTIVE_DATE"] };
  const { must, may = [], ...judged } = move.judge(ask);
  const { refusals, approvedBy, alsoApprovedBy, name, mayBeDatedAhead } = definition;
  const { effect, world, approvers, today } = ask;
  const isStranger = "customer" in world && world.customer === undefined && refusals.includes("CUSTOMER_NOT_FOUND");
  const isNowhere = "entity" in world && world.entity === undefined && refusals.includes("ACCOUNT_NOT_FOUND");
  const needed = [approvedBy, alsoApprovedBy].filter((roles) => roles !== undefined);
  const isApproved = areThere(needed, approvers);
  const isLocked =
    judged.changesNothing === undefined && effect !== undefined && refusals.includes("PERIOD_CLOSED") && name !== "UnapplyPayment";
  return {
    ...judged,
    must: [
      ...must,
      ...(isStranger ? ["CUSTOMER_NOT_FOUND"] : []),
      ...(isNowhere ? ["ACCOUNT_NOT_FOUND"] : []),
      ...(refusals.includes("CURRENCY_MISMATCH") && hasOtherCurrency(attempt.body) ? ["CURRENCY_MISMATCH"] : []),
      ...(isLocked ? lockOn(account, Math.min(effect, SPAN_DAYS - 1)) : []),
      ...(effect !== undefined && effect > today && mayBeDatedAhead !== true ? ["FUTURE_EFFECTIVE_DATE"] : []),
      ...(isApproved ? [] : ["APPROVAL_REQUIRED"]),
    ],
    may: isNowhere || isStranger ? refusals : may,
  };
}

/** What was handed over in another currency is not meant. */
function hasOtherCurrency({ original, ...body }: Body): boolean {
  return original === undefined ? JSON.stringify(body).includes('"currency":"USD"') : JSON.stringify(body.amount).includes("USD");
}
