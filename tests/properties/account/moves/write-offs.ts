import { approveWriteOff } from "../../../../src/domain/account/write-offs/approve-write-off.ts";
import { postWriteOff } from "../../../../src/domain/account/write-offs/post-write-off.ts";
import { proposeWriteOff } from "../../../../src/domain/account/write-offs/propose-write-off.ts";
import { rejectWriteOff } from "../../../../src/domain/account/write-offs/reject-write-off.ts";
import { ACCOUNT } from "../../../support/account-history.ts";
import { askedBy, mayDecide, upTo } from "../model/authority.ts";
import { addFrom, firstDayWith, monthOf, nothingByDay, staysFrom } from "../model/days.ts";
import type { Dice } from "../model/dice.ts";
import { dateOf, dayOf, minor, money, move, unless, wrong } from "../model/move.ts";
import { firstOpenDay, freeOpenOf, type NaiveAccount, type NaiveWriteOff, openOf, total } from "../model/naive-account.ts";
import { documentOf, itemOf, moveItem } from "../model/settling.ts";
import { liveCover } from "./note-effects.ts";
import { anyOfThem, reasoned } from "./people.ts";

/** Days past due from which something is written off, and what the ledger may write off by itself: of an item, and in a month. */
export const WRITE_OFF = { minDays: 20, autoCeiling: 12, autoMonthly: 20 };

type Line = Pick<NaiveWriteOff["lines"][number], "itemId" | "amount">;
const LEDGER = ["SYS"];

/** WOF-1. */
function mayNotBe(account: NaiveAccount, lines: readonly Line[], hasEvidence: boolean, on: number): readonly string[] {
  const wrongs = lines.flatMap(({ itemId, amount }) => {
    if (!account.items.has(itemId)) return ["ITEM_NOT_FOUND"];
    if (openOf(account, itemId) === 0) return ["ALREADY_SETTLED"];
    return [
      ...unless(amount <= freeOpenOf(account, itemId), "OVER_APPLICATION"),
      ...unless(on - (itemOf(account, itemId).due[on] ?? 0) >= WRITE_OFF.minDays, "TOO_EARLY"),
      ...unless(!liveCover(account, itemId), "ITEM_HAS_LIVE_COMMITMENT"),
    ];
  });
  return [...wrongs, ...unless(hasEvidence, "WRITE_OFF_NEEDS_EVIDENCE")];
}

/** WOF-5, with what the ledger wrote off in the month, also where that was reversed since. */
function areSmall(account: NaiveAccount, lines: readonly Line[], on: number): boolean {
  const [first, last] = monthOf(on);
  const inMonth = [...account.writeOffs.values()].filter(
    ({ automatic, settledOn = -1 }) => automatic && settledOn >= first && settledOn <= last,
  );
  const sums = [lines, ...inMonth.map((each) => each.lines)].map((each) => total(each.map(({ amount }) => amount)));
  return lines.every(({ itemId }) => openOf(account, itemId) <= WRITE_OFF.autoCeiling) && total(sums) <= WRITE_OFF.autoMonthly;
}

