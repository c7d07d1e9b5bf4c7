import type { ConnectionId, RecordId } from '../../shared/ids.ts';
import { PERSON } from '../../shared/object-types.ts';
import type { SyncDeps } from '../shared/deps.ts';
import type { PortalScope } from '../shared/job-data.ts';
import { lockMatching } from '../match/lock.ts';
import { FORGOTTEN, rememberHashes } from '../match/tombstones.ts';
import { dropSamples } from './drop-samples.ts';

/**
 * HubSpot deleted a contact for privacy: what we keep under its id goes, the ERP customers behind it get a tombstone, and a keyed hash of
 * their addresses blocks linking and creation for ever.
 */
export async function forgetContact(
  deps: Pick<SyncDeps, 'db' | 'hashEmail' | 'enqueue' | 'now'>,
  { portalId }: PortalScope,
  contactId: RecordId,
): Promise<void> {
  const scope = { portalId, objectType: PERSON, recordId: contactId };
  await deps.db.transaction(async (trx) => {
    await lockMatching(trx, portalId);
    const { rows } = await trx.raw<{ rows: { emails: string[] | null }[] }>(SET_TOMBSTONE, {
      ...scope,
      forgotten: JSON.stringify([FORGOTTEN]),
      now: deps.now(),
    });
    const { rows: sent } = await trx.raw<{ rows: { email: string }[] }>(SENT_EMAILS, scope);
    const emails = [...rows.flatMap((row) => row.emails ?? []), ...sent.map(({ email }) => email)];
    const hashes = emails.map((email) => deps.hashEmail(email));
    await rememberHashes({ ...deps, db: trx }, portalId, hashes);
    await trx('formerLinks').where(scope).update({ recordId: FORGOTTEN.recordId });
    await trx.raw(FORGET_QUESTIONS, scope);
    for (const table of FORGOTTEN_TABLES) await trx(table).where(scope).delete();
    await dropSamples(trx, scope);
    await trx('problems').where({ portalId, subjectKind: PERSON, subject: contactId }).delete();
    const { rows: lookedFor } = await trx.raw<{ rows: { connectionId: ConnectionId }[] }>(FORGET_CANDIDATE, scope);
    const connectionIds = [...new Set(lookedFor.map(({ connectionId }) => connectionId))].sort();
    for (const connectionId of connectionIds) await deps.enqueue(trx, 'match', { portalId, connectionId });
  });
}

const FORGOTTEN_TABLES = [
  ...['links', 'refusedMatches', 'takenBackDecisions', 'targets', 'toldEvents', 'recordKeys'],
  ...['commands', 'formerCommands', 'fieldPairs', 'fieldChanges', 'actionRuns'],
  // Nothing is archived in the ERP because somebody asked to be forgotten.
  'customerArchivals',
];

const FORGET_QUESTIONS = `
  delete from problems p using customer_archivals a
  where a.portal_id = :portalId and a.object_type = :objectType and a.record_id = :recordId
    and p.portal_id = a.portal_id and p.connection_id = a.connection_id and p.subject_kind = 'customer' and p.subject = a.customer_id
    and p.code like 'archival.%'`;

// The ERP may make a customer of it whose answer nobody waits for any more.
const SENT_EMAILS = `
  select distinct lower(trim(one.value)) as email from commands c cross join jsonb_each_text(c.input -> 'values') one
  where c.portal_id = :portalId and c.object_type = :objectType and c.record_id = :recordId and one.value like '%@%'`;

// The name stood among what other customers might be, too: those are looked up again without it.
const FORGET_CANDIDATE = `
  update customer_matches m set state = 'due', checked_at = null, candidates = coalesce(
    (select jsonb_agg(c order by at) from jsonb_array_elements(m.candidates) with ordinality as kept(c, at) where c ->> 'recordId' <> :recordId), '[]')
  where m.portal_id = :portalId and m.object_type = :objectType and m.state <> 'linked'
    and m.candidates @> jsonb_build_array(jsonb_build_object('recordId', :recordId::text))
  returning m.connection_id`;

// Deletion and privacy deletion arrive in any order: the customers are those linked now, or left out because this contact was deleted.
const SET_TOMBSTONE = `
  with behind as (
    select l.connection_id, l.customer_id from links l
    where l.portal_id = :portalId and l.object_type = :objectType and l.record_id = :recordId
    union
    select m.connection_id, m.customer_id from customer_matches m cross join jsonb_array_elements(m.candidates) c
    where m.portal_id = :portalId and m.object_type = :objectType and c ->> 'reason' = 'deleted' and c ->> 'recordId' = :recordId
  ),
  left_out as (
    insert into customer_matches as m (portal_id, connection_id, customer_id, object_type, state, candidates, checked_at)
    select :portalId, b.connection_id, b.customer_id, :objectType, 'ignored', :forgotten::jsonb, :now::timestamptz from behind b
    on conflict (portal_id, connection_id, object_type, customer_id) do update set state = 'ignored', candidates = excluded.candidates
    returning m.connection_id, m.customer_id
  )
  select c.emails from left_out b
  join erp_customers c on c.portal_id = :portalId and c.connection_id = b.connection_id and c.erp_id = b.customer_id`;
