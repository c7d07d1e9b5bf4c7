import type { CreateCondition, CustomerObjectRules, FieldMapping } from '../../hubspot-app/app/settings/api/customers.ts';

export const mapped = (property: string, field: string, more: Partial<FieldMapping> = {}): FieldMapping => ({
  ...{ property, field, direction: 'both', whenEmptied: 'clear', translation: [] },
  rule: more.direction === 'to_erp' ? 'hubspot_wins' : 'erp_wins',
  ...more,
});

export const aRule = (more: Partial<CustomerObjectRules> = {}): CustomerObjectRules => ({
  ...{ createWhen: [], mayCreateByHand: true, makesContactPersons: true, makesConsumers: true, isOneWay: false, defaults: {} },
  ...{ whenDeletedInHubSpot: 'keep', whenGoneInErp: 'keep' },
  mapping: [
    mapped('name', 'name'),
    mapped('tax_id', 'vat'),
    mapped('phone', 'phone'),
    mapped('website', 'website'),
    mapped('city', 'city'),
  ],
  ...more,
});

/** Of contacts. */
export const aPersonRule = (more: Partial<CustomerObjectRules> = {}): CustomerObjectRules =>
  aRule({
    mapping: [
      mapped('$full_name', 'name', { direction: 'to_erp' }),
      mapped('email', 'email'),
      mapped('phone', 'phone'),
      mapped('tax_id', 'vat'),
    ],
    ...more,
  });

export const QUALIFIED: CreateCondition = { property: 'lifecyclestage', values: ['customer'] };
