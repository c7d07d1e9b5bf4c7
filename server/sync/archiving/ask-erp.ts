import type { Db } from '../../db/index.ts';
import { askForChange, type AskedBy } from '../commands/command-rows.ts';
import type { Archival } from '../shared/archivals.ts';
import type { SyncDeps } from '../shared/deps.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import type { DueArchival } from './due-archivals.ts';

type AskDeps = Pick<SyncDeps, 'db' | 'enqueue' | 'now'>;

/** Each becomes a command of its own, which is carried out like any other. */
export async function askErp(deps: AskDeps, scope: ConnectionScope, archivals: readonly DueArchival[]): Promise<void> {
  for (const archival of archivals) {
    await deps.db.transaction(async (trx) => {
      const { decidedBy } = archival;
      const askedBy = decidedBy === null ? BY_RULE : ({ kind: 'person', userId: decidedBy } as const);
      await askToSet(deps, trx, { ...scope, ...archival, askedBy, isActive: false });
    });
  }
}

const BY_RULE: AskedBy = { kind: 'rule', property: '' };

interface Asked extends ConnectionScope, Pick<Archival, 'objectType' | 'customerId' | 'recordId'> {
  askedBy?: AskedBy;
  isActive: boolean;
  hasBlocked?: boolean;
}

/** The row of the archival names the command that carries it out. */
export async function askToSet(
  { enqueue, now }: Pick<AskDeps, 'enqueue' | 'now'>,
  trx: Db,
  { askedBy = BY_RULE, isActive, hasBlocked = false, portalId, connectionId, objectType, customerId, recordId }: Asked,
): Promise<void> {
  const command = { portalId, connectionId, name: 'setCustomerActive', objectType, recordId, askedBy, now: now() } as const;
  const commandKey = await askForChange(trx, command, { id: customerId, isActive, ...(hasBlocked && { hasBlocked }) });
  await trx('customerArchivals')
    .where({ portalId, connectionId, side: 'erp', objectType, customerId })
    .update({ state: isActive ? 'restoring' : 'asked', commandKey });
  await enqueue(trx, 'commands', { portalId, connectionId });
}
