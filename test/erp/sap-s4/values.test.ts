import { describe, expect, it } from '@jest/globals';
import { keyFilters } from '../../../server/erp/sap-s4/key-filters.ts';
import { bareKey, DayText, InstantText, literalOf, scaled, scaledText, TimeText } from '../../../server/erp/sap-s4/values.ts';

describe('what OData V2 answers', () => {
  it('is a calendar day, whatever the zone of whoever reads it', () => {
    expect(DayText.parse('/Date(1471392000000)/')).toBe('2016-08-17');
    expect(DayText.parse('/Date(-62135596800000)/')).toBe('0001-01-01');
    expect(DayText.parse(null)).toBeNull();
    expect(DayText.safeParse('2016-08-17').success).toBe(false);
  });

  it('is an instant, or a time of day', () => {
    expect(InstantText.parse('/Date(1471422363528+0000)/')).toBe('2016-08-17T08:26:03.528Z');
    expect(TimeText.parse('PT08H25M51S')).toBe('08:25:51');
  });

  it('goes back as it came', () => {
    expect(literalOf('/Date(1471392000000)/')).toBe(`datetime'2016-08-17T00:00:00'`);
    expect(literalOf('/Date(253402300799000+0000)/')).toBe(`datetimeoffset'9999-12-31T23:59:59.000Z'`);
    expect(literalOf(`O'Brien`)).toBe(`'O''Brien'`);
  });

  it.each([
    ['52.65', 2, '52.65'],
    ['-0.01', 2, '-0.01'],
    ['12345', 0, '12345'],
    ['9999999.99', 2, '9999999.99'],
    ['0.00', 2, '0.00'],
    // A price of three digits keeps them.
    ['1.125', 2, '1.125'],
  ])('is an exact amount: %s', (text, decimals, expected) => {
    expect(scaledText(scaled(text), decimals)).toBe(expected);
  });

  it('is refused as an amount where digits would be lost', () => {
    expect(() => scaled('1.000001')).toThrow('amount');
  });
});

describe('keys', () => {
  it('are the same with and without their leading zeros, unless they are no numbers', () => {
    expect([bareKey('0017100001'), bareKey('17100001'), bareKey('USCU-CUS01'), bareKey('00A1')]).toEqual([
      '17100001',
      '17100001',
      'USCU-CUS01',
      '00A1',
    ]);
  });

  it('are asked for in both spellings', () => {
    expect(keyFilters('Customer', ['17100001', '0017100001', 'USCU'])).toEqual([
      `Customer eq '17100001' or Customer eq '0017100001' or Customer eq 'USCU'`,
    ]);
    expect(keyFilters('Customer', [])).toEqual([]);
  });

  it('nearly without gaps are asked for by their ends, and others in groups that fit into an address', () => {
    const dense = Array.from({ length: 200 }, (_, at) => String(90_000_000 + at));
    expect(keyFilters('BillingDocument', dense)).toEqual([
      `(BillingDocument ge '90000000' and BillingDocument le '90000199') or (BillingDocument ge '0090000000' and BillingDocument le '0090000199')`,
    ]);
    const sparse = dense.map((key) => String(Number(key) * 10));
    const filters = keyFilters('BillingDocument', sparse);
    expect(filters).toHaveLength(5);
    expect(Math.max(...filters.map((filter) => encodeURIComponent(filter).length))).toBeLessThan(4_200);
  });

  it('of different lengths are no range: as texts they are in another order', () => {
    expect(
      keyFilters(
        'BillingDocument',
        Array.from({ length: 20 }, (_, at) => String(99_999_990 + at)),
      ),
    ).toHaveLength(1);
    expect(
      keyFilters(
        'BillingDocument',
        Array.from({ length: 20 }, (_, at) => String(99_999_990 + at)),
      )[0],
    ).not.toContain(' ge ');
  });
});