export const proposeWriteOffMove = move(proposeWriteOff, {
  weight: 26,
  isTimely: ({ items }) => items.size > 0,
  propose(account, dice, n) {
    const late = [...account.items]
      .filter(([id, { due }]) => freeOpenOf(account, id) > 0 && account.today - (due[account.today] ?? 0) >= WRITE_OFF.minDays)
      .map(([id]) => id);
    const one = () => dice.rather(late, account.items.keys(), "F-none.1");
    const ids = dice.once(3) ? [one(), one()] : [one()];
    const amountOf = (id: string) =>
      money(
        dice.once(12) ? dice.between(1, 60) : Math.max(1, dice.once(3) ? Math.ceil(freeOpenOf(account, id) / 2) : freeOpenOf(account, id)),
      );
    const lines = (dice.once(12) ? ids : [...new Set(ids)]).map((instalmentId) => ({ instalmentId, amount: amountOf(instalmentId) }));
    const evidence = dice.once(12) ? {} : { evidence: [{ kind: dice.once(12) ? "OTHER" : "LETTER", hash: "d".repeat(64) }] };
    const writeOffId = dice.once(20) ? dice.known(account.writeOffs.keys(), `V${n}`) : `V${n}`;
    const actor = { personId: dice.of("ANA", "LUIS"), roles: dice.of(["CC"], ["CHF"], LEDGER, LEDGER) };
    return { body: { accountId: ACCOUNT, writeOffId, lines, ...evidence, ...reasoned(dice) }, actor };
  },
  judge(ask) {
    const { account, body, effect, today, reason, actor } = ask;
    const lines = body.lines.map(({ instalmentId, amount }) => ({ itemId: instalmentId, amount: minor(amount) }));
    if (new Set(lines.map(({ itemId }) => itemId)).size < lines.length) return wrong(["MALFORMED"]);
    const on = effect ?? today;
    const evidence = (body.evidence ?? []).some(({ kind }) => kind === "LETTER");
    return {
      must: [
        ...unless(reason, "REASON_REQUIRED"),
        ...unless(!account.writeOffs.has(body.writeOffId), "OVERLAPS"),
        ...mayNotBe(account, lines, evidence, on),
      ],
      follow() {
        const automatic = actor.roles.includes("SYS") && areSmall(account, lines, on);
        const memos = lines.map((line) => ({ ...line, memo: nothingByDay(), memoToSettle: nothingByDay() }));
        const proposal = { proposedBy: actor.personId, proposedOn: today, automatic, evidence, postedOn: undefined, settledOn: undefined };
        account.writeOffs.set(body.writeOffId, { status: "PROPOSED", ...proposal, lines: memos });
        return undefined;
      },
    };
  },
});

const those = ({ writeOffs }: NaiveAccount, ...wanted: readonly string[]) =>
  [...writeOffs].filter(([, { status }]) => wanted.includes(status)).map(([id]) => id);

/** The policy may want other evidence by now than when it was proposed. */
function otherEvidence(dice: Dice) {
  return dice.once(12) ? { world: { policies: { writeOff: { evidence: ["COURT"] } } } } : {};
}

/** ORG-5: neither the proposer nor whoever took in money for the items decides. */
function isTheirs(account: NaiveAccount, { proposedBy, lines }: NaiveWriteOff, people: readonly { readonly personId: string }[]): boolean {
  const ids = new Set(lines.map(({ itemId }) => itemId));
  const paying = [...account.applications.values()].filter((each) => each.lines.some(({ itemId }) => ids.has(itemId)));
  const cashiers = paying.map(({ creditId }) => account.credits.get(creditId)?.registeredBy);
  return people.some(({ personId }) => personId === proposedBy || cashiers.includes(personId));
}

export const approveWriteOffMove = move(approveWriteOff, {
  weight: 18,
  isTimely: (account) => those(account, "PROPOSED").length > 0,
  propose: (account, dice) => ({
    ...(dice.once(3) ? anyOfThem(dice) : { actor: { personId: "EVA", roles: ["COR"] }, approvers: [{ personId: "IVAN", roles: ["DIR"] }] }),
    ...otherEvidence(dice),
    body: { accountId: ACCOUNT, writeOffId: dice.rather(those(account, "PROPOSED"), account.writeOffs.keys(), "V-none") },
  }),
  judge({ world, account, body, actor, approvers, effect, today }) {
    const writeOff = account.writeOffs.get(body.writeOffId);
    if (writeOff === undefined) return wrong(["WRITE_OFF_NOT_FOUND"]);
    if (writeOff.status !== "PROPOSED") return wrong(["INVALID_TRANSITION"]);
    const people = [actor, ...approvers];
    const amount = upTo(askedBy(account, "WRITE_OFF", writeOff.proposedBy, writeOff.proposedOn), body.writeOffId);
    return {
      must: [
        ...mayNotBe(account, writeOff.lines, writeOff.evidence && world.policies === undefined, effect ?? today),
        ...unless(!isTheirs(account, writeOff, people), "SELF_APPROVAL"),
        ...unless(mayDecide("WRITE_OFF", amount, people), "AUTHORITY_EXCEEDED"),
      ],
      follow() {
        writeOff.status = "APPROVED";
        return undefined;
      },
    };
  },
});

