import type { Db } from '../../db/index.ts';
import { DEAL } from '../../shared/object-types.ts';
import { projects } from '../../streams/projects/index.ts';
import type { Command } from '../commands/command-rows.ts';
import type { CommandHandler, CommandRun, Done, Prepared } from '../commands/handler.ts';
import { insertHints, READ_NOW } from '../pull/hint-queue.ts';
import { findTie } from './order-ties.ts';

type PlanCommand = Command<'planProject'>;

/** The hours of a project that we made follow the order that it was made of, where people changed none of them. */
export const planProject: CommandHandler<'planProject'> = {
  read: (run) => Promise.resolve((command) => prepare(run, command)),
  onDone,
};

async function prepare({ deps, run: { scope, erp } }: CommandRun, command: PlanCommand): Promise<Prepared<'planProject'>> {
  const { project, madeBy } = command.facts;
  const made = madeBy === undefined ? undefined : await findMade(deps.db, command, madeBy);
  const tie = project && (await findTie(deps.db, scope, project.orderId));
  if (!project || !made?.result || tie?.status !== 'confirmed') return { kind: 'cancelled' };
  if (!erp.capabilities.commands?.names.includes('planProject'))
    return { kind: 'refused', reasons: [{ code: 'order.no_projects', params: {} }] };
  const { id: projectId, number } = made.result;
  const plan = (await lastPlan(deps.db, command, made.key)) ?? made.result.plan;
  if (plan === undefined) return { kind: 'refused', reasons: [{ code: 'order.hours_unknown', params: { project: number ?? projectId } }] };
  const { orderId, templateId } = project;
  return { kind: 'ready', input: { projectId, orderId, templateId, productIds: made.input?.productIds ?? null, plan }, identities: [] };
}

const findMade = (db: Db, { portalId, recordId }: PlanCommand, key: string): Promise<Command<'createProject'> | undefined> =>
  db('commands')
    .where({ portalId, objectType: DEAL, recordId, key, name: 'createProject', state: 'done' })
    .first<Command<'createProject'> | undefined>();

/** Of the planning that was done last. */
async function lastPlan(db: Db, { portalId, recordId }: PlanCommand, madeBy: string): Promise<string | undefined> {
  const last = await db('commands')
    .where({ portalId, objectType: DEAL, recordId, name: 'planProject', state: 'done' })
    .whereRaw(`facts ->> 'madeBy' = ?`, [madeBy])
    .orderBy('endedAt', 'desc')
    .first<Pick<PlanCommand, 'result'> | undefined>('result');
  return last?.result?.plan;
}

async function onDone(
  trx: Db,
  { deps, run: { scope } }: CommandRun,
  _command: PlanCommand,
  { result }: Done<'planProject'>,
): Promise<void> {
  await insertHints(trx, scope, { hints: [{ stream: projects.name, id: result.id }], passes: READ_NOW, now: deps.now() });
  await deps.enqueue(trx, 'hint', scope);
}
