import type { CreateAnswer } from '../../../hubspot-app/app/cards/api/customers.ts';
import type { Candidate } from '../../../hubspot-app/app/cards/api/types.ts';
import type { Db } from '../../db/index.ts';
import type { AlikeCustomer as ErpAlike } from '../../erp/shared/contract.ts';
import type { HubSpotClient } from '../../hubspot/contract.ts';
import { findTimeZone } from '../../portals/portals.ts';
import { PuenteError } from '../../shared/errors.ts';
import type { ErpRecordId, PortalId } from '../../shared/ids.ts';
import { loadCustomerRules } from '../fields/rules.ts';
import { refuseByPerson } from '../match/links.ts';
import { lockMatching } from '../match/lock.ts';
import { insertHints, READ_NOW } from '../pull/hint-queue.ts';
import type { Connectors } from '../shared/connectors.ts';
import type { ConnectionScope, Enqueue } from '../shared/job-data.ts';
import { recordName } from '../shared/record-names.ts';
import { buildCustomer, type BuiltCustomer } from './build-customer.ts';
import { createByPerson } from './create-by-person.ts';
import { findAlikeCustomers, type AlikeCustomer } from './find-alike.ts';
import { asCandidates, placeOf, readRecord, type CardRecord } from './offers.ts';
import { alikeFacts } from './see-records.ts';
import { isByTaxId } from './wait-for-alike.ts';

interface Deps {
  db: Db;
  enqueue: Enqueue;
  now(): Date;
  connectors: Pick<Connectors, 'openConnector'>;
  openHubSpot(portalId: PortalId): Promise<Pick<HubSpotClient, 'batchRead' | 'associatedIds'>>;
}

type Wanted = CardRecord & ConnectionScope;

interface Asked {
  userId: number;
  /** Customers that this person saw, and wants another one beside. */
  besides: readonly string[];
}

/**
 * A person wants this record to be a customer. Where the ERP has one with its tax id, its e-mail or its domain and name that this person has not seen, nothing is asked:
 * they are answered, those too that were refused before. Those seen are refused with it, as on the card.
 */
export async function createUnlessKnown(deps: Deps, record: Wanted, { userId, besides }: Asked): Promise<CreateAnswer> {
  const known = (await isUnderWay(deps.db, record)) ? [] : await findSameCustomers(deps, record);
  if (known.some(({ customerId }) => !besides.includes(customerId))) return { known };
  return deps.db.transaction(async (trx) => {
    await lockMatching(trx, record.portalId);
    for (const { customerId } of known)
      await refuseByPerson({ ...deps, db: trx }, { ...record, customerId: customerId as ErpRecordId, userId });
    return { key: await createByPerson({ ...deps, db: trx }, record, userId) };
  });
}

/** Another person saw them and said so, or the ERP has it already: whoever presses again gets the same one. */
async function isUnderWay(db: Db, { portalId, connectionId, objectType, recordId }: Wanted): Promise<boolean> {
  const standing = await db('commands')
    .where({ portalId, connectionId, objectType, recordId, name: 'createCustomer' })
    .where((is) =>
      is
        .whereIn('state', ['sending', 'unknown'])
        .orWhere((planned) => planned.where({ state: 'planned' }).whereRaw(`asked_by ->> 'kind' = 'person'`)),
    )
    .first('key');
  return standing !== undefined;
}

const SAYS_MUCH: readonly AlikeCustomer['rule'][] = ['tax_id', 'email', 'domain_and_name'];

async function findSameCustomers(deps: Deps, record: Wanted): Promise<Candidate[]> {
  const rules = (await loadCustomerRules(deps.db, record))?.live;
  const seen = rules && (await readRecord(deps, record, [{ rules }], AbortSignal.timeout(PATIENCE_MS)));
  // Without rules nothing is made, and of a record that is gone neither.
  if (!rules || !seen) return [];
  const { portalId, connectionId, objectType } = record;
  const { kind, organisationId } = await placeOf(deps.db, { record, seen, maker: { connectionId, rules } });
  const { properties } = seen.held;
  const built = buildCustomer(rules[objectType], kind, { properties, timeZone: await findTimeZone(deps.db, portalId) });
  const about = { ...built, organisationId, name: recordName(objectType, properties), properties };
  const found = await findAlikeCustomers(deps.db, { ...record, withRefused: true }, about);
  const same = found.filter(({ rule, isForgotten }) => SAYS_MUCH.includes(rule) && !isForgotten);
  const news = await askErp(deps, record, built);
  const others = news.filter(({ id }) => !found.some((one) => one.customerId === id && (one.isForgotten || same.includes(one))));
  const unseen = others.map(({ id, name, rule }) => ({ customerId: id, name, rule, linkedTo: null }));
  return asCandidates(deps.db, { portalId, connectionId, objectType, recordId: record.recordId }, [...same, ...unseen]);
}

/** A person waits. */
const PATIENCE_MS = 5_000;

type SameInErp = ErpAlike & { rule: 'tax_id' | 'email' };

/**
 * Whom the ERP names at this moment. Those that it has told us of count by their tax id alone: an address says less, an organisation has that of
 * somebody who works there. The others are read, so that they can be linked.
 */
async function askErp(deps: Deps, { portalId, connectionId, objectType }: Wanted, built: BuiltCustomer): Promise<SameInErp[]> {
  const facts = alikeFacts(objectType, built);
  if (!facts) return [];
  const scope = { portalId, connectionId };
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const erp = await deps.connectors.openConnector(scope);
    const [alike = []] = (await erp.capabilities.customerFields?.findAlike([facts], signal)) ?? [];
    const ids = alike.map(({ id }) => id);
    const rows = await deps.db('erpCustomers').where(scope).whereIn('erpId', ids).select<{ erpId: ErpRecordId }[]>('erpId');
    const known = rows.map(({ erpId }) => erpId);
    await readSoon(
      deps,
      scope,
      ids.filter((id) => !known.includes(id)),
    );
    return alike
      .map((one) => ({ ...one, rule: isByTaxId(facts, one) ? ('tax_id' as const) : ('email' as const) }))
      .filter(({ id, rule }) => rule === 'tax_id' || !known.includes(id));
  } catch (error) {
    // It is away: what it told us before is enough, and before it is made it is asked again.
    if (error instanceof PuenteError || signal.aborted) return [];
    throw error;
  }
}

async function readSoon(deps: Deps, scope: ConnectionScope, ids: readonly ErpRecordId[]): Promise<void> {
  if (ids.length === 0) return;
  await deps.db.transaction(async (trx) => {
    await insertHints(trx, scope, { hints: ids.map((id) => ({ stream: 'customers' as const, id })), passes: READ_NOW, now: deps.now() });
    await deps.enqueue(trx, 'hint', scope);
  });
}
