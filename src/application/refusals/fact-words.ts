import type { Texts } from "./refusal-entry.ts";

type Words = Readonly<Record<string, Texts>>;

/** Also the audit trail says these. */
export const WITHHOLDING_KINDS = {
  INCOME_TAX: { en: "income tax", es: "retención en la fuente" },
  VAT: { en: "VAT", es: "retención de IVA" },
  ICA: { en: "ICA (industry and commerce tax)", es: "retención de ICA" },
} as const;

/** Facts are codes and names of fields; a clerk reads words. By name of the fact, then by its value. */
const WORDS: Readonly<Record<string, Words>> = {
  kind: {
    ...WITHHOLDING_KINDS,
    API_KEY: { en: "API key", es: "clave de API" },
    APPLICATION_LINE: { en: "line of the application", es: "línea de la aplicación" },
    ASSIGNMENT: { en: "assignment of the person", es: "asignación de la persona" },
    BANK_LINE: { en: "bank movement", es: "movimiento bancario" },
    COMMAND: { en: "operation", es: "operación" },
    DELEGATION: { en: "delegation", es: "delegación" },
    STREAM: { en: "history", es: "historial" },
    BRANCH: { en: "branch", es: "sucursal" },
    CONTACT: { en: "contact", es: "contacto" },
    CREDIT_ITEM: { en: "receipt or other credit", es: "recibo u otro crédito" },
    DIFFERENCE: { en: "small difference", es: "pequeña diferencia" },
    DISCOUNT: { en: "discount", es: "descuento" },
    WITHHOLDING: { en: "withholding", es: "retención" },
    LEGAL_ENTITY: { en: "legal entity", es: "sociedad" },
    REFUND: { en: "refund", es: "reembolso" },
    TRANSFER: { en: "transfer", es: "traslado" },
    SUPPORT: { en: "supporting document", es: "soporte" },
    RECEIPT_REQUEST: { en: "request for a receipt", es: "solicitud de recibo" },
    ROLE_ASSIGNMENT: { en: "role of the person", es: "rol de la persona" },
  },
  expected: {
    "a nextCursor of this list": { en: "the cursor of this list", es: "el cursor de esta lista" },
    "a well-formed path": { en: "a well-formed address", es: "una dirección bien escrita" },
    "as many bytes as Content-Length says": { en: "as many bytes as announced", es: "la cantidad de bytes anunciada" },
    "text without NUL": { en: "text without control characters", es: "texto sin caracteres de control" },
    "text without lone surrogates": { en: "text of valid characters", es: "texto de caracteres válidos" },
  },
  status: {
    ANNULLED: { en: "annulled", es: "anulado" },
    REPLACED: { en: "replaced already", es: "ya reemplazado" },
    SUPERSEDED: { en: "superseded", es: "reemplazada" },
    FULFILLED: { en: "fulfilled", es: "atendida" },
    DECLINED: { en: "declined", es: "rechazada" },
    ACTIVE: { en: "active", es: "vigente" },
    KEPT: { en: "kept", es: "cumplida" },
    PARTIALLY_KEPT: { en: "partly kept", es: "cumplida en parte" },
    BROKEN: { en: "broken", es: "incumplida" },
    CANCELLED: { en: "cancelled", es: "cancelada" },
    LIFTED: { en: "lifted", es: "levantada" },
    HELD: { en: "held", es: "retenido" },
    RELEASED: { en: "released", es: "liberado" },
    INVOICED: { en: "invoiced", es: "facturado" },
    EXPIRED: { en: "expired", es: "vencido" },
    PROSPECT: { en: "prospect", es: "prospecto" },
    GRANTED: { en: "granted", es: "concedida" },
    EXECUTED: { en: "carried out", es: "ejecutada" },
    FAILED: { en: "granted and refused all the same", es: "concedida y rechazada de todos modos" },
    REJECTED: { en: "rejected", es: "rechazada" },
    WITHDRAWN: { en: "withdrawn", es: "retirada" },
    DEACTIVATED: { en: "no longer with us", es: "desactivada" },
    REQUESTED: { en: "requested", es: "solicitado" },
    APPROVED: { en: "approved", es: "aprobado" },
    PROPOSED: { en: "proposed", es: "propuesto" },
    POSTED: { en: "posted", es: "contabilizado" },
    PARTLY_RECOVERED: { en: "partly recovered", es: "recuperado en parte" },
    RECOVERED: { en: "recovered", es: "recuperado" },
    REVERSED: { en: "reversed", es: "reversado" },
    PAID: { en: "paid", es: "pagado" },
    OUT: { en: "on its way", es: "en camino" },
    RECEIVED: { en: "received", es: "recibido" },
    RETURNED: { en: "returned", es: "devuelto" },
    ISSUED: { en: "issued", es: "emitida" },
    VOIDED: { en: "voided", es: "anulada" },
    CERTIFIED: { en: "certified", es: "certificada" },
    REOPENED: { en: "open again as a charge", es: "reabierta como cargo" },
  },
  commitment: { PROMISE: { en: "promise to pay", es: "promesa de pago" } },
  needed: {
    "instalmentId or creditItemId": { en: "an instalment or a credit, one of the two", es: "una cuota o un crédito, uno de los dos" },
    INVOICE: { en: "an invoice", es: "una factura" },
    "numbers from billing": { en: "the numbering of billing", es: "la numeración de facturación" },
    ANNULLED: { en: "annulled", es: "anulado" },
    instrument: { en: "the cheque", es: "el cheque" },
    "tillSessionId or bankAccountId": { en: "a till session or a bank account", es: "una sesión de caja o una cuenta bancaria" },
    "bankLineId or evidenceHash": { en: "a bank movement or a proof", es: "un movimiento bancario o un soporte" },
    "another account": { en: "another account", es: "otra cuenta" },
    "bankLineId, tillSessionId or evidenceHash": {
      en: "a bank movement, a till session or a proof",
      es: "un movimiento bancario, una sesión de caja o un soporte",
    },
    "each line once": { en: "each line once only", es: "cada línea una sola vez" },
    "each instalment once": { en: "each instalment once only", es: "cada cuota una sola vez" },
  },
  missing: {
    salesOpinion: { en: "that of the sales manager", es: "el del gerente de ventas" },
    adminOpinion: { en: "that of the administrative manager", es: "el del gerente administrativo" },
    "salesOpinion, adminOpinion": { en: "those of both managers", es: "los de ambos gerentes" },
  },
  role: {
    SM: { en: "sales manager", es: "gerente de ventas" },
    AM: { en: "administrative manager", es: "gerente administrativo" },
  },
  subject: {
    LIMIT: { en: "this limit", es: "este cupo" },
    DISCOUNT: { en: "this discount", es: "este descuento" },
    CREDIT_NOTE: { en: "this credit note", es: "esta nota crédito" },
    INTEREST_WAIVER: { en: "this waiver of interest", es: "esta condonación de intereses" },
    LITIGATION: { en: "items in litigation", es: "partidas en litigio" },
    ORDER_OVERSHOOT: { en: "this order above the limit", es: "este pedido por encima del cupo" },
    PLAN: { en: "this payment plan", es: "este acuerdo de pago" },
    REFUND: { en: "this refund", es: "este reembolso" },
    WRITE_OFF: { en: "this write-off", es: "este castigo" },
    APPROVAL: { en: "this approval", es: "esta aprobación" },
    DELEGATION: { en: "deciding in the place of somebody else", es: "decidir en lugar de otra persona" },
  },
  required: {
    NONE: { en: "one that the table lacks", es: "uno que la tabla no contempla" },
    OWN: { en: "one of your own", es: "uno propio" },
    DELEGATED: { en: "one that was delegated to you for this", es: "uno que le hayan delegado para esto" },
  },
  held: { NONE: { en: "none", es: "ninguno" } },
  field: {
    reasonCode: { en: "reason", es: "motivo" },
    documentId: { en: "document", es: "documento" },
    "tolerance.amount": { en: "the tolerance for differences", es: "la tolerancia de diferencias" },
    "tolerance.monthly": { en: "the monthly tolerance for differences", es: "la tolerancia mensual de diferencias" },
    tradeName: { en: "trade name", es: "nombre comercial" },
    deliveryAddress: { en: "delivery address", es: "dirección de entrega" },
    segmentCode: { en: "segment", es: "segmento" },
    statementCycle: { en: "statement cycle", es: "ciclo de estado de cuenta" },
    purchaseOrder: { en: "purchase order", es: "orden de compra" },
    salespersonId: { en: "salesperson", es: "vendedor" },
    branchId: { en: "branch", es: "sucursal" },
    fiscalId: { en: "fiscal number", es: "número fiscal" },
    language: { en: "language", es: "idioma" },
    "named twice": { en: "named twice", es: "repetido" },
  },
  homeBranches: { "one per legal entity": { en: "one per legal entity", es: "una por sociedad" } },
  at: { "first or last bucket": { en: "the first or the last bucket has a limit", es: "el primero o el último rango tiene límite" } },
  problem: {
    "partialMinPct is above 100": {
      en: "the lowest part of a promise is above 100 %",
      es: "la parte mínima de una promesa supera el 100 %",
    },
    "a higher level may decide less than a lower one": {
      en: "a higher level may decide less than a lower one",
      es: "un nivel superior decide menos que uno inferior",
    },
    "a bucket's code is used twice": { en: "a bucket's code is used twice", es: "un código de rango está repetido" },
    "a bucket is empty": { en: "a bucket is empty", es: "un rango está vacío" },
  },
};

