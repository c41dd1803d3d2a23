import { WITHHOLDING_KINDS } from "../refusals/fact-words.ts";
import { DISCOUNT_WORDS } from "./code-words.ts";
import { type Sentences, when } from "./sentence.ts";

type SettlementEvents =
  | "DiscountGranted"
  | "DiscountRevoked"
  | "WithholdingRecorded"
  | "WithholdingCertified"
  | "WithholdingReversed"
  | "WithholdingReopened"
  | "SmallDifferenceWrittenOff"
  | "SmallDifferenceReversed";

/** What settles without money. */
export const settlementSentences: Sentences<SettlementEvents> = {
  DiscountGranted: {
    en: ({ discountId, kind, amount, pct, instalmentId, receiptId }, say) =>
      `Granted ${say.word(DISCOUNT_WORDS, kind)} ${discountId} of ${say.money(amount)} (${pct} %) on ${instalmentId}` +
      `${when(receiptId, (id) => ` with receipt ${id}`)}.`,
    es: ({ discountId, kind, amount, pct, instalmentId, receiptId }, say) =>
      `Se concedió el ${say.word(DISCOUNT_WORDS, kind)} ${discountId} de ${say.money(amount)} (${pct} %) sobre ${instalmentId}` +
      `${when(receiptId, (id) => ` con el recibo ${id}`)}.`,
  },
  DiscountRevoked: {
    en: ({ discountId, amount, instalmentId }, say) =>
      `Revoked discount ${discountId}: ${say.money(amount)} of ${instalmentId} is owed again.`,
    es: ({ discountId, amount, instalmentId }, say) =>
      `Se revocó el descuento ${discountId}: se deben de nuevo ${say.money(amount)} de ${instalmentId}.`,
  },
  WithholdingRecorded: {
    en: ({ withholdingId, kind, amount, ratePct, base, instalmentId }, say) =>
      `Recorded withholding ${withholdingId} of ${say.money(amount)} on ${instalmentId}: ${say.word(WITHHOLDING_KINDS, kind)}, ` +
      `${ratePct} % of ${say.money(base)}.`,
    es: ({ withholdingId, kind, amount, ratePct, base, instalmentId }, say) =>
      `Se registró la retención ${withholdingId} de ${say.money(amount)} sobre ${instalmentId}: ${say.word(WITHHOLDING_KINDS, kind)}, ` +
      `${ratePct} % de ${say.money(base)}.`,
  },
  WithholdingCertified: {
    en: ({ withholdingIds, number, issuedOn }, say) => `Certificate ${number} of ${issuedOn} covers ${say.list(withholdingIds)}.`,
    es: ({ withholdingIds, number, issuedOn }, say) => `El certificado ${number} del ${issuedOn} respalda ${say.list(withholdingIds)}.`,
  },
  WithholdingReversed: {
    en: ({ withholdingId, amount, instalmentId }, say) =>
      `Reversed withholding ${withholdingId}: ${say.money(amount)} of ${instalmentId} is owed again.`,
    es: ({ withholdingId, amount, instalmentId }, say) =>
      `Se reversó la retención ${withholdingId}: se deben de nuevo ${say.money(amount)} de ${instalmentId}.`,
  },
  WithholdingReopened: {
    en: ({ withholdingId, chargeId }) => `No certificate came for withholding ${withholdingId}: it is owed as charge ${chargeId}.`,
    es: ({ withholdingId, chargeId }) => `No llegó el certificado de la retención ${withholdingId}: se debe como cargo ${chargeId}.`,
  },
  SmallDifferenceWrittenOff: {
    en: ({ differenceId, amount, instalmentId, creditItemId }, say) =>
      `Wrote off small difference ${differenceId} of ${say.money(amount)}: a rest of ${instalmentId ?? creditItemId}.`,
    es: ({ differenceId, amount, instalmentId, creditItemId }, say) =>
      `Se ajustó la pequeña diferencia ${differenceId} de ${say.money(amount)}: un resto de ${instalmentId ?? creditItemId}.`,
  },
  SmallDifferenceReversed: {
    en: ({ differenceId, amount, instalmentId, creditItemId }, say) =>
      `Reversed small difference ${differenceId}: ${say.money(amount)} back to ${instalmentId ?? creditItemId}.`,
    es: ({ differenceId, amount, instalmentId, creditItemId }, say) =>
      `Se reversó la pequeña diferencia ${differenceId}: ${say.money(amount)} vuelven a ${instalmentId ?? creditItemId}.`,
  },
};
