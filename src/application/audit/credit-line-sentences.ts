import { type Sentences, when } from "./sentence.ts";

type LineEvents = "CreditLimitChanged" | "CreditTermsChanged" | "LineRenewed" | "LineClosed" | "OverLimitDetected" | "OverLimitCleared";

/** What becomes of a line between its opening and its end. */
export const creditLineSentences: Sentences<LineEvents> = {
  CreditLimitChanged: {
    en: ({ lineId, kind, old, new: limit, from, to, applicationId, authorityLevel }, say) =>
      `Changed the ${kind === "TEMPORARY" ? "limit for a time" : "limit"} of credit line ${lineId} from ${say.money(old)} to ${say.money(limit)}, ` +
      `from ${from}${when(to, (day) => ` to ${day}`)}${when(applicationId, (id) => `, on credit application ${id}`)}` +
      `${when(authorityLevel, (level) => `; level ${level}`)}.`,
    es: ({ lineId, kind, old, new: limit, from, to, applicationId, authorityLevel }, say) =>
      `Se cambió el cupo ${kind === "TEMPORARY" ? "temporal " : ""}de la línea de crédito ${lineId} de ${say.money(old)} a ${say.money(limit)}, ` +
      `desde el ${from}${when(to, (day) => ` hasta el ${day}`)}${when(applicationId, (id) => `, con la solicitud de crédito ${id}`)}` +
      `${when(authorityLevel, (level) => `; nivel ${level}`)}.`,
  },
  CreditTermsChanged: {
    en: ({ lineId, old, termsCode, from }) =>
      `Changed the terms of credit line ${lineId} from ${old} to ${termsCode} for documents issued from ${from} on.`,
    es: ({ lineId, old, termsCode, from }) =>
      `Se cambió el plazo de la línea de crédito ${lineId} de ${old} a ${termsCode} para documentos emitidos desde el ${from}.`,
  },
  LineRenewed: {
    en: ({ lineId, validTo, oldValidTo, reviewRef }) =>
      `Renewed credit line ${lineId} until ${validTo}${when(oldValidTo, (day) => ` (before: until ${day})`)}, on review ${reviewRef}.`,
    es: ({ lineId, validTo, oldValidTo, reviewRef }) =>
      `Se renovó la línea de crédito ${lineId} hasta el ${validTo}${when(oldValidTo, (day) => ` (antes: hasta el ${day})`)}, con la revisión ${reviewRef}.`,
  },
  LineClosed: {
    en: ({ lineId }) => `Closed credit line ${lineId}.`,
    es: ({ lineId }) => `Se cerró la línea de crédito ${lineId}.`,
  },
  OverLimitDetected: {
    en: ({ lineId, exposure, ceiling }, say) =>
      `Credit line ${lineId} is overdrawn: exposure ${say.money(exposure)}, ceiling ${say.money(ceiling)}.`,
    es: ({ lineId, exposure, ceiling }, say) =>
      `La línea de crédito ${lineId} está sobregirada: exposición ${say.money(exposure)}, tope ${say.money(ceiling)}.`,
  },
  OverLimitCleared: {
    en: ({ lineId, exposure, ceiling }, say) =>
      `Credit line ${lineId} is no longer overdrawn: exposure ${say.money(exposure)}, ceiling ${say.money(ceiling)}.`,
    es: ({ lineId, exposure, ceiling }, say) =>
      `La línea de crédito ${lineId} ya no está sobregirada: exposición ${say.money(exposure)}, tope ${say.money(ceiling)}.`,
  },
};
