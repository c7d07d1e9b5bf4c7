import { describe, expect, it } from '@jest/globals';
import type { CustomerRules, FieldMapping } from '../../../hubspot-app/app/settings/api/customers.ts';
import type { CustomerField } from '../../../server/erp/shared/contract.ts';
import { compileRules, type KnownField, type KnownProperty } from '../../../server/sync/customers/compile-rules.ts';
import { proposeRules } from '../../../server/sync/customers/proposed-rules.ts';

const aField = (name: string, role: CustomerField['role'], kinds: KnownField['kinds']): KnownField => ({
  ...{ name, label: name, role, kinds, type: 'text', isCustom: false, isWritable: true, isRequired: false, isForNewOnly: false },
});
const aProperty = (name: string): KnownProperty => ({ name, label: name, type: 'text', options: null, isReadOnly: name.startsWith('$') });

/** As an ERP in which people who belong to a customer are kept elsewhere than customers. */
const shapes = {
  companies: { fields: [aField('CardName', 'name', ['customer'])], properties: [aProperty('name')] },
  contacts: {
    fields: [
      aField('CardName', 'name', ['customer']),
      aField('Name', 'name', ['contact_person']),
      aField('Phone1', 'phone', ['customer', 'contact_person']),
      aField('Phone2', 'phone', ['customer']),
    ],
    properties: [aProperty('$full_name'), aProperty('phone')],
  },
};
const proposed = proposeRules(shapes, { companies: null, contacts: null });
const linesOf = (property: string) => proposed.contacts.mapping.filter((line) => line.property === property).map(({ field }) => field);

it('proposes a line for customers and one for contact persons where each has a field of its own, and one where they share it', () => {
  expect(linesOf('$full_name')).toEqual(['CardName', 'Name']);
  expect(linesOf('phone')).toEqual(['Phone1']);
  expect(compileRules(proposed, shapes).contacts.mapping).toHaveLength(3);
});

it('refuses two lines for one property of the same kind of customer', () => {
  const [phone] = proposed.contacts.mapping.filter(({ property }) => property === 'phone');
  const contacts = { ...proposed.contacts, mapping: [...proposed.contacts.mapping, { ...phone!, field: 'Phone2' }] };
  expect(() => compileRules({ ...proposed, contacts }, shapes)).toThrow(expect.objectContaining({ code: 'customers.property_twice' }));
});

describe('a rule by which the side wins that is never written', () => {
  const phoneLine = (patch: Partial<FieldMapping>): CustomerRules => {
    const [phone] = proposed.contacts.mapping.filter(({ property }) => property === 'phone');
    return { ...proposed, contacts: { ...proposed.contacts, mapping: [{ ...phone!, ...patch }] } };
  };

  it.each([
    ['to_erp', 'erp_wins'],
    ['to_hubspot', 'hubspot_wins'],
  ] as const)('is refused, naming the line (%s, %s), and kept where it was saved before', (direction, rule) => {
    const idle = phoneLine({ direction, rule });
    const refusal = { code: 'customers.rule_idle', params: { property: 'phone', field: 'Phone1' } };
    expect(() => compileRules(idle, shapes)).toThrow(expect.objectContaining(refusal));
    const saved = { ...compileRules(phoneLine({}), shapes) };
    const mapping = saved.contacts.mapping.map((line) => ({ ...line, direction, rule }));
    const before = { ...saved, contacts: { ...saved.contacts, mapping } };
    expect(compileRules(phoneLine({ direction, rule, whenEmptied: 'clear' }), shapes, [before]).contacts.mapping).toMatchObject([{ rule }]);
  });

  it.each([
    ['to_erp', 'hubspot_wins'],
    ['to_erp', 'ask'],
    ['to_hubspot', 'erp_wins'],
    ['to_hubspot', 'fill_if_empty'],
    ['both', 'erp_wins'],
    ['both', 'hubspot_wins'],
  ] as const)('is none of these (%s, %s)', (direction, rule) => {
    expect(compileRules(phoneLine({ direction, rule }), shapes).contacts.mapping).toMatchObject([{ direction, rule }]);
  });

  it('is proposed for no property that HubSpot alone fills', () => {
    const readOnly = { ...shapes.contacts.properties[1]!, isReadOnly: true };
    const contacts = { ...shapes.contacts, properties: [shapes.contacts.properties[0]!, readOnly] };
    const [phone] = proposeRules({ ...shapes, contacts }, { companies: null, contacts: null }).contacts.mapping.filter(
      ({ property }) => property === 'phone',
    );
    expect(phone).toMatchObject({ direction: 'to_erp', rule: 'hubspot_wins' });
  });
});
