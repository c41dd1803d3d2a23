import type { RefusalArea } from "./refusal-entry.ts";

/** Customers and their data. */
export const customerRefusals = {
  BAD_TAX_ID: {
    status: 400,
    title: { en: "Tax number not valid", es: "Identificación tributaria no válida" },
    detail: {
      en: "The tax number does not have the form of its type[, {taxIdType}].",
      es: "La identificación no tiene la forma de su tipo[, {taxIdType}].",
    },
    meaning: {
      en: "Each type of tax number has its own length and form.",
      es: "Cada tipo de identificación tiene su longitud y su forma.",
    },
    remedy: { en: "Compare it with the customer's tax certificate.", es: "Compárela con el RUT o la constancia fiscal del cliente." },
  },
  BAD_TAX_ID_CHECK_DIGIT: {
    status: 422,
    title: { en: "Wrong check digit", es: "Dígito de verificación incorrecto" },
    detail: {
      en: "The check digit [{given} ]does not belong to this tax number.",
      es: "El dígito de verificación [{given} ]no corresponde a esta identificación.",
    },
    meaning: {
      en: "The check digit is computed from the number; one of the two is mistyped.",
      es: "El dígito se calcula a partir del número; uno de los dos está mal digitado.",
    },
    remedy: { en: "Check the number and its digit.", es: "Revise el número y su dígito." },
  },
  DUPLICATE_TAX_ID: {
    status: 409,
    title: { en: "Tax number already registered", es: "Identificación ya registrada" },
    detail: {
      en: "Another customer[, {owner},] is registered with this tax number.",
      es: "Otro cliente[, {owner},] ya está registrado con esta identificación.",
    },
    meaning: { en: "A tax number belongs to one customer.", es: "Una identificación pertenece a un solo cliente." },
    remedy: { en: "Use the customer that exists.", es: "Use el cliente existente." },
  },
  CUSTOMER_MERGED: {
    status: 409,
    title: { en: "Customer merged into another one", es: "Cliente fusionado con otro" },
    detail: {
      en: "The customer [{customerId} ]was merged into another one[, {survivorId}].",
      es: "El cliente [{customerId} ]fue fusionado con otro[, {survivorId}].",
    },
    meaning: { en: "A merged customer takes no new operations.", es: "Un cliente fusionado no admite operaciones nuevas." },
    remedy: { en: "Use the customer that remains.", es: "Use el cliente que permanece." },
  },
  CUSTOMER_BLOCKED: {
    status: 422,
    title: { en: "Customer blocked", es: "Cliente bloqueado" },
    detail: { en: "The customer [{customerId} ]is blocked.", es: "El cliente [{customerId} ]está bloqueado." },
    meaning: { en: "A blocked customer receives no new credit.", es: "Un cliente bloqueado no recibe crédito nuevo." },
    remedy: { en: "Ask the credit coordinator.", es: "Consulte al coordinador de crédito." },
  },
  CUSTOMER_NOT_ACTIVE: {
    status: 422,
    title: { en: "Customer not active", es: "Cliente no activo" },
    detail: {
      en: "The customer [{customerId} ]is not active[ (status: {status})].",
      es: "El cliente [{customerId} ]no está activo[ (estado: {status})].",
    },
    meaning: {
      en: "A customer becomes active when the file is complete.",
      es: "Un cliente queda activo cuando su expediente está completo.",
    },
    remedy: { en: "Complete the customer's file.", es: "Complete el expediente del cliente." },
  },
  VALUE_CHANGED: {
    status: 409,
    title: { en: "The value is no longer the one you saw", es: "El dato ya no es el que usted vio" },
    detail: {
      en: "Somebody changed the field [{field} ]after you saw it.",
      es: "Alguien modificó el dato [{field} ]después de que usted lo vio.",
    },
    meaning: {
      en: "A change starts from the value you saw, so that nobody's change is overwritten unseen.",
      es: "Un cambio parte del valor que usted vio, para no sobrescribir sin saberlo el de otra persona.",
    },
    remedy: { en: "Look at the current value and change it from there.", es: "Consulte el valor actual y modifíquelo a partir de él." },
  },
} as const satisfies RefusalArea;
