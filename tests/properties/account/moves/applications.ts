import { applyPayment } from "../../../../src/domain/account/applications/apply-payment.ts";
import { approveApplication } from "../../../../src/domain/account/applications/approve-application.ts";
import { proposeApplication } from "../../../../src/domain/account/applications/propose-application.ts";
import { rejectApplication } from "../../../../src/domain/account/applications/reject-application.ts";
import { ACCOUNT } from "../../../support/account-history.ts";
import { mayDecide } from "../model/authority.ts";
import type { Dice } from "../model/dice.ts";
import { type Ask, dayOf, type Judgement, minor, money, move, unless, wrong } from "../model/move.ts";
import { freeOf, freeOpenOf, lockOn, type NaiveAccount, type NaiveProposal, roundedHalfUp, total } from "../model/naive-account.ts";
import { type AskedLine, applyMoney, documentOf, itemOf, planSettling, type Settled, wholeOf } from "../model/settling.ts";
import { endProposal } from "../model/undoing.ts";
import { anyOfThem } from "./people.ts";
import { basesAreTooHigh, discountIsDue, RATES, withholdingIsWrong } from "./settlement-rules.ts";

const PROPOSAL_DAYS = 5;

interface Money {
  readonly amount: string;
  readonly currency: string;
}
interface Line {
  readonly lineId: string;
  readonly instalmentId: string;
  readonly amount: Money;
  readonly discount?: { readonly pct: string; readonly amount: Money };
  readonly withholdings?: readonly {
    withholdingId: string;
    kind: "INCOME_TAX" | "VAT" | "ICA";
    base: Money;
    ratePct: string;
    amount: Money;
  }[];
}
interface Body {
  readonly applicationId: string;
  readonly receiptId: string;
  readonly lines: readonly Line[];
}

const moneyIds = ({ credits }: NaiveAccount) => [...credits].filter(([, { kind }]) => kind !== "CREDIT_NOTE").map(([id]) => id);

function body(account: NaiveAccount, dice: Dice, own: string): Body & { readonly accountId: string } {
  const withMoney = moneyIds(account).filter((id) => freeOf(account, id) > 0);
  const receiptId = dice.rather(withMoney, account.credits.keys(), "R-none");
  const id = dice.once(25) ? dice.known([...account.applications.keys(), ...account.proposals.keys()], own) : own;
  const used = new Map<string, number>();
  const lines = Array.from({ length: dice.of(1, 1, 2, 3) }, (_, index) => lineOf(account, dice, receiptId, id, index + 1, used));
  return { accountId: ACCOUNT, applicationId: id, receiptId, lines };
}

/** `used` is what earlier lines of the same application take, by item and by receipt. */
function lineOf(account: NaiveAccount, dice: Dice, receiptId: string, id: string, n: number, used: Map<string, number>): Line {
  const open = [...account.items.keys()].filter((each) => freeOpenOf(account, each) > 0);
  const itemId = dice.rather(open, account.items.keys(), "F-none.1");
  const discount = dice.once(5) && { pct: dice.of("0.00", "2.00", "10.00", "12.00"), amount: money(dice.between(1, 4)) };
  const withheld = dice.once(id.startsWith("P") ? 2 : 5)
    ? withholdingOf(account, dice, `W${id}-${n}`, account.items.has(itemId) ? documentOf(account, itemId) : undefined)
    : undefined;
  const others = (discount === false ? 0 : minor(discount.amount)) + total((withheld ?? []).map((each) => minor(each.amount)));
  const fits = Math.min(
    freeOpenOf(account, itemId) - (used.get(itemId) ?? 0) - others,
    freeOf(account, receiptId) - (used.get(receiptId) ?? 0),
  );
  const asked = fits <= 0 || dice.once(8) ? dice.between(1, 40) : Math.max(1, Math.floor((fits * dice.of(1, 2, 4, 4)) / 4));
  used.set(itemId, (used.get(itemId) ?? 0) + asked + others);
  used.set(receiptId, (used.get(receiptId) ?? 0) + asked);
  const lineId = `${id}.${dice.once(60) ? n + 1 : n}`;
  return {
    lineId,
    instalmentId: itemId,
    amount: money(asked),
    ...(discount !== false && { discount }),
    ...(withheld && { withholdings: withheld }),
  };
}

