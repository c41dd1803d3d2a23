import type { RefusalArea } from "./refusal-entry.ts";

/** Promises to pay. */
export const promiseRefusals = {
  PROMISE_IN_PAST: {
    status: 422,
    title: { en: "Promise for a past day", es: "Promesa para un día pasado" },
    detail: {
      en: "The promise is for {dueOn}, before today, {today}.",
      es: "La promesa es para el {dueOn}, antes de hoy, {today}.",
    },
    meaning: { en: "A promise is for today or later.", es: "Una promesa es para hoy o después." },
    remedy: { en: "Correct the day promised.", es: "Corrija el día prometido." },
  },
  PROMISE_OVER_OPEN: {
    status: 422,
    title: { en: "More promised than is open", es: "Promesa superior al saldo" },
    detail: {
      en: "The instalment {instalmentId} has {open} open, and {promised} was promised.",
      es: "La cuota {instalmentId} tiene un saldo de {open} y se prometieron {promised}.",
    },
    meaning: { en: "No more can be promised on an instalment than is open.", es: "No se puede prometer sobre una cuota más que su saldo." },
    remedy: { en: "Lower the amount or spread it over other instalments.", es: "Reduzca el valor o repártalo en otras cuotas." },
  },
  PROMISE_TOO_FAR: {
    status: 422,
    title: { en: "Promise too far ahead", es: "Promesa demasiado lejana" },
    detail: {
      en: "The promise is for {dueOn}, and the latest day permitted is {latest}.",
      es: "La promesa es para el {dueOn} y el último día permitido es el {latest}.",
    },
    meaning: {
      en: "The policy limits how far ahead a promise may be.",
      es: "La política limita con cuánta anticipación se puede prometer.",
    },
    remedy: { en: "Agree on an earlier day or on a payment plan.", es: "Acuerde un día anterior o un acuerdo de pago." },
  },
  PROMISE_LIMIT_REACHED: {
    status: 422,
    title: { en: "Promised too often", es: "Promesa renovada demasiadas veces" },
    detail: {
      en: "The promise {promiseId} was renewed {renewals} times, and the limit is {limit}.",
      es: "La promesa {promiseId} se renovó {renewals} veces y el límite es {limit}.",
    },
    meaning: {
      en: "The policy limits how often a promise may take the place of another one.",
      es: "La política limita cuántas veces se puede renovar una promesa.",
    },
    remedy: {
      en: "Agree on a payment plan, or collect in another way.",
      es: "Convenga un acuerdo de pago o gestione el cobro de otra forma.",
    },
  },
  ITEM_ALREADY_PROMISED: {
    status: 422,
    title: { en: "Already promised", es: "Ya está prometida" },
    detail: {
      en: "Of the {open} open on instalment {instalmentId}, {alreadyPromised} is already promised.",
      es: "Del saldo de {open} de la cuota {instalmentId} ya se prometieron {alreadyPromised}.",
    },
    meaning: { en: "Other active promises cover the instalment.", es: "Otras promesas vigentes cubren la cuota." },
    remedy: { en: "Cancel the other promise or lower the amount.", es: "Cancele la otra promesa o reduzca el valor." },
  },
} as const satisfies RefusalArea;
