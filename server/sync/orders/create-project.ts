import type { Db } from '../../db/index.ts';
import { projects } from '../../streams/projects/index.ts';
import type { Command } from '../commands/command-rows.ts';
import type { CommandHandler, CommandRun, Done, Prepared } from '../commands/handler.ts';
import { insertHints, READ_NOW } from '../pull/hint-queue.ts';
import { decidingRules } from './deal-rules.ts';
import { findTie } from './order-ties.ts';
import { askForPlans } from './plan-hours.ts';
import { productsByRule } from './project-rules.ts';

type ProjectCommand = Command<'createProject'>;
type ProjectPrepared = Prepared<'createProject'>;

/** A confirmed order gets a project after a pattern. What the rule says by now counts: a pattern that is gone is mended there. */
export const createProject: CommandHandler<'createProject'> = {
  read: (run) => Promise.resolve((command) => prepare(run, command)),
  onDone,
};

const CANCELLED: ProjectPrepared = { kind: 'cancelled' };

async function prepare({ deps, run }: CommandRun, { facts, input }: ProjectCommand): Promise<ProjectPrepared> {
  const { project } = facts;
  const tie = project && (await findTie(deps.db, run.scope, project.orderId));
  // Somebody untied it meanwhile, or called it off.
  if (!project || !tie || tie.status === 'cancelled') return CANCELLED;
  if (!run.erp.capabilities.projects) return { kind: 'refused', reasons: [{ code: 'order.no_projects', params: {} }] };
  const { orderId, templateId, ruleId } = project;
  if (ruleId === null) return { kind: 'ready', input: { orderId, templateId, productIds: input?.productIds ?? null }, identities: [] };
  const rules = (await decidingRules(deps.db, run.scope, tie))?.projects ?? [];
  const rule = rules.find(({ id }) => id === ruleId);
  const productIds = rule && (await productsByRule(deps.db, run.scope, orderId, rules)).get(rule);
  // The rule was taken away, or is for nothing of the order any more.
  if (!productIds) return CANCELLED;
  return {
    kind: 'ready',
    input: { orderId, templateId: rule.templateId, productIds },
    identities: [],
    facts: { project: { ...project, templateId: rule.templateId } },
  };
}

/** The mirror has it soon, and with it the card and whoever waits for it. */
async function onDone(
  trx: Db,
  { deps, run: { scope } }: CommandRun,
  { facts }: ProjectCommand,
  { result }: Done<'createProject'>,
): Promise<void> {
  // The order may have changed meanwhile.
  const planned = facts.project ? await askForPlans(trx, scope, [facts.project.orderId], deps.now()) : 0;
  if (planned > 0) await deps.enqueue(trx, 'commands', scope);
  await insertHints(trx, scope, { hints: [{ stream: projects.name, id: result.id }], passes: READ_NOW, now: deps.now() });
  await deps.enqueue(trx, 'hint', scope);
}
