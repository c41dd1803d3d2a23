import type { RefusalArea } from "./refusal-entry.ts";

/** Policies and the tables that stand in them. */
export const policyRefusals = {
  BAD_POLICY: {
    status: 400,
    title: { en: "Policy not valid", es: "Política no válida" },
    detail: { en: "The content of the policy is not valid[: {problem}].", es: "El contenido de la política no es válido[: {problem}]." },
    meaning: {
      en: "A policy is given whole, in the form of its kind, and its parameters must agree with each other.",
      es: "Una política se entrega completa, con la forma de su tipo, y sus parámetros deben ser coherentes entre sí.",
    },
    remedy: { en: "Correct the policy and define it again.", es: "Corrija la política y defínala de nuevo." },
  },
  BUCKETS_GAP: {
    status: 422,
    title: { en: "Gap between aging buckets", es: "Hueco entre rangos de antigüedad" },
    detail: {
      en: "The aging buckets leave days out[: between {before} and {after}][: {at}].",
      es: "Los rangos de antigüedad dejan días sin cubrir[: entre {before} y {after}][: {at}].",
    },
    meaning: {
      en: "Every open amount must fall into exactly one bucket; the first and the last one are open-ended.",
      es: "Todo saldo abierto debe caer en un solo rango; el primero y el último no tienen límite.",
    },
    remedy: { en: "Let each bucket begin where the one before ends.", es: "Haga que cada rango comience donde termina el anterior." },
  },
  BUCKETS_OVERLAP: {
    status: 422,
    title: { en: "Aging buckets overlap", es: "Rangos de antigüedad traslapados" },
    detail: {
      en: "Two aging buckets share days[: {before} and {after}].",
      es: "Dos rangos de antigüedad comparten días[: {before} y {after}].",
    },
    meaning: { en: "Every open amount must fall into exactly one bucket.", es: "Todo saldo abierto debe caer en un solo rango." },
    remedy: { en: "Let each bucket begin where the one before ends.", es: "Haga que cada rango comience donde termina el anterior." },
  },
  UNKNOWN_POLICY_VERSION: {
    status: 422,
    title: { en: "Unknown version of a policy", es: "Versión de política desconocida" },
    detail: {
      en: "The version [{version} ]of the policy [{kind} ]does not exist.",
      es: "La versión [{version} ]de la política [{kind} ]no existe.",
    },
    meaning: { en: "Only versions that were defined can be named.", es: "Solo se pueden indicar versiones ya definidas." },
    remedy: { en: "Choose a version that exists.", es: "Elija una versión existente." },
  },
  UNKNOWN_TERMS: {
    status: 422,
    title: { en: "Unknown terms of payment", es: "Plazo de pago desconocido" },
    detail: {
      en: "The terms of payment [{termsCode} ]are not in the policy in force[, version {version}].",
      es: "El plazo de pago [{termsCode} ]no está en la política vigente[, versión {version}].",
    },
    meaning: {
      en: "Terms of payment are the codes of the policy of terms in force on that date.",
      es: "Los plazos son los códigos de la política de plazos vigente en esa fecha.",
    },
    remedy: { en: "Use a code of the policy or have it added.", es: "Use un código de la política o solicite que se agregue." },
  },
  UNKNOWN_WITHHOLDING_RATE: {
    status: 422,
    title: { en: "Unknown withholding rate", es: "Tarifa de retención desconocida" },
    detail: {
      en: "The rate [{ratePct} % ][of {kind} ]is not in the table in force.",
      es: "La tarifa [{ratePct} % ][de {kind} ]no está en la tabla vigente.",
    },
    meaning: {
      en: "Only rates of the withholding policy in force are accepted.",
      es: "Solo se admiten las tarifas de la política de retenciones vigente.",
    },
    remedy: { en: "Correct the rate or have it added to the table.", es: "Corrija la tarifa o solicite que se agregue a la tabla." },
  },
} as const satisfies RefusalArea;
