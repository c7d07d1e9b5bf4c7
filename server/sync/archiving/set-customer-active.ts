import type { Db } from '../../db/index.ts';
import { UNSETTLED_OF } from '../../streams/invoices/statuses.ts';
import type { Command } from '../commands/command-rows.ts';
import type { CommandHandler, CommandRun, Done, Prepared } from '../commands/handler.ts';
import { WAITING_TRIAL } from '../commands/undecided.ts';
import { loadCustomerRules } from '../fields/rules.ts';
import { insertHints, READ_NOW } from '../pull/hint-queue.ts';
import { dropArchivals, type Archival } from '../shared/archivals.ts';
import { IS_LEFT_OVER } from './due-archivals.ts';
import { hold } from './hold.ts';

type ChangeCommand = Command<'setCustomerActive'>;
type ChangePrepared = Prepared<'setCustomerActive'>;

/** A customer of the ERP is archived because its HubSpot record was deleted, or taken back into use because it was restored. */
export const setCustomerActive: CommandHandler<'setCustomerActive'> = {
  // What it is made of stands in our own tables.
  read: (run) => Promise.resolve((command) => prepare(run, command)),
  onDone,
};

const CANCELLED: ChangePrepared = { kind: 'cancelled' };
const OTHER_ENDS_MS = 15_000;

async function prepare(run: CommandRun, command: ChangeCommand): Promise<ChangePrepared> {
  const { db } = run.deps;
  const { input } = command;
  const archival = await findArchival(db, command);
  const stored = await loadCustomerRules(db, command);
  // Decided otherwise, restored or forgotten meanwhile; or nothing is written any more.
  if (!input || !archival || !stored?.live || !stored.writes.updatesErp) return CANCELLED;
  // What the ERP may still be working on would come after this.
  if (await isOtherUnderWay(db, command, input.id))
    return { kind: 'waiting', waitingFor: 'command.change_unknown', afterMs: OTHER_ENDS_MS };
  if (input.isActive) return { kind: 'ready', input, identities: [] };
  if (stored.trial) return { kind: 'waiting', waitingFor: WAITING_TRIAL };
  return prepareArchiving(run, command, archival);
}

interface CommandedArchival extends Archival {
  decidedBy: number | null;
  isActive: boolean | null;
  isLeftOver: boolean;
  unsettled: number;
  number: string | null;
}

async function findArchival(db: Db, { portalId, connectionId, key }: ChangeCommand): Promise<CommandedArchival | undefined> {
  const { rows } = await db.raw<{ rows: CommandedArchival[] }>(
    `select a.side, a.object_type, a.customer_id, a.record_id, a.decided_by, c.active as is_active, c.number,
       ${IS_LEFT_OVER} as is_left_over, ${UNSETTLED_OF} as unsettled
     from customer_archivals a
     left join erp_customers c on c.portal_id = a.portal_id and c.connection_id = a.connection_id and c.erp_id = a.customer_id
     where a.portal_id = :portalId and a.connection_id = :connectionId and a.command_key = :key and a.state in ('asked', 'restoring')`,
    { portalId, connectionId, key },
  );
  return rows[0];
}

async function isOtherUnderWay(db: Db, { portalId, connectionId, name, key }: ChangeCommand, customerId: string): Promise<boolean> {
  const other = await db('commands')
    .where({ portalId, connectionId, name })
    .whereNot({ key })
    .whereIn('state', ['sending', 'unknown'])
    .whereRaw(`input ->> 'id' = ?`, [customerId])
    .first('key');
  return other !== undefined;
}

async function prepareArchiving(
  { deps, run: { scope } }: CommandRun,
  command: ChangeCommand,
  archival: CommandedArchival,
): Promise<ChangePrepared> {
  const { customerId: id, number, unsettled, decidedBy } = archival;
  // Sent before, without an answer: this is what came of it.
  if (archival.isActive === false && command.sentAt) return { kind: 'existed', result: { id, number, isChanged: true } };
  if (!archival.isLeftOver) {
    await deps.db.transaction((trx) => dropArchivals(trx, scope, [archival], deps.now()));
    return CANCELLED;
  }
  if (unsettled === 0 || decidedBy !== null) return { kind: 'ready', input: { id, isActive: false }, identities: [] };
  // Invoiced since it was planned.
  await hold(deps, scope, [{ ...archival, reason: 'archival.erp_open_invoices', params: { count: unsettled } }]);
  return CANCELLED;
}

async function onDone(
  trx: Db,
  { deps, run: { scope } }: CommandRun,
  { key, input, tries }: ChangeCommand,
  { result: { id, isChanged } }: Done<'setCustomerActive'>,
): Promise<void> {
  const now = deps.now();
  const row = trx('customerArchivals').where({ ...scope, commandKey: key });
  // Who found it archived did not archive it, unless an earlier call did whose answer was lost. Only what we archived do we bring back.
  const isOurs = input?.isActive === false && (isChanged || tries > 1);
  if (isOurs) await row.update({ state: 'done', reason: null, params: '{}', endedAt: now });
  else await row.delete();
  await insertHints(trx, scope, { hints: [{ stream: 'customers', id }], passes: READ_NOW, now });
  await deps.enqueue(trx, 'hint', scope);
}
