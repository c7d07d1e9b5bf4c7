import { describe, expect, it } from '@jest/globals';
import { domainOf, isFreeMail, normaliseDomain, normaliseEmail, normaliseTaxId } from '../../server/mirror/identity-values.ts';

describe('tax ids', () => {
  it.each([
    ['SAT 970701-NN3', null, 'SAT970701NN3'],
    ['gode561231gr8', 'MX', 'GODE561231GR8'],
    ['ESB-12345674', null, 'B12345674'],
    ['B12345674', 'ES', 'B12345674'],
    ['12345678-Z', 'ES', '12345678Z'],
    ['X1234567L', 'ES', 'X1234567L'],
    ['DE 136 695 976', null, '136695976'],
    ['FR40303265045', null, '40303265045'],
    ['IT00743110157', 'IT', '00743110157'],
    ['PT 501964843', null, '501964843'],
    ['BE0411905847', null, '0411905847'],
    ['PL8567346215', null, '8567346215'],
    ['76.086.428-5', 'CL', '760864285'],
    ['20-26756539-3', 'AR', '20267565393'],
    ['20100130204', 'PE', '20100130204'],
    ['11.222.333/0001-81', 'BR', '11222333000181'],
    ['111.444.777-35', 'BR', '11144477735'],
    ['US 12-3456782', 'US', 'US123456782'],
  ])('%s of %s is written %s', (text, country, expected) => {
    expect(normaliseTaxId(text, country)).toBe(expected);
  });

  it.each([
    [null, null],
    ['', null],
    ['XAXX010101000', 'MX'],
    ['XEXX010101000', null],
    ['SAT970701NN4', null],
    ['ABC', 'MX'],
    ['B12345675', 'ES'],
    ['ESB12345675', null],
    ['00000000T', 'ES'],
    ['DE136695977', null],
    ['999999999999', null],
    ['00000000000', 'BR'],
    ['123456789', 'PT'],
    ['N/A', null],
    ['pending', null],
  ])('%s of %s says nothing', (text, country) => {
    expect(normaliseTaxId(text, country)).toBeNull();
  });
});

describe('e-mail addresses', () => {
  it.each([
    ['  Ana.Lopez@ACME.com ', 'ana.lopez@acme.com'],
    ['"Ana" <ana@acme.com>', 'ana@acme.com'],
    ['mailto:ana@acme.com', 'ana@acme.com'],
    ['ana@acme', null],
    ['ana@acme.com; b@acme.com', null],
    [null, null],
  ])('%s is %s', (text, expected) => {
    expect(normaliseEmail(text)).toBe(expected);
  });

  it('of free mail say nothing about the company', () => {
    expect([isFreeMail('a@gmail.com'), isFreeMail('a@hotmail.com.mx'), isFreeMail('a@acme.com')]).toEqual([true, true, false]);
  });
});

describe('domains', () => {
  it.each([
    ['https://www.Acme.com/es?x=1', 'acme.com'],
    ['acme.com.mx', 'acme.com.mx'],
    ['http://shop.acme.com', 'shop.acme.com'],
    ['facebook.com/acme', null],
    ['gmail.com', null],
    ['192.168.1.1', null],
    ['no website', null],
    ['', null],
  ])('%s is %s', (text, expected) => {
    expect(normaliseDomain(text)).toBe(expected);
  });

  it('are taken from the website, else from an e-mail of the company’s own', () => {
    expect(domainOf({ website: 'www.acme.com', emails: ['a@other.com'] })).toBe('acme.com');
    expect(domainOf({ website: null, emails: ['a@gmail.com', 'a@other.com'] })).toBe('other.com');
    expect(domainOf({ website: 'facebook.com/acme', emails: ['a@gmail.com'] })).toBeNull();
  });
});
