import type { ApplyPaymentBody } from "../../../../schemas/commands/receipts.ts";
import { broken, type Clear, type Violation, violation } from "../../../kernel/decider.ts";
import type { AskedApplication, AskedLine } from "./application-plan.ts";

type Body = (typeof ApplyPaymentBody)["static"];

/** The id of a discount is made of that of its application ("A1-D1") and is no longer than other ids. */
const LONGEST_ID_WITH_DISCOUNT = 35;

/** The form of an application, applied or proposed: its lines are numbered from 1. */
export function examineApplication({ applicationId, lines }: Clear<Body>): readonly Violation[] {
  return broken([
    ...lines.map(({ lineId }, index) =>
      lineId === `${applicationId}.${index + 1}`
        ? undefined
        : violation("MALFORMED", { expected: `${applicationId}.${index + 1}` }, `/lines/${index}/lineId`),
    ),
    applicationId.length > LONGEST_ID_WITH_DISCOUNT && lines.some(({ discount }) => discount !== undefined)
      ? violation("MALFORMED", { needed: `at most ${LONGEST_ID_WITH_DISCOUNT} characters with a discount` }, "/applicationId")
      : undefined,
  ]);
}

/** Money of a receipt, or of a credit transferred in, for instalments. */
export function moneyFor(
  { applicationId, receiptId, lines }: Pick<Body, "applicationId" | "receiptId"> & { readonly lines: readonly AskedLine[] },
  more: Pick<AskedApplication, "isProposal" | "approves"> = {},
): AskedApplication {
  return {
    applicationId,
    creditItemId: receiptId,
    kinds: ["RECEIPT", "TRANSFERRED_CREDIT"],
    words: { notFound: "RECEIPT_NOT_FOUND", exhausted: "RECEIPT_EXHAUSTED", pointer: "/receiptId" },
    lines,
    ...more,
  };
}
