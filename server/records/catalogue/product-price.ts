import type { ProductFacts } from './product-facts.ts';

/** Currencies that a HubSpot account can have, by ISO 4217. */
export const CURRENCIES = (
  'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE ' +
  'CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR ' +
  'KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN ' +
  'PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH ' +
  'UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG'
).split(' ');

/** What HubSpot is to say in a currency. Undefined: not known yet. Null: no list was chosen for it. `''`: the chosen list has no price. */
export function priceIn({ prices, basePrice }: ProductFacts, currency: string): string | null | undefined {
  const listed = prices[currency];
  if (listed) return listed.isAsked ? acceptable(listed.amount) : undefined;
  return basePrice?.currency === currency ? acceptable(basePrice.amount) : null;
}

/** In the account's own currency, the only one that HubSpot keeps a cost in. Undefined: not known yet. Null: there is none, or nobody wants it shown. */
export function costOf({ cost, companyCurrency }: ProductFacts): string | null | undefined {
  if (!cost) return null;
  if (!cost.isAsked || companyCurrency === null) return undefined;
  return (cost.currency === companyCurrency && acceptable(cost.amount)) || null;
}

/** HubSpot takes no negative price: a return or a discount is not a product's price there. */
const acceptable = (amount: string | null): string => (amount === null || amount.startsWith('-') ? '' : amount);

export const hasNegativePrice = ({ prices, basePrice, companyCurrency }: ProductFacts): boolean =>
  Object.values(prices).some(({ amount }) => amount?.startsWith('-')) ||
  (companyCurrency !== null && !prices[companyCurrency] && basePrice?.currency === companyCurrency && basePrice.amount.startsWith('-'));
