import { recordInvoice } from "../../../src/domain/account/documents/record-invoice.ts";
import { cancelPromise } from "../../../src/domain/account/promises/cancel-promise.ts";
import { evaluatePromise } from "../../../src/domain/account/promises/evaluate-promise.ts";
import { registerPromise } from "../../../src/domain/account/promises/register-promise.ts";
import { applyPayment } from "../../../src/domain/account/receipts/apply-payment.ts";
import { confirmClearance } from "../../../src/domain/account/receipts/confirm-clearance.ts";
import { registerReceipt } from "../../../src/domain/account/receipts/register-receipt.ts";
import { unapplyPayment } from "../../../src/domain/account/receipts/unapply-payment.ts";
import type { DecidedEvent } from "../../../src/kernel/decider.ts";
import { amountText } from "../../../src/kernel/money.ts";
import { ACCOUNT } from "../../support/account-history.ts";
import type { FactOptions } from "../../support/decider-facts.ts";
import type { Body } from "../../support/ledger.ts";
import type { Command, CommandOf } from "./commands.ts";
import { dateOfDay } from "./days.ts";

type Quarter = { readonly pct: string; readonly due: { readonly kind: "NET"; readonly days: number } };
const quarter = (days: number): Quarter => ({ pct: "25.00", due: { kind: "NET", days } });

/** Terms with a generous early discount and with quarters, withholdings that round, and no tills. */
export const POLICIES: NonNullable<FactOptions["policies"]> = {
  terms: {
    codes: {
      NET30: { due: { kind: "NET", days: 30 }, rollRule: "NONE" },
      EARLY: { due: { kind: "NET", days: 30 }, rollRule: "NONE", earlyDiscount: { pct: "10.00", withinDays: 10 } },
      QUARTERS: { due: { kind: "SPLIT", parts: [10, 20, 30, 40].map(quarter) }, rollRule: "NONE" },
    },
  },
  withholding: { rates: { INCOME_TAX: ["10.00"], VAT: ["15.00"], ICA: [] }, tolerance: { COP: "0.01" } },
  till: { required: false, maxDifference: {} },
};

export const DEFINITIONS = {
  invoice: recordInvoice,
  receipt: registerReceipt,
  clearance: confirmClearance,
  application: applyPayment,
  unapplication: unapplyPayment,
  promise: registerPromise,
  cancellation: cancelPromise,
  evaluation: evaluatePromise,
} as const;

const money = (minor: number, currency = "COP") => ({ amount: amountText(BigInt(minor), currency), currency });
const dated = (effect: number | undefined) => (effect === undefined ? {} : { effectiveOn: dateOfDay(effect) });
const reasoned = (reason: boolean) => (reason ? { reason: "because" } : {});

/** The body of a command as a caller would send it. */
export function bodyOf(command: Command): Body {
  return JSON.parse(JSON.stringify({ accountId: ACCOUNT, ...fieldsOf(command) })) as Body;
}

function fieldsOf(command: Command): Body {
  switch (command.kind) {
    case "invoice":
      return invoiceFields(command);
    case "receipt":
      return receiptFields(command);
    case "clearance":
      return { receiptId: command.receiptId, on: dateOfDay(command.on), evidenceHash: "a".repeat(64), ...dated(command.effect) };
    case "application":
      return applicationFields(command);
    case "unapplication": {
      const lines = command.lines?.map(({ lineId, amount }) => ({ lineId, amount: money(amount) }));
      const kind = command.correction ? "CORRECTION" : "REVERSAL";
      const { id, applicationId, effect, reason } = command;
      return { unapplicationId: id, applicationId, kind, lines, ...dated(effect), ...reasoned(reason) };
    }
    case "promise": {
      const lines = command.lines.map(({ itemId, amount }) => ({ instalmentId: itemId, amount: money(amount) }));
      return { promiseId: command.id, lines, dueOn: dateOfDay(command.due), channel: "PHONE" };
    }
    case "cancellation":
      return { promiseId: command.promiseId, ...reasoned(command.reason) };
    case "evaluation":
      return { promiseId: command.promiseId, asOf: dateOfDay(command.asOf) };
  }
}

