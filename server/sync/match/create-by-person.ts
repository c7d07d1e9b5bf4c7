import type { Db } from '../../db/index.ts';
import { CUSTOMER_KEY } from '../../records/catalogue/index.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { isPerson, type CustomerObjectType } from '../../shared/object-types.ts';
import type { SyncDeps } from '../shared/deps.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { loadWritable } from '../shared/property-values.ts';
import { mayBeCreated } from './create-records.ts';
import { createAnew } from './deleted-records.ts';
import { loadListedCustomer } from './due-customers.ts';
import { lockMatching } from './lock.ts';

interface Wanted extends ConnectionScope {
  objectType: CustomerObjectType;
  customerId: ErpRecordId;
  userId: number;
}

type Deps = Pick<SyncDeps, 'db' | 'enqueue' | 'now'>;

/**
 * A person asks for the HubSpot record of a customer that was not found, or whose record was deleted. It is looked for once more, and made where
 * nothing is found, whether or not missing records are made by themselves.
 */
export async function createByPerson(deps: Deps, { userId, ...wanted }: Wanted): Promise<void> {
  const { portalId, connectionId, objectType, customerId } = wanted;
  const scope = { portalId, connectionId };
  await deps.db.transaction(async (trx) => {
    await lockMatching(trx, portalId);
    await requireReady(trx, scope, objectType);
    await createAnew({ ...deps, db: trx }, portalId, { connectionId, objectType, customerId });
    const customer = await loadListedCustomer(trx, scope, { objectType, customerId });
    if (!customer) throw new InvalidInputError('It has a record, or somebody decided', { code: 'not_found' });
    if (!mayBeCreated(customer))
      throw new InvalidInputError('No record can be made of it', { code: reasonOf(objectType, customer.active) });
    await trx('customerMatches')
      .where({ ...wanted })
      .update({ state: 'due', checkedAt: null, wantedBy: userId });
    await deps.enqueue(trx, 'match', scope);
  });
}

async function requireReady(trx: Db, { portalId, connectionId }: ConnectionScope, objectType: CustomerObjectType): Promise<void> {
  const isApproved = await trx('erpConnections').where({ portalId, id: connectionId }).whereNotNull('approvedAt').first('id');
  if (!isApproved) throw new InvalidInputError('Approve the connection first', { code: 'create.connection_first' });
  const writable = await loadWritable(trx, portalId);
  if (!writable[objectType].has(CUSTOMER_KEY)) throw new InvalidInputError('Our key has no property', { code: 'create.no_key' });
}

function reasonOf(objectType: CustomerObjectType, isActive: boolean): string {
  if (!isActive) return 'create.archived';
  return isPerson(objectType) ? 'create.no_email' : 'create.tax_id_shared';
}
