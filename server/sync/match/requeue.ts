import type { Db } from '../../db/index.ts';
import { hasTaxIdSql } from '../../mirror/identity-values.ts';
import { erpIdOfKeySql } from '../../records/catalogue/erp-key.ts';
import type { ConnectionId, PortalId } from '../../shared/ids.ts';
import { ORGANISATION, PERSON, type CustomerObjectType } from '../../shared/object-types.ts';

interface Scope {
  portalId: PortalId;
  objectType: CustomerObjectType;
}

/** Customers without a record whose e-mail, domain or tax id one of these records has now; those being looked up just now once more. Returns whose matching must be enqueued. */
export async function requeueByIdentity(
  trx: Db,
  { portalId, objectType }: Scope,
  identities: readonly { email: string | null; domains: readonly string[]; taxIds: readonly string[] }[],
): Promise<ConnectionId[]> {
  const values = (pick: (identity: (typeof identities)[number]) => string | null) => [
    ...new Set(identities.map(pick).filter((value) => value !== null)),
  ];
  const bindings = {
    portalId,
    objectType,
    emails: values(({ email }) => email),
    domains: [...new Set(identities.flatMap(({ domains }) => domains))],
    taxIds: [...new Set(identities.flatMap(({ taxIds }) => taxIds))],
  };
  const { rows } = await trx.raw<{ rows: { connectionId: ConnectionId }[] }>(
    `update customer_matches m set state = 'due', checked_at = null
     from erp_customers c
     where m.portal_id = :portalId and m.object_type = :objectType
       and (m.state in ('unmatched', 'ambiguous', 'due') or m.state = 'ignored' and m.candidates @> '[{"reason": "deleted"}]')
       and c.portal_id = m.portal_id and c.connection_id = m.connection_id and c.erp_id = m.customer_id
       and (${hasTaxIdSql('c', ':taxIds::text[]')} or (m.object_type = '${PERSON}' and c.emails && :emails::text[])
         or (m.object_type = '${ORGANISATION}' and c.domain = any(:domains)))
     returning m.connection_id`,
    bindings,
  );
  return [...new Set(rows.map(({ connectionId }) => connectionId))].sort();
}

/** Customers still looking for their record, by the keys some records carry. `keys`: those that will be matched. */
export async function requeueByKey(
  trx: Db,
  { portalId, objectType }: Scope,
  keys: readonly string[],
): Promise<{ connectionIds: ConnectionId[]; keys: Set<string> }> {
  if (keys.length === 0) return { connectionIds: [], keys: new Set() };
  const { rows } = await trx.raw<{ rows: { connectionId: ConnectionId; key: string }[] }>(
    `update customer_matches m set state = 'due', checked_at = null
     from erp_connections k, unnest(:keys::text[]) as held(key)
     where m.portal_id = :portalId and m.object_type = :objectType and m.state in ('due', 'unmatched', 'ambiguous')
       and k.portal_id = m.portal_id and k.id = m.connection_id and k.status <> 'disconnected'
       and m.customer_id = ${erpIdOfKeySql('held.key', 'k.identity_key')}
     returning m.connection_id, held.key`,
    { portalId, objectType, keys: [...keys] },
  );
  return { connectionIds: [...new Set(rows.map(({ connectionId }) => connectionId))].sort(), keys: new Set(rows.map(({ key }) => key)) };
}