/** What a customer withholds of a document: mostly the right amount of a base that is there. */
export function withholdingOf(
  account: NaiveAccount,
  dice: Dice,
  own: string,
  document: { readonly net: number; readonly tax: number } | undefined,
) {
  const kind = dice.of("INCOME_TAX", "INCOME_TAX", "VAT", dice.once(8) ? "ICA" : "VAT") as "INCOME_TAX" | "VAT" | "ICA";
  const most = (kind === "VAT" ? document?.tax : document?.net) ?? 20;
  const base = dice.between(1, Math.max(1, dice.once(10) ? most + 3 : most));
  const rate = kind === "ICA" ? 10 : RATES[kind];
  const taken = [...account.settlements.values()].filter((each) => each.kind === "WITHHOLDING").map(({ id }) => id);
  const withholdingId = dice.once(20) ? dice.known(taken, own) : own;
  const amount = money(Math.max(1, roundedHalfUp(base * rate, 100) + (dice.once(12) ? 2 : 0)));
  return [{ withholdingId, kind, base: money(base), ratePct: `${dice.once(20) ? rate + 1 : rate}.00`, amount }];
}

/** What a proposal would withhold, as it may be recorded before that is decided on. */
export function withheldBy({ asked }: NaiveProposal) {
  return (asked as Body).lines.flatMap(({ instalmentId, withholdings = [] }) => withholdings.map((each) => ({ ...each, instalmentId })));
}

function askedLines({ applicationId, lines }: Body): readonly AskedLine[] {
  return lines.map(({ instalmentId, amount, discount, withholdings = [] }, index) => ({
    itemId: instalmentId,
    amount: minor(amount),
    together: [
      ...(discount === undefined
        ? []
        : [
            {
              kind: "DISCOUNT" as const,
              subkind: "EARLY_PAYMENT",
              id: `${applicationId}-D${index + 1}`,
              amount: minor(discount.amount),
              base: 0,
            },
          ]),
      ...withholdings.map(({ withholdingId: id, kind, base, amount: of }) => ({
        kind: "WITHHOLDING" as const,
        subkind: kind,
        id,
        amount: minor(of),
        base: minor(base),
      })),
    ],
  }));
}

interface Planned extends Settled {
  readonly lines: readonly AskedLine[];
}

/** APL-1 to APL-5, WHT-1, DSC-1. Whose authority a discount takes is asked of who decides, and not of who proposes. */
function plan(ask: Ask<unknown>, asked: Body, effect: number | undefined, isProposal: boolean, proposal?: NaiveProposal): Planned {
  const { account, actor, approvers } = ask;
  const credit = account.credits.get(asked.receiptId);
  const lines = askedLines(asked);
  const money = { creditId: asked.receiptId, credit: credit?.kind === "CREDIT_NOTE" ? undefined : credit };
  const words = { notFound: "RECEIPT_NOT_FOUND", exhausted: "RECEIPT_EXHAUSTED" };
  const settled = planSettling(account, { id: asked.applicationId, ...money, ...words, lines, effect, proposal });
  if (settled.days.length === 0) return { ...settled, lines };
  const people = [actor, ...approvers];
  const companions = asked.lines.flatMap((line, index) => {
    const whole = wholeOf(lines[index] as AskedLine);
    const given = line.discount === undefined ? 0 : minor(line.discount.amount);
    const pct = Number((line.discount?.pct ?? "0").replace(".", ""));
    const isDue = given === 0 || discountIsDue(documentOf(account, line.instalmentId), given, whole, settled.days[index] ?? 0);
    const percent = Math.max(pct, Math.ceil((given * 10_000) / whole));
    return [
      ...unless(isDue || isProposal || mayDecide("DISCOUNT", percent, people), "AUTHORITY_EXCEEDED"),
      ...(line.withholdings ?? []).flatMap(withholdingIsWrong),
    ];
  });
  const bases = asked.lines.flatMap(({ instalmentId, withholdings = [] }) =>
    withholdings.map(({ kind, base }) => ({ itemId: instalmentId, kind, base: minor(base) })),
  );
  return { ...settled, lines, must: [...settled.must, ...companions, ...basesAreTooHigh(account, bases)] };
}

function isMisnumbered({ applicationId, lines }: Body): boolean {
  return lines.some(({ lineId }, index) => lineId !== `${applicationId}.${index + 1}`);
}

export const applyPaymentMove = move(applyPayment, {
  weight: 90,
  isTimely: ({ items, credits }) => items.size > 0 && credits.size > 0,
  propose: (account, dice, n) => ({
    body: { ...body(account, dice, `A${n}`) },
    actor: { personId: "ANA", roles: ["PC", ...dice.of([], ["CHF"], ["DIR"], ["COR"])] },
  }),
  judge(ask) {
    if (isMisnumbered(ask.body)) return wrong(["MALFORMED"]);
    const { must, on, days, lines } = plan(ask, ask.body, ask.effect, false);
    return {
      must,
      follow() {
        applyMoney(ask.account, { id: ask.body.applicationId, creditId: ask.body.receiptId, lines }, { on, days });
        return undefined;
      },
    };
  },
});

