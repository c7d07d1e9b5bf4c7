import { describe, expect, it } from '@jest/globals';
import type { FieldRole } from '../../../server/erp/shared/contract.ts';
import { areAlike, toErp, toHubSpot } from '../../../server/sync/fields/convert-value.ts';
import { countryCode } from '../../../server/sync/fields/countries.ts';
import type { MappedField, ValueShape, ValueType } from '../../../server/sync/fields/field-shapes.ts';
import { mapped } from '../../support/customer-rules.ts';

type Options = ValueShape['options'];

interface Shapes {
  property?: ValueType;
  field?: ValueType;
  role?: FieldRole;
  propertyOptions?: Options;
  fieldOptions?: Options;
  maxLength?: number;
  translation?: MappedField['translation'];
}

const aField = ({
  property = 'text',
  field = 'text',
  role,
  propertyOptions = null,
  fieldOptions = null,
  maxLength,
  translation = [],
}: Shapes = {}): MappedField => ({
  ...mapped('p', 'f', { translation }),
  propertyLabel: 'Property',
  propertyShape: { type: property, options: propertyOptions },
  fieldShape: { type: field, options: fieldOptions, label: 'Field', role: role ?? null, maxLength: maxLength ?? null, kinds: ['customer'] },
});

const erpValue = (shapes: Shapes, text: string, country: string | null = null) => toErp(aField(shapes), text, country).value;
const hubSpotValue = (shapes: Shapes, text: string) => toHubSpot(aField(shapes), text).value;
const named = (...labels: string[]): Options => labels.map((label, at) => ({ value: String(at + 1), label }));

describe('countries', () => {
  it.each([
    ['México', 'MX'],
    ['  mexico ', 'MX'],
    ['Mexiko', 'MX'],
    ['MEX', 'MX'],
    ['mx', 'MX'],
    ['Deutschland', 'DE'],
    ['Alemania', 'DE'],
    ['États-Unis', 'US'],
    ['EE. UU.', 'US'],
    ['U.S.A.', 'US'],
    ['Côte d’Ivoire', 'CI'],
    ['Reino Unido', 'GB'],
    ['Kosovo', 'XK'],
  ])('%s is %s', (text, code) => {
    expect(countryCode(text)).toBe(code);
  });

  it('that nobody knows are said, and not guessed', () => {
    expect(toErp(aField({ role: 'country' }), 'Atlantis', null)).toEqual({
      value: undefined,
      finding: { code: 'customer.country_unknown', params: { text: 'Atlantis' } },
    });
  });

  it('are written to HubSpot as it fills them in itself, or as one of its options', () => {
    expect(hubSpotValue({ role: 'country' }, 'MX')).toBe('Mexico');
    const options = [
      { value: 'mexico_opt', label: 'México' },
      { value: 'MX', label: 'Mexico' },
    ];
    expect(hubSpotValue({ role: 'country', property: 'choice', propertyOptions: options }, 'MX')).toBe('MX');
    expect(hubSpotValue({ role: 'country', property: 'choice', propertyOptions: named('Mexico', 'Spain') }, 'ES')).toBe('2');
  });
});

describe('states', () => {
  const fieldOptions = [
    { value: 'MX-NLE', label: 'Nuevo León (MX)' },
    { value: 'ES-LE', label: 'León' },
    { value: 'NI-LE', label: 'León' },
    { value: 'US-CA', label: 'California' },
  ];
  const stateOf = (text: string, country: string | null) => erpValue({ role: 'state', field: 'choice', fieldOptions }, text, country);

  it('are found by name, short code or whole code', () => {
    expect(['nuevo leon', 'NLE', 'MX-NLE'].map((text) => stateOf(text, 'MX'))).toEqual(['MX-NLE', 'MX-NLE', 'MX-NLE']);
  });

  it('of the same name are told apart by the country, and not guessed without it', () => {
    expect(stateOf('León', 'ES')).toBe('ES-LE');
    expect(stateOf('León', null)).toBeUndefined();
    expect(stateOf('California', null)).toBe('US-CA');
  });

  it('are written to HubSpot by name', () => {
    const inHubSpot = (code: string) => hubSpotValue({ role: 'state', field: 'choice', fieldOptions }, code);
    expect([inHubSpot('US-CA'), inHubSpot('MX-NLE')]).toEqual(['California', 'Nuevo León']);
  });

  it('without a name are written nowhere as a code', () => {
    for (const options of [fieldOptions, undefined]) {
      const mapped = aField({ role: 'state', field: 'choice', ...(options && { fieldOptions: options }) });
      const finding = { code: 'customer.state_unnamed', params: { state: 'MX-GUA' } };
      expect(toHubSpot(mapped, 'MX-GUA')).toEqual({ value: undefined, finding });
    }
  });
});

