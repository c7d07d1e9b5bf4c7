import type { DecidedFilter, DecidedKind, DecidedList, DecidedRow } from '../../../hubspot-app/app/settings/api/decided.ts';
import type { Db } from '../../db/index.ts';
import { userName } from '../../portals/users.ts';
import type { ConnectionId, ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import { DECISIONS, TAKEN_BACK } from '../match/decisions.ts';
import { normaliseName } from '../match/names.ts';
import { readRecordNames, type NameDeps } from '../shared/record-names.ts';

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
  takenBackAt: Date | null;
  takenBackBy: number | null;
  takenBackPerson: string | null;
  /** In microseconds: when the decision was taken back, else when it was made; 0: nobody knows. */
  changedAt: number;
  key: string;
}

const HOLDS = Object.values(DECISIONS)
  .map((decisions) => `select d.*, null::timestamptz as taken_back_at, null::bigint as taken_back_by from (${decisions}) d`)
  .join(' union all ');

const LISTED = `
  select d.*, (extract(epoch from coalesce(d.taken_back_at, d.at, 'epoch')) * 1000000)::bigint as changed_at,
    concat_ws(' ', d.kind, d.connection_id, d.object_type, d.customer_id, d.record_id, d.taken_back_at is not null, d.id) collate "C" as key
  from (${HOLDS} union all ${TAKEN_BACK}) d
  where :by = 'all' or d.is_by_person = (:by = 'people')`;

/** SQL: decision `d` of customer `c` is about what a person typed. */
const IS_ABOUT = `(:about = '' or c.name ilike :part or c.number = :about or d.record_id = :recordId or (:name <> '' and exists (
  select 1 from record_keys k where k.portal_id = :portalId and k.object_type = d.object_type and k.record_id = d.record_id and k.kind = 'name'
    and starts_with(k.value, :name))))`;

type Deps = NameDeps & { db: Db; urlOf(objectType: CustomerObjectType, id: string): string };

/** The place after a row: null is before the first. */
interface DecidedPlace {
  changedAt: number;
  key: string;
}

interface Wanted extends DecidedFilter {
  after: DecidedPlace | null;
}

/** What people and rules decided of a portal's customers, what happened last first; what was taken back says so. */
export async function loadDecided(
  { db, openHubSpot, urlOf }: Deps,
  portalId: PortalId,
  { after, about, by }: Wanted,
): Promise<Omit<DecidedList, 'next'> & { next: DecidedPlace | null }> {
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select d.*, c.name, c.number, ${userName('u')} as person, ${userName('b')} as taken_back_person
     from (${LISTED}) d
     join erp_connections x on x.portal_id = :portalId and x.id = d.connection_id and x.status <> 'disconnected'
     left join erp_customers c on c.portal_id = :portalId and c.connection_id = d.connection_id and c.erp_id = d.customer_id
     left join portal_users u on u.portal_id = :portalId and u.user_id = d.user_id
     left join portal_users b on b.portal_id = :portalId and b.user_id = d.taken_back_by
     where ${IS_ABOUT} ${after ? 'and (d.changed_at, d.key) < (:changedAt::bigint, :key)' : ''}
     order by d.changed_at desc, d.key desc limit ${PER_PAGE + 1}`,
    { portalId, by, ...searched(about), ...after },
  );
  const shown = rows.slice(0, PER_PAGE);
  const records = shown.flatMap(({ objectType, recordId }) => (recordId === null ? [] : [{ objectType, recordId }]));
  const nameOf = await readRecordNames(openHubSpot, portalId, records);
  const decided = shown.map(({ objectType, recordId, ...row }): DecidedRow => {
    const { key, kind, connectionId, customerId, name, number, rule, at, isByPerson, person } = row;
    return {
      ...{ key, kind, connectionId, objectType },
      customer: customerId === null ? null : { id: customerId, name, number },
      record: recordId === null ? null : { recordId, name: nameOf({ objectType, recordId }), url: urlOf(objectType, recordId) },
      rule: isByPerson && rule !== 'created' ? null : rule,
      at: at?.toISOString() ?? null,
      by: isByPerson ? { name: person } : null,
      takenBack: takenBackOf(row),
      canUndo: row.takenBackAt === null && isUndoable(kind, rule),
    };
  });
  const last = rows.length > PER_PAGE ? shown.at(-1) : undefined;
  return { next: last ? { changedAt: last.changedAt, key: last.key } : null, decided };
}

const takenBackOf = ({ takenBackAt, takenBackBy, takenBackPerson }: Taken): DecidedRow['takenBack'] =>
  takenBackAt && { at: takenBackAt.toISOString(), by: takenBackBy === null ? null : { name: takenBackPerson } };

type Taken = Pick<Row, 'takenBackAt' | 'takenBackBy' | 'takenBackPerson'>;

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
