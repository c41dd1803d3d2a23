import { CustomerBlocked } from "../../../../schemas/events/customer.ts";
import { changeCreditLimit } from "../../../../src/domain/account/credit-line/change-credit-limit.ts";
import { changeCreditTerms } from "../../../../src/domain/account/credit-line/change-credit-terms.ts";
import { closeLine } from "../../../../src/domain/account/credit-line/close-line.ts";
import { openCreditLine } from "../../../../src/domain/account/credit-line/open-credit-line.ts";
import { renewLine } from "../../../../src/domain/account/credit-line/renew-line.ts";
import { customer } from "../../../../src/domain/customer/customer.ts";
import { ACCOUNT } from "../../../support/account-history.ts";
import { customerRegistered } from "../../../support/customer-history.ts";
import { stateOf } from "../../../support/folded.ts";
import { mayDecide } from "../model/authority.ts";
import type { Dice } from "../model/dice.ts";
import { type Ask, dateOf, dayOf, minor, money, move, unless, wrong } from "../model/move.ts";
import type { NaiveAccount } from "../model/naive-account.ts";
import { anyOfThem, reasoned } from "./people.ts";

const APPROVED_LIMIT = 500;
const BLOCKED = stateOf(customer, "C1", [customerRegistered("C1"), CustomerBlocked({ customerId: "C1", scope: "ORDERS" })]);

/** An application for credit as it stands outside: mostly approved and unused. */
function applied(dice: Dice) {
  const other = dice.of<"OTHER" | "USED" | "UNKNOWN">("OTHER", "USED", "UNKNOWN");
  const strange = dice.once(4) ? other : undefined;
  const creditApplication = {
    status: strange === "OTHER" ? ("OTHER" as const) : ("APPROVED" as const),
    approvedLimit: BigInt(APPROVED_LIMIT),
    used: strange === "USED",
  };
  return { creditApplication: strange === "UNKNOWN" ? undefined : creditApplication };
}

/** LINE-3, LINE-6: an application that is approved, was not used, and is of at least the limit. */
function isNotCovered({ account, world }: Ask<unknown>, applicationId: string | undefined, limit: number): readonly string[] {
  const application = world.creditApplication;
  if (applicationId === undefined) return ["APPLICATION_NOT_APPROVED"];
  if (application === undefined) return ["APPLICATION_NOT_FOUND"];
  const isUsed = application.used || account.line.usedApplications.has(applicationId);
  if (application.status !== "APPROVED" || isUsed) return ["APPLICATION_NOT_APPROVED"];
  return unless(limit <= application.approvedLimit, "LIMIT_ABOVE_APPROVED");
}

export const openCreditLineMove = move(openCreditLine, {
  weight: 5,
  isTimely: ({ line }) => line.lineId === undefined,
  propose(account, dice, n) {
    const lineId = dice.once(6) ? dice.known(account.line.everOpened, `L${n}`) : `L${n}`;
    const from = account.today - dice.upTo(20);
    const to = dice.once(3) && { validTo: dateOf(from + dice.between(-1, 40)) };
    const waivers = dice.once(4) && { waivers: [{ rule: dice.of("FILE", "APPLICATION"), reason: "taken over" }] };
    const body = {
      ...{
        accountId: ACCOUNT,
        lineId,
        limit: money(dice.once(15) ? 0 : dice.between(20, dice.once(4) ? 950 : 400)),
        termsCode: dice.once(15) ? "NOTERMS" : "NET30",
      },
      ...{ validFrom: dateOf(from), ...to, tolerancePct: dice.of("0.00", "10.00"), guaranteeIds: dice.once(20) ? ["G1"] : [] },
      ...{ ...(!dice.once(10) && { applicationId: `AP${dice.upTo(40)}` }), ...(dice.once(20) && { contractId: "CT1" }), ...waivers },
    };
    const world = { ...applied(dice), ...(dice.once(10) && { customerFile: { status: "INCOMPLETE" as const } }) };
    const owners = dice.once(15) && dice.of<object>({ customer: undefined }, { entity: undefined }, { customer: BLOCKED });
    return { body, ...anyOfThem(dice), world: { ...world, ...owners } };
  },
  judge(ask) {
    const { account, body, world, actor, approvers } = ask;
    const limit = minor(body.limit);
    const waived = (rule: string) => (body.waivers ?? []).some((each) => each.rule === rule);
    const isLacking = world.customerFile?.status === "INCOMPLETE" && !waived("FILE");
    return {
      must: [
        ...unless(world.customer === undefined, "CUSTOMER_BLOCKED"),
        ...unless(account.line.lineId === undefined, "LINE_ALREADY_OPEN"),
        ...unless(!account.line.everOpened.has(body.lineId), "OVERLAPS"),
        ...unless(limit > 0, "LIMIT_NOT_POSITIVE"),
        ...unless(body.validTo === undefined || body.validTo >= body.validFrom, "VALIDITY_INVERTED"),
        ...unless(body.termsCode !== "NOTERMS", "UNKNOWN_TERMS"),
        ...unless(body.guaranteeIds.length === 0, "GUARANTEE_NOT_FOUND"),
        ...unless(body.contractId === undefined, "CONTRACT_NOT_FOUND"),
        ...(isLacking ? ["CUSTOMER_NOT_ACTIVE", "FILE_INCOMPLETE"] : []),
        ...(waived("APPLICATION") ? [] : isNotCovered(ask, body.applicationId, limit)),
        ...unless(mayDecide("LIMIT", limit, [actor, ...approvers]), "AUTHORITY_EXCEEDED"),
      ],
      follow() {
        if (body.applicationId !== undefined) account.line.usedApplications.add(body.applicationId);
        return undefined;
      },
    };
  },
});

