import { describe, expect, it } from '@jest/globals';
import providers from 'email-providers/all.json' with { type: 'json' };
import { OTHER_PROVIDERS } from '../../server/mirror/free-mail.ts';
import { domainOf, isFreeMail, normaliseDomain, normaliseEmail, normaliseTaxId } from '../../server/mirror/identity-values.ts';
import { areOtherTaxpayers, possibleTaxIds, readTaxId } from '../../server/mirror/tax-id.ts';

describe('tax ids', () => {
  it.each([
    ['SAT 970701-NN3', null, 'SAT970701NN3'],
    ['gode561231gr8', 'MX', 'GODE561231GR8'],
    ['ESB-12345674', null, 'B12345674'],
    ['B12345674', 'ES', 'B12345674'],
    ['12345678-Z', 'ES', '12345678Z'],
    ['X1234567L', 'ES', 'X1234567L'],
    ['DE 136 695 976', null, '136695976'],
    ['FR40303265045', null, '303265045'],
    ['IT00743110157', 'IT', '00743110157'],
    ['PT 501964843', null, '501964843'],
    ['BE0411905847', null, '0411905847'],
    ['PL8567346215', null, '8567346215'],
    ['76.086.428-5', 'CL', '760864285'],
    ['20-26756539-3', 'AR', '20267565393'],
    ['20100130204', 'PE', '20100130204'],
    ['11.222.333/0001-81', 'BR', '11222333000181'],
    ['111.444.777-35', 'BR', '11144477735'],
    ['US 12-3456782', 'US', '123456782'],
    ['us 100.001-493', 'US', '100001493'],
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

describe('tax ids as they are written in each country', () => {
  it.each([
    ['CHE-116.281.710', [null, 'CH', 'MX'], 'CHE116281710'],
    ['CHE-116.281.710 MWST', [null, 'CH'], 'CHE116281710'],
    ['CHE116281710TVA', [null, 'CH'], 'CHE116281710'],
    ['CHE-116.281.710 IVA', [null, 'CH'], 'CHE116281710'],
    ['116.281.710', ['CH'], 'CHE116281710'],
    ['12.ABC.345/01DE-35', ['BR'], '12ABC34501DE35'],
    ['BR 12.ABC.345/01DE-35', [null, 'BR'], '12ABC34501DE35'],
    ['K1234567L', ['ES'], 'K1234567L'],
    ['ES-L1234567L', [null, 'ES'], 'L1234567L'],
    ['M1234567L', ['ES'], 'M1234567L'],
    ['NL 0044.95.445.B.01', [null, 'NL'], '004495445B01'],
    ['4495445B01', ['NL'], '004495445B01'],
    ['ATU13585627', [null, 'AT'], 'U13585627'],
    ['U13585627', ['AT'], 'U13585627'],
    ['AT 13585627', ['AT'], 'U13585627'],
    ['EL 094259216', [null, 'GR'], '094259216'],
    ['GR094259216', [null, 'GR'], '094259216'],
    ['094259216', ['GR'], '094259216'],
    ['BE 428759497', [null, 'BE'], '0428759497'],
    ['428759497', ['BE'], '0428759497'],
    ['0428.759.497', ['BE'], '0428759497'],
    ['RCC MNL 83S18 D969H', ['IT'], 'RCCMNL83S18D969H'],
    ['20.123.456', ['AR'], '20123456'],
    ['10117410', ['PE'], '10117410'],
    ['FR 4Z 123 456 782', [null, 'FR'], '123456782'],
    ['K7399859412', ['FR'], '399859412'],
    ['303 265 045', ['FR'], '303265045'],
    ['FR 40 303 265 045', [null, 'FR'], '303265045'],
    ['FR 40 303 265 045', ['ES'], 'FR303265045'],
    ['30326504500011', ['FR'], '30326504500011'],
    ['213.123.432-1', ['CO'], '213123432'],
    ['213123432', ['CO'], '213123432'],
    ['CO 890.903.938-8', [null, 'CO'], '890903938'],
    ['8909039388', ['CO'], '890903938'],
    ['890903938', ['CO'], '890903938'],
    ['MX SAT-970701-NN3', [null, 'MX'], 'SAT970701NN3'],
    ['PT501964843', ['DE'], 'PT501964843'],
    ['GB 980 7806 84', [null, 'GB'], '980780684'],
    ['XI980780684', [null, 'GB'], '980780684'],
  ])('%s', (text, countries, expected) => {
    expect(countries.map((country) => normaliseTaxId(text, country))).toEqual(countries.map(() => expected));
  });

  it.each([
    ['a valid one', 'B12345674', 'ES', 'valid'],
    ['a wrong check digit', 'B12345675', 'ES', 'wrong_check_digit'],
    ['a wrong check digit behind the country', 'DE136695977', null, 'wrong_check_digit'],
    ['a country whose numbers we cannot tell', '12-34-967', 'KE', 'unchecked'],
  ])('tells %s', (_what, text, country, outcome) => {
    expect(readTaxId(text, country)).toMatchObject({ outcome });
  });

  it.each([
    ['a wrong shape', 'B123', 'ES'],
    ['a generic one', 'MX XAXX-010101-000', null],
    ['an RFC without its last characters', 'GODE561231', 'MX'],
    ['one character', '/', 'MX'],
  ])('takes %s for no tax id', (_what, text, country) => {
    expect(readTaxId(text, country)).toBeNull();
  });

  it('knows every form a record may mean that names no country', () => {
    expect(possibleTaxIds('428759497')).toContain('0428759497');
    expect(possibleTaxIds('890.903.938-8')).toContain('890903938');
    expect(possibleTaxIds('116281710')).toContain('CHE116281710');
    expect(possibleTaxIds('XAXX010101000')).toEqual([]);
  });

  it('finds these forms out once for a text, for some thousands of them', () => {
    const found = possibleTaxIds('428759497');
    expect(possibleTaxIds('428759497')).toBe(found);
    for (let n = 0; n < 20_000; n++) possibleTaxIds(`N/A ${n}`);
    expect(possibleTaxIds('428759497')).not.toBe(found);
    expect(possibleTaxIds('428759497')).toEqual(found);
  });

  it('takes two numbers of one kind for two taxpayers, a personal one beside a company’s for nothing', () => {
    expect(areOtherTaxpayers('B65410011', 'A58818501', 'ES')).toBe(true);
    expect(areOtherTaxpayers('00743110157', 'RCCMNL83S18D969H', 'IT')).toBe(false);
    expect(areOtherTaxpayers('40303265045', '303265045', 'FR')).toBe(false);
    expect(areOtherTaxpayers('40303265045', '552100554', 'FR')).toBe(true);
    expect(areOtherTaxpayers('B65410011', 'B65410011', 'ES')).toBe(false);
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

  it.each(
    `hotmail.es yahoo.es telefonica.net movistar.es ono.com terra.es hotmail.com.ar fibertel.com.ar speedy.com.ar arnet.com.ar yahoo.com.mx
     prodigy.net.mx infinitum.com.mx outlook.cl terra.cl vtr.net yahoo.com.co une.net.co outlook.com.pe cantv.net adinet.com.uy uol.com.br
     bol.com.br gmx.de t-online.de orange.fr libero.it proton.me tutanota.com`.split(/\s+/),
  )('%s is nobody’s own domain', (domain) => {
    expect([isFreeMail(`compras@${domain}`), normaliseDomain(`www.${domain}`)]).toEqual([true, null]);
  });

  it.each('cemex.com bimbo.com grupobimbo.com femsa.com mercadona.es inditex.com techint.com falabella.cl bancolombia.com.co'.split(' '))(
    '%s is a company’s own domain',
    (domain) => {
      expect([isFreeMail(`compras@${domain}`), normaliseDomain(domain)]).toEqual([false, domain]);
    },
  );

  it('adds to the list of the package only what is missing there', () => {
    expect(OTHER_PROVIDERS.filter((domain) => providers.includes(domain))).toEqual([]);
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
