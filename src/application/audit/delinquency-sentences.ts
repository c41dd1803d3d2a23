import { DELINQUENCY_WORDS } from "./code-words.ts";
import { type Sentences, when } from "./sentence.ts";

export const delinquencySentences: Sentences<"DelinquencyStateChanged"> = {
  DelinquencyStateChanged: {
    en: ({ from, to, cause, worst, supersedes }, say) =>
      (cause === "CORRECTED"
        ? `The account's state of default was not ${say.word(DELINQUENCY_WORDS, from)}: it stays ${say.word(DELINQUENCY_WORDS, to)}`
        : `The account's state of default went from ${say.word(DELINQUENCY_WORDS, from)} to ${say.word(DELINQUENCY_WORDS, to)}`) +
      `${when(worst, ({ instalmentId, dpd }) => `; ${instalmentId} is ${dpd} days past due`)}` +
      `${supersedes.length > 0 ? `; it supersedes change ${say.list(supersedes.map(String))}` : ""}.`,
    es: ({ from, to, cause, worst, supersedes }, say) =>
      (cause === "CORRECTED"
        ? `El estado de mora de la cuenta no era ${say.word(DELINQUENCY_WORDS, from)}: sigue ${say.word(DELINQUENCY_WORDS, to)}`
        : `El estado de mora de la cuenta pasó de ${say.word(DELINQUENCY_WORDS, from)} a ${say.word(DELINQUENCY_WORDS, to)}`) +
      `${when(worst, ({ instalmentId, dpd }) => `; ${instalmentId} tiene ${dpd} días de vencida`)}` +
      `${supersedes.length > 0 ? `; reemplaza el cambio ${say.list(supersedes.map(String))}` : ""}.`,
  },
};
