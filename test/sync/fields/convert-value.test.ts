import { describe, expect, it } from '@jest/globals';
import type { FieldRole } from '../../../server/erp/shared/contract.ts';
import { areAlike, NOWHERE, toErp, toHubSpot } from '../../../server/sync/fields/convert-value.ts';
import { countryCode } from '../../../server/sync/fields/countries.ts';
import { evaluateFields } from '../../../server/sync/fields/evaluate.ts';
import { ruleKey } from '../../../server/sync/fields/field-state.ts';
import type { Relations } from '../../../server/sync/fields/relations.ts';
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

const erpValue = (shapes: Shapes, text: string, country: string | null = null) =>
  toErp(aField(shapes), text, { ...NOWHERE, country }).value;
const hubSpotValue = (shapes: Shapes, text: string) => toHubSpot(aField(shapes), text, NOWHERE).value;
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
    expect(toErp(aField({ role: 'country' }), 'Atlantis', NOWHERE)).toEqual({
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
      expect(toHubSpot(mapped, 'MX-GUA', NOWHERE)).toEqual({ value: undefined, finding });
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
    expect(toErp(aField({ field: 'choice', fieldOptions: named('Gold') }), 'Lead', NOWHERE).finding).toMatchObject({
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

describe('a day on one side and an instant on the other', () => {
  const MOMENT = aField({ property: 'datetime', field: 'date' });
  const inZone = (timeZone: string) => ({
    dayOf: (instant: string, shapes = MOMENT) => toErp(shapes, instant, { country: null, timeZone }).value,
    beginningOf: (day: string, shapes = MOMENT) => toHubSpot(shapes, day, { timeZone }).value,
    evaluate: (hubspot: string, erp: string, before?: { hubspot: string; erp: string }) => {
      const kept = { orders: {}, frozen: [], writtenBefore: [], fields: before ? { p: { field: 'f', base: before, rule: RULE } } : {} };
      const [found] = evaluateFields([MOMENT], kept, { properties: { p: hubspot }, fields: { f: erp }, relations: NO_RELATIONS, timeZone });
      return found!.decision;
    },
  });
  const RULE = ruleKey(MOMENT);
  const NO_RELATIONS = { toErp: () => ({ value: null }), toHubSpot: () => ({ value: null }) } as unknown as Relations;
  const MEXICO = inZone('America/Mexico_City');

  it('is the account’s day, in both directions', () => {
    expect(MEXICO.dayOf('2026-12-01T05:30:00Z')).toBe('2026-11-30');
    expect(MEXICO.dayOf(String(Date.UTC(2026, 11, 1, 5, 30)))).toBe('2026-11-30');
    expect(MEXICO.beginningOf('2026-11-30')).toBe('2026-11-30T06:00:00.000Z');
    expect(inZone('Asia/Tokyo').dayOf('2026-11-30T15:00:00Z')).toBe('2026-12-01');
    expect(inZone('Asia/Tokyo').beginningOf('2026-12-01')).toBe('2026-11-30T15:00:00.000Z');
    const instant = aField({ property: 'date', field: 'datetime' });
    expect(MEXICO.dayOf('2026-11-30', instant)).toBe('2026-11-30T06:00:00.000Z');
    expect(MEXICO.beginningOf('2026-12-01T05:30:00.000Z', instant)).toBe('2026-11-30');
  });

  it.each(['America/Mexico_City', 'Europe/Madrid', 'Asia/Tokyo', 'America/Havana', 'Pacific/Kiritimati'])(
    'comes back as it went, also when the clocks change: %s',
    (timeZone) => {
      const { dayOf, beginningOf } = inZone(timeZone);
      for (const day of ['2026-01-01', '2026-03-08', '2026-03-29', '2026-10-25', '2026-11-01', '2026-11-30'])
        expect(dayOf(beginningOf(day)!)).toBe(day);
    },
  );

  it('is no matter of zones between two days: HubSpot’s dates are midnights in UTC', () => {
    const days = aField({ property: 'date', field: 'date' });
    for (const held of ['2026-11-30', String(Date.UTC(2026, 10, 30)), '2026-11-30T00:00:00Z'])
      expect(MEXICO.dayOf(held, days)).toBe('2026-11-30');
    expect(MEXICO.beginningOf('2026-11-30', days)).toBe('2026-11-30');
  });

  it('says the same at any time of that day, and as midnight in UTC, which was written before', () => {
    for (const held of ['2026-12-01T05:30:00Z', '2026-11-30T06:00:00Z', '2026-11-30T00:00:00Z', String(Date.UTC(2026, 10, 30))])
      expect(MEXICO.evaluate(held, '2026-11-30')).toEqual({ kind: 'rest', keep: true });
    const before = { hubspot: '2026-11-30T00:00:00Z', erp: '2026-11-30' };
    expect(MEXICO.evaluate(before.hubspot, before.erp, before)).toMatchObject({ kind: 'rest' });
    // Edited on either side it follows, as the account's day.
    expect(MEXICO.evaluate(before.hubspot, '2026-12-02', before)).toMatchObject({ to: 'hubspot', value: '2026-12-02T06:00:00.000Z' });
    expect(MEXICO.evaluate('2026-12-04T05:30:00Z', before.erp, before)).toMatchObject({ to: 'erp', value: '2026-12-03' });
  });
});

describe('tax ids', () => {
  const read = (text: string, country: string | null = 'MX') => toErp(aField({ role: 'tax_id' }), text, { ...NOWHERE, country });

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
    expect(toErp(aField({ maxLength: 3 }), 'Acme', NOWHERE).finding).toMatchObject({
      code: 'customer.value_too_long',
      params: { most: 3 },
    });
  });

  it('that are no address are said', () => {
    expect(toErp(aField({ role: 'email' }), 'ana at acme', NOWHERE).finding).toMatchObject({ code: 'customer.email_invalid' });
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
