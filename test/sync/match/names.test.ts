import { describe, expect, it } from '@jest/globals';
import { plainTaxId } from '../../../server/mirror/identity-values.ts';
import { normaliseName, taxIdSpellings } from '../../../server/sync/match/names.ts';

describe('company names', () => {
  it.each([
    ['Ácme, S.A. de C.V.', 'acme'],
    ['ACME S. A. DE C. V.', 'acme'],
    ['Acme SA de CV', 'acme'],
    ['Müller & Söhne GmbH & Co. KG', 'muller and sohne'],
    ['Mueller GmbH', 'mueller'],
    ['Acme Co., Ltd.', 'acme'],
    ['Acme, Inc.', 'acme'],
    ['Distribuidora del Norte S. de R.L. de C.V.', 'distribuidora del norte'],
    ["L'Oréal S.A.", 'loreal'],
    ['S.A.', 'sa'],
    ['Inc', 'inc'],
  ])('%s is %s', (name, plain) => expect(normaliseName(name)).toBe(plain));

  it('keeps companies apart that differ in more than the legal form', () => {
    expect(normaliseName('Acme Norte SA')).not.toBe(normaliseName('Acme Sur SA'));
  });
});

describe('tax id spellings', () => {
  it('are plain, with and without the country in front', () => {
    expect(taxIdSpellings('ABC010203XY1', 'ABC 010203 XY1', 'MX')).toEqual(['ABC010203XY1', 'MXABC010203XY1']);
    expect(taxIdSpellings('123456788', 'De-123.456.788', null)).toEqual(['123456788', 'DE123456788']);
    expect(taxIdSpellings('12345678K', null, 'CL')).toEqual(['12345678K', 'CL12345678K']);
  });

  it.each([
    ['12.345.678-k', '12345678K'],
    ['us 100.001-493', 'US100001493'],
    ['ÑAN 010203/ab1', 'ÑAN010203AB1'],
    ['A&B_010203 XY1', 'A&B010203XY1'],
  ])('%s is plainly %s', (text, plain) => {
    expect(plainTaxId(text)).toBe(plain);
  });
});
