import { annulReceipt } from "../../../../src/domain/account/receipts/annul-receipt.ts";
import { declineReceiptRequest } from "../../../../src/domain/account/receipts/decline-receipt-request.ts";
import { registerReceipt } from "../../../../src/domain/account/receipts/register-receipt.ts";
import { requestReceipt } from "../../../../src/domain/account/receipts/request-receipt.ts";
import { ACCOUNT } from "../../../support/account-history.ts";
import { lastOf } from "../model/days.ts";
import type { Dice } from "../model/dice.ts";
import { type Ask, dateOf, dayOf, minor, money, move, textOf, unless, wrong } from "../model/move.ts";
import { firstOpenDay, type NaiveAccount, type NaiveCredit } from "../model/naive-account.ts";
import { earliestReturn, endCredit } from "../model/undoing.ts";
import { strangeWorld } from "./invoices.ts";
import { freshCredit } from "./note-effects.ts";
import { reasoned } from "./people.ts";

export const receiptIds = ({ credits }: NaiveAccount) => [...credits].filter(([, { kind }]) => kind === "RECEIPT").map(([id]) => id);

type Body = Parameters<typeof registerReceiptJudge>[0]["body"];
interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** The same deposit once more. */
function depositAgain({ reference = "", amount, value }: NaiveCredit) {
  return { bankAccountId: "CO01-BANK", bankReference: reference.split(" ")[1], amount: money(amount), valueDate: dateOf(value) };
}

function strangeReceipt(account: NaiveAccount, dice: Dice) {
  return {
    ...(dice.once(40) && { branchId: "NOWHERE" }),
    ...(dice.once(40) && { bankAccountId: dice.of("CO01-NONE", "CO01-USD") }),
    ...(dice.once(40) && { bankLineId: "BL1" }),
    ...(dice.once(12) && { requestId: dice.known(account.requests.keys(), "Q-none") }),
    ...(dice.once(25) && {
      original: { amount: money(dice.between(1, 9), dice.of("USD", "USD", "COP")), ...(dice.once(2) && { rate: "3" }) },
    }),
    ...(dice.once(30) && { payer: dice.of<object>({ customerId: "C2" }, { customerId: "C1" }, { name: "somebody" }) }),
  };
}

export const registerReceiptMove = move(registerReceipt, {
  weight: 45,
  propose(account, dice, n) {
    const id = dice.once(30) ? dice.known(account.credits.keys(), `R${n}`) : `R${n}`;
    const method = dice.of("CASH", "TRANSFER", "TRANSFER", "CHEQUE", "POST_DATED_CHEQUE", "NETTING");
    const value = account.today + (method === "POST_DATED_CHEQUE" ? dice.between(-2, 20) : dice.between(-60, dice.once(20) ? 3 : 0));
    const received = account.today + (dice.once(30) ? 1 : -dice.upTo(9));
    const annulled = [...account.credits].filter(([, { status }]) => status === "ANNULLED").map(([key]) => key);
    const replaces =
      annulled.length > 0 && dice.once(3) ? dice.of(...annulled) : dice.once(50) ? dice.known(account.credits.keys(), "R-none") : undefined;
    const old = account.credits.get(replaces ?? "");
    const again = old?.reference !== undefined && !dice.once(3) ? depositAgain(old) : {};
    const reference = dice.once(4) && { bankReference: `REF${dice.upTo(3)}` };
    const amount = dice.once(4) ? 10 : dice.between(1, 90);
    const deposited = [...account.credits.values()].filter((each) => each.reference !== undefined);
    const twice = deposited.length > 0 && dice.once(12) ? depositAgain(dice.of(...deposited)) : {};
    const original = dice.once(25) && {
      original: { amount: money(dice.once(2) ? amount : 3, "USD"), ...(dice.once(2) && { rate: "1" }) },
      bankAccountId: "CO01-USD",
    };
    const place = method === "CASH" && dice.once(12) ? { tillSessionId: "T1" } : dice.once(60) ? {} : { bankAccountId: "CO01-BANK" };
    const body = {
      ...{ accountId: ACCOUNT, receiptId: id, series: dice.once(30) ? "OWN" : "RC" },
      ...(!dice.once(30) && { number: dice.once(30) ? dice.known(receiptIds(account), id) : id }),
      ...{ method, amount: money(amount), receivedOn: dateOf(received), valueDate: dateOf(value) },
      ...place,
      ...(method.endsWith("CHEQUE") && !dice.once(40) && { instrument: { chequeNumber: "1", bank: "Banco" } }),
      ...strangeReceipt(account, dice),
      ...original,
      ...reference,
      ...twice,
      ...(replaces !== undefined && { replaces, ...again }),
    };
    return { body, actor: { personId: dice.of("ANA", "LUIS"), roles: ["TRE"] }, ...strangeWorld(dice) };
  },
  judge: registerReceiptJudge,
});

