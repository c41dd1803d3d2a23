import { evaluateLine } from "../../../../src/domain/account/credit-line/evaluate-line.ts";
import { reinstateLine } from "../../../../src/domain/account/credit-line/reinstate-line.ts";
import { suspendLine } from "../../../../src/domain/account/credit-line/suspend-line.ts";
import { evaluateDelinquency } from "../../../../src/domain/account/delinquency/evaluate-delinquency.ts";
import { ACCOUNT } from "../../../support/account-history.ts";
import { mayDecide } from "../model/authority.ts";
import type { Dice } from "../model/dice.ts";
import { limitOn } from "../model/exposure.ts";
import { dateOf, dayOf, move, unless, wrong } from "../model/move.ts";
import type { NaiveAccount } from "../model/naive-account.ts";
import { lineIsLacking } from "./lines.ts";
import { anyOfThem, reasoned } from "./people.ts";

const REINSTATE_DAYS = 15;
const MEDIATED = ["OVERDRAWN", "PAST_DUE", "RETURNED_CHEQUE", "BROKEN_PROMISE"];

export const suspendLineMove = move(suspendLine, {
  weight: 5,
  propose(account, dice, n) {
    const suspensionId = dice.once(5) ? dice.known(account.line.suspensions.keys(), `Z${n}`) : `Z${n}`;
    const cascade = dice.of("NONE", "HOLD_RELEASED", "CANCEL_SUPPLY");
    return {
      body: {
        accountId: ACCOUNT,
        suspensionId,
        reasonCode: dice.of("MANUAL", "DISPUTE_FRAUD", "PAST_DUE", "LITIGATION"),
        facts: [],
        cascade,
      },
    };
  },
  judge({ account, body }) {
    const lacking = lineIsLacking(account);
    if (lacking.length > 0) return { must: lacking, may: ["OVERLAPS"] };
    const { lineId, suspensions } = account.line;
    const isLive = [...suspensions.values()].some((each) => each.live && each.lineId === lineId && each.reason === body.reasonCode);
    return { must: isLive ? [] : unless(!suspensions.has(body.suspensionId), "OVERLAPS") };
  },
});

const live = ({ line }: NaiveAccount) =>
  [...line.suspensions].filter(([, each]) => each.live && each.lineId === line.lineId).map(([id]) => id);

function opinion(dice: Dice, of: string) {
  const personId = dice.once(8) ? dice.of("NOBODY", "ANA") : of;
  return { personId, text: "yes", favourable: !dice.once(5) };
}

export const reinstateLineMove = move(reinstateLine, {
  weight: 9,
  isTimely: ({ line }) => line.suspensions.size > 0,
  propose(account, dice) {
    const mediation = {
      ...(!dice.once(8) && { salesOpinion: opinion(dice, "SALES") }),
      ...(!dice.once(8) && { adminOpinion: opinion(dice, "ADMIN") }),
    };
    const until = dice.once(4) && { until: dateOf(account.today + dice.between(-1, 16)) };
    const suspensionId = dice.rather(live(account), account.line.suspensions.keys(), "Z-none");
    return {
      body: { accountId: ACCOUNT, suspensionId, ...(!dice.once(6) && { mediation }), ...until, ...reasoned(dice) },
      ...anyOfThem(dice),
    };
  },
  judge({ account, body, actor, approvers, today, effect, reason }) {
    const suspension = account.line.suspensions.get(body.suspensionId);
    if (suspension === undefined) return wrong(["SUSPENSION_NOT_FOUND"]);
    if (!suspension.live) return wrong(["INVALID_TRANSITION"]);
    if (account.line.lineId !== suspension.lineId) return wrong(["LINE_CLOSED"]);
    const { salesOpinion: sales, adminOpinion: admin } = body.mediation ?? {};
    const on = effect ?? today;
    const until = body.until === undefined ? on : dayOf(body.until);
    const isKnown = (each: { readonly personId: string } | undefined) => each?.personId !== "NOBODY";
    const isRight = (sales === undefined || sales.personId === "SALES") && (admin === undefined || admin.personId === "ADMIN");
    const isUnfavourable = sales?.favourable === false || admin?.favourable === false;
    const limit = limitOn(account, on);
    return {
      must: [
        ...unless(reason, "REASON_REQUIRED"),
        ...unless(!MEDIATED.includes(suspension.reason) || (sales !== undefined && admin !== undefined), "MEDIATION_MISSING"),
        ...unless(isRight || !isKnown(sales) || !isKnown(admin), "MEDIATION_MISSING"),
        ...unless(isKnown(sales) && isKnown(admin), "PERSON_NOT_FOUND"),
        ...unless(until >= on && until <= on + REINSTATE_DAYS, "VALIDITY_INVERTED"),
        ...unless(mayDecide("LIMIT", limit, [actor, ...approvers], isUnfavourable ? 1 : 0), "AUTHORITY_EXCEEDED"),
      ],
      may: isRight ? [] : ["MEDIATION_MISSING"],
    };
  },
});

const asOfBody = (account: NaiveAccount, dice: Dice) => ({
  accountId: ACCOUNT,
  asOf: dateOf(account.today + (dice.once(8) ? 1 : dice.once(3) ? -dice.upTo(20) : 0)),
});

export const evaluateLineMove = move(evaluateLine, {
  weight: 10,
  propose: (account, dice) => ({ body: asOfBody(account, dice) }),
  judge: ({ body, today }) => ({ must: unless(dayOf(body.asOf) <= today, "FUTURE_EFFECTIVE_DATE") }),
});

export const evaluateDelinquencyMove = move(evaluateDelinquency, {
  weight: 10,
  propose: (account, dice) => ({ body: asOfBody(account, dice) }),
  judge: ({ body, today, world }) => ({
    must: [
      ...unless(dayOf(body.asOf) <= today, "FUTURE_EFFECTIVE_DATE"),
      ...unless(world.policies?.delinquency === undefined, "UNKNOWN_CURRENCY"),
    ],
  }),
});
