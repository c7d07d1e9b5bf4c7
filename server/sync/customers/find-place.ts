import type { Db } from '../../db/index.ts';
import { recordId, type ErpRecordId, type RecordId } from '../../shared/ids.ts';
import { isPerson, ORGANISATION } from '../../shared/object-types.ts';
import { WAITING_ORGANISATION } from '../commands/command-rows.ts';
import type { CommandRun } from '../commands/handler.ts';
import type { CompiledObjectRules } from '../fields/rules.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import type { CreateCommand, CreatePrepared } from './create-customer.ts';

export interface Place {
  /** The organisation a person belongs to; null: a customer of its own. */
  organisationId: ErpRecordId | null;
}

/** A contact of a company belongs to what that company is in the ERP, and waits until it is something there. */
export async function findPlace(
  { deps }: CommandRun,
  { portalId, connectionId, objectType, askedBy }: CreateCommand,
  { rules: { makesConsumers, makesContactPersons }, companies }: { rules: CompiledObjectRules; companies: readonly RecordId[] },
): Promise<Place | CreatePrepared> {
  if (!isPerson(objectType)) return { organisationId: null };
  const organisationOf = await findOrganisations(deps.db, { portalId, connectionId }, companies);
  const decision = decidePlace({ makesConsumers, makesContactPersons, isByHand: askedBy.kind === 'person' }, companies, organisationOf);
  if (decision === 'left_out') return { kind: 'cancelled' };
  if (decision === 'waits') return { kind: 'waiting', waitingFor: WAITING_ORGANISATION, params: { organisations: companies.join(',') } };
  return decision;
}

/** HubSpot lists them in no order of its own; a contact stands under its primary company. */
export const primaryFirst = (companies: readonly string[], primary: string | null | undefined): RecordId[] =>
  companies.map(recordId).toSorted((one, other) => Number(other === primary) - Number(one === primary));

/** Whose a contact would be, by the companies it belongs to: the first that is something in the ERP. */
export function decidePlace(
  { makesConsumers, makesContactPersons, isByHand }: PlaceRules,
  companies: readonly RecordId[],
  organisationOf: ReadonlyMap<RecordId, ErpRecordId>,
): Place | 'waits' | 'left_out' {
  if (companies.length === 0) return makesConsumers || isByHand ? { organisationId: null } : 'left_out';
  if (!makesContactPersons && !isByHand) return 'left_out';
  const [organisationId] = companies.flatMap((company) => organisationOf.get(company) ?? []);
  return organisationId === undefined ? 'waits' : { organisationId };
}

interface PlaceRules extends Pick<CompiledObjectRules, 'makesConsumers' | 'makesContactPersons'> {
  /** A person asked for this very contact. */
  isByHand: boolean;
}

/** What companies are in the ERP, the one linked first before others. */
export async function findOrganisations(
  db: Db,
  { portalId, connectionId }: ConnectionScope,
  companies: readonly RecordId[],
): Promise<Map<RecordId, ErpRecordId>> {
  const links = await db('links')
    .where({ portalId, connectionId, objectType: ORGANISATION, state: 'active' })
    .whereIn('recordId', [...companies])
    .orderBy(['linkedAt', 'customerId'])
    .select<{ recordId: RecordId; customerId: ErpRecordId }[]>('recordId', 'customerId');
  const first = new Map<RecordId, ErpRecordId>();
  for (const link of links) if (!first.has(link.recordId)) first.set(link.recordId, link.customerId);
  return first;
}
