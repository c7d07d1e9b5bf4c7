import { describe, expect, it } from '@jest/globals';
import { plainText } from '../../server/records/catalogue/plain-text.ts';
import { PRODUCT_PROPERTIES } from '../../server/records/catalogue/product-entries.ts';
import type { ProductFacts } from '../../server/records/catalogue/product-facts.ts';
import { erpRecordId } from '../../server/shared/ids.ts';

const FACTS: ProductFacts = {
  identityKey: 'memory:db-1',
  productId: erpRecordId('7'),
  isThere: true,
  isSold: true,
  name: 'Pump',
  sku: 'P-7',
  description: null,
  unit: null,
  taxes: [],
  recurring: null,
  prices: {},
  basePrice: null,
  cost: null,
  companyCurrency: 'MXN',
  available: null,
  incoming: null,
  expectedOn: null,
  stockAt: null,
};

/** What a property holds; null: emptied, undefined: left as it is. */
function valueOf(name: string, facts: Partial<ProductFacts>): string | null | undefined {
  return PRODUCT_PROPERTIES.find((property) => property.name === name)!.fromProduct({ ...FACTS, ...facts });
}

describe('a product in HubSpot', () => {
  it.each([
    [{ every: 1, unit: 'month' }, 'monthly'],
    [{ every: 3, unit: 'month' }, 'quarterly'],
    [{ every: 1, unit: 'year' }, 'annually'],
    [{ every: 12, unit: 'month' }, 'annually'],
    [{ every: 2, unit: 'week' }, 'biweekly'],
  ] as const)('sold every %o is billed %s', (recurring, frequency) => {
    expect(valueOf('recurringbillingfrequency', { recurring })).toBe(frequency);
  });

  it('is billed once where HubSpot has no word for its rhythm', () => {
    expect(valueOf('recurringbillingfrequency', { recurring: { every: 5, unit: 'day' } })).toBe('');
  });

  it.each([
    ['recurringbillingfrequency', { recurring: null }],
    ['description', { description: null }],
    ['description', { description: '<p><br></p>' }],
    ['hs_sku', { sku: null }],
    ['hs_sku', { sku: ' ' }],
  ] as const)('has nothing to say of %s where the ERP says %o', (name, facts) => {
    expect(valueOf(name, facts)).toBeNull();
  });

  it("has the account's own currency in `price`, others in theirs, and says nothing of what is not known", () => {
    const prices = { MXN: { amount: '10.5', isAsked: true }, USD: { amount: null, isAsked: true }, EUR: { amount: null, isAsked: false } };
    const values = ['price', 'hs_price_mxn', 'hs_price_usd', 'hs_price_eur', 'hs_price_gbp'].map((name) => valueOf(name, { prices }));
    expect(values).toEqual(['10.5', undefined, '', undefined, null]);
  });

  it('takes its base price only in the currency it is in, and only where no list was chosen', () => {
    const basePrice = { amount: '99', currency: 'MXN' };
    expect(valueOf('price', { basePrice })).toBe('99');
    expect(valueOf('price', { basePrice, companyCurrency: 'EUR' })).toBeNull();
    expect(valueOf('hs_price_mxn', { basePrice, companyCurrency: 'EUR' })).toBe('99');
    expect(valueOf('price', { basePrice, prices: { MXN: { amount: null, isAsked: true } } })).toBe('');
    expect(valueOf('price', { basePrice, companyCurrency: null })).toBeUndefined();
  });

  it.each([
    ['-0.01', ''],
    ['0', '0'],
    ['0.00', '0.00'],
  ])('that costs %s shows %o', (amount, shown) => {
    expect(valueOf('price', { basePrice: { amount, currency: 'MXN' } })).toBe(shown);
  });

  it('is active only while it is sold', () => {
    expect([{}, { isSold: false }, { isThere: false }].map((facts) => valueOf('hs_status', facts))).toEqual([
      'active',
      'inactive',
      'inactive',
    ]);
  });

  it('has a name that HubSpot takes', () => {
    expect(valueOf('name', { name: ` ${'x'.repeat(70_000)} ` })).toHaveLength(65_536);
  });

  it('says what it costs only where that is switched on and known, in the account’s own currency', () => {
    const names = PRODUCT_PROPERTIES.map(({ name }) => name);
    expect(names.filter((name) => /cost|margin/.test(name))).toEqual(['hs_cost_of_goods_sold']);
    const costs: ProductFacts['cost'][] = [
      null,
      { amount: null, currency: null, isAsked: false },
      { amount: '4.5', currency: 'MXN', isAsked: true },
      { amount: '4.5', currency: 'EUR', isAsked: true },
      { amount: null, currency: null, isAsked: true },
    ];
    expect(costs.map((cost) => valueOf('hs_cost_of_goods_sold', { cost }))).toEqual([null, undefined, '4.5', null, null]);
    expect(valueOf('hs_cost_of_goods_sold', { cost: costs[2]!, companyCurrency: null })).toBeUndefined();
  });
});

describe('HTML of a description', () => {
  it.each([
    ['Plain text stays, 2 < 3 & 4 > 1', 'Plain text stays, 2 < 3 & 4 > 1'],
    ['<p>One</p><p>Two<br/>three</p>', 'One\nTwo\nthree'],
    ['<ul><li>a</li><li>b</li></ul>', 'a\nb'],
    ['Fish &amp; chips &lt;hot&gt; &#233;&#xE9; &unknown;', 'Fish & chips <hot> éé &unknown;'],
    ['<script>alert(1)</script><style>p{}</style>Safe', 'Safe'],
    ['<!-- hidden -->shown', 'shown'],
    ['a<b', 'a<b'],
    ['&#99999999;', '&#99999999;'],
    ['', ''],
  ])('%o becomes %o', (html, text) => {
    expect(plainText(html)).toBe(text);
  });
});
