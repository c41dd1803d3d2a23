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

/** Why an order is held. */
export const HOLD_REASON_WORDS = {
  CREDIT_LINE_MISSING: { en: "no credit line", es: "sin línea de crédito" },
  LINE_EXPIRED: { en: "credit line expired", es: "línea de crédito vencida" },
  LINE_SUSPENDED: { en: "credit line suspended", es: "línea de crédito suspendida" },
  CUSTOMER_BLOCKED: { en: "customer blocked", es: "cliente bloqueado" },
  OVER_LIMIT: { en: "above the limit", es: "supera el cupo" },
  GROUP_LIMIT: { en: "above the limit of the group", es: "supera el cupo del grupo" },
  PAST_DUE_DAYS: { en: "past due for too long", es: "mora superior a la permitida" },
  PAST_DUE_SHARE: { en: "too large a share past due", es: "proporción vencida superior a la permitida" },
  TERMS_EXCEEDED: { en: "longer terms than the line's", es: "plazo mayor que el de la línea" },
  RETURNED_INSTRUMENT: { en: "recently returned payment", es: "pago devuelto recientemente" },
  BROKEN_PROMISES: { en: "broken promises", es: "promesas incumplidas" },
  FILE_NOT_COMPLETE: { en: "file not complete", es: "expediente incompleto" },
  REVIEW_OVERDUE: { en: "review overdue", es: "revisión vencida" },
} as const;

/** What an order is after a part of it was invoiced; where it goes on there is nothing to say. */
export const ORDER_STATUS_CLAUSES = {
  HELD: { en: "; the rest is held", es: "; el resto queda retenido" },
  RELEASED: { en: "", es: "" },
  INVOICED: { en: "; the order is complete", es: "; el pedido queda completo" },
  CANCELLED: { en: ", although its supply was cancelled", es: ", aunque su surtido estaba cancelado" },
  EXPIRED: { en: ", although its reservation had expired", es: ", aunque su reserva había vencido" },
} as const;

export const BLOCK_SCOPE_WORDS = {
  ORDERS: { en: "orders on credit", es: "pedidos a crédito" },
  ALL: { en: "everything", es: "todo" },
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

export const SERIES_KIND_WORDS = {
  INVOICE: { en: "invoices", es: "facturas" },
  DEBIT_NOTE: { en: "debit notes", es: "notas débito" },
  CHARGE: { en: "charges", es: "cargos" },
  INTEREST_NOTE: { en: "interest notes", es: "notas de intereses" },
  CREDIT_NOTE: { en: "credit notes", es: "notas crédito" },
  RECEIPT: { en: "receipts", es: "recibos de caja" },
  STATEMENT: { en: "statements", es: "estados de cuenta" },
  VALUE_RECEIPT: { en: "receipts of values", es: "recibos de valores" },
} as const;

export const OWNERSHIP_WORDS = {
  EXTERNAL: { en: "numbered elsewhere", es: "con numeración externa" },
  OWN: { en: "numbered by the ledger", es: "con numeración propia" },
} as const;

export const DELINQUENCY_WORDS = {
  CURRENT: { en: "current", es: "al día" },
  EARLY: { en: "early", es: "mora temprana" },
  MID: { en: "mid", es: "mora media" },
  LATE: { en: "late", es: "mora tardía" },
  SEVERE: { en: "severe", es: "mora grave" },
} as const;

export const DISCOUNT_WORDS = {
  EARLY_PAYMENT: { en: "early-payment discount", es: "descuento por pronto pago" },
  SETTLEMENT: { en: "settlement discount", es: "descuento por arreglo" },
  COMMERCIAL: { en: "commercial discount", es: "descuento comercial" },
} as const;

export const CREDIT_NOTE_REASON_WORDS = {
  RETURN: { en: "goods returned", es: "devolución de mercancía" },
  PRICE: { en: "price", es: "precio" },
  DAMAGE: { en: "damaged goods", es: "mercancía averiada" },
  DISCOUNT_POST_SALE: { en: "discount after the sale", es: "descuento posterior a la venta" },
  BILLING_ERROR: { en: "billing error", es: "error de facturación" },
  GOODWILL: { en: "goodwill", es: "atención comercial" },
  CANCEL: { en: "cancellation", es: "anulación" },
  INTEREST_WAIVER: { en: "waiver of interest", es: "condonación de intereses" },
  DISPUTE: { en: "dispute", es: "disputa" },
} as const;

export const RETURN_REASON_WORDS = {
  NO_FUNDS: { en: "no funds", es: "fondos insuficientes" },
  ACCOUNT_CLOSED: { en: "account closed", es: "cuenta cancelada" },
  SIGNATURE: { en: "signature", es: "firma no conforme" },
  STOPPED: { en: "payment stopped", es: "orden de no pago" },
  CHARGEBACK: { en: "chargeback", es: "contracargo" },
  OTHER: { en: "other reason", es: "otra causa" },
} as const;
