import { CHANNEL_WORDS } from "./code-words.ts";
import { type Sentences, when } from "./sentence.ts";

type PromiseEvents =
  | "PromiseRegistered"
  | "PromiseSuperseded"
  | "PromiseKept"
  | "PromisePartiallyKept"
  | "PromiseBroken"
  | "PromiseKeptReversed"
  | "PromiseCancelled";

export const promiseSentences: Sentences<PromiseEvents> = {
  PromiseRegistered: {
    en: ({ promiseId, lines, dueOn, channel, collectorId }, say) =>
      `Registered promise ${promiseId}: ${say.total(lines)} on ${say.instalments(lines)} by ${dueOn} ` +
      `(${say.word(CHANNEL_WORDS, channel)}${when(collectorId, (id) => `, collector ${id}`)}).`,
    es: ({ promiseId, lines, dueOn, channel, collectorId }, say) =>
      `Se registró la promesa de pago ${promiseId}: ${say.total(lines)} sobre ${say.instalments(lines)} para el ${dueOn} ` +
      `(${say.word(CHANNEL_WORDS, channel)}${when(collectorId, (id) => `, gestor ${id}`)}).`,
  },
  PromiseKept: {
    en: ({ promiseId, counted }, say) => `Promise ${promiseId} was kept with ${say.money(counted)}.`,
    es: ({ promiseId, counted }, say) => `La promesa de pago ${promiseId} se cumplió con ${say.money(counted)}.`,
  },
  PromisePartiallyKept: {
    en: ({ promiseId, counted, missing }, say) =>
      `Promise ${promiseId} was partly kept: ${say.money(counted)} came in, ${say.money(missing)} is missing.`,
    es: ({ promiseId, counted, missing }, say) =>
      `La promesa de pago ${promiseId} se cumplió en parte: ingresaron ${say.money(counted)} y faltan ${say.money(missing)}.`,
  },
  PromiseBroken: {
    en: ({ promiseId, counted, missing }, say) =>
      `Promise ${promiseId} was broken: ${say.money(counted)} came in, ${say.money(missing)} is missing.`,
    es: ({ promiseId, counted, missing }, say) =>
      `La promesa de pago ${promiseId} se incumplió: ingresaron ${say.money(counted)} y faltan ${say.money(missing)}.`,
  },
  PromiseKeptReversed: {
    en: ({ promiseId, counted }, say) => `Promise ${promiseId} is open again, with ${say.money(counted)} left of what had kept it.`,
    es: ({ promiseId, counted }, say) =>
      `La promesa de pago ${promiseId} vuelve a estar vigente: quedan ${say.money(counted)} de lo que la había cumplido.`,
  },
  PromiseSuperseded: {
    en: ({ promiseId, newPromiseId }) => `Promise ${newPromiseId} took the place of promise ${promiseId}.`,
    es: ({ promiseId, newPromiseId }) => `La promesa de pago ${newPromiseId} reemplazó a la promesa ${promiseId}.`,
  },
  PromiseCancelled: {
    en: ({ promiseId, lines }, say) => `Promise ${promiseId} on ${say.instalments(lines)} was cancelled.`,
    es: ({ promiseId, lines }, say) => `Se canceló la promesa de pago ${promiseId} sobre ${say.instalments(lines)}.`,
  },
};
