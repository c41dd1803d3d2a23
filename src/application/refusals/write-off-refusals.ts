import type { RefusalArea } from "./refusal-entry.ts";

/** Giving up what cannot be collected, and what comes back of it. */
export const writeOffRefusals = {
  WRITE_OFF_NEEDS_EVIDENCE: {
    status: 422,
    title: { en: "Evidence missing", es: "Faltan soportes" },
    detail: {
      en: "The write-off lacks evidence[ of these kinds: {missing}].",
      es: "Al castigo le faltan soportes[ de estos tipos: {missing}].",
    },
    meaning: {
      en: "The company's policy names what must be shown before a debt is given up.",
      es: "La política de la empresa indica qué se debe demostrar antes de castigar una deuda.",
    },
    remedy: { en: "Add the missing evidence and propose it again.", es: "Agregue los soportes que faltan y propóngalo de nuevo." },
  },
  ITEM_HAS_LIVE_COMMITMENT: {
    status: 422,
    title: { en: "The item has a commitment", es: "La partida tiene un compromiso vigente" },
    detail: {
      en: "The instalment [{instalmentId} ]has a commitment that still runs[: {commitment}].",
      es: "La cuota [{instalmentId} ]tiene un compromiso vigente[: {commitment}].",
    },
    meaning: {
      en: "An item that a promise, a plan or a dispute covers is still being worked on.",
      es: "Una partida cubierta por una promesa, un acuerdo o una disputa sigue en gestión.",
    },
    remedy: { en: "End the commitment first.", es: "Termine primero el compromiso." },
  },
  TOO_EARLY: {
    status: 422,
    title: { en: "Too early", es: "Aún no es tiempo" },
    detail: {
      en: "It is too early[: the instalment {instalmentId} was {daysPastDue} days past due on {on}, and a write-off needs {minDays}][: the first day is {earliest}].",
      es: "Aún no es tiempo[: la cuota {instalmentId} tenía {daysPastDue} días de mora el {on} y un castigo requiere {minDays}][: el primer día es el {earliest}].",
    },
    meaning: {
      en: "The company's policy says how late a debt must be to be given up, and how long a certificate of withholding may take.",
      es: "La política de la empresa indica cuánta mora debe tener una deuda para castigarla y cuánto puede tardar un certificado de retención.",
    },
    remedy: { en: "Wait, or leave it out.", es: "Espere o exclúyala." },
  },
  OVER_RECOVERY: {
    status: 422,
    title: { en: "More than was written off", es: "Más de lo castigado" },
    detail: {
      en: "Of the instalment {instalmentId} {memo} is still owed after the write-off, and {requested} was to be recovered.",
      es: "De la cuota {instalmentId} aún se deben {memo} después del castigo y se pidió recuperar {requested}.",
    },
    meaning: {
      en: "A recovery is at most what was written off and did not come back yet.",
      es: "Una recuperación es como máximo lo castigado que aún no se ha recuperado.",
    },
    remedy: {
      en: "Recover at most that amount; the rest stays on account.",
      es: "Recupere como máximo ese valor; el resto queda como saldo a favor.",
    },
  },
} as const satisfies RefusalArea;
