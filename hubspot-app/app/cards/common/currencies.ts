/** Digits behind the point by ISO 4217, where they are not two. What a browser knows of it differs: `0.40 COP` must not show as `$0`. */
export const CURRENCY_DIGITS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((currency) => [currency, 0] as const),
  ),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map((currency) => [currency, 3] as const)),
  ...Object.fromEntries('CLF UYW'.split(' ').map((currency) => [currency, 4] as const)),
};

export const digitsOf = (currency: string): number => CURRENCY_DIGITS[currency] ?? 2;
