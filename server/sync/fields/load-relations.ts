import type { Db } from '../../db/index.ts';
import type { CallOptions, HubSpotClient } from '../../hubspot/contract.ts';
import type { ErpRecordId, RecordId } from '../../shared/ids.ts';
import { ORGANISATION } from '../../shared/object-types.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { recordName } from '../shared/record-names.ts';
import { relationsOf, type RelatedIds, type RelationNames, type Relations } from './relations.ts';

interface RelationRow {
  recordId: RecordId;
  customerId: ErpRecordId;
  name: string | null;
}

/** Of a company that several customers share the one linked first stands for all; what is linked is called as the ERP calls it. */
export async function loadLinkedNames(db: Db, scope: ConnectionScope, { companies, organisations }: RelatedIds): Promise<RelationNames> {
  const asked = { ...scope, companies: [...companies], organisations: [...organisations] };
  const { rows } = await db.raw<{ rows: RelationRow[] }>(
    `select l.record_id, l.customer_id, c.name from links l
     left join erp_customers c on c.portal_id = l.portal_id and c.connection_id = l.connection_id and c.erp_id = l.customer_id
     where l.portal_id = :portalId and l.connection_id = :connectionId and l.object_type = '${ORGANISATION}' and l.state = 'active'
       and (l.record_id = any(:companies) or l.customer_id = any(:organisations))
     order by l.linked_at desc, l.customer_id desc`,
    asked,
  );
  const { rows: known } = await db.raw<{ rows: { erpId: string; name: string }[] }>(
    `select erp_id, name from erp_customers where portal_id = :portalId and connection_id = :connectionId and erp_id = any(:organisations)`,
    asked,
  );
  return {
    organisationOf: new Map(rows.map((row) => [row.recordId, row.customerId])),
    companyOf: new Map(rows.map((row) => [row.customerId, row.recordId])),
    names: {
      hubspot: new Map(rows.flatMap((row) => (row.name === null ? [] : [[row.recordId, row.name] as const]))),
      erp: new Map(known.map(({ erpId, name }) => [erpId, name])),
    },
  };
}

interface RelationDeps {
  db: Db;
  hubspot: Pick<HubSpotClient, 'batchRead'>;
}

/** HubSpot is asked only what companies are called that nobody linked. */
export async function loadRelations(
  { db, hubspot }: RelationDeps,
  scope: ConnectionScope,
  ids: RelatedIds,
  options: CallOptions,
): Promise<Relations> {
  if (ids.companies.length === 0 && ids.organisations.length === 0) return relationsOf(NOTHING_LINKED);
  const linked = await loadLinkedNames(db, scope, ids);
  const called = new Map(linked.names.hubspot);
  const nameless = ids.companies.filter((id) => !called.has(id));
  for (let at = 0; at < nameless.length; at += NAMES_AT_ONCE) {
    const request = { ids: nameless.slice(at, at + NAMES_AT_ONCE), properties: ['name'] };
    for (const [id, { properties }] of await hubspot.batchRead(ORGANISATION, request, options))
      called.set(id, recordName(ORGANISATION, properties) ?? id);
  }
  return relationsOf({ ...linked, names: { ...linked.names, hubspot: called } });
}

const NAMES_AT_ONCE = 100;
const NOTHING_LINKED: RelationNames = { organisationOf: new Map(), companyOf: new Map(), names: { hubspot: new Map(), erp: new Map() } };
