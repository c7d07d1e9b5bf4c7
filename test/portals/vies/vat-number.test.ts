import { describe, expect, it } from '@jest/globals';
import { readVatNumber } from '../../../server/portals/vies/vat-number.ts';

const read = (taxId: string | null, country: string | null = null): string | null => {
  const found = readVatNumber(taxId, country);
  return found && `${found.country} ${found.number}`;
};

describe('a VAT number of the Union', () => {
  it.each([
    ['DE 136.695-976', null, 'DE 136695976'],
    ['136695976', 'DE', 'DE 136695976'],
    ['de136695976', 'DE', 'DE 136695976'],
    ['b-58378431', 'ES', 'ES B58378431'],
    ['ATU13585627', 'AT', 'AT U13585627'],
    ['IE1+23456A', 'IE', 'IE 1+23456A'],
    ['NL 4495445B01', 'NL', null],
    ['NL004495445B01', 'NL', 'NL 004495445B01'],
  ])('is found in %s (%s)', (taxId, country, found) => {
    expect(read(taxId, country)).toBe(found);
  });

  it('of Greece is EL, whatever letters a person writes', () => {
    expect(['094259216', 'EL094259216', 'GR094259216'].map((taxId) => read(taxId, 'GR'))).toEqual(Array(3).fill('EL 094259216'));
    expect(read('GR094259216')).toBe('EL 094259216');
  });

  it('of Northern Ireland says XI, and of the rest of the United Kingdom there is none', () => {
    expect(read('XI123456789', 'GB')).toBe('XI 123456789');
    expect(read('GB123456789', 'GB')).toBeNull();
    expect(read('123456789', 'GB')).toBeNull();
  });

  it('may be of another country of the Union than the customer', () => {
    expect(read('DE136695976', 'AT')).toBe('DE 136695976');
  });

  it('is not seen in what has the same letters outside the Union', () => {
    expect(read('FRAB010101AB1', 'MX')).toBeNull();
    expect(read('DE136695976', 'CH')).toBeNull();
    expect(read('FRAB010101123', 'MX')).toBeNull();
  });

  it('is not seen in the RFC of a person whose country is not known', () => {
    expect(read('FRAB010101123')).toBeNull();
  });

  it.each([
    ['a German tax number', '2181508150', 'DE'],
    ['an Italian personal code', 'RSSMRA85T10A562S', 'IT'],
    ['a French SIREN', '552100554', 'FR'],
    ['a Slovak company number', '31322832', 'SK'],
    ['nothing', null, 'DE'],
    ['a word', 'pending', 'DE'],
    ['a Mexican RFC', 'EKU9003173C9', null],
  ])('is not seen in %s', (_, taxId, country) => {
    expect(read(taxId, country)).toBeNull();
  });
});