type Registering = Ask<{
  readonly receiptId: string;
  readonly requestId?: string;
  readonly series: string;
  readonly number?: string;
  readonly method: string;
  readonly amount: Money;
  readonly original?: { readonly amount: Money; readonly rate?: string };
  readonly receivedOn: string;
  readonly valueDate: string;
  readonly tillSessionId?: string;
  readonly bankAccountId?: string;
  readonly bankLineId?: string;
  readonly bankReference?: string;
  readonly occurrence?: number;
  readonly replaces?: string;
  readonly payer?: { readonly customerId: string } | { readonly name: unknown };
  readonly instrument?: unknown;
  readonly branchId?: string;
}>;

/** RCT-2 to RCT-6. */
function registerReceiptJudge(ask: Registering) {
  const { account, body, effect, actor } = ask;
  const { receiptId: id, method, requestId, payer } = body;
  const amount = minor(body.amount);
  const value = dayOf(body.valueDate);
  return {
    must: [...formIsWrong(body), ...datesAreWrong(ask), ...placeIsWrong(body), ...numberIsWrong(ask), ...replacesWrongly(ask)],
    follow() {
      for (const key of claimsOf(body)) account.claims.add(key);
      const who =
        payer === undefined ? "customer C1" : "customerId" in payer ? `customer ${payer.customerId}` : `name ${JSON.stringify(payer.name)}`;
      const cleared = method === "CASH" || method === "NETTING";
      const on = effect ?? firstOpenDay(account, value);
      const of = { kind: "RECEIPT", method, amount, value, received: dayOf(body.receivedOn), effect: on, cleared } as const;
      account.credits.set(id, freshCredit(account, { ...of, registeredBy: actor.personId, payer: who, reference: referenceOf(body) }));
      const replaced = account.credits.get(body.replaces ?? "");
      if (replaced !== undefined) replaced.replaced = true;
      if (requestId !== undefined) account.requests.set(requestId, "FULFILLED");
      return undefined;
    },
  };
}

function formIsWrong({ method, tillSessionId, bankAccountId, instrument }: Body): readonly string[] {
  const isComplete =
    (tillSessionId !== undefined || bankAccountId !== undefined) && (!method.endsWith("CHEQUE") || instrument !== undefined);
  return unless(isComplete, "MALFORMED");
}

function datesAreWrong({ body, effect, today }: Registering): readonly string[] {
  const isAhead = body.method === "POST_DATED_CHEQUE";
  return [
    ...unless(dayOf(body.receivedOn) <= today && (dayOf(body.valueDate) <= today || isAhead), "FUTURE_RECEIPT_DATE"),
    ...unless(effect === undefined || effect <= today || isAhead, "FUTURE_EFFECTIVE_DATE"),
  ];
}

/** There are no tills; a bank account of the company is of the currency of the money. What was converted is the amount at the rate. */
function placeIsWrong({ tillSessionId, bankAccountId, bankLineId, branchId, original, amount }: Body): readonly string[] {
  const currency = original === undefined ? amount.currency : original.amount.currency;
  const held = { "CO01-BANK": "COP", "CO01-USD": "USD" }[bankAccountId ?? "CO01-BANK"];
  const converted = original === undefined ? undefined : Math.round(minor(original.amount) * Number(original.rate ?? 0));
  return [
    ...unless(tillSessionId === undefined, "TILL_CLOSED"),
    ...unless(held !== undefined, "UNKNOWN_BANK_ACCOUNT"),
    ...unless(bankAccountId === undefined || held === undefined || held === currency, "CURRENCY_MISMATCH"),
    ...unless(original?.amount.currency !== "COP", "CURRENCY_MISMATCH"),
    ...unless(original === undefined || original.rate !== undefined, "FX_RATE_MISSING"),
    ...unless(original?.rate === undefined || converted === minor(amount), "BAD_MONEY"),
    ...unless(bankLineId === undefined, "RESOURCE_NOT_FOUND"),
    ...unless(branchId === undefined || branchId.startsWith("CO01"), "RESOURCE_NOT_FOUND"),
  ];
}

function numberIsWrong({ account, body }: Registering): readonly string[] {
  const { series, number, requestId, receiptId } = body;
  const request = requestId === undefined ? "REQUESTED" : account.requests.get(requestId);
  const twice = (key: string) => (key.startsWith("RECEIPT ") ? "DUPLICATE_DOCUMENT" : "DUPLICATE_RECEIPT_REFERENCE");
  return [
    ...unless(!account.credits.has(receiptId), "OVERLAPS"),
    ...unless(series === "OWN" || number !== undefined, "NUMBER_REQUIRED"),
    ...unless(series !== "OWN" || number === undefined, "NUMBER_NOT_EXPECTED"),
    ...unless(request !== undefined, "RESOURCE_NOT_FOUND"),
    ...unless(request === undefined || request === "REQUESTED", "INVALID_TRANSITION"),
    ...claimsOf(body).flatMap((key) => (account.claims.has(key) ? [twice(key)] : [])),
  ];
}

