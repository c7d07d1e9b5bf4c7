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

  it.each([
    [
      'Mexico',
      'Sociedad Anónima de Capital Variable, S.A.P.I. de C.V., S.A.B. de C.V., S. de R.L. de C.V., S. en C., S. de R.L., S.C., A.C.',
    ],
    ['Germany', 'GmbH und Co. KG, GmbH and Co. KG, GmbH Co. KG, mbH, OHG, KGaA, KG, AG, UG, eG, e.V., e.K.'],
    ['the United States', 'Incorporated, Corporation, Company, Corp., Co., LLC, L.L.C., LLP, LP'],
    ['Britain, Australia, India and Singapore', 'Limited, Ltd, PLC, Pty Ltd, Pvt. Ltd., Pte Ltd'],
    ['France', 'SASU, SAS, SARL, EURL, SCI, SNC'],
    ['Spain, Italy, Portugal and Brazil', 'SLU, S.L.L., S.L., S.A.U., S.r.l.s., S.r.l., S.p.A., Scoop, S.A., Ltda., EIRELI, Lda'],
    ['the north', 'BVBA, B.V., N.V., Oyj, Oy, AB, ApS, A/S, AS'],
    ['the east', 'Sp. z o.o., Sp. zoo, s.r.o., Kft., d.o.o., spol.'],
  ])('are told without the legal forms of %s', (_where, forms) => {
    for (const form of forms.split(', ')) expect(`${form}: ${normaliseName(`Acme ${form}`)}`).toBe(`${form}: acme`);
  });

  it.each([
    ['Acme + Söhne', 'acme and sohne'],
    ['Müller & Co.', 'muller'],
    ['O’Neill´s `Bar', 'oneills bar'],
    ['  Talleres   24h — Madrid  ', 'talleres 24h madrid'],
    ['A B C Metales', 'abc metales'],
    ['Limited Editions', 'limited editions'],
    ['Handel and Company', 'handel'],
    ['Ελλάδα ΑΕ', 'ελλαδα αε'],
  ])('%s is %s, too', (name, plain) => expect(normaliseName(name)).toBe(plain));

  it('keeps companies apart that differ in more than the legal form', () => {
    expect(normaliseName('Acme Norte SA')).not.toBe(normaliseName('Acme Sur SA'));
  });
});

describe('tax id spellings', () => {
  it('are plain, with and without the country in front', () => {
    expect(taxIdSpellings('ABC010203XY1', 'ABC 010203 XY1', 'MX')).toEqual(['ABC010203XY1', 'MXABC010203XY1']);
    expect(taxIdSpellings('123456788', 'De-123.456.788', null)).toEqual(['123456788', 'DE123456788']);
    expect(taxIdSpellings('12345678K', null, 'CL')).toEqual(['12345678K', 'CL12345678K']);
    for (const country of ['MEX', 'M', 'mx', '']) expect(taxIdSpellings('ABC', '', country)).toEqual(['ABC']);
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
