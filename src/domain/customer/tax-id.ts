import { isCalendarDate } from "../../kernel/calendar-date.ts";
import { type Violation, violation } from "../../kernel/decider.ts";

/** The form a tax id is compared in: upper case, letters and digits only. */
export function normalisedTaxId(text: string): string {
  return text.toUpperCase().replace(/[^A-Z0-9]/g, "");
}

const NIT_WEIGHTS = [3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71];

/**
 * Check digit of a Colombian NIT (Orden Administrativa 4 de 1989, DIAN): digits from the right by the weights 3, 7, 13, ...; the
 * remainder of the sum by 11, or 11 less it from 2 on.
 */
export function nitCheckDigit(number: string): string {
  const sum = [...number].reverse().reduce((total, digit, index) => total + Number(digit) * (NIT_WEIGHTS[index] ?? 0), 0);
  const remainder = sum % 11;
  return String(remainder < 2 ? remainder : 11 - remainder);
}

/** RFC of Mexico: three letters (company) or four (person), a date YYMMDD, three alphanumerics of homoclave. */
function isRfc(id: string, kind: string): boolean {
  const parts = (kind === "LEGAL" ? /^[A-Z&Ñ]{3}(\d{6})[A-Z0-9]{3}$/ : /^[A-Z&Ñ]{4}(\d{6})[A-Z0-9]{3}$/).exec(id);
  const date = parts?.[1];
  if (date === undefined) return false;
  const [yy, mm, dd] = [date.slice(0, 2), date.slice(2, 4), date.slice(4, 6)];
  return isCalendarDate(`19${yy}-${mm}-${dd}`) || isCalendarDate(`20${yy}-${mm}-${dd}`);
}

export interface ClearTaxId {
  readonly taxIdType: string;
  readonly taxIdNumber: string;
  readonly checkDigit?: string;
  readonly kind: string;
}

/** The form rules of a tax id by its type. */
export function brokenTaxIdRules({ taxIdType, taxIdNumber, checkDigit, kind }: ClearTaxId): readonly Violation[] {
  const bad = [violation("BAD_TAX_ID", { taxIdType }, "/taxIdNumber")];
  switch (taxIdType) {
    case "NIT": {
      const digits = taxIdNumber.replace(/[.\s-]/g, "");
      if (!/^\d{5,15}$/.test(digits)) return bad;
      if (checkDigit === undefined || checkDigit === nitCheckDigit(digits)) return [];
      return [violation("BAD_TAX_ID_CHECK_DIGIT", { given: checkDigit }, "/checkDigit")];
    }
    case "CC":
    case "CE":
      return /^\d{4,12}$/.test(taxIdNumber.replace(/[.\s-]/g, "")) ? [] : bad;
    case "RFC":
      return isRfc(taxIdNumber.toUpperCase().replace(/[\s-]/g, ""), kind) ? [] : bad;
    default:
      return normalisedTaxId(taxIdNumber).length > 0 ? [] : bad;
  }
}
