import type { DecidedFilter, DecidedKind, DecidedList } from '../../../hubspot-app/app/settings/api/decided.ts';
import type { Db } from '../../db/index.ts';
import { userName } from '../../portals/users.ts';
import type { ConnectionId, ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import { NOBODY, NOT_WANTED } from '../commands/called-off.ts';
import { CREATION } from '../commands/command-list.ts';
import { IS_BY_PERSON } from '../match/left-out.ts';
import { normaliseName } from '../match/names.ts';
import { readRecordNames, type NameDeps } from '../shared/record-names.ts';
import { LEFT } from './decide-creation.ts';

const PER_PAGE = 25;

interface Row {
  kind: DecidedKind;
  connectionId: ConnectionId;
  objectType: CustomerObjectType;
  customerId: ErpRecordId | null;
  recordId: RecordId | null;
  rule: string | null;
  at: Date | null;
  isByPerson: boolean;
  name: string | null;
  number: string | null;
  person: string | null;
}

/** SQL: a person linked them, or had the one made for the other. */
const IS_LINKED_BY_PERSON = `(l.rule = 'person' or l.rule = 'created' and l.linked_by is not null)`;

/** SQL of the same columns each: what was decided, of whom, when, and by whom. A creation that was called off with a refusal goes by that one. */
const DECIDED = `
  select 'linked' as kind, l.connection_id, l.object_type, l.customer_id, l.record_id, l.rule, l.linked_at as at, ${IS_LINKED_BY_PERSON} as is_by_person,
    l.linked_by as user_id
  from links l where l.portal_id = :portalId and l.state = 'active' and (:by = 'all' or ${IS_LINKED_BY_PERSON} = (:by = 'people'))
  union all
  select case r.customer_id when :nobody then 'not_yet' else 'refused' end, r.connection_id, r.object_type, nullif(r.customer_id, :nobody), r.record_id,
    null, r.refused_at, true, r.refused_by
  from refused_matches r where r.portal_id = :portalId and :by <> 'rules'
  union all
  select 'left_out', m.connection_id, m.object_type, m.customer_id, null, null, m.checked_at, true, m.left_out_by
  from customer_matches m where m.portal_id = :portalId and m.state = 'ignored' and ${IS_BY_PERSON} and :by <> 'rules'
  union all
  select 'left', c.connection_id, c.object_type, null, c.record_id, null, c.ended_at, true, (c.facts -> 'left' ->> 'userId')::bigint
  from commands c
  where c.portal_id = :portalId and c.name = '${CREATION}' and c.state = 'cancelled' and c.waiting_for in ('${LEFT}', '${NOT_WANTED}')
    and facts -> 'left' -> 'customerId' is null and :by <> 'rules'`;

/** SQL: decision `d` of customer `c` is about what a person typed. */
const IS_ABOUT = `(:about = '' or c.name ilike :part or c.number = :about or d.record_id = :recordId or (:name <> '' and exists (
  select 1 from record_keys k where k.portal_id = :portalId and k.object_type = d.object_type and k.record_id = d.record_id and k.kind = 'name'
    and starts_with(k.value, :name))))`;

type Deps = NameDeps & { db: Db; urlOf(objectType: CustomerObjectType, id: string): string };

/** What people and rules decided of a portal's customers, the newest first; what was taken back is there no more. */
export async function loadDecided(
  { db, openHubSpot, urlOf }: Deps,
  portalId: PortalId,
  { page, ...filter }: { page: number } & DecidedFilter,
): Promise<DecidedList> {
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select d.*, c.name, c.number, ${userName('u')} as person
     from (${DECIDED}) d
     join erp_connections x on x.portal_id = :portalId and x.id = d.connection_id and x.status <> 'disconnected'
     left join erp_customers c on c.portal_id = :portalId and c.connection_id = d.connection_id and c.erp_id = d.customer_id
     left join portal_users u on u.portal_id = :portalId and u.user_id = d.user_id
     where ${IS_ABOUT}
     order by d.at desc nulls last, d.kind, d.connection_id, d.object_type, d.customer_id, d.record_id limit ${PER_PAGE + 1} offset :skipped`,
    { ...{ portalId, by: filter.by, nobody: NOBODY, skipped: (page - 1) * PER_PAGE }, ...searched(filter.about) },
  );
  const shown = rows.slice(0, PER_PAGE);
  const records = shown.flatMap(({ objectType, recordId }) => (recordId === null ? [] : [{ objectType, recordId }]));
  const nameOf = await readRecordNames(openHubSpot, portalId, records);
  const decided = shown.map(({ kind, connectionId, objectType, customerId, recordId, rule, at, isByPerson, name, number, person }) => ({
    ...{ kind, connectionId, objectType },
    customer: customerId === null ? null : { id: customerId, name, number },
    record: recordId === null ? null : { recordId, name: nameOf({ objectType, recordId }), url: urlOf(objectType, recordId) },
    rule: isByPerson && rule !== 'created' ? null : rule,
    at: at?.toISOString() ?? null,
    by: isByPerson ? { name: person } : null,
    canUndo: isUndoable(kind, rule),
  }));
  return { page, pageCount: rows.length > PER_PAGE ? page + 1 : Math.max(1, shown.length > 0 ? page : page - 1), decided };
}

/** What was made is not unmade by a click; of a record without customer its card has the way back. */
const isUndoable = (kind: DecidedKind, rule: string | null): boolean =>
  kind === 'refused' || kind === 'left_out' || (kind === 'linked' && rule !== 'created');

/** An address of a record ends with its id. */
function searched(text: string): Record<'about' | 'part' | 'recordId' | 'name', string> {
  const about = text.trim();
  return {
    about,
    part: `%${about.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`,
    recordId: /(?:^|\/)(\d{1,20})\/?$/.exec(about)?.[1] ?? '',
    name: about === '' ? '' : normaliseName(about),
  };
}
