import { type Sentences, when } from "./sentence.ts";

const END_WORDS = {
  PERSON: { en: "was rejected", es: "fue rechazada" },
  EXPIRED: { en: "expired without a decision", es: "venció sin decisión" },
  RETURNED: { en: "fell with its receipt, which was returned", es: "cayó con su recibo, que fue devuelto" },
} as const;

export const proposalSentences: Sentences<"ApplicationProposed" | "ApplicationApproved" | "ApplicationRejected"> = {
  ApplicationProposed: {
    en: ({ applicationId, receiptId, lines, validTo, askedEffectiveOn }, say) =>
      `Proposed application ${applicationId}: ${say.total(lines)} of receipt ${receiptId} to ${say.instalments(lines)}` +
      `${when(askedEffectiveOn, (on) => ` with effect on ${on}`)}; it waits for the leader until ${validTo}.`,
    es: ({ applicationId, receiptId, lines, validTo, askedEffectiveOn }, say) =>
      `Se propuso la aplicación ${applicationId}: ${say.total(lines)} del recibo ${receiptId} a ${say.instalments(lines)}` +
      `${when(askedEffectiveOn, (on) => ` con efecto el ${on}`)}; espera al líder hasta el ${validTo}.`,
  },
  ApplicationApproved: {
    en: ({ applicationId }) => `The proposed application ${applicationId} was approved.`,
    es: ({ applicationId }) => `Se aprobó la aplicación propuesta ${applicationId}.`,
  },
  ApplicationRejected: {
    en: ({ applicationId, origin }, say) => `The proposed application ${applicationId} ${say.word(END_WORDS, origin)}.`,
    es: ({ applicationId, origin }, say) => `La aplicación propuesta ${applicationId} ${say.word(END_WORDS, origin)}.`,
  },
};
