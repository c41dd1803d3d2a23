import { type Static, Type } from "@sinclair/typebox";
import { CurrencyCode } from "./identifiers.ts";

/** A stored amount: a bare decimal string with exactly the decimals of the account's currency. */
export const Amount = Type.String({ pattern: "^-?[0-9]{1,21}(\\.[0-9]{1,4})?$", examples: ["1250000.00"] });

const money = (pattern: string, description: string) =>
  Type.Object(
    { amount: Type.String({ pattern, examples: ["1250000.00"], "x-refusal": "BAD_MONEY" }), currency: CurrencyCode },
    { additionalProperties: false, description, "x-money": true, "x-refusal": "BAD_MONEY" },
  );

/** An amount on the wire: a decimal string, never a JSON number, with at most the currency's decimals. Zero is allowed. */
export const Money = money("^[0-9]{1,21}(\\.[0-9]{1,4})?$", "An amount, zero or more");
/** More than zero. */
export const PositiveMoney = money("^(?!0+(\\.0+)?$)[0-9]{1,21}(\\.[0-9]{1,4})?$", "An amount above zero");
/** Of either sign, as answers hold it. */
export const SignedMoney = money("^-?[0-9]{1,21}(\\.[0-9]{1,4})?$", "An amount of either sign");
export type Money = Static<typeof Money>;

/** A rate in percent: "24.99". */
export const Percent = Type.String({ pattern: "^[0-9]{1,3}(\\.[0-9]{1,6})?$", examples: ["5.00"] });
/** A decimal above zero, such as an exchange rate. */
export const PositiveDecimal = Type.String({ pattern: "^(?!0+(\\.0+)?$)[0-9]{1,12}(\\.[0-9]{1,10})?$", examples: ["4105.25"] });
