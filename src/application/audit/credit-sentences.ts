import { CASCADE_CLAUSES, SUSPENSION_WORDS } from "./code-words.ts";
import { type Sentences, type Teller, when } from "./sentence.ts";

type CreditEvents = "CreditLineOpened" | "LineSuspended" | "LineReinstated" | "InvoiceRecorded";

export const creditSentences: Sentences<CreditEvents> = {
  CreditLineOpened: {
    en: ({ lineId, limit, termsCode, validFrom, validTo, applicationId, waivers, authorityLevel, approver }, say) =>
      `Opened credit line ${lineId} with a limit of ${say.money(limit)} and terms ${termsCode}, valid from ${validFrom}` +
      `${when(validTo, (to) => ` to ${to}`)}${when(applicationId, (id) => `, on credit application ${id}`)}${waived(waivers, say)}; ` +
      `approved by ${approver} with level ${authorityLevel}.`,
    es: ({ lineId, limit, termsCode, validFrom, validTo, applicationId, waivers, authorityLevel, approver }, say) =>
      `Se abrió la línea de crédito ${lineId} con cupo de ${say.money(limit)} y plazo ${termsCode}, vigente desde ${validFrom}` +
      `${when(validTo, (to) => ` hasta ${to}`)}${when(applicationId, (id) => `, con la solicitud de crédito ${id}`)}${waived(waivers, say)}; ` +
      `aprobó ${approver} con nivel ${authorityLevel}.`,
  },
  LineSuspended: {
    en: ({ lineId, suspensionId, reasonCode, origin, cascade }, say) =>
      `Suspended credit line ${lineId} ${origin === "AUTOMATIC" ? "automatically " : ""}(${suspensionId}): ` +
      `${say.word(SUSPENSION_WORDS, reasonCode)}${say.word(CASCADE_CLAUSES, cascade)}.`,
    es: ({ lineId, suspensionId, reasonCode, origin, cascade }, say) =>
      `Se suspendió ${origin === "AUTOMATIC" ? "automáticamente " : ""}la línea de crédito ${lineId} (${suspensionId}): ` +
      `${say.word(SUSPENSION_WORDS, reasonCode)}${say.word(CASCADE_CLAUSES, cascade)}.`,
  },
  LineReinstated: {
    en: ({ lineId, suspensionId, reasonCode, origin, until, salesOpinion, adminOpinion }, say) =>
      `Reinstated credit line ${lineId}${origin === "AUTOMATIC" ? " automatically" : ""}: suspension ${suspensionId} ` +
      `(${say.word(SUSPENSION_WORDS, reasonCode)}) was lifted${when(until, (day) => ` until ${day}`)}` +
      `${opinion("; sales manager", salesOpinion, "in favour", "against")}${opinion("; administrative manager", adminOpinion, "in favour", "against")}.`,
    es: ({ lineId, suspensionId, reasonCode, origin, until, salesOpinion, adminOpinion }, say) =>
      `Se reactivó ${origin === "AUTOMATIC" ? "automáticamente " : ""}la línea de crédito ${lineId}: se levantó la suspensión ${suspensionId} ` +
      `(${say.word(SUSPENSION_WORDS, reasonCode)})${when(until, (day) => ` hasta ${day}`)}` +
      `${opinion("; gerente de ventas", salesOpinion, "a favor", "en contra")}${opinion("; gerente administrativo", adminOpinion, "a favor", "en contra")}.`,
  },
  InvoiceRecorded: {
    en: ({ documentId, series, number, issueDate, total, instalments, termsCode }, say) =>
      `Recorded invoice ${documentId} (${series} ${number}) of ${issueDate} for ${say.money(total)}, terms ${termsCode}` +
      `${when(dueDates(instalments), (days) => `, due on ${say.list(days)}`)}.`,
    es: ({ documentId, series, number, issueDate, total, instalments, termsCode }, say) =>
      `Se registró la factura ${documentId} (${series} ${number}) del ${issueDate} por ${say.money(total)}, plazo ${termsCode}` +
      `${when(dueDates(instalments), (days) => `, con vencimiento el ${say.list(days)}`)}.`,
  },
};

const WAIVED = { FILE: { en: "file", es: "expediente" }, APPLICATION: { en: "credit application", es: "solicitud de crédito" } };

function waived(waivers: readonly { readonly rule: string }[], say: Teller): string {
  if (waivers.length === 0) return "";
  const rules = say.list(waivers.map(({ rule }) => say.word(WAIVED, rule)));
  return say.language === "en" ? `, waiving: ${rules}` : `, con excepción de: ${rules}`;
}

function opinion(office: string, given: { readonly favourable: boolean } | undefined, inFavour: string, against: string): string {
  return when(given, ({ favourable }) => `${office}: ${favourable ? inFavour : against}`);
}

function dueDates(instalments: readonly { readonly dueOn: string }[]): readonly string[] | undefined {
  return instalments.length === 0 ? undefined : instalments.map(({ dueOn }) => dueOn);
}