/** RCT-3: an annulled receipt is replaced once, by one for the same deposit. */
function replacesWrongly({ account, body }: Registering): readonly string[] {
  const { replaces } = body;
  if (replaces === undefined) return [];
  const old = account.credits.get(replaces);
  if (old?.kind !== "RECEIPT") return ["RECEIPT_NOT_FOUND"];
  const reference = referenceOf(body);
  return [
    ...unless(old.status === "ANNULLED" && !old.replaced, "INVALID_TRANSITION"),
    ...unless(reference === undefined || reference === old.reference, "REPLACEMENT_DIFFERS"),
  ];
}

function referenceOf({ bankAccountId, bankReference, amount, valueDate, occurrence = 1 }: Body): string | undefined {
  if (bankAccountId === undefined || bankReference === undefined) return undefined;
  return `${bankAccountId} ${bankReference} ${textOf(minor(amount))} ${valueDate} ${occurrence}`;
}

function claimsOf(body: Body): readonly string[] {
  const { series, number, replaces } = body;
  const reference = referenceOf(body);
  return [
    ...(number === undefined ? [] : [`RECEIPT ${series} ${number}`]),
    ...(reference === undefined ? [] : [`DEPOSIT ${reference}${replaces === undefined ? "" : ` for ${replaces}`}`]),
  ];
}

export const annulReceiptMove = move(annulReceipt, {
  weight: 8,
  isTimely: (account) => receiptIds(account).length > 0,
  propose(account, dice) {
    const unused = receiptIds(account).filter(
      (id) => lastOf(account.credits.get(id)?.left ?? new Int32Array()) === account.credits.get(id)?.amount,
    );
    return { body: { accountId: ACCOUNT, receiptId: dice.rather(unused, account.credits.keys(), "R-none"), ...reasoned(dice) } };
  },
  judge({ account, body, effect, today, reason }) {
    const { receiptId: id } = body;
    const receipt = account.credits.get(id);
    if (receipt?.kind !== "RECEIPT") return wrong(["RECEIPT_NOT_FOUND"]);
    if (receipt.status !== "LIVE") return wrong(["INVALID_TRANSITION"], unless(reason, "REASON_REQUIRED"));
    const staying = Int32Array.from(receipt.left);
    const isUnused = lastOf(staying) === receipt.amount && receipt.reserved === 0;
    const earliest = isUnused ? earliestReturn(account, id, receipt, receipt.effect) : receipt.effect;
    const on = effect ?? firstOpenDay(account, Math.max(today, earliest));
    return {
      must: [
        ...unless(reason, "REASON_REQUIRED"),
        ...unless(isUnused, "ALREADY_APPLIED"),
        ...unless(effect === undefined || effect >= earliest, "EFFECTIVE_BEFORE_APPLICATION"),
      ],
      may: isUnused ? [] : ["EFFECTIVE_BEFORE_APPLICATION"],
      takesBack: { creditId: id, isGone: true, on },
      follow() {
        endCredit(receipt, "ANNULLED", on);
        return undefined;
      },
    };
  },
});

export const requestReceiptMove = move(requestReceipt, {
  weight: 5,
  isTimely: ({ items }) => items.size > 0,
  propose(account, dice, n) {
    const requestId = dice.once(6) ? dice.known(account.requests.keys(), `Q${n}`) : `Q${n}`;
    const supportIds = dice.once(4) ? [dice.known(account.supports, "H-none")] : [];
    return {
      body: {
        accountId: ACCOUNT,
        requestId,
        instalmentIds: [dice.known(account.items.keys(), "F-none.1")],
        amount: money(dice.between(1, 60)),
        supportIds,
      },
    };
  },
  judge({ account, body }) {
    return {
      must: [
        ...unless(!account.requests.has(body.requestId), "OVERLAPS"),
        ...unless(
          body.instalmentIds.every((id) => account.items.has(id)),
          "ITEM_NOT_FOUND",
        ),
        ...unless(
          body.supportIds.every((id) => account.supports.has(id)),
          "RESOURCE_NOT_FOUND",
        ),
      ],
      follow() {
        account.requests.set(body.requestId, "REQUESTED");
        return undefined;
      },
    };
  },
});

export const declineReceiptRequestMove = move(declineReceiptRequest, {
  weight: 3,
  isTimely: ({ requests }) => requests.size > 0,
  propose: (account, dice) => ({
    body: { accountId: ACCOUNT, requestId: dice.known(account.requests.keys(), "Q-none"), ...reasoned(dice) },
  }),
  judge({ account, body, reason }) {
    const status = account.requests.get(body.requestId);
    if (status === undefined) return wrong(["RESOURCE_NOT_FOUND"]);
    return {
      must: [...unless(status === "REQUESTED", "INVALID_TRANSITION"), ...unless(reason, "REASON_REQUIRED")],
      follow() {
        account.requests.set(body.requestId, "DECLINED");
        return undefined;
      },
    };
  },
});
