import { Type } from "@sinclair/typebox";

/** One identifier, given by the caller; composite ones join several with a dot. */
export const Identifier = Type.String({ pattern: "^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$", examples: ["FV-1001"] });

/** A legal entity; LEDGER is the ledger's own organisation. */
export const EntityId = Type.String({ pattern: "^(?!LEDGER$)[A-Za-z0-9][A-Za-z0-9_-]{0,39}$", examples: ["CO01"] });

/** `{customerId}.{entityId}.{currency}` */
export const AccountId = Type.String({
  pattern: "^[A-Za-z0-9][A-Za-z0-9_-]{0,39}\\.[A-Za-z0-9][A-Za-z0-9_-]{0,39}\\.[A-Z]{3}$",
  examples: ["103.CO01.COP"],
  "x-account": true,
});

/** `{documentId}.{n}` */
export const InstalmentId = Type.String({ pattern: "^[A-Za-z0-9][A-Za-z0-9_-]{0,39}\\.[1-9][0-9]{0,3}$", examples: ["FV-1001.1"] });

/** `{applicationId}.{n}` */
export const LineId = Type.String({ pattern: "^[A-Za-z0-9][A-Za-z0-9_-]{0,39}\\.[1-9][0-9]{0,3}$", examples: ["AP-1.1"] });

export const CountryCode = Type.String({ pattern: "^[A-Z]{2}$", examples: ["CO"] });
export const CurrencyCode = Type.String({ pattern: "^[A-Z]{3}$", examples: ["COP"], "x-refusal": "UNKNOWN_CURRENCY" });
export const Sha256 = Type.String({ pattern: "^[0-9a-f]{64}$" });

/** Words on one line that are no personal data: codes, names of series, references. */
export const Label = (maxLength = 80) => Type.String({ minLength: 1, maxLength, pattern: "^[^\\u0000-\\u001f\\u007f]*$" });