describe('choices', () => {
  it('are the same by value, or by what people read', () => {
    const both = { property: 'choice', field: 'choice' } as const;
    expect(erpValue({ ...both, propertyOptions: named('Gold'), fieldOptions: named('Gold') }, '1')).toBe('1');
    const renamed = { ...both, propertyOptions: [{ value: 'gold', label: 'GOLD!' }], fieldOptions: named('Silver', 'Gold') };
    expect(erpValue(renamed, 'gold')).toBe('2');
    expect(hubSpotValue(renamed, '2')).toBe('gold');
  });

  it('that are called otherwise go through the translation', () => {
    const shapes = { field: 'choice', fieldOptions: named('30 days'), translation: [{ hubspot: 'net30', erp: '1' }] } as const;
    expect(erpValue({ ...shapes, fieldOptions: named('30 days'), translation: [...shapes.translation] }, 'net30')).toBe('1');
    expect(hubSpotValue({ ...shapes, fieldOptions: named('30 days'), translation: [...shapes.translation] }, '1')).toBe('net30');
  });

  it('that the other side does not have are said', () => {
    expect(toErp(aField({ field: 'choice', fieldOptions: named('Gold') }), 'Lead', null).finding).toMatchObject({
      code: 'customer.value_unknown',
    });
  });

  it('and checkboxes understand each other', () => {
    const options = [
      { value: 'a', label: 'Sí' },
      { value: 'b', label: 'No' },
    ];
    expect(erpValue({ property: 'choice', propertyOptions: options, field: 'boolean' }, 'a')).toBe('true');
    expect(hubSpotValue({ property: 'choice', propertyOptions: options, field: 'boolean' }, 'false')).toBe('b');
  });
});

describe('numbers and dates', () => {
  it.each([
    ['1250.00', '1250'],
    ['-0.50', '-0.5'],
    ['007', '7'],
    ['.5', '0.5'],
    ['-0', '0'],
    ['12345678901234567890.10', '12345678901234567890.1'],
  ])('%s is %s', (text, number) => {
    expect(erpValue({ field: 'number' }, text)).toBe(number);
  });

  it('that are none are said', () => {
    expect(erpValue({ field: 'number' }, '1,250')).toBeUndefined();
    expect(erpValue({ field: 'date' }, '03/04/2026')).toBeUndefined();
    expect(erpValue({ field: 'date' }, '2026-02-31')).toBeUndefined();
  });

  it('days come as days or as the midnight of one', () => {
    expect(erpValue({ field: 'date' }, '2026-11-29')).toBe('2026-11-29');
    expect(erpValue({ field: 'date' }, String(Date.UTC(2026, 10, 29)))).toBe('2026-11-29');
  });

  it('instants are one instant however they are written', () => {
    expect(erpValue({ field: 'datetime' }, '2026-11-29T10:00:00+01:00')).toBe('2026-11-29T09:00:00.000Z');
  });
});

describe('tax ids', () => {
  const read = (text: string, country: string | null = 'MX') => toErp(aField({ role: 'tax_id' }), text, country);

  it('that cannot be one stop the record before the ERP does', () => {
    expect(read('ABC').finding).toMatchObject({ code: 'customer.tax_id_malformed' });
  });

  it('with a wrong check digit or for everybody are written, and remarked upon', () => {
    expect(read('B12345678', 'ES')).toMatchObject({ value: 'B12345678', warning: { code: 'customer.tax_id_check_digit' } });
    expect(read('XAXX010101000')).toEqual({
      value: 'XAXX010101000',
      warning: { code: 'customer.tax_id_generic', params: { taxId: 'XAXX010101000' } },
    });
  });

  it('that only say that there is none are none', () => {
    expect(read('/')).toEqual({ value: null });
  });
});

describe('texts', () => {
  it('longer than the ERP keeps are said, and not cut', () => {
    expect(toErp(aField({ maxLength: 3 }), 'Acme', null).finding).toMatchObject({ code: 'customer.value_too_long', params: { most: 3 } });
  });

  it('that are no address are said', () => {
    expect(toErp(aField({ role: 'email' }), 'ana at acme', null).finding).toMatchObject({ code: 'customer.email_invalid' });
  });

  it.each<[FieldRole | undefined, string, string, boolean]>([
    [undefined, 'Acme, S.A.', 'ACME SA', false],
    [undefined, 'Café  Acme', 'CAFE ACME', true],
    ['phone', '+52 (55) 1234', '0052 55-1234', true],
    ['phone', 'ask Ana', 'ask Luis', false],
    ['website', 'http://www.Acme.mx/', 'acme.mx', true],
    ['tax_id', 'B-65410011', 'b65410011', true],
    ['tax_id', 'B65410011', 'B65410012', false],
    ['tax_id', 'ESB65410011', 'B65410011', true],
    ['tax_id', 'ESB65410011', 'B78361219', false],
    ['tax_id', 'ESB65410012', 'B65410012', true],
    ['tax_id', 'EL094259216', '094259216', true],
    ['tax_id', 'EL094259216', 'GR094259216', true],
    ['tax_id', 'DE136695976', 'DE811569869', false],
  ])('%s: %s and %s', (role, one, two, alike) => {
    expect(areAlike(aField(role ? { role } : {}), one, two)).toBe(alike);
  });

  it('that are no numbers are unlike any number', () => {
    expect(areAlike(aField({ field: 'number' }), 'a few', '3')).toBe(false);
    expect(areAlike(aField({ field: 'number' }), '3.0', '3')).toBe(true);
  });
});
