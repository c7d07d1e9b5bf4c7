/** Digits behind the point by ISO 4217, where they are not two. The cards have the same table; a test compares them. */
export const CURRENCY_DIGITS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((currency) => [currency, 0] as const),
  ),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map((currency) => [currency, 3] as const)),
  ...Object.fromEntries('CLF UYW'.split(' ').map((currency) => [currency, 4] as const)),
};
