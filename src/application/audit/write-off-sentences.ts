import { type Sentences, when } from "./sentence.ts";

type WriteOffEvents =
  | "WriteOffProposed"
  | "WriteOffApproved"
  | "WriteOffRejected"
  | "ItemsWrittenOff"
  | "WrittenOffRecovered"
  | "WriteOffReversed";

export const writeOffSentences: Sentences<WriteOffEvents> = {
  WriteOffProposed: {
    en: ({ writeOffId, lines, automatic, provisionCoverage }, say) =>
      `Proposed write-off ${writeOffId} of ${say.total(lines)} on ${say.instalments(lines)}${automatic ? ", as small balances" : ""}` +
      `${when(provisionCoverage, (amount) => `, of which the provision covers ${say.money(amount)}`)}.`,
    es: ({ writeOffId, lines, automatic, provisionCoverage }, say) =>
      `Se propuso el castigo ${writeOffId} por ${say.total(lines)} de ${say.instalments(lines)}${automatic ? ", como saldos menores" : ""}` +
      `${when(provisionCoverage, (amount) => `, de los cuales la provisión cubre ${say.money(amount)}`)}.`,
  },
  WriteOffApproved: {
    en: ({ writeOffId, authorityLevel, approvers }, say) =>
      `Approved write-off ${writeOffId} at level ${authorityLevel} by ${say.list(approvers)}.`,
    es: ({ writeOffId, authorityLevel, approvers }, say) =>
      `Se aprobó el castigo ${writeOffId} con nivel ${authorityLevel} por ${say.list(approvers)}.`,
  },
  WriteOffRejected: {
    en: ({ writeOffId }) => `Rejected write-off ${writeOffId}.`,
    es: ({ writeOffId }) => `Se rechazó el castigo ${writeOffId}.`,
  },
  ItemsWrittenOff: {
    en: ({ writeOffId, lines, settledOn }, say) =>
      `Wrote off ${say.total(lines)} of ${say.instalments(lines)} with ${writeOffId} as of ${settledOn}: still owed, and no longer in the portfolio.`,
    es: ({ writeOffId, lines, settledOn }, say) =>
      `Se castigaron ${say.total(lines)} de ${say.instalments(lines)} con ${writeOffId} al ${settledOn}: se siguen debiendo y ya no están en la cartera.`,
  },
  WrittenOffRecovered: {
    en: ({ writeOffId, receiptId, lines, conditional }, say) =>
      `Recovered ${say.total(lines)} of write-off ${writeOffId} on ${say.instalments(lines)} with ${receiptId}${conditional ? ", pending collection" : ""}.`,
    es: ({ writeOffId, receiptId, lines, conditional }, say) =>
      `Se recuperaron ${say.total(lines)} del castigo ${writeOffId} de ${say.instalments(lines)} con ${receiptId}${conditional ? ", pendiente de hacerse efectivo" : ""}.`,
  },
  WriteOffReversed: {
    en: ({ writeOffId, lines }, say) =>
      `Reversed write-off ${writeOffId}: ${say.total(lines)} of ${say.instalments(lines)} ${lines.length === 1 ? "is" : "are"} open again.`,
    es: ({ writeOffId, lines }, say) =>
      `Se reversó el castigo ${writeOffId}: ${say.total(lines)} de ${say.instalments(lines)} vuelven a estar pendientes.`,
  },
};
