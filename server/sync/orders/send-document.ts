import { lockUntilCommit } from '../../db/advisory-lock.ts';
import type { Db } from '../../db/index.ts';
import type { DocumentRef } from '../../erp/shared/contract.ts';
import type { RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import { insertCommand, lockCommands, SENDING_UNKNOWN, type Command } from '../commands/command-rows.ts';
import type { CommandHandler } from '../commands/handler.ts';
import type { ConnectionScope } from '../shared/job-data.ts';

/** What is sent was decided when it was asked for; nothing follows from it here. */
export const sendDocument: CommandHandler<'sendDocument'> = {
  read: async () => async (command) => (command.input ? { kind: 'ready', input: command.input, identities: [] } : { kind: 'cancelled' }),
  onDone: async () => undefined,
};

interface Asked {
  dealId: RecordId;
  document: DocumentRef;
  now: Date;
}

/**
 * A document is sent once, whoever asks: who asks again gets what became of it, also where nobody knows. Only what was surely not sent is asked for
 * anew. Answers the command's key.
 */
export async function askToSend(trx: Db, scope: ConnectionScope, { dealId, document, now }: Asked): Promise<string> {
  const { portalId, connectionId } = scope;
  await lockUntilCommit(trx, `send ${portalId} ${connectionId} ${document.kind} ${document.id}`);
  const standing = await trx('commands')
    .where({ portalId, connectionId, objectType: DEAL, name: 'sendDocument' })
    .whereRaw(`input ->> 'kind' = ? and input ->> 'id' = ?`, [document.kind, document.id])
    // A person who let it rest does not want it sent either.
    .whereRaw(`(state <> 'cancelled' or facts -> 'left' is not null)`)
    .orderBy('askedAt', 'desc')
    .first<Pick<Command, 'key' | 'state' | 'waitingFor'> | undefined>('key', 'state', 'waitingFor');
  if (standing && (standing.state !== 'rejected' || standing.waitingFor === SENDING_UNKNOWN)) return standing.key;
  const asked = { ...scope, name: 'sendDocument', objectType: DEAL, recordId: dealId, askedBy: { kind: 'workflow' }, now } as const;
  await lockCommands(trx, asked);
  return insertCommand(trx, asked, { input: document });
}
