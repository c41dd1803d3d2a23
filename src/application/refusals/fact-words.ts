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
    STREAM: { en: "history", es: "historial" },
    BRANCH: { en: "branch", es: "sucursal" },
    CONTACT: { en: "contact", es: "contacto" },
    LEGAL_ENTITY: { en: "legal entity", es: "sociedad" },
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
    ACTIVE: { en: "active", es: "vigente" },
    KEPT: { en: "kept", es: "cumplida" },
    PARTIALLY_KEPT: { en: "partly kept", es: "cumplida en parte" },
    BROKEN: { en: "broken", es: "incumplida" },
    CANCELLED: { en: "cancelled", es: "cancelada" },
    LIFTED: { en: "lifted", es: "levantada" },
    PROSPECT: { en: "prospect", es: "prospecto" },
  },
  needed: {
    ANNULLED: { en: "annulled", es: "anulado" },
    instrument: { en: "the cheque", es: "el cheque" },
    "tillSessionId or bankAccountId": { en: "a till session or a bank account", es: "una sesión de caja o una cuenta bancaria" },
    "bankLineId or evidenceHash": { en: "a bank movement or a proof", es: "un movimiento bancario o un soporte" },
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
  subject: { LIMIT: { en: "this limit", es: "este cupo" }, DISCOUNT: { en: "this discount", es: "este descuento" } },
  required: { NONE: { en: "one that the table lacks", es: "uno que la tabla no contempla" } },
  held: { NONE: { en: "none", es: "ninguno" } },
  field: {
    tradeName: { en: "trade name", es: "nombre comercial" },
    deliveryAddress: { en: "delivery address", es: "dirección de entrega" },
    segmentCode: { en: "segment", es: "segmento" },
    statementCycle: { en: "statement cycle", es: "ciclo de estado de cuenta" },
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
