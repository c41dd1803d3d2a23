/**
 * Decimals of the currencies a ledger may hold, from ISO 4217. Our own table: runtime locale data gives the Colombian peso zero
 * decimals, the standard gives it two.
 */
const DECIMALS: Readonly<Record<string, number>> = {
  ...every(2, "AED ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE"),
  ...every(2, "CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW"),
  ...every(2, "KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK"),
  ...every(2, "PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS"),
  ...every(2, "UAH USD UYU UZS VED VES WST XCD YER ZAR ZMW"),
  ...every(0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
  ...every(3, "BHD IQD JOD KWD LYD OMR TND"),
  ...every(4, "CLF UYW"),
};

function every(decimals: number, codes: string): Record<string, number> {
  return Object.fromEntries(codes.split(" ").map((code) => [code, decimals]));
}

export function isCurrency(code: string): boolean {
  return Object.hasOwn(DECIMALS, code);
}

/** Decimals of a currency, e.g. 2 for COP, 0 for CLP. Throws on a code that was not checked with `isCurrency` before. */
export function decimalsOf(currency: string): number {
  const decimals = DECIMALS[currency];
  if (decimals === undefined) throw new Error(`unknown currency ${currency}`);
  return decimals;
}
