import { describe, expect, it } from '@jest/globals';
import { CURRENCY_DIGITS as ON_CARDS } from '../../hubspot-app/app/cards/common/currencies.ts';
import { CURRENCY_DIGITS } from '../../server/shared/currencies.ts';

describe('the digits of currencies', () => {
  it('are the same here as on the cards, which cannot import them', () => {
    expect(CURRENCY_DIGITS).toEqual(ON_CARDS);
  });

  it('are those of ISO 4217', () => {
    const named = (digits: number) => Object.keys(CURRENCY_DIGITS).filter((currency) => CURRENCY_DIGITS[currency] === digits);
    expect(named(0)).toHaveLength(17);
    expect(named(3)).toEqual(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND']);
    expect(named(4)).toEqual(['CLF', 'UYW']);
  });
});
