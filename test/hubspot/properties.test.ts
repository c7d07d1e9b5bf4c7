import { describe, expect, it } from '@jest/globals';
import { OWN_PROPERTIES, propertyDefinitions } from '../../server/hubspot/properties.ts';
import { OBJECT_TYPES } from '../../server/ids.ts';

describe('our properties', () => {
  it.each(OBJECT_TYPES)('fit a free account on %s: at most eight, the key of a customer unique', (objectType) => {
    const definitions = propertyDefinitions(objectType, 'en');
    expect(definitions.length).toBeLessThanOrEqual(8);
    expect(definitions.filter(({ hasUniqueValue }) => hasUniqueValue).map(({ name }) => name)).toEqual(
      objectType === 'deals' ? [] : ['erp_customer_key'],
    );
  });

  it('have the type their name promises', () => {
    for (const { name, type, options } of OBJECT_TYPES.flatMap((objectType) => propertyDefinitions(objectType, 'es'))) {
      if (name.endsWith('_at')) expect(type).toBe('datetime');
      else if (name.endsWith('_amount')) expect(type).toBe('number');
      else if (name.endsWith('_status')) expect(options!.map(({ value }) => value)).toContain('none');
      else expect(type).toBe('string');
    }
  });

  it("speak the installer's language, with the same values", () => {
    const status = (language: 'en' | 'es') => propertyDefinitions('companies', language).find(({ name }) => name === 'erp_payment_status')!;
    expect(status('es').options!.find(({ value }) => value === 'overdue')!.label).toBe('Vencida');
    expect(status('en').options!.map(({ value }) => value)).toEqual(status('es').options!.map(({ value }) => value));
    expect(OWN_PROPERTIES.companies).toEqual(OWN_PROPERTIES.contacts);
  });
});
