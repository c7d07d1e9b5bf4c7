import type { CustomerWrites } from '../../../hubspot-app/app/settings/api/customers.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import type { MappedField } from './field-shapes.ts';
import type { Side } from './field-state.ts';

export const NO_WRITES: CustomerWrites = { creates: false, updatesErp: false, updatesHubSpot: false, leftOut: [] };

/** What was approved before there was a way to leave something out of it left nothing out. */
export const approvedWrites = (stored: Partial<CustomerWrites> | undefined): CustomerWrites => ({ ...NO_WRITES, ...stored });

/** Customers may be made in the ERP of records of this type. */
export const mayCreate = ({ creates, leftOut }: CustomerWrites, objectType: CustomerObjectType): boolean =>
  creates && !leftOut.some((one) => one.write === 'creates' && one.objectType === objectType);

interface WrittenField extends Pick<MappedField, 'property' | 'field'> {
  objectType: CustomerObjectType;
}

/** This field may be written to that side. */
export function mayWriteTo(side: Side, { leftOut, ...writes }: CustomerWrites, { objectType, property, field }: WrittenField): boolean {
  const write = side === 'erp' ? 'updatesErp' : 'updatesHubSpot';
  const isLeftOut = leftOut.some(
    (one) => one.write === write && one.objectType === objectType && one.property === property && one.field === field,
  );
  return writes[write] && !isLeftOut;
}
