import type { Db } from '../../db/index.ts';
import type { ErpRecordId, RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import { insertCommand, lockCommands } from '../commands/command-rows.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { findChangedProjects } from '../shared/sold-quantities.ts';
import { loadTies } from './order-ties.ts';
import type { DealRun } from './write-order-numbers.ts';

/** Of these deals projects that were made for other quantities than their orders sell now are planned anew. */
export async function planHours(
  { deps, portal: { portalId } }: Pick<DealRun, 'deps' | 'portal'>,
  dealIds: readonly RecordId[],
): Promise<void> {
  const ties = await loadTies(deps.db, portalId, dealIds);
  for (const [connectionId, some] of Map.groupBy(ties, (tie) => tie.connectionId)) {
    const scope = { portalId, connectionId };
    await deps.db.transaction(async (trx) => {
      const orderIds = some.map(({ orderId }) => orderId);
      if ((await askForPlans(trx, scope, orderIds, deps.now())) > 0) await deps.enqueue(trx, 'commands', scope);
    });
  }
}

const BY_RULE = { kind: 'rule', property: 'dealstage' } as const;

/** Once for each change; what was to be planned for an earlier one is not any more. Answers how many. */
export async function askForPlans(trx: Db, scope: ConnectionScope, orderIds: readonly ErpRecordId[], now: Date): Promise<number> {
  const changed = await findChangedProjects(trx, scope, orderIds);
  for (const { madeBy, dealId, project, quantities } of changed) {
    const command = { ...scope, name: 'planProject', objectType: DEAL, recordId: dealId, askedBy: BY_RULE, now } as const;
    const known = await lockCommands(trx, command);
    const others = known.filter(({ name, facts }) => name === 'planProject' && facts.madeBy === madeBy);
    // Somebody else was faster.
    if (JSON.stringify(others[0]?.facts.quantities) === JSON.stringify(quantities)) continue;
    await trx('commands')
      .where({ portalId: scope.portalId })
      .whereIn(
        'key',
        others.map(({ key }) => key),
      )
      .whereIn('state', ['planned', 'waiting', 'rejected'])
      .update({ state: 'cancelled', endedAt: now, revision: trx.raw('revision + 1') });
    await insertCommand(trx, command, { facts: { project, madeBy, quantities } });
  }
  return changed.length;
}
