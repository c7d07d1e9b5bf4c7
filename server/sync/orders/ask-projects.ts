import type { Db } from '../../db/index.ts';
import type { NewProject } from '../../erp/shared/contract.ts';
import type { ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import type { CommandFacts } from '../commands/command-facts.ts';
import { insertCommand, lockCommands, lookAgain, type AskedBy, type KnownCommand } from '../commands/command-rows.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { noteQuantities } from '../shared/sold-quantities.ts';

type Project = NonNullable<CommandFacts['project']>;

interface AskedProject extends ConnectionScope {
  dealId: RecordId;
  project: Project;
  /** Null: its services. */
  productIds: ErpRecordId[] | null;
  askedBy: AskedBy;
  now: Date;
}

/**
 * A project of an order is made once for each rule, and once for each one it is made like: whoever asks again gets the one that stands. Only a
 * person asks again for what a person let rest.
 */
export async function askForProject(trx: Db, asked: AskedProject): Promise<string> {
  const { portalId, connectionId, dealId, project, productIds, askedBy, now } = asked;
  const command = { portalId, connectionId, name: 'createProject', objectType: DEAL, recordId: dealId, askedBy, now } as const;
  const known = await lockCommands(trx, command);
  const standing = known.find((one) => one.name === 'createProject' && one.connectionId === connectionId && isSame(one, project));
  if (standing) {
    if (standing.facts.left !== undefined && askedBy.kind !== 'person') return standing.key;
    await handToRule(trx, portalId, standing, project);
    // What stopped it may be mended; or the order was called off, and is an order again.
    await lookAgain(trx, portalId, { filter: { keys: [standing.key] }, states: ['waiting', 'rejected', 'cancelled'], now });
    return standing.key;
  }
  const input: NewProject = { orderId: project.orderId, templateId: project.templateId, productIds };
  const key = await insertCommand(trx, command, { input, facts: { project } });
  await noteQuantities(trx, portalId, key);
  return key;
}

/** A rule that was taken away and added again, or that of another pipeline, has another id. But what a rule called off, no other one brings back. */
function isSame({ state, facts: { project: known, left } }: Pick<KnownCommand, 'state' | 'facts'>, asked: Project): boolean {
  if (known?.orderId !== asked.orderId) return false;
  if (known.ruleId !== null && known.ruleId === asked.ruleId) return true;
  return known.templateId === asked.templateId && (state !== 'cancelled' || left !== undefined || known.ruleId === asked.ruleId);
}

/** What was not made yet is made as the rule says that asks for it now: the one before may be gone. */
async function handToRule(trx: Db, portalId: PortalId, { key, facts }: KnownCommand, { ruleId }: Project): Promise<void> {
  if (ruleId === null || !facts.project || facts.project.ruleId === null || facts.project.ruleId === ruleId) return;
  const project: Project = { ...facts.project, ruleId };
  await trx('commands')
    .where({ portalId, key })
    .whereIn('state', ['planned', 'waiting', 'unknown', 'rejected', 'cancelled'])
    .update({ facts: trx.raw('facts || ?::jsonb', [JSON.stringify({ project })]), revision: trx.raw('revision + 1') });
}
