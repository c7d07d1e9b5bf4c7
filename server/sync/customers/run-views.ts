import type { CustomerRunGroup, CustomerRunView } from '../../../hubspot-app/app/settings/api/customers.ts';
import type { Db } from '../../db/index.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import type { CustomerRun, StoredGroup } from './run.ts';

export type UrlOf = (objectType: CustomerObjectType, recordId: string) => string;

interface RunRow extends Pick<CustomerRun, 'id' | 'kind' | 'done' | 'groups'> {
  state: CustomerRunView['state'];
  total: number | null;
  trouble: CustomerRunView['trouble'];
  startedAt: Date;
  endedAt: Date | null;
  /** It went by the rules as they stand now, and nobody approved them since. */
  isCurrent: boolean;
}

interface RunViews {
  /** The last dry run, if it is still the one that would be approved. */
  preview: CustomerRunView | null;
  run: CustomerRunView | null;
}

export async function loadRunViews(db: Db, scope: ConnectionScope, urlOf: UrlOf): Promise<RunViews> {
  const { rows } = await db.raw<{ rows: RunRow[] }>(
    `select distinct on (r.kind) r.id, r.kind, r.state, r.done, r.total, r.groups, r.trouble, r.started_at, r.ended_at,
       coalesce(r.rules = coalesce(c.draft, c.live) and r.started_at >= c.changed_at, false) as is_current
     from customer_runs r
     left join customer_rules c on c.portal_id = r.portal_id and c.connection_id = r.connection_id
     where r.portal_id = :portalId and r.connection_id = :connectionId
     order by r.kind, r.started_at desc`,
    { ...scope },
  );
  const [preview, run] = [rows.find(({ kind, isCurrent }) => kind === 'preview' && isCurrent), rows.find(({ kind }) => kind === 'apply')];
  return { preview: preview ? viewRun(preview, urlOf) : null, run: run ? viewRun(run, urlOf) : null };
}

function viewRun({ id, state, done, total, trouble, startedAt, endedAt, groups }: RunRow, urlOf: UrlOf): CustomerRunView {
  return {
    ...{ id, state, done, total, trouble },
    startedAt: startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    groups: viewGroups(groups, urlOf),
  };
}

export const viewGroups = (groups: readonly StoredGroup[], urlOf: UrlOf): CustomerRunGroup[] =>
  groups.map((group) => ({
    ...group,
    samples: group.samples.map((sample) => ({ ...sample, url: urlOf(group.objectType, sample.recordId) })),
  }));
