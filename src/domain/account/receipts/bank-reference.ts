import type { RegisterReceiptBody } from "../../../../schemas/commands/receipts.ts";
import { broken, type Claim, type DeepReadonly, type Verdict, violation } from "../../../kernel/decider.ts";
import { amountText, toMinor } from "../../../kernel/money.ts";
import { partsOfAccount } from "../account-id.ts";
import type { Credits } from "../credits/credits.ts";
import type { BankReference, Receipts } from "./receipts.ts";

type Body = DeepReadonly<(typeof RegisterReceiptBody)["static"]>;

function referenceOf({ bankAccountId, bankReference, amount, valueDate, occurrence = 1 }: Body): BankReference | undefined {
  if (bankAccountId === undefined || bankReference === undefined) return undefined;
  return { bankAccountId, bankReference, amount: amountText(toMinor(amount), amount.currency), valueDate, occurrence };
}

/**
 * RCT-3 No two receipts stand for the same deposit. A claim is for ever, so the annulled receipt keeps its own and the one that replaces
 * it claims "this deposit, in the place of that receipt": taken once, and worth nothing unless `replacementFits`, which ties it to a
 * receipt that held the deposit and counts no more.
 */
export function referenceClaims(body: Body): readonly Claim[] {
  const reference = referenceOf(body);
  if (reference === undefined) return [];
  const { entityId, currency } = partsOfAccount(body.accountId);
  const { bankAccountId, bankReference, amount, valueDate, occurrence } = reference;
  const key = `RECEIPT_REFERENCE:${entityId}:${bankAccountId}:${bankReference}:${amount}:${currency}:${valueDate}:${occurrence}`;
  const replacing = body.replaces === undefined ? "" : `:REPLACES:${body.accountId}:${body.replaces}`;
  return [{ key: `${key}${replacing}`, code: "DUPLICATE_RECEIPT_REFERENCE" }];
}

/** The receipt replaced is annulled, replaced once, and a deposit named by the new one is the one that the old one named. */
export function replacementFits(
  body: Body,
  { byId }: DeepReadonly<Credits>,
  { bankReferences, replaced }: DeepReadonly<Receipts>,
): Verdict {
  const { replaces } = body;
  if (replaces === undefined) return undefined;
  const receipt = byId.get(replaces);
  if (receipt?.kind !== "RECEIPT") return violation("RECEIPT_NOT_FOUND", { receiptId: replaces }, "/replaces");
  const [given, held] = [referenceOf(body), bankReferences.get(replaces)];
  return broken([
    receipt.status === "ANNULLED"
      ? undefined
      : violation("INVALID_TRANSITION", { receiptId: replaces, status: receipt.status, needed: "ANNULLED" }, "/replaces"),
    replaced.has(replaces) ? violation("INVALID_TRANSITION", { receiptId: replaces, status: "REPLACED" }, "/replaces") : undefined,
    given === undefined || isSame(given, held) ? undefined : violation("REPLACEMENT_DIFFERS", { receiptId: replaces }, "/bankReference"),
  ]);
}

function isSame(given: BankReference, held: BankReference | undefined): boolean {
  return (
    held !== undefined &&
    given.bankAccountId === held.bankAccountId &&
    given.bankReference === held.bankReference &&
    given.amount === held.amount &&
    given.valueDate === held.valueDate &&
    given.occurrence === held.occurrence
  );
}