export const proposeApplicationMove = move(proposeApplication, {
  weight: 16,
  isTimely: ({ items, credits }) => items.size > 0 && credits.size > 0,
  propose: (account, dice, n) => ({
    body: { ...body(account, dice, `P${n}`) },
    actor: { personId: dice.of("ANA", "LUIS"), roles: ["PC"] },
  }),
  judge(ask) {
    const { account, today, actor } = ask;
    if (isMisnumbered(ask.body)) return wrong(["MALFORMED"]);
    const { must, lines } = plan(ask, ask.body, ask.effect, true);
    return {
      must,
      follow() {
        const settles = new Map<string, number>();
        for (const line of lines) settles.set(line.itemId, (settles.get(line.itemId) ?? 0) + wholeOf(line));
        for (const [itemId, amount] of settles) itemOf(account, itemId).reserved += amount;
        const sum = total(lines.map(({ amount }) => amount));
        const credit = account.credits.get(ask.body.receiptId);
        if (credit !== undefined) credit.reserved += sum;
        const proposal = {
          asked: ask.body,
          creditId: ask.body.receiptId,
          money: sum,
          settles,
          maker: actor.personId,
          validTo: today + PROPOSAL_DAYS,
        };
        account.proposals.set(ask.body.applicationId, { status: "PROPOSED", ...proposal });
        return undefined;
      },
    };
  },
});

const proposed = ({ proposals }: NaiveAccount) => [...proposals].filter(([, { status }]) => status === "PROPOSED").map(([id]) => id);

export const approveApplicationMove = move(approveApplication, {
  weight: 60,
  isTimely: (account) => proposed(account).length > 0,
  propose: (account, dice) => ({
    ...(dice.once(3) ? anyOfThem(dice) : { actor: { personId: "EVA", roles: ["CHF", "COR"] } }),
    ...(dice.once(6) && { world: { policies: { withholding: { rates: { INCOME_TAX: [], VAT: [], ICA: [] } } } } }),
    body: { accountId: ACCOUNT, applicationId: dice.rather(proposed(account), account.proposals.keys(), "P-none") },
  }),
  judge(ask): Judgement {
    const { account, actor, today } = ask;
    const proposal = account.proposals.get(ask.body.applicationId);
    if (proposal === undefined) return wrong(["APPLICATION_NOT_FOUND"]);
    const early = [
      ...unless(proposal.status === "PROPOSED", "INVALID_TRANSITION"),
      ...unless(proposal.maker !== actor.personId, "MAKER_IS_CHECKER"),
      ...unless(today <= proposal.validTo, "APPROVAL_EXPIRED"),
    ];
    if (early.length > 0) return wrong(early);
    const asked = proposal.asked as Body & { readonly effectiveOn?: string };
    const effect = ask.effect ?? (asked.effectiveOn === undefined ? undefined : dayOf(asked.effectiveOn));
    const { must, on, days, lines } = plan(ask, asked, effect, false, proposal);
    return {
      must: [...must, ...rateIsGone(ask, asked), ...(ask.effect === undefined && effect !== undefined ? lockOn(account, effect) : [])],
      follow() {
        endProposal(account, proposal, "APPROVED");
        applyMoney(account, { id: asked.applicationId, creditId: asked.receiptId, lines }, { on, days });
        return undefined;
      },
    };
  },
});

/** The rates may have gone from the policy since it was proposed. */
function rateIsGone({ world }: Ask<unknown>, { lines }: Body): readonly string[] {
  const hasRates = world.policies?.withholding === undefined;
  return unless(hasRates || lines.every(({ withholdings = [] }) => withholdings.length === 0), "UNKNOWN_WITHHOLDING_RATE");
}

export const rejectApplicationMove = move(rejectApplication, {
  weight: 6,
  isTimely: (account) => proposed(account).length > 0,
  propose: (account, dice) => ({
    body: { accountId: ACCOUNT, applicationId: dice.rather(proposed(account), account.proposals.keys(), "P-none") },
    actor: { personId: dice.of("ANA", "LUIS"), roles: [dice.of("PC", "CHF", "SYS")] },
  }),
  judge({ account, body: { applicationId }, actor, today }) {
    const proposal = account.proposals.get(applicationId);
    if (proposal === undefined) return wrong(["APPLICATION_NOT_FOUND"]);
    const isSystem = actor.roles.includes("SYS");
    const isLive = proposal.status === "PROPOSED";
    if (isSystem && (!isLive || today <= proposal.validTo)) return { must: [], changesNothing: true };
    const may = isSystem || proposal.maker === actor.personId || actor.roles.includes("CHF");
    return {
      must: isLive ? unless(may, "NOT_AUTHORISED") : ["INVALID_TRANSITION"],
      follow() {
        endProposal(account, proposal, "REJECTED");
        return undefined;
      },
    };
  },
});
