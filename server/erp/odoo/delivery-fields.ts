import type { PartnerField } from './partner-fields.ts';

/** Of all that a contact has, what is written on a parcel. */
const COLUMNS = ['name', 'street', 'street2', 'city', 'zip', 'state_id', 'country_id', 'phone'];

/** The address goods go to is a contact below the customer, of this type. */
export const DELIVERY_TYPE = 'delivery';

/** Fields of that contact as fields of the customer: `delivery.street` is its `street`. */
export function deliveryFields(fields: readonly PartnerField[]): PartnerField[] {
  const types = fields.find(({ name }) => name === 'type')?.selection ?? [];
  const what = types.find(([value]) => value === DELIVERY_TYPE)?.[1];
  if (what === undefined) return [];
  return fields
    .filter(({ column }) => COLUMNS.includes(column))
    .map((field) => ({ ...field, name: `${DELIVERY_TYPE}.${field.column}`, place: 'delivery', string: `${what}: ${field.string}` }));
}
