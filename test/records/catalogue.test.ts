import { describe, expect, it } from '@jest/globals';
import { OBJECT_TYPES } from '../../server/ids.ts';
import { describeProperties, propertiesOf } from '../../server/records/catalogue/index.ts';

describe('our properties', () => {
  it.each(OBJECT_TYPES)('fit a free account on %s: at most eight, the key of a customer unique', (objectType) => {
    const definitions = describeProperties(objectType, 'en').definitions;
    expect(definitions.length).toBeLessThanOrEqual(8);
    expect(definitions.filter(({ hasUniqueValue }) => hasUniqueValue).map(({ name }) => name)).toEqual(
      objectType === 'deals' ? [] : ['erp_customer_key'],
    );
  });

  it('have the type their name promises', () => {
    for (const { name, type, options } of OBJECT_TYPES.flatMap((objectType) => describeProperties(objectType, 'es').definitions)) {
      if (name.endsWith('_at')) expect(type).toBe('datetime');
      else if (name.endsWith('_amount')) expect(type).toBe('number');
      else if (name.endsWith('_status')) expect(options!.map(({ value }) => value)).toContain('none');
      else expect(type).toBe('string');
    }
  });

  it("speak the installer's language, with the same values", () => {
    const status = (language: 'en' | 'es') =>
      describeProperties('companies', language).definitions.find(({ name }) => name === 'erp_payment_status')!;
    expect(status('es').options!.find(({ value }) => value === 'overdue')!.label).toBe('Vencida');
    expect(status('en').options!.map(({ value }) => value)).toEqual(status('es').options!.map(({ value }) => value));
    expect(propertiesOf('companies')).toEqual(propertiesOf('contacts'));
  });
});
