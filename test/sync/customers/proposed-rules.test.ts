import { expect, it } from '@jest/globals';
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