function invoiceFields({ id, issue, effect, terms, parts, net, tax }: CommandOf<"invoice">): Body {
  return {
    documentId: id,
    series: "FV",
    number: id,
    issueDate: dateOfDay(issue),
    net: money(net),
    total: money(net + tax),
    taxes: tax === 0 ? [] : [{ code: "IVA", base: money(tax), ratePct: "100", amount: money(tax) }],
    termsCode: terms,
    instalments: parts?.map(({ due, amount }, index) => ({
      instalmentId: `${id}.${index + 1}`,
      dueOn: dateOfDay(due),
      amount: money(amount),
    })),
    paymentMethod: "CREDIT",
    ...dated(effect),
  };
}

function receiptFields({ id, method, amount, value, received, effect, currency }: CommandOf<"receipt">): Body {
  return {
    receiptId: id,
    series: "RC",
    number: id,
    method,
    amount: money(amount, currency),
    receivedOn: dateOfDay(received),
    valueDate: dateOfDay(value),
    bankAccountId: "CO01-BANK",
    ...(method.endsWith("CHEQUE") && { instrument: { chequeNumber: "1", bank: "Banco" } }),
    ...dated(effect),
  };
}

function applicationFields({ id, receiptId, lines, effect }: CommandOf<"application">): Body {
  return {
    applicationId: id,
    receiptId,
    lines: lines.map(({ itemId, amount, discount, withheld }, index) => ({
      lineId: `${id}.${index + 1}`,
      instalmentId: itemId,
      amount: money(amount),
      discount: discount && { pct: amountText(BigInt(discount.hundredthsPct), "COP"), amount: money(discount.amount) },
      withholdings: withheld && [
        {
          withholdingId: withheld.id,
          kind: withheld.kind,
          base: money(withheld.base),
          ratePct: withheld.kind === "VAT" ? "15.00" : "10.00",
          amount: money(withheld.amount),
        },
      ],
    })),
    ...dated(effect),
  };
}

type Line = Readonly<Record<string, string>>;

/** An event in the words of the model. */
export function wordsOf({ type, data, effectiveOn = "" }: DecidedEvent): string {
  const event = data as Line;
  const list = (name: string) => ((data as Readonly<Record<string, unknown>>)[name] ?? []) as readonly Line[];
  const sum = (at: string, amount: string, on: string) => (each: Line) => `${each[at]}=${minor(each[amount])}@${each[on]}`;
  const settled = sum("instalmentId", "amount", "settledOn");
  const words: Readonly<Record<string, () => readonly unknown[]>> = {
    InvoiceRecorded: () => list("instalments").map(sum("instalmentId", "amount", "dueOn")),
    ReceiptRegistered: () => [`${event.receiptId}=${minor(event.amount)}`, ...(event.cleared ? [] : ["uncleared"])],
    ReceiptCleared: () => [event.receiptId, ...list("released").map(sum("instalmentId", "amount", "effectiveOn"))],
    PaymentApplied: () => [event.applicationId, ...list("lines").map(settled), ...(event.conditional ? ["conditional"] : [])],
    DiscountGranted: () => [event.discountId, settled(event)],
    WithholdingRecorded: () => [event.withholdingId, settled(event)],
    PaymentUnapplied: () => [
      ...[event.unapplicationId, event.kind, ...list("lines").map(sum("lineId", "amount", "freedOn"))],
      ...list("alsoReversed").map(({ id, amount }) => `${id}=${minor(amount)}`),
    ],
    PromiseKeptReversed: () => [event.promiseId, minor(event.counted)],
  };
  return [type, effectiveOn, ...(words[type]?.() ?? promiseWords(event))].join(" ");
}

function promiseWords({ promiseId, counted, missing }: Line): readonly unknown[] {
  return counted === undefined ? [promiseId] : [promiseId, minor(counted), "of", minor(counted) + minor(missing)];
}

function minor(text: string | undefined): number {
  return Number((text ?? "0").replace(".", ""));
}
