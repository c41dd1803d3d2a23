import { recordRecoveryOfWrittenOff } from "../../../../src/domain/account/write-offs/record-recovery.ts";
import { reverseWriteOff } from "../../../../src/domain/account/write-offs/reverse-write-off.ts";
import { ACCOUNT } from "../../../support/account-history.ts";
import { addFrom, firstDayWith, lastOf, SPAN_DAYS, staysFrom } from "../model/days.ts";
import { type Ask, type Judgement, minor, money, move, unless, wrong } from "../model/move.ts";
import {
  firstOpenDay,
  freeOf,
  type NaiveAccount,
  type NaiveCredit,
  type NaiveMemo,
  type NaiveWriteOff,
  total,
} from "../model/naive-account.ts";
import { begin, moveItem } from "../model/settling.ts";
import { reasoned } from "./people.ts";

const posted = ({ writeOffs }: NaiveAccount) => [...writeOffs].filter(([, { status }]) => status === "POSTED").map(([id]) => id);

export const recordRecoveryMove = move(recordRecoveryOfWrittenOff, {
  weight: 24,
  isTimely: (account) => posted(account).length > 0,
  propose(account, dice, n) {
    const writeOffId = dice.rather(posted(account), account.writeOffs.keys(), "V-none");
    const withMoney = [...account.credits.keys()].filter((id) => freeOf(account, id) > 0);
    const receiptId = dice.rather(withMoney, account.credits.keys(), "R-none");
    const applicationId = dice.once(20) ? dice.known(account.applications.keys(), `Y${n}`) : `Y${n}`;
    const memos = account.writeOffs.get(writeOffId)?.lines ?? [];
    const one = () => {
      const memo = memos.length === 0 ? undefined : dice.of(...memos);
      const fits = Math.min(memo === undefined ? 0 : lastOf(memo.memo), freeOf(account, receiptId));
      const amount = dice.once(8) || fits <= 0 ? dice.between(1, 30) : Math.max(1, Math.floor((fits * dice.between(1, 4)) / 4));
      return {
        instalmentId: memo === undefined || dice.once(20) ? dice.known(account.items.keys(), "F-none.1") : memo.itemId,
        amount: money(amount),
      };
    };
    const lines = dice.once(5) ? [one(), one()] : [one()];
    const distinct = lines.filter(({ instalmentId }, index) => lines.findIndex((each) => each.instalmentId === instalmentId) === index);
    return { body: { accountId: ACCOUNT, writeOffId, applicationId, receiptId, lines: dice.once(4) ? lines : distinct } };
  },
  judge(ask): Judgement {
    const { account, body } = ask;
    const lines = body.lines.map(({ instalmentId, amount }) => ({ itemId: instalmentId, amount: minor(amount) }));
    if (new Set(lines.map(({ itemId }) => itemId)).size < lines.length) return wrong(["MALFORMED"]);
    const writeOff = account.writeOffs.get(body.writeOffId);
    const credit = account.credits.get(body.receiptId);
    const unknown = [
      ...unless(writeOff !== undefined, "WRITE_OFF_NOT_FOUND"),
      ...unless(credit !== undefined && credit.kind !== "CREDIT_NOTE", "RECEIPT_NOT_FOUND"),
      ...unless(!account.applications.has(body.applicationId) && !account.proposals.has(body.applicationId), "OVERLAPS"),
      ...unless(writeOff === undefined || writeOff.status === "POSTED", "INVALID_TRANSITION"),
    ];
    if (unknown.length > 0 || writeOff === undefined || credit === undefined) return wrong(unknown);
    const memos = lines.flatMap(({ itemId }) => writeOff.lines.find((each) => each.itemId === itemId) ?? []);
    const amounts = [
      ...unless(memos.length === lines.length, "ITEM_NOT_FOUND"),
      ...unless(
        memos.every((each) => (lines.find(({ itemId }) => itemId === each.itemId)?.amount ?? 0) <= lastOf(each.memo)),
        "OVER_RECOVERY",
      ),
      ...unless(total(lines.map(({ amount }) => amount)) <= freeOf(account, body.receiptId), "RECEIPT_EXHAUSTED"),
    ];
    if (amounts.length > 0) return wrong(amounts);
    return judged(
      ask,
      writeOff,
      credit,
      lines.map((line, index) => ({ ...line, memo: memos[index] as NaiveMemo })),
    );
  },
});

