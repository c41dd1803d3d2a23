import { REFUSAL_CODES, type RefusalCode } from "../kernel/refusal-code.ts";
import { accessRefusals } from "./refusals/access-refusals.ts";
import { applicationRefusals } from "./refusals/application-refusals.ts";
import { approvalRefusals } from "./refusals/approval-refusals.ts";
import { creditLineRefusals } from "./refusals/credit-line-refusals.ts";
import { creditMoveRefusals } from "./refusals/credit-move-refusals.ts";
import { creditNoteRefusals } from "./refusals/credit-note-refusals.ts";
import { customerRefusals } from "./refusals/customer-refusals.ts";
import { documentRefusals } from "./refusals/document-refusals.ts";
import { wordsOf } from "./refusals/fact-words.ts";
import { fillTemplate } from "./refusals/fill-template.ts";
import { generalRefusals } from "./refusals/general-refusals.ts";
import { notFoundRefusals } from "./refusals/not-found-refusals.ts";
import { orderRefusals } from "./refusals/order-refusals.ts";
import { policyRefusals } from "./refusals/policy-refusals.ts";
import { promiseRefusals } from "./refusals/promise-refusals.ts";
import { receiptRefusals } from "./refusals/receipt-refusals.ts";
import type { RefusalEntry } from "./refusals/refusal-entry.ts";
import { requestRefusals } from "./refusals/request-refusals.ts";
import { writeOffRefusals } from "./refusals/write-off-refusals.ts";

export type Locale = "es-CO" | "es-MX" | "en";

/** What every refusal means and what to do about it: the one place for its words and its HTTP status. */
export const refusalCatalogue: Readonly<Record<RefusalCode, RefusalEntry>> = {
  ...accessRefusals,
  ...approvalRefusals,
  ...requestRefusals,
  ...notFoundRefusals,
  ...generalRefusals,
  ...policyRefusals,
  ...customerRefusals,
  ...creditLineRefusals,
  ...orderRefusals,
  ...documentRefusals,
  ...receiptRefusals,
  ...applicationRefusals,
  ...creditNoteRefusals,
  ...promiseRefusals,
  ...creditMoveRefusals,
  ...writeOffRefusals,
};

/** Colombia and Mexico read the same Spanish. */
export function languageOf(locale: Locale): "en" | "es" {
  return locale === "en" ? "en" : "es";
}

/**
 * One sentence for a clerk: `sentenceOf("ALREADY_SETTLED", { instalmentId: "FV-1.1" }, "en")` gives "The instalment FV-1.1 has nothing
 * open." Facts it does not know are ignored; where one that it needs is missing, it is the title.
 */
export function sentenceOf(code: RefusalCode, facts: Readonly<Record<string, unknown>>, locale: Locale): string {
  const language = languageOf(locale);
  const { title, detail } = refusalCatalogue[code];
  const textOf = (fact: string) => (Object.hasOwn(facts, fact) ? wordsOf(fact, facts[fact], language) : undefined);
  return fillTemplate(detail[language], textOf) ?? title[language];
}

/** Statuses of refusals by the business. All others are about the moment or the form, and a new try may pass. */
const REMEMBERED_STATUSES = [403, 404, 409, 422];
const NEVER_REMEMBERED: readonly RefusalCode[] = ["NOT_AUTHORISED", "BRANCH_SCOPE", "IN_PROGRESS", "IDEMPOTENCY_KEY_REUSED"];

/** True where a repeat with the same key is refused for ever. */
export function isRemembered(code: RefusalCode): boolean {
  return REMEMBERED_STATUSES.includes(refusalCatalogue[code].status) && !NEVER_REMEMBERED.includes(code);
}

/** Where the refusal is explained: "/problems/over-application" of OVER_APPLICATION. */
export function problemPath(code: RefusalCode): string {
  return `/problems/${code.toLowerCase().replaceAll("_", "-")}`;
}

const CODE_BY_PATH = new Map(REFUSAL_CODES.map((code) => [problemPath(code), code]));

/** The inverse of `problemPath`; nothing for a path that explains no refusal. */
export function codeOfProblemPath(path: string): RefusalCode | undefined {
  return CODE_BY_PATH.get(path);
}
