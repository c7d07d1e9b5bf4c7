import { CURRENCY_DIGITS } from '../../shared/currencies.ts';
import { add, divide, multiply } from '../../shared/decimals.ts';
import type { Period, Subscription } from './record.ts';

/** How many of a unit a month has: a year has 365 days and 52 weeks. */
const PER_MONTH: Readonly<Record<Period['unit'], readonly [count: string, months: string]>> = {
  day: ['365', '12'],
  week: ['52', '12'],
  month: ['1', '1'],
  year: ['1', '12'],
};

/** What a subscription comes to in a month, for every ERP alike; null: that is not known. */
export function monthlyOf({ monthly, currency, charges }: Pick<Subscription, 'monthly' | 'currency' | 'charges'>): string | null {
  if (currency === null) return null;
  if (monthly !== null) return monthly;
  const digits = CURRENCY_DIGITS[currency] ?? 2;
  const shares: string[] = [];
  for (const { amount, period } of charges) {
    if (period === null) return null;
    const [count, months] = PER_MONTH[period.unit];
    // Many digits: what is rounded for each charge would not add up.
    shares.push(divide(multiply(amount, count), multiply(months, String(period.every)), 12));
  }
  return shares.length === 0 ? null : divide(add(...shares), '1', digits);
}