interface Line {
  readonly itemId: string;
  readonly amount: number;
  readonly memo: NaiveMemo;
}

/** WOF-3: as an application settles items, but with the memo in the place of what is open. */
function judged(
  { account, body, effect, today }: Ask<{ readonly applicationId: string; readonly receiptId: string; readonly writeOffId: string }>,
  writeOff: NaiveWriteOff,
  credit: NaiveCredit,
  lines: readonly Line[],
): Judgement {
  const money = Int32Array.from(credit.leftToSettle);
  const days = lines.map(({ amount, memo }) => {
    const free = firstDayWith(money, amount, Math.max(credit.value, writeOff.settledOn ?? 0));
    const day = firstDayWith(memo.memoToSettle, amount, free);
    addFrom(money, day, -amount);
    return day;
  });
  const earliest = Math.max(credit.effect, writeOff.postedOn ?? 0, ...days);
  const sum = total(lines.map(({ amount }) => amount));
  const holds = (day: number) => staysFrom(credit.left, day, sum) && lines.every(({ amount, memo }) => staysFrom(memo.memo, day, amount));
  let on = effect ?? firstOpenDay(account, earliest);
  while (effect === undefined && on < SPAN_DAYS - 1 && !holds(on)) on = firstOpenDay(account, on + 1);
  return {
    must: [
      ...unless(on >= earliest, "EFFECTIVE_BEFORE_DOCUMENT"),
      ...unless(on <= today || credit.method === "POST_DATED_CHEQUE", "FUTURE_EFFECTIVE_DATE"),
      ...unless(on < earliest || holds(on), "TIMELINE_NEGATIVE"),
    ],
    follow() {
      const own = lines.map(({ itemId, amount }, index) => {
        const id = `${body.applicationId}.${index + 1}`;
        return { id, itemId, amount, left: amount, settled: days[index] ?? 0, companions: [], memoOf: body.writeOffId };
      });
      begin(account, body.applicationId, { kind: "RECOVERY", creditId: body.receiptId, effect: on, lines: own });
      return undefined;
    },
  };
}

export const reverseWriteOffMove = move(reverseWriteOff, {
  weight: 10,
  isTimely: (account) => posted(account).length > 0,
  propose: (account, dice) => ({
    body: { accountId: ACCOUNT, writeOffId: dice.rather(posted(account), account.writeOffs.keys(), "V-none"), ...reasoned(dice) },
  }),
  judge({ account, body, effect, today, reason }) {
    const writeOff = account.writeOffs.get(body.writeOffId);
    if (writeOff === undefined) return wrong(["WRITE_OFF_NOT_FOUND"]);
    const left = writeOff.lines.filter(({ memo }) => lastOf(memo) > 0);
    const { postedOn } = writeOff;
    if (writeOff.status !== "POSTED" || left.length === 0 || postedOn === undefined) return wrong(["INVALID_TRANSITION"]);
    const start = Math.max(today, postedOn);
    const day = effect ?? firstOpenDay(account, Math.max(...left.map(({ memo }) => firstDayWith(memo, lastOf(memo), start))));
    const isThere = left.every(({ memo }) => staysFrom(memo, day, lastOf(memo)));
    return {
      must: [
        ...unless(reason, "REASON_REQUIRED"),
        ...unless(day >= postedOn, "VALIDITY_INVERTED"),
        ...unless(day < postedOn || isThere, "TIMELINE_NEGATIVE"),
      ],
      follow() {
        writeOff.status = "REVERSED";
        for (const { itemId, memo, memoToSettle } of left) {
          const amount = lastOf(memo);
          moveItem(account, itemId, amount, day, day);
          addFrom(memo, day, -amount);
          addFrom(memoToSettle, day, -amount);
        }
        return undefined;
      },
    };
  },
});
