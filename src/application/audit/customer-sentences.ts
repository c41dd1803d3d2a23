import type { EventData } from "../../../schemas/events/registry.ts";
import { BLOCK_SCOPE_WORDS, CUSTOMER_FIELD_WORDS, CUSTOMER_KIND_WORDS } from "./code-words.ts";
import { type Sentences, type Teller, when } from "./sentence.ts";

type CustomerEvents =
  | "CustomerRegistered"
  | "CustomerDataChanged"
  | "AssignmentMade"
  | "AssignmentEnded"
  | "CustomerBlocked"
  | "CustomerUnblocked";

export const customerSentences: Sentences<CustomerEvents> = {
  CustomerRegistered: {
    en: ({ customerId, kind, taxIdType, taxIdCountry }, say) =>
      `Registered customer ${customerId} (${say.word(CUSTOMER_KIND_WORDS, kind)}, ${taxIdType} of ${taxIdCountry}).`,
    es: ({ customerId, kind, taxIdType, taxIdCountry }, say) =>
      `Se dio de alta al cliente ${customerId} (${say.word(CUSTOMER_KIND_WORDS, kind)}, ${taxIdType} de ${taxIdCountry}).`,
  },
  CustomerDataChanged: {
    en: ({ customerId, changes }, say) => `Changed data of customer ${customerId}: ${say.list(changes.map((each) => changed(each, say)))}.`,
    es: ({ customerId, changes }, say) =>
      `Se modificaron datos del cliente ${customerId}: ${say.list(changes.map((each) => changed(each, say)))}.`,
  },
  AssignmentMade: {
    en: ({ customerId, entityId, personId, from, to, substituteFor }) =>
      `Assigned customer ${customerId} to salesperson ${personId} in ${entityId} from ${from}` +
      `${when(to, (day) => ` to ${day}`)}${when(substituteFor, (id) => `, standing in for ${id}`)}.`,
    es: ({ customerId, entityId, personId, from, to, substituteFor }) =>
      `Se asignó el cliente ${customerId} al vendedor ${personId} en ${entityId} desde ${from}` +
      `${when(to, (day) => ` hasta ${day}`)}${when(substituteFor, (id) => `, en reemplazo de ${id}`)}.`,
  },
  AssignmentEnded: {
    en: ({ customerId, entityId, personId, to }) =>
      `The assignment of customer ${customerId} to salesperson ${personId} in ${entityId} ends on ${to}.`,
    es: ({ customerId, entityId, personId, to }) =>
      `La asignación del cliente ${customerId} al vendedor ${personId} en ${entityId} termina el ${to}.`,
  },
  CustomerBlocked: {
    en: ({ customerId, scope }, say) => `Blocked customer ${customerId} for ${say.word(BLOCK_SCOPE_WORDS, scope)}.`,
    es: ({ customerId, scope }, say) => `Se bloqueó al cliente ${customerId} para ${say.word(BLOCK_SCOPE_WORDS, scope)}.`,
  },
  CustomerUnblocked: {
    en: ({ customerId, scope }, say) => `Unblocked customer ${customerId} for ${say.word(BLOCK_SCOPE_WORDS, scope)}.`,
    es: ({ customerId, scope }, say) => `Se desbloqueó al cliente ${customerId} para ${say.word(BLOCK_SCOPE_WORDS, scope)}.`,
  },
};

const PERSONAL_FIELDS: readonly string[] = ["tradeName", "deliveryAddress"];
const EMPTY = { en: "empty", es: "vacío" };

/** Before and after, where neither is personal; what opened personal values look like cannot be told from plain ones, so the field decides. */
function changed({ field, from, to }: EventData<"CustomerDataChanged">["changes"][number], say: Teller): string {
  const name = say.word(CUSTOMER_FIELD_WORDS, field);
  const isPlain = (value: unknown): value is string | null => value === null || typeof value === "string";
  if (PERSONAL_FIELDS.includes(field) || !isPlain(from) || !isPlain(to)) return name;
  return `${name} (${from ?? EMPTY[say.language]} → ${to ?? EMPTY[say.language]})`;
}
