import type { Db } from '../../db/index.ts';
import type { NewProject } from '../../erp/shared/contract.ts';
import type { ErpRecordId, RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import { insertCommand, lockCommands, lookAgain, type AskedBy, type CommandFacts } from '../commands/command-rows.ts';
import type { ConnectionScope } from '../shared/job-data.ts';

interface AskedProject extends ConnectionScope {
  dealId: RecordId;
  project: NonNullable<CommandFacts['project']>;
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
  const standing = known.find(
    ({ name, facts, ...one }) => name === 'createProject' && one.connectionId === connectionId && isSame(facts.project, project),
  );
  if (standing) {
    // The order was called off, and is an order again.
    await lookAgain(trx, portalId, { of: { keys: [standing.key] }, states: ['cancelled'], now });
    return standing.key;
  }
  const input: NewProject = { orderId: project.orderId, templateId: project.templateId, productIds };
  return insertCommand(trx, command, { input, facts: { project } });
}

/** Where one of them names no rule, what they are made like tells. */
function isSame(known: CommandFacts['project'], asked: NonNullable<CommandFacts['project']>): boolean {
  if (known?.orderId !== asked.orderId) return false;
  const isOfRules = known.ruleId !== null && asked.ruleId !== null;
  return isOfRules ? known.ruleId === asked.ruleId : known.templateId === asked.templateId;
}