export const rejectWriteOffMove = move(rejectWriteOff, {
  weight: 5,
  isTimely: (account) => those(account, "PROPOSED", "APPROVED").length > 0,
  propose: (account, dice) => ({
    body: {
      accountId: ACCOUNT,
      writeOffId: dice.rather(those(account, "PROPOSED", "APPROVED"), account.writeOffs.keys(), "V-none"),
      note: "no",
    },
    actor: { personId: dice.of("ANA", "EVA"), roles: ["CC"] },
  }),
  judge({ account, body, actor }) {
    const writeOff = account.writeOffs.get(body.writeOffId);
    if (writeOff === undefined) return wrong(["WRITE_OFF_NOT_FOUND"]);
    return {
      must: [
        ...unless(writeOff.status === "PROPOSED" || writeOff.status === "APPROVED", "INVALID_TRANSITION"),
        ...unless(actor.personId !== writeOff.proposedBy, "SELF_APPROVAL"),
      ],
      follow() {
        writeOff.status = "REJECTED";
        return undefined;
      },
    };
  },
});

export const postWriteOffMove = move(postWriteOff, {
  weight: 18,
  isTimely: (account) => those(account, "PROPOSED", "APPROVED").length > 0,
  propose(account, dice) {
    const ready = those(account, "APPROVED", ...(dice.once(2) ? ["PROPOSED"] : []));
    const on = account.today + (dice.once(12) ? 1 : dice.once(3) ? -dice.upTo(30) : 0);
    const actor = { personId: "SYSTEM", roles: dice.of(["ACC"], LEDGER) };
    return {
      body: { accountId: ACCOUNT, writeOffId: dice.rather(ready, account.writeOffs.keys(), "V-none"), on: dateOf(on) },
      actor,
      ...otherEvidence(dice),
    };
  },
  judge(ask) {
    const { account, body, actor, effect, today, world } = ask;
    const writeOff = account.writeOffs.get(body.writeOffId);
    if (writeOff === undefined) return wrong(["WRITE_OFF_NOT_FOUND"]);
    const isOwn = writeOff.status === "PROPOSED" && writeOff.automatic && actor.roles.includes("SYS");
    if (writeOff.status !== "APPROVED" && !isOwn) return wrong(["INVALID_TRANSITION"]);
    const on = dayOf(body.on);
    const day = effect ?? firstOpenDay(account, on);
    const { lines } = writeOff;
    return {
      must: [
        ...unless(on <= today, "FUTURE_EFFECTIVE_DATE"),
        ...unless(day >= on, "VALIDITY_INVERTED"),
        ...mayNotBe(account, lines, writeOff.evidence && world.policies === undefined, on),
        ...unless(!isOwn || areSmall(account, lines, on), "AUTHORITY_EXCEEDED"),
        ...lines.flatMap((line) => isNotThere(account, line, day)),
      ],
      follow() {
        const settled = Math.max(...lines.map(({ itemId, amount }) => firstDayWith(itemOf(account, itemId).openToSettle, amount, on)));
        Object.assign(writeOff, { status: "POSTED", postedOn: day, settledOn: settled });
        for (const { itemId, amount, memo, memoToSettle } of lines) {
          moveItem(account, itemId, -amount, day, settled);
          addFrom(memo, day, amount);
          addFrom(memoToSettle, settled, amount);
        }
        return undefined;
      },
    };
  },
});

function isNotThere(account: NaiveAccount, { itemId, amount }: Line, day: number): readonly string[] {
  const { open } = itemOf(account, itemId);
  if (day < documentOf(account, itemId).effect) return ["EFFECTIVE_BEFORE_DOCUMENT"];
  return unless(openOf(account, itemId) < amount || staysFrom(open, day, amount), "TIMELINE_NEGATIVE");
}
