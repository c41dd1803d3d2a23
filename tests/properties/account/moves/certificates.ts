import { recordWithholdingCertificate } from "../../../../src/domain/account/settlements/record-withholding-certificate.ts";
import { reopenUncertifiedWithholding } from "../../../../src/domain/account/settlements/reopen-uncertified-withholding.ts";
import { ACCOUNT } from "../../../support/account-history.ts";
import { dateOf, dayOf, move, unless, wrong } from "../model/move.ts";
import { derivedId, firstOpenDay, freeOpenOf, type NaiveAccount, type NaiveSettlement } from "../model/naive-account.ts";
import { documentOf, itemOf } from "../model/settling.ts";
import { addCharge } from "../model/undoing.ts";
import { planAlone, settleAlone } from "./settlements.ts";

/** Months after which a withholding without a certificate is a debt again, in the policy of the model. */
export const CERTIFICATE_MONTHS = 1;

const withheld = ({ settlements }: NaiveAccount, ...statuses: readonly string[]) =>
  [...settlements.values()]
    .filter((each) => each.kind === "WITHHOLDING" && each.left > 0 && statuses.includes(each.status))
    .map(({ id }) => id);
const allWithheld = ({ settlements }: NaiveAccount) =>
  [...settlements.values()].filter(({ kind }) => kind === "WITHHOLDING").map(({ id }) => id);

export const recordWithholdingCertificateMove = move(recordWithholdingCertificate, {
  weight: 9,
  isTimely: (account) => allWithheld(account).length > 0,
  propose(account, dice) {
    const one = () => dice.rather(withheld(account, dice.once(2) ? "REOPENED" : "SETTLED", "REOPENED"), allWithheld(account), "W-none");
    const issuedOn = dateOf(account.today + (dice.once(12) ? 1 : -dice.upTo(5)));
    return {
      body: {
        accountId: ACCOUNT,
        withholdingIds: [...new Set(dice.once(3) ? [one(), one()] : [one()])],
        number: "C1",
        issuedOn,
        contentHash: "c".repeat(64),
      },
    };
  },
  judge(ask) {
    const { account, body, today } = ask;
    const held = body.withholdingIds.map((id) => account.settlements.get(`WITHHOLDING ${id}`));
    const isPending = (each: NaiveSettlement | undefined) => each === undefined || (each.left > 0 && each.status !== "CERTIFIED");
    const must = [
      ...unless(!held.includes(undefined), "RESOURCE_NOT_FOUND"),
      ...unless(held.every(isPending), "INVALID_TRANSITION"),
      ...unless(dayOf(body.issuedOn) <= today, "FUTURE_DOCUMENT_DATE"),
    ];
    if (must.length > 0) return { must };
    const reopened = held.flatMap((each) => (each?.status === "REOPENED" && each.chargeId !== undefined ? [each] : []));
    const parts = reopened.flatMap((each) => {
      const itemId = `${each.chargeId}.1`;
      const amount = Math.min(each.left, freeOpenOf(account, itemId));
      return amount === 0 ? [] : [{ each, itemId, amount, plan: planAlone(ask, { itemId, amount }) }];
    });
    return {
      must: parts.flatMap(({ plan }) => plan.must),
      follow() {
        const isTaken = (id: string) => account.settlements.has(`WITHHOLDING ${id}`);
        for (const { each, itemId, amount, plan } of parts) {
          const id = derivedId(each.id, "C", isTaken);
          settleAlone(account, { kind: "WITHHOLDING", id, subkind: each.subkind, amount, base: each.base, itemId }, plan).status =
            "CERTIFIED";
        }
        for (const each of held) if (each !== undefined) each.status = "CERTIFIED";
        return undefined;
      },
    };
  },
});

export const reopenUncertifiedWithholdingMove = move(reopenUncertifiedWithholding, {
  weight: 9,
  isTimely: (account) => allWithheld(account).length > 0,
  propose(account, dice) {
    const withholdingId = dice.rather(withheld(account, "SETTLED"), allWithheld(account), "W-none");
    const since = account.settlements.get(`WITHHOLDING ${withholdingId}`)?.effect ?? account.today;
    const early = dice.once(8) && since + 20 < account.today && { effectiveOn: dateOf(since + 20) };
    return { body: { accountId: ACCOUNT, withholdingId, ...early } };
  },
  judge({ account, body, effect, today }) {
    const held = account.settlements.get(`WITHHOLDING ${body.withholdingId}`);
    if (held?.itemId === undefined) return wrong(["RESOURCE_NOT_FOUND"]);
    const from = monthAfter(held.effect);
    const on = effect ?? firstOpenDay(account, today);
    const { itemId } = held;
    return {
      must: [
        ...unless(held.left > 0 && held.status === "SETTLED", "INVALID_TRANSITION"),
        ...unless(today >= from, "TOO_EARLY"),
        ...unless(on >= from || today < from, "EFFECTIVE_BEFORE_APPLICATION"),
      ],
      follow() {
        held.status = "REOPENED";
        held.chargeId = addCharge(account, held.id, "R", held.left, itemOf(account, itemId).originalDue, on, on);
        const from = documentOf(account, itemId).references;
        for (const field of ["branchId", "salespersonId"])
          if (from.has(field)) account.documents.get(held.chargeId ?? "")?.references.set(field, String(from.get(field)));
        return undefined;
      },
    };
  },
});

/** The same day of the next month, or the last one of a month that lacks it. */
function monthAfter(day: number): number {
  const [year = 0, month = 0, date = 0] = dateOf(day).split("-").map(Number);
  const [y, m] = month === 12 ? [year + 1, 1] : [year, month + CERTIFICATE_MONTHS];
  const last = new Date(Date.UTC(y, m, 0)).getUTCDate();
  return dayOf(`${y}-${String(m).padStart(2, "0")}-${String(Math.min(date, last)).padStart(2, "0")}`);
}
