import type { CustomerRunGroup } from '../../../hubspot-app/app/settings/api/customers.ts';
import type { Notice } from '../../../hubspot-app/app/settings/api/types.ts';
import type { Db } from '../../db/index.ts';
import type { HubSpotClient } from '../../hubspot/contract.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import { CREATION } from '../commands/command-list.ts';
import { WAITING_REVIEW } from '../commands/undecided.ts';
import { isOfTrial } from '../fields/change-filter.ts';
import { FIELD_PROBLEMS } from '../fields/field-problems.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { readRecordNames } from '../shared/record-names.ts';
import { mergeGroups, reasonOfMany, samplesOf } from './preview-groups.ts';
import type { StoredGroup } from './run.ts';

interface TrialDeps {
  db: Db;
  openHubSpot(portalId: PortalId): Promise<Pick<HubSpotClient, 'batchRead'>>;
}

/** One record of a group, with how many the group has. */
interface GroupRow {
  kind: CustomerRunGroup['kind'];
  objectType: CustomerObjectType;
  recordId: RecordId;
  customerName: string | null;
  property: string | null;
  field: string | null;
  rule: CustomerRunGroup['rule'];
  code: string | null;
  params: Notice['params'];
  before: string | null;
  after: string | null;
  count: number;
}

/** What the approved rules did so far, since the approval, and what waits and why: for whoever looks at the first few. */
export async function loadTrialGroups({ db, openHubSpot }: TrialDeps, scope: ConnectionScope, since: Date): Promise<StoredGroup[]> {
  const { portalId, connectionId } = scope;
  const asked = { portalId, connectionId, since, codes: [...FIELD_PROBLEMS] };
  const answers = await Promise.all(
    [COMMANDS, CHANGES, PROBLEMS, WAITING].map((rows) => db.raw<{ rows: GroupRow[] }>(firstOfEach(rows), asked)),
  );
  const rows = answers.flatMap((answer) => answer.rows);
  const nameOf = await readRecordNames(openHubSpot, portalId, rows);
  return mergeGroups([], [...Map.groupBy(rows, groupKey).values()].map(groupOf));

  function groupOf(members: GroupRow[]): StoredGroup {
    const { kind, objectType, property, field, rule, code, params, count } = members[0]!;
    return {
      ...{ kind, objectType, property, field, rule, count },
      reason: code === null ? null : reasonOfMany({ code, params }),
      samples: members.map((row) => ({
        ...{ recordId: row.recordId, recordName: nameOf(row), customerName: row.customerName, before: row.before, after: row.after },
      })),
    };
  }
}

const groupKey = ({ kind, objectType, property, field, rule, code, params }: GroupRow): string =>
  JSON.stringify([kind, objectType, property, field, rule, code, params['field'], params['property'], params['message']]);

/** SQL: of rows of one shape a few of each group, each with the size of the group. */
const firstOfEach = (rows: string): string => `
  with told as (${rows}),
  counted as (
    select told.*, count(*) over same as count, row_number() over (same order by at desc, record_id) as place from told
    window same as (partition by kind, object_type, property, field, rule, code, params ->> 'field', params ->> 'property', params ->> 'message'))
  select kind, object_type, record_id, customer_name, property, field, rule, code, params, before, after, count from counted
  where place <= case when kind in ('create', 'review') then ${samplesOf('create')} else ${samplesOf('link')} end order by at desc, record_id`;

// What was made, or found to be there already; what a person asked for is no part of it.
const COMMANDS = `
  select case when c.state = 'done' then case when l.rule = 'created' then 'create' else 'link' end
      when c.waiting_for = '${WAITING_REVIEW}' then 'review' else 'incomplete' end as kind,
    c.object_type, c.record_id, e.name as customer_name, null as property, null as field, null as rule,
    case when c.state <> 'done' and c.waiting_for <> '${WAITING_REVIEW}' then c.waiting_for end as code,
    c.params, null as before, null as after, coalesce(c.ended_at, c.asked_at) as at
  from commands c
  left join links l on l.portal_id = c.portal_id and l.connection_id = c.connection_id and l.object_type = c.object_type
    and l.customer_id = c.result ->> 'id' and l.record_id = c.record_id
  left join erp_customers e on e.portal_id = c.portal_id and e.connection_id = c.connection_id and e.erp_id = c.result ->> 'id'
  where c.portal_id = :portalId and c.connection_id = :connectionId and c.name = '${CREATION}' and c.asked_by ->> 'kind' = 'rule'
    and (c.state = 'done' and c.ended_at >= :since or c.state in ('waiting', 'rejected'))`;

// Of the first few alone. A change that only one side made was decided by no rule.
const CHANGES = `
  select case f.written_to when 'erp' then 'update_erp' else 'update_hubspot' end as kind, f.object_type, f.record_id, e.name as customer_name,
    f.property, f.field, nullif(f.rule, 'moved') as rule, null as code, '{}'::jsonb as params, f.before, f.after, f.at
  from field_changes f
  left join erp_customers e on e.portal_id = f.portal_id and e.connection_id = f.connection_id and e.erp_id = f.customer_id
  where f.portal_id = :portalId and f.connection_id = :connectionId and f.at >= :since and f.written_to <> 'nobody' and ${isOfTrial('f')}`;

const PROBLEMS = `
  select 'incomplete' as kind, p.subject_kind as object_type, p.subject as record_id, null as customer_name, null as property, null as field,
    null as rule, p.code, p.params, null as before, null as after, p.last_seen_at as at
  from problems p
  where p.portal_id = :portalId and p.connection_id = :connectionId and p.resolved_at is null and p.code = any(:codes)`;

// Those that follow as soon as their company is linked.
const WAITING = `
  select 'incomplete' as kind, p.object_type, p.record_id, e.name as customer_name, f.key as property, f.value ->> 'field' as field, null as rule,
    f.value -> 'waits' -> 'finding' ->> 'code' as code, '{}'::jsonb as params, null as before, null as after, p.due_at as at
  from field_pairs p
  cross join jsonb_each(p.fields) f
  left join erp_customers e on e.portal_id = p.portal_id and e.connection_id = p.connection_id and e.erp_id = p.customer_id
  where p.portal_id = :portalId and p.connection_id = :connectionId and (p.awaited_record is not null or p.awaited_customer is not null)
    and not p.is_frozen and jsonb_exists(f.value, 'waits')`;
