import { describe, expect, it } from '@jest/globals';
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
  it('contains what people write, in lower case', () => {
    expect(taxIdSpellings('ABC010203XY1', 'ABC 010203 XY1', 'MX')).toEqual(
      expect.arrayContaining(['abc010203xy1', 'abc-010203-xy1', 'abc 010203 xy1', 'mxabc010203xy1']),
    );
    expect(taxIdSpellings('123456788', null, 'DE')).toEqual(['123456788', 'de123456788', 'de 123456788', 'de-123456788']);
    expect(taxIdSpellings('12345678K', null, 'CL')).toEqual(expect.arrayContaining(['12.345.678-k', '12345678-k']));
  });
});
