import { confirmClearance } from "../../../../src/domain/account/receipts/confirm-clearance.ts";
import { revokeClearance } from "../../../../src/domain/account/receipts/revoke-clearance.ts";
import { ACCOUNT } from "../../../support/account-history.ts";
import type { Dice } from "../model/dice.ts";
import { dateOf, dayOf, move, unless, wrong } from "../model/move.ts";
import { firstOpenDay, type NaiveAccount } from "../model/naive-account.ts";
import { receiptIds } from "./receipts.ts";

const HASHES = ["a".repeat(64), "b".repeat(64)];

function evidence(dice: Dice) {
  if (dice.once(30)) return {};
  return dice.once(30) ? { bankLineId: "BL1" } : { evidenceHash: dice.once(6) ? HASHES[1] : HASHES[0] };
}

const receiptsThat = (account: NaiveAccount, cleared: boolean) =>
  receiptIds(account).filter((id) => {
    const receipt = account.credits.get(id);
    return receipt?.status === "LIVE" && receipt.cleared === cleared && (!cleared || receipt.clearedBy !== undefined);
  });

export const confirmClearanceMove = move(confirmClearance, {
  weight: 30,
  isTimely: (account) => receiptsThat(account, false).length > 0,
  propose(account, dice) {
    const receiptId = dice.rather(receiptsThat(account, false), account.credits.keys(), "R-none");
    const value = account.credits.get(receiptId)?.value ?? account.today;
    const on = dice.once(15)
      ? value - 1
      : Math.max(account.today + dice.between(-8, dice.once(12) ? 1 : 0), Math.min(value, account.today));
    return { body: { accountId: ACCOUNT, receiptId, on: dateOf(on), ...evidence(dice) } };
  },
  judge({ account, body, effect, today }) {
    const by = body.bankLineId ?? body.evidenceHash;
    if (by === undefined) return wrong(["MALFORMED"]);
    const receipt = account.credits.get(body.receiptId);
    if (receipt?.kind !== "RECEIPT") return wrong(["RECEIPT_NOT_FOUND"]);
    const on = dayOf(body.on);
    const since = Math.max(receipt.effect, receipt.waitsSince);
    const day = effect ?? firstOpenDay(account, Math.max(on, since));
    return {
      must: [
        ...unless(receipt.status === "LIVE", "INVALID_TRANSITION"),
        ...unless(!receipt.cleared, "OVER_MATCH"),
        ...unless(on <= today, "FUTURE_RECEIPT_DATE"),
        ...unless(on >= receipt.value && (effect === undefined || effect >= since), "VALIDITY_INVERTED"),
        ...unless(body.bankLineId === undefined, "RESOURCE_NOT_FOUND"),
      ],
      follow() {
        receipt.cleared = true;
        receipt.clearedOn = Math.max(on, day);
        receipt.clearedBy = by;
        return undefined;
      },
    };
  },
});

export const revokeClearanceMove = move(revokeClearance, {
  weight: 9,
  isTimely: (account) => receiptsThat(account, true).length > 0,
  propose(account, dice) {
    const receiptId = dice.rather(receiptsThat(account, true), account.credits.keys(), "R-none");
    const cleared = account.credits.get(receiptId)?.clearedOn ?? account.today;
    const on = dice.once(8) ? cleared - 1 : dice.between(Math.min(cleared, account.today), account.today + (dice.once(12) ? 1 : 0));
    return { body: { accountId: ACCOUNT, receiptId, on: dateOf(on), ...evidence(dice) } };
  },
  judge({ account, body, effect, today }) {
    const by = body.bankLineId ?? body.evidenceHash;
    if (by === undefined) return wrong(["MALFORMED"]);
    const receipt = account.credits.get(body.receiptId);
    if (receipt?.kind !== "RECEIPT") return wrong(["RECEIPT_NOT_FOUND"]);
    // RCT-9 Whatever did not clear the receipt takes nothing back.
    if (receipt.clearedBy !== by) return { must: [], changesNothing: true };
    const on = dayOf(body.on);
    const since = receipt.clearedOn ?? receipt.effect;
    const day = effect ?? firstOpenDay(account, Math.max(on, since));
    return {
      must: [
        ...unless(receipt.status === "LIVE", "INVALID_TRANSITION"),
        ...unless(on <= today, "FUTURE_RECEIPT_DATE"),
        ...unless(on >= since && (effect === undefined || effect >= since), "VALIDITY_INVERTED"),
      ],
      takesBack: { creditId: body.receiptId, isGone: false, on: day },
      follow() {
        receipt.cleared = false;
        receipt.clearedOn = undefined;
        receipt.clearedBy = undefined;
        receipt.waitsSince = day;
        return undefined;
      },
    };
  },
});
