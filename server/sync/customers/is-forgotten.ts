import { erpRecordId } from '../../shared/ids.ts';
import { isPerson, type CustomerObjectType } from '../../shared/object-types.ts';
import { findForgotten } from '../match/tombstones.ts';
import type { PortalScope } from '../shared/job-data.ts';
import type { BuiltCustomer } from './build-customer.ts';

interface Asked extends PortalScope {
  objectType: CustomerObjectType;
  identityKey: string;
}

/** A person who asked to be forgotten is not made anew, by whatever record the address comes back. */
export async function isForgotten(
  deps: Parameters<typeof findForgotten>[0],
  { portalId, objectType, identityKey }: Asked,
  { emails }: Pick<BuiltCustomer, 'emails'>,
): Promise<boolean> {
  if (!isPerson(objectType) || emails.length === 0) return false;
  const nobodyYet = { emails, identityKey, objectType, customerId: erpRecordId('') };
  return (await findForgotten(deps, portalId, [nobodyYet])).size > 0;
}
