import type { Db } from '../../db/index.ts';
import type { NewProject } from '../../erp/shared/contract.ts';
import type { ErpRecordId, RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import { insertCommand, lockCommands, lookAgain, type AskedBy, type CommandFacts, type KnownCommand } from '../commands/command-rows.ts';
import type { ConnectionScope } from '../shared/job-data.ts';

type Project = NonNullable<CommandFacts['project']>;

interface AskedProject extends ConnectionScope {
  dealId: RecordId;
  project: Project;
  /** Null: its services. */
  productIds: ErpRecordId[] | null;
  askedBy: AskedBy;
  now: Date;
}

/** A project of an order is made once for each rule, or for each one it is made like: whoever asks again gets the one that stands. */
export async function askForProject(trx: Db, asked: AskedProject): Promise<string> {
  const { portalId, connectionId, dealId, project, productIds, askedBy, now } = asked;
  const command = { portalId, connectionId, name: 'createProject', objectType: DEAL, recordId: dealId, askedBy, now } as const;
  const known = await lockCommands(trx, command);
  const standing = known.find((one) => one.name === 'createProject' && one.connectionId === connectionId && isSame(one, project));
  if (standing) {
    // What stopped it may be mended; or the order was called off, and is an order again.
    await lookAgain(trx, portalId, { of: { keys: [standing.key] }, states: ['waiting', 'rejected', 'cancelled'], now });
    return standing.key;
  }
  const input: NewProject = { orderId: project.orderId, templateId: project.templateId, productIds };
  return insertCommand(trx, command, { input, facts: { project } });
}

/** Where one of them names no rule, what they are made like tells; but what a rule called off, it does not bring back. */
function isSame({ state, facts: { project: known } }: Pick<KnownCommand, 'state' | 'facts'>, asked: Project): boolean {
  if (known?.orderId !== asked.orderId) return false;
  if (known.ruleId !== null && asked.ruleId !== null) return known.ruleId === asked.ruleId;
  return known.templateId === asked.templateId && (state !== 'cancelled' || known.ruleId === asked.ruleId);
}
