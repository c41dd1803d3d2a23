/** Words for the codes that events hold. */

export const RECEIPT_METHOD_WORDS = {
  CASH: { en: "cash", es: "efectivo" },
  NETTING: { en: "netting", es: "cruce de cuentas" },
  TRANSFER: { en: "transfer", es: "transferencia" },
  DIRECT_DEBIT: { en: "direct debit", es: "débito automático" },
  CARD: { en: "card", es: "tarjeta" },
  CHEQUE: { en: "cheque", es: "cheque" },
  POST_DATED_CHEQUE: { en: "post-dated cheque", es: "cheque posfechado" },
} as const;

export const SUSPENSION_WORDS = {
  OVERDRAWN: { en: "overdrawn", es: "sobregiro" },
  PAST_DUE: { en: "past due", es: "saldo vencido" },
  RETURNED_CHEQUE: { en: "returned cheque", es: "cheque devuelto" },
  BROKEN_PROMISE: { en: "broken promise", es: "promesa incumplida" },
  DISPUTE_FRAUD: { en: "suspected fraud", es: "presunto fraude" },
  LITIGATION: { en: "litigation", es: "litigio" },
  EXPIRED_FILE: { en: "expired file", es: "expediente vencido" },
  REVIEW_OVERDUE: { en: "review overdue", es: "revisión vencida" },
  GUARANTEE_LOST: { en: "guarantee lost", es: "garantía perdida" },
  MANUAL: { en: "decided by a person", es: "decisión manual" },
} as const;

/** What happens to orders when a line is suspended; NONE says nothing. */
export const CASCADE_CLAUSES = {
  NONE: { en: "", es: "" },
  HOLD_RELEASED: { en: "; released orders are held", es: "; los pedidos liberados quedan retenidos" },
  CANCEL_SUPPLY: { en: "; supply is cancelled", es: "; se cancela el surtido" },
} as const;

export const CHANNEL_WORDS = {
  PHONE: { en: "telephone", es: "teléfono" },
  SMS: { en: "SMS", es: "SMS" },
  EMAIL: { en: "e-mail", es: "correo electrónico" },
  WHATSAPP: { en: "WhatsApp", es: "WhatsApp" },
  LETTER: { en: "letter", es: "carta" },
  VISIT: { en: "visit", es: "visita" },
  IN_PERSON: { en: "in person", es: "en persona" },
} as const;

export const CUSTOMER_KIND_WORDS = {
  NATURAL: { en: "natural person", es: "persona natural o física" },
  LEGAL: { en: "legal person", es: "persona jurídica o moral" },
} as const;

export const CUSTOMER_FIELD_WORDS = {
  tradeName: { en: "trade name", es: "nombre comercial" },
  deliveryAddress: { en: "delivery address", es: "dirección de entrega" },
  segmentCode: { en: "segment", es: "segmento" },
  statementCycle: { en: "statement cycle", es: "ciclo de estado de cuenta" },
  language: { en: "language", es: "idioma" },
} as const;

export const POLICY_WORDS = {
  aging: { en: "aging", es: "antigüedad de saldos" },
  application: { en: "application of payments", es: "aplicación de pagos" },
  authority: { en: "authority", es: "autorizaciones" },
  credit: { en: "credit", es: "crédito" },
  discount: { en: "discounts", es: "descuentos" },
  promise: { en: "promises to pay", es: "promesas de pago" },
  terms: { en: "terms of payment", es: "plazos de pago" },
  till: { en: "tills", es: "cajas" },
  withholding: { en: "withholdings", es: "retenciones" },
} as const;
