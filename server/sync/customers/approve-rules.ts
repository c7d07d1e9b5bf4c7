import type { CustomerWrites } from '../../../hubspot-app/app/settings/api/customers.ts';
import type { Db } from '../../db/index.ts';
import { resolveProblems } from '../../portals/problems.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import { CREATION } from '../commands/command-list.ts';
import { lookAgain } from '../commands/command-rows.ts';
import { mayCreate, mayWriteTo } from '../fields/approval.ts';
import { LIST_PROBLEMS } from '../fields/list-conditions.ts';
import { sharePlaces, type TrialPlaces } from '../fields/trial.ts';
import type { CompiledRules } from '../fields/rules.ts';
import { requeueUnmatched } from '../match/requeue.ts';
import { dropUnwantedArchivals, noticeGoneWhileDisconnected, takeUpArchivals } from '../shared/archivals.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import type { StoredGroup } from './run.ts';
import { startRun, type RunDeps } from './start-run.ts';

/** What a person saw and allowed. */
interface Approval {
  writes: CustomerWrites;
  /** The dry run that person looked at. */
  previewId: string;
}

interface RulesRow {
  draft: CompiledRules | null;
  live: CompiledRules | null;
  stopped: CompiledRules | null;
  changedAt: Date;
  changedBy: string | null;
}

/**
 * What was shown by the dry run becomes live, for these kinds of writing: the first few records, then it waits for a person. Where it would write
 * nothing there is nothing to look at, and it is live at once.
 */
export async function approveCustomerRules(
  deps: RunDeps,
  scope: ConnectionScope,
  { writes, previewId }: Approval,
  userId: number,
): Promise<void> {
  await deps.db.transaction(async (trx) => {
    const row = await trx('customerRules')
      .where({ ...scope })
      .forUpdate()
      .first<RulesRow | undefined>('draft', 'live', 'stopped', 'changedAt', 'changedBy');
    const rules = row?.draft ?? row?.live;
    if (!row || !rules) throw new InvalidInputError('Save the rules first', { code: 'customers.nothing_saved' });
    const { changedAt, changedBy } = row;
    // HubSpot repeats a call whose answer was lost: it finds its own approval.
    const groups = await requirePreviewed(trx, scope, { rules, since: Number(changedBy) === userId ? null : changedAt, previewId });
    const approved = {
      live: JSON.stringify(rules),
      draft: null,
      stopped: null,
      writes: JSON.stringify(writes),
      trial: groups.some((group) => isWritten(group, writes)) ? '[]' : null,
      trialPlaces: JSON.stringify(sharePlaces(expectedOf(groups, writes))),
      revision: trx.raw('revision + 1'),
      // What changed while nothing was live is looked at by the application.
      ...(row.live === null && { searchedAt: deps.now() }),
    };
    await trx('customerRules')
      .where({ ...scope })
      .update({ ...approved, changedBy: userId, changedAt: deps.now() });
    await readListsAnew(trx, scope, deps.now());
    await dropUnwantedArchivals(trx, scope, deps.now());
    if (row.live === null) {
      const missed = row.stopped === null ? await noticeGoneWhileDisconnected(trx, scope, deps.now()) : 0;
      if ((await takeUpArchivals(trx, scope, deps.now())) + missed > 0) await deps.enqueue(trx, 'archivals', scope);
    }
    await lookAtRequests(trx, scope, deps.now());
    if ((await requeueUnmatched(trx, scope)) > 0) await deps.enqueue(trx, 'match', scope);
    await startRun(deps, trx, scope, { kind: 'apply', rules, userId });
  });
}

/** All members of the lists that the rules speak of now; what was wrong with others is over. */
async function readListsAnew(trx: Db, scope: ConnectionScope, now: Date): Promise<void> {
  await trx('listReadings')
    .where({ ...scope })
    .delete();
  await resolveProblems(trx, scope.portalId, { codes: LIST_PROBLEMS, connectionId: scope.connectionId }, now);
}

/** What rules asked for before is held against the new ones: what they no longer speak of is withdrawn. */
async function lookAtRequests(trx: Db, scope: ConnectionScope, now: Date): Promise<void> {
  const keys = await trx('commands')
    .where({ ...scope, name: CREATION })
    .whereIn('state', [...STANDING])
    .whereRaw(`asked_by ->> 'kind' = 'rule'`)
    .pluck('key');
  await lookAgain(trx, scope.portalId, { filter: { keys }, states: STANDING, now });
}

const STANDING = ['waiting', 'rejected'] as const;

interface Previewed {
  rules: CompiledRules;
  /** When somebody else saved or approved last. */
  since: Date | null;
  previewId: string;
}

/** Of two who edit and look at once, each may only approve what that person saw, and only while it is what is saved. */
async function requirePreviewed(trx: Db, scope: ConnectionScope, { rules, since, previewId }: Previewed): Promise<StoredGroup[]> {
  const { rows } = await trx.raw<{ rows: { id: string; groups: StoredGroup[]; isSame: boolean; isNewer: boolean }[] }>(
    `select r.id, r.groups, r.rules = :rules::jsonb as is_same, :since::timestamptz is null or r.started_at >= :since as is_newer from customer_runs r
     where r.portal_id = :portalId and r.connection_id = :connectionId and r.kind = 'preview' and r.state = 'done'
     order by r.started_at desc limit 1`,
    { ...scope, rules: JSON.stringify(rules), since },
  );
  const [newest] = rows;
  if (!newest?.isSame) throw new InvalidInputError('Look at the dry run first', { code: 'customers.not_previewed' });
  if (newest.id !== previewId || !newest.isNewer)
    throw new InvalidInputError('Somebody saved, looked or approved since', { code: 'customers.preview_outdated' });
  return newest.groups;
}

/** Something of this group is written now, by what was approved. */
function isWritten({ kind, count, objectType, property, field }: StoredGroup, writes: CustomerWrites): boolean {
  if (count === 0) return false;
  // A record is linked by the command that would create it.
  if (kind === 'create' || kind === 'link') return mayCreate(writes, objectType);
  if ((kind !== 'update_erp' && kind !== 'update_hubspot') || property === null || field === null) return false;
  return mayWriteTo(kind === 'update_erp' ? 'erp' : 'hubspot', writes, { objectType, property, field });
}

/** How many records there are of each kind of writing. Of several fields of one record the most that one field has. */
function expectedOf(groups: readonly StoredGroup[], writes: CustomerWrites): TrialPlaces {
  const expected: TrialPlaces = {};
  for (const group of groups) {
    if (group.kind === 'link' || !isWritten(group, writes)) continue;
    const place = `${group.kind === 'create' ? 'create' : 'update'} ${group.objectType}` as const;
    expected[place] = Math.max(expected[place] ?? 0, group.count);
  }
  return expected;
}
