import type { Db } from '../../db/index.ts';
import { hasTaxIdSql } from '../../mirror/identity-values.ts';
import { erpIdOfKeySql } from '../../records/catalogue/erp-key.ts';
import type { ConnectionId, ErpRecordId, PortalId } from '../../shared/ids.ts';
import { ORGANISATION, PERSON, isOrganisation, type CustomerObjectType } from '../../shared/object-types.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { IS_BY_PERSON } from './left-out.ts';
import { normaliseName, plainNameSql, plainStart } from './names.ts';

interface Scope {
  portalId: PortalId;
  objectType: CustomerObjectType;
}

/**
 * Customers without a record whose e-mail, domain or tax id one of these records has now; those being looked up just now once more. What a person
 * left out stays so. Returns whose matching must be enqueued.
 */
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
       and (m.state in ('unmatched', 'ambiguous', 'due') or m.state = 'ignored' and m.candidates @> '[{"reason": "deleted"}]' and not ${IS_BY_PERSON})
       and c.portal_id = m.portal_id and c.connection_id = m.connection_id and c.erp_id = m.customer_id
       and (${hasTaxIdSql('c', ':taxIds::text[]')} or (m.object_type = '${PERSON}' and c.emails && :emails::text[])
         or (m.object_type = '${ORGANISATION}' and c.domain = any(:domains)))
     returning m.connection_id`,
    bindings,
  );
  return [...new Set(rows.map(({ connectionId }) => connectionId))].sort();
}

/** As many begin alike as are compared; those that only add a legal form are among the shortest. */
const NAMES_COMPARED = 200;

// An index answers `like` only where the pattern stands before the question does: here each row has its own. No name holds the last of all characters.
const startsWithSql = (text: string, start: string): string => `${text} ~>=~ ${start} and ${text} ~<~ (${start} || E'\\U0010FFFF')`;

/** Organisations for which nothing was found and whose name one of these records has now: a person is asked about them. Returns whose matching must be enqueued. */
export async function requeueByName(trx: Db, { portalId, objectType }: Scope, names: readonly string[]): Promise<ConnectionId[]> {
  const wanted = new Set(names.map(normaliseName).filter((name) => name !== ''));
  if (!isOrganisation(objectType) || wanted.size === 0) return [];
  const starts = [...wanted].map(plainStart);
  const { rows: alike } = await trx.raw<{ rows: { connectionId: ConnectionId; customerId: ErpRecordId; name: string }[] }>(
    `select m.connection_id, m.customer_id, c.name from unnest(:starts::text[]) as wanted(start)
     cross join lateral (
       select c.portal_id, c.connection_id, c.erp_id, c.name from erp_customers c
       where c.portal_id = :portalId and c.kind = 'organisation' and ${startsWithSql(plainNameSql('c'), 'wanted.start')}
       order by length(c.name) limit ${NAMES_COMPARED}
     ) c
     join customer_matches m on m.portal_id = c.portal_id and m.connection_id = c.connection_id and m.object_type = :objectType and m.customer_id = c.erp_id
     where m.state in ('unmatched', 'due')`,
    { portalId, objectType, starts },
  );
  const same = alike.filter(({ name }) => wanted.has(normaliseName(name)));
  if (same.length === 0) return [];
  const { rows } = await trx.raw<{ rows: { connectionId: ConnectionId }[] }>(
    `update customer_matches m set state = 'due', checked_at = null
     from unnest(:connectionIds::uuid[], :customerIds::text[]) as one(connection_id, customer_id)
     where m.portal_id = :portalId and m.object_type = :objectType and m.connection_id = one.connection_id and m.customer_id = one.customer_id
       and m.state in ('unmatched', 'due')
     returning m.connection_id`,
    {
      ...{ portalId, objectType },
      connectionIds: same.map(({ connectionId }) => connectionId),
      customerIds: same.map(({ customerId }) => customerId),
    },
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

/**
 * Organisations for which nothing was found, perhaps by rules that asked less than those of today: a name alone. Our own tables answer; of people HubSpot
 * would be asked, by addresses as ever. Returns how many; the caller enqueues `match`.
 */
export async function requeueUnmatched(trx: Db, { portalId, connectionId }: ConnectionScope): Promise<number> {
  return trx('customerMatches')
    .where({ portalId, connectionId, objectType: ORGANISATION, state: 'unmatched' })
    .update({ state: 'due', checkedAt: null });
}
