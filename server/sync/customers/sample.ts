import type { MappingSample } from '../../../hubspot-app/app/settings/api/customers.ts';
import type { Db } from '../../db/index.ts';
import type { CustomerFieldKind, CustomerFieldSupport } from '../../erp/shared/contract.ts';
import type { HubSpotClient } from '../../hubspot/contract.ts';
import type { ErpRecordId, RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import { isState } from '../fields/addresses.ts';
import { kindSql } from '../fields/due-pairs.ts';
import { loadRelations } from '../fields/load-relations.ts';
import { shownAs } from '../fields/relations.ts';
import { RELATION_OF, storedProperties, withVirtual } from '../fields/virtual-properties.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { recordName } from '../shared/record-names.ts';
import type { KnownField } from './compile-rules.ts';
import type { AskedShapes } from './overview.ts';
import type { UrlOf } from './run-views.ts';

interface SampleDeps {
  db: Db;
  hubspot: Pick<HubSpotClient, 'batchRead'>;
  customerFields: Pick<CustomerFieldSupport, 'read'>;
  urlOf: UrlOf;
  signal: AbortSignal;
}

interface Linked {
  customerId: ErpRecordId;
  recordId: RecordId;
  customerName: string;
  /** Whose fields it has. */
  kind: CustomerFieldKind | null;
}

/** Either side may have lost one of them. */
const TRIED = 5;

/** A linked pair as it stands on both sides now: people see what a line of the mapping is about. */
export async function loadMappingSample(
  deps: SampleDeps,
  scope: ConnectionScope,
  objectType: CustomerObjectType,
  { fields, properties }: Pick<AskedShapes, 'fields' | 'properties'>,
): Promise<MappingSample> {
  const links = await newestLinks(deps.db, scope, objectType);
  if (links.length === 0) return { pair: null };
  const names = storedProperties(properties[objectType].map(({ name }) => name));
  const fieldNames = (fields?.[objectType] ?? []).map(({ name }) => name);
  const options = { priority: 'interactive', signal: deps.signal } as const;
  const ids = [...new Set(links.map(({ recordId }) => recordId))];
  const customerIds = links.map(({ customerId }) => customerId);
  const [records, customers] = await Promise.all([
    deps.hubspot.batchRead(objectType, { ids, properties: names }, options),
    deps.customerFields.read(customerIds, fieldNames, deps.signal),
  ]);
  for (const { recordId, customerId, customerName, kind } of links) {
    const [record, held] = [records.get(recordId), customers.get(customerId)];
    if (!record || record.archived || !held) continue;
    const about = { recordId, recordName: recordName(objectType, record.properties), url: deps.urlOf(objectType, recordId), customerName };
    const both = { properties: withVirtual(record.properties), fields: held };
    const field = fields?.[objectType].find(({ role }) => role === 'organisation')?.name;
    const named = await withNames(deps, scope, { property: RELATION_OF[objectType].name, field }, both);
    // An ERP may answer for a field that its kind does not have, and that is kept in step with nothing.
    const own = (fields?.[objectType] ?? []).filter(({ kinds }) => kind === null || kinds.includes(kind));
    return { pair: { ...about, ...named, fields: withStates(own, ownOf(own, named.fields)) } };
  }
  return { pair: null };
}

type Both = Record<'properties' | 'fields', Record<string, string | null>>;

/** Ids of other records say nothing to people. */
async function withNames(
  { db, hubspot, signal }: SampleDeps,
  scope: ConnectionScope,
  { property, field }: { property: string; field: string | undefined },
  { properties, fields }: Both,
): Promise<Both> {
  const [company, organisation] = [properties[property] ?? null, (field && fields[field]) ?? null];
  const ids = { companies: company ? [company] : [], organisations: organisation ? [organisation] : [] };
  const relations = await loadRelations({ db, hubspot }, scope, ids, { priority: 'interactive', signal });
  return {
    properties: { ...properties, [property]: shownAs(relations, 'hubspot', company) },
    fields: field && field in fields ? { ...fields, [field]: shownAs(relations, 'erp', organisation) } : fields,
  };
}

const ownOf = (fields: readonly KnownField[], held: Both['fields']): Both['fields'] =>
  Object.fromEntries(fields.flatMap(({ name }) => (name in held ? [[name, held[name] ?? null]] : [])));

/** There are too many states for the page to know their names. */
function withStates(fields: readonly KnownField[], held: Both['fields']): Both['fields'] {
  const named = fields.flatMap(({ name, role, options }) => {
    const state = isState(role) && options?.find(({ value }) => value === held[name]);
    return state ? [[name, state.label] as const] : [];
  });
  return { ...held, ...Object.fromEntries(named) };
}

async function newestLinks(db: Db, scope: ConnectionScope, objectType: CustomerObjectType): Promise<Linked[]> {
  const { rows } = await db.raw<{ rows: Linked[] }>(
    `select l.customer_id, l.record_id, c.name as customer_name, ${kindSql('l')} as kind from links l
     join erp_customers c on c.portal_id = l.portal_id and c.connection_id = l.connection_id and c.erp_id = l.customer_id
     where l.portal_id = :portalId and l.connection_id = :connectionId and l.object_type = :objectType
     order by l.state, c.active desc, l.linked_at desc, l.customer_id limit ${TRIED}`,
    { ...scope, objectType },
  );
  return rows;
}
