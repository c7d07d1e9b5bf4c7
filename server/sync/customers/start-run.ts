import { randomUUID } from 'node:crypto';
import type { Db } from '../../db/index.ts';
import type { CompiledRules } from '../fields/rules.ts';
import type { ConnectionScope, Enqueue } from '../shared/job-data.ts';
import { forgetPreviewed } from './previewed-identities.ts';
import type { CustomerRun } from './run.ts';

export interface RunDeps {
  db: Db;
  enqueue: Enqueue;
  now(): Date;
}

interface NewRun {
  kind: CustomerRun['kind'];
  rules: CompiledRules;
  userId: number;
}

/** One run of a kind at a time: the newest is the one that counts. */
export async function startRun({ enqueue, now }: RunDeps, trx: Db, scope: ConnectionScope, { kind, rules, userId }: NewRun): Promise<void> {
  await endRuns(trx, scope, { kinds: [kind], now: now() });
  const run = { ...scope, id: randomUUID(), kind, state: 'running', rules: JSON.stringify(rules), startedBy: userId, startedAt: now() };
  await trx('customerRuns').insert(run);
  await enqueue(trx, 'customerRun', scope);
}

/** Those under way are cancelled. */
export async function endRuns(trx: Db, scope: ConnectionScope, { kinds, now }: { kinds: CustomerRun['kind'][]; now: Date }): Promise<void> {
  const ended = await trx('customerRuns')
    .where({ ...scope })
    .whereIn('kind', kinds)
    .whereIn('state', ['running', 'paused'])
    .update({ state: 'cancelled', endedAt: now }, ['id']);
  for (const { id } of ended as { id: string }[]) await forgetPreviewed(trx, { portalId: scope.portalId, id });
}