/** Neither a line that never was, nor one that is closed. */
export function lineIsLacking({ line }: NaiveAccount): readonly string[] {
  if (line.lineId !== undefined) return [];
  return [line.everOpened.size > 0 ? "LINE_CLOSED" : "LINE_NOT_FOUND"];
}

export const changeCreditLimitMove = move(changeCreditLimit, {
  weight: 9,
  propose(account, dice) {
    const from = dice.once(12) ? account.line.validFrom - 1 : account.today + dice.between(-10, 10);
    const isTemporary = dice.once(3);
    const to = (isTemporary ? !dice.once(12) : dice.once(20)) && {
      to: dateOf(Math.max(0, from) + dice.between(dice.once(8) ? -2 : 0, 15)),
    };
    const body = {
      ...{
        accountId: ACCOUNT,
        newLimit: money(dice.once(20) ? 0 : dice.between(20, dice.once(4) ? 950 : 400)),
        kind: isTemporary ? "TEMPORARY" : "PERMANENT",
      },
      ...{ from: dateOf(Math.max(0, from)), ...to, ...(dice.once(2) && { applicationId: `AP${dice.upTo(40)}` }), ...reasoned(dice) },
    };
    return { body, ...anyOfThem(dice), world: applied(dice) };
  },
  judge(ask) {
    const { account, body, actor, approvers, reason } = ask;
    const lacking = lineIsLacking(account);
    const isTemporary = body.kind === "TEMPORARY";
    if (isTemporary !== (body.to !== undefined)) return wrong(["MALFORMED"]);
    if (lacking.length > 0) return wrong(lacking);
    const limit = minor(body.newLimit);
    const isInverted = dayOf(body.from) < account.line.validFrom || (body.to !== undefined && body.to < body.from);
    // Whether it is an increase on some day is not in the model: one that is not asks nobody.
    const ofIncrease =
      body.applicationId === undefined
        ? unless(mayDecide("LIMIT", limit, [actor, ...approvers]), "AUTHORITY_EXCEEDED")
        : isNotCovered(ask, body.applicationId, limit);
    return {
      must: [...unless(reason, "REASON_REQUIRED"), ...unless(limit > 0, "LIMIT_NOT_POSITIVE"), ...unless(!isInverted, "VALIDITY_INVERTED")],
      may: ofIncrease,
      follow(events) {
        const changed = events.find(({ type }) => type === "CreditLimitChanged")?.data as { readonly applicationId?: string } | undefined;
        if (changed?.applicationId !== undefined) account.line.usedApplications.add(changed.applicationId);
        return undefined;
      },
    };
  },
});

export const changeCreditTermsMove = move(changeCreditTerms, {
  weight: 3,
  propose(account, dice) {
    const from = dice.once(10) ? Math.max(0, account.line.validFrom - 1) : account.today + dice.between(-5, 10);
    return {
      body: { accountId: ACCOUNT, termsCode: dice.of("NET30", "EARLY", "QUARTERS", "NOTERMS"), from: dateOf(from), ...reasoned(dice) },
    };
  },
  judge({ account, body, reason }) {
    const lacking = lineIsLacking(account);
    if (lacking.length > 0) return wrong(lacking);
    return {
      must: [
        ...unless(reason, "REASON_REQUIRED"),
        ...unless(dayOf(body.from) >= account.line.validFrom, "VALIDITY_INVERTED"),
        ...unless(body.termsCode !== "NOTERMS", "UNKNOWN_TERMS"),
      ],
    };
  },
});

export const renewLineMove = move(renewLine, {
  weight: 3,
  propose: (account, dice) => ({
    body: { accountId: ACCOUNT, validTo: dateOf(account.today + dice.between(-2, 60)), reviewRef: "review 1" },
  }),
  judge({ account, body, today }) {
    const lacking = lineIsLacking(account);
    if (lacking.length > 0) return wrong(lacking);
    return { must: unless(dayOf(body.validTo) >= Math.max(today, account.line.validFrom), "VALIDITY_INVERTED") };
  },
});

export const closeLineMove = move(closeLine, {
  weight: 2,
  propose: (_, dice) => ({ body: { accountId: ACCOUNT, ...reasoned(dice) } }),
  judge: ({ account, reason }) => ({ must: [...lineIsLacking(account), ...unless(reason, "REASON_REQUIRED")] }),
});