/** Facts of which a part varies. */
const PHRASES: readonly { readonly fact: string; readonly pattern: RegExp; readonly words: Texts }[] = [
  { fact: "owner", pattern: /^customer-(\S+)$/, words: { en: "$1", es: "$1" } },
  { fact: "owner", pattern: /^account-(\S+)$/, words: { en: "account $1", es: "cuenta $1" } },
  { fact: "owner", pattern: /^(\S+) \(account-(\S+)\)$/, words: { en: "$1 (account $2)", es: "$1 (cuenta $2)" } },
  { fact: "expected", pattern: /^at most (\d+) levels$/, words: { en: "at most $1 levels", es: "como máximo $1 niveles" } },
  { fact: "problem", pattern: /^[A-Z_]+ at (\/\S*)$/, words: { en: "check $1", es: "revise $1" } },
  { fact: "expected", pattern: /^at most ([\d.]+)$/, words: { en: "at most $1", es: "como máximo $1" } },
  { fact: "expected", pattern: /^other than (\w+)$/, words: { en: "one other than $1", es: "una distinta de $1" } },
  {
    fact: "problem",
    pattern: /^percentages of (\w+) do not sum to 100$/,
    words: { en: "the percentages of $1 do not sum to 100", es: "los porcentajes de $1 no suman 100" },
  },
  {
    fact: "problem",
    pattern: /^dates of (\w+) are not in order$/,
    words: { en: "the dates of $1 are not in order", es: "las fechas de $1 no están en orden" },
  },
  {
    fact: "problem",
    pattern: /^the discount of (\w+) takes everything$/,
    words: { en: "the discount of $1 takes everything", es: "el descuento de $1 abarca todo el valor" },
  },
];

/** The value of a fact as a clerk reads it; nothing where there is nothing to read. */
export function wordsOf(fact: string, value: unknown, language: keyof Texts): string | undefined {
  if (typeof value !== "string" || value === "" || value === "none named") return undefined;
  const words = WORDS[fact];
  if (words !== undefined && Object.hasOwn(words, value)) return words[value]?.[language];
  const phrase = PHRASES.find((each) => each.fact === fact && each.pattern.test(value));
  return phrase === undefined ? value : value.replace(phrase.pattern, phrase.words[language]);
}
