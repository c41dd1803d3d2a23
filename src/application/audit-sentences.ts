import type { EventData, EventType } from "../../schemas/events/registry.ts";
import { REFUSAL_CODES, type RefusalCode } from "../kernel/refusal-code.ts";
import { approvalSentences } from "./audit/approval-sentences.ts";
import { creditLineSentences } from "./audit/credit-line-sentences.ts";
import { creditMoveSentences } from "./audit/credit-move-sentences.ts";
import { creditNoteSentences } from "./audit/credit-note-sentences.ts";
import { creditSentences } from "./audit/credit-sentences.ts";
import { customerSentences } from "./audit/customer-sentences.ts";
import { delinquencySentences } from "./audit/delinquency-sentences.ts";
import { documentSentences } from "./audit/document-sentences.ts";
import { orderSentences } from "./audit/order-sentences.ts";
import { organisationSentences } from "./audit/organisation-sentences.ts";
import { promiseSentences } from "./audit/promise-sentences.ts";
import { proposalSentences } from "./audit/proposal-sentences.ts";
import { receiptSentences } from "./audit/receipt-sentences.ts";
import { returnSentences } from "./audit/return-sentences.ts";
import { type Sentence, type SentenceContext, type Sentences, type Teller, tellerOf } from "./audit/sentence.ts";
import { settlementSentences } from "./audit/settlement-sentences.ts";
import { writeOffSentences } from "./audit/write-off-sentences.ts";
import { type Locale, languageOf, sentenceOf } from "./refusal-catalogue.ts";

const commandSentences: Sentences<"CommandRefused" | "CommandHadNoEffect"> = {
  CommandRefused: {
    en: (data, say) => refusedSentence(titleOf(data, say), reasonsOf(data, "en"), "en"),
    es: (data, say) => refusedSentence(titleOf(data, say), reasonsOf(data, "es-CO"), "es-CO"),
  },
  CommandHadNoEffect: {
    en: (data, say) => noEffectSentence(titleOf(data, say), "en"),
    es: (data, say) => noEffectSentence(titleOf(data, say), "es-CO"),
  },
};

/** A sentence for every event the ledger can hold. */
const SENTENCES: Sentences<EventType> = {
  ...creditSentences,
  ...creditLineSentences,
  ...delinquencySentences,
  ...orderSentences,
  ...documentSentences,
  ...receiptSentences,
  ...returnSentences,
  ...proposalSentences,
  ...creditNoteSentences,
  ...settlementSentences,
  ...promiseSentences,
  ...creditMoveSentences,
  ...writeOffSentences,
  ...customerSentences,
  ...organisationSentences,
  ...approvalSentences,
  ...commandSentences,
};

/**
 * What an event says to a person who reads the trail: "Applied 80.00 COP of receipt RC-1 to FV-1.1." Amounts are printed as stored, dates
 * as they are, personal values not at all. A type that the registry does not know says its own name.
 */
export function auditSentence(type: string, data: unknown, locale: Locale, context: SentenceContext = {}): string {
  if (!Object.hasOwn(SENTENCES, type)) return type;
  const sentence = SENTENCES[type as EventType] as Sentence<unknown>;
  const language = languageOf(locale);
  return sentence[language](data, tellerOf(language, context));
}

/** Of a command that was refused, with one sentence per broken rule (`sentenceOf`). */
export function refusedSentence(commandTitle: string, violations: readonly string[], locale: Locale): string {
  const refused = languageOf(locale) === "en" ? "Refused" : "Rechazado";
  return [`${refused}: ${commandTitle}.`, ...violations.map(ended)].join(" ");
}

/** Of a command that was accepted and changed nothing. */
export function noEffectSentence(commandTitle: string, locale: Locale): string {
  return languageOf(locale) === "en" ? `Nothing to change: ${commandTitle}.` : `Sin cambios: ${commandTitle}.`;
}

function titleOf({ command }: { readonly command: string }, { context }: Teller): string {
  return context.commandTitle ?? command;
}

function reasonsOf({ violations }: EventData<"CommandRefused">, locale: Locale): readonly string[] {
  return violations.map(({ code, facts }) => (isRefusalCode(code) ? sentenceOf(code, facts, locale) : code));
}

function isRefusalCode(code: string): code is RefusalCode {
  return (REFUSAL_CODES as readonly string[]).includes(code);
}

const ended = (sentence: string) => (sentence.endsWith(".") ? sentence : `${sentence}.`);
