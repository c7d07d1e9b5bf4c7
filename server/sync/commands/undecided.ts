import type { Db } from '../../db/index.ts';
import { UndecidedError } from '../../shared/errors.ts';
import type { PortalId } from '../../shared/ids.ts';
import type { CommandObjectType } from '../../shared/object-types.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import type { Command } from './command-rows.ts';

/** The ERP may have this customer already: a person links one of them or says that it is a new one. */
export const WAITING_REVIEW = 'command.waiting_review';
/** The first few are looked at by a person before the rest follows. */
export const WAITING_TRIAL = 'command.waiting_trial';

/**
 * What waits for a decision that is taken elsewhere, by its reason. Tried again in a person's name it would go on as if it had been taken; tried
 * again in nobody's it would only wait once more.
 */
const UNDECIDED: readonly string[] = [
  ...[WAITING_REVIEW, WAITING_TRIAL],
  ...['order.waiting_difference', 'order.waiting_lines', 'order.waiting_signed', 'order.waiting_signed_unread'],
  ...['order.waiting_approval', 'order.not_approved', 'order.waiting_credit'],
];

type Standing = Pick<Command, 'state' | 'waitingFor'>;

const isUndecided = ({ state, waitingFor }: Standing): boolean => state === 'waiting' && UNDECIDED.includes(waitingFor ?? '');

/** It was refused, or waits for what somebody may have filled in by now. */
export const mayTryAgain = (command: Standing): boolean =>
  command.state === 'rejected' || (command.state === 'waiting' && !isUndecided(command));

/** What is asked for by name is not left out in silence. */
export function refuseUndecided(commands: readonly Standing[]): void {
  const undecided = commands.find(isUndecided);
  if (!undecided) return;
  const isTrial = undecided.waitingFor === WAITING_TRIAL;
  throw new UndecidedError('A person decides first', { code: isTrial ? 'command.trial_first' : 'command.decide_first' });
}

type Asked = { portalId: PortalId } | ConnectionScope;

/** Those that wait for data or were refused, to be tried again all at once. */
export function stoppedKeys(trx: Db, asked: Asked, objectTypes: readonly CommandObjectType[]): Promise<string[]> {
  return trx('commands')
    .where({ ...asked })
    .whereIn('objectType', [...objectTypes])
    .whereIn('state', ['waiting', 'rejected'])
    .whereRaw(`not (state = 'waiting' and coalesce(waiting_for, '') = any(?))`, [[...UNDECIDED]])
    .pluck('key');
}

/** How many wait for a decision. */
export async function countUndecided(trx: Db, asked: Asked, objectTypes: readonly CommandObjectType[]): Promise<number> {
  const [found] = await trx('commands')
    .where({ ...asked, state: 'waiting' })
    .whereIn('objectType', [...objectTypes])
    .whereIn('waitingFor', [...UNDECIDED])
    .count<{ count: string | number }[]>('* as count');
  return Number(found?.count ?? 0);
}
