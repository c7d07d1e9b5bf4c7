import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseEmailAddresses } from '../server/shared/email-addresses.ts';

describe('e-mail addresses in a field of free text', () => {
  it.each([
    ["s.o'brien@acme.ie", ["s.o'brien@acme.ie"]],
    ["Sean O'Brien <S.O'Brien@Acme.ie>", ["s.o'brien@acme.ie"]],
    ['josé.peña@ñandú.es', ['josé.peña@ñandú.es']],
    ['ventas+mx@acme.com.mx', ['ventas+mx@acme.com.mx']],
    ["a!#$%&'*/=?^_`{|}~-b@x.com", ["a!#$%&'*/=?^_`{|}~-b@x.com"]],
    ['a@b.com, c@d.com', ['a@b.com', 'c@d.com']],
    ['a@b.com;c@d.com; A@B.com', ['a@b.com', 'c@d.com']],
    ['a@b.com c@d.com', ['a@b.com', 'c@d.com']],
    ['a@b.com\nc@d.com', ['a@b.com', 'c@d.com']],
    ['Juan Pérez (ventas) <j@x.mx>', ['j@x.mx']],
    ['"Pérez; Juan" <j@x.mx>; b@x.mx', ['j@x.mx', 'b@x.mx']],
    ['Pérez, Juan <j@x.mx>', ['j@x.mx']],
    ['mailto:j@x.com', ['j@x.com']],
    ['  j@x.com  ', ['j@x.com']],
  ])('%j holds %j', (text, expected) => {
    expect(parseEmailAddresses(text)).toEqual(expected);
  });

  it.each([
    null,
    '',
    'ask Juan',
    'call juan@x.com first',
    'Juan juan@x.com',
    'a@b@c.com',
    'a@b..com',
    '.a@b.com',
    'a.@b.com',
    'a@localhost',
    'a@-b.com',
    'A@[192.168.1.4]',
    '"a b"@x.com',
    "o'brien",
    'x'.repeat(5_000) + '@x.com',
  ])('%j holds none that is understood', (text) => {
    expect(parseEmailAddresses(text)).toEqual([]);
  });

  it('never gives an address that does not stand there whole', () => {
    const char = fc.constantFrom(...`ab.'@,; <>"()é-_\n`);
    fc.assert(
      fc.property(fc.string({ unit: char, maxLength: 40 }), (text) => {
        for (const address of parseEmailAddresses(`${text}@acme.ie`)) {
          const at = text.concat('@acme.ie').toLowerCase().normalize('NFC').indexOf(address);
          const before = `${text}@acme.ie`[at - 1] ?? ' ';
          expect(at).toBeGreaterThanOrEqual(0);
          expect(before).not.toMatch(/[\p{L}\p{N}.'_@-]/u);
        }
      }),
      { numRuns: 2_000, seed: 8 },
    );
  });

  it('says the same of an address alone, which is not parsed, as of one beside a name', () => {
    const char = fc.constantFrom(...`ab1.'@,+-_é`);
    fc.assert(
      fc.property(fc.string({ unit: char, maxLength: 12 }), fc.string({ unit: char, maxLength: 12 }), (local, domain) => {
        const address = `${local}@${domain}`;
        expect(parseEmailAddresses(address)).toEqual(parseEmailAddresses(`<${address}>`));
      }),
      { numRuns: 3_000, seed: 9 },
    );
  });
});
