import type { CardCommand } from '../api/customers.ts';
import type { Notice } from '../api/types.ts';
import type { Explain } from '../common/explain.ts';
import type { Translate } from '../common/translate.ts';
import type { Key } from '../i18n/en.ts';
import type { StatusLook } from './status.ts';

interface Words {
  t: Translate<Key>;
  explain: Explain;
}

/** What it waits for, in three words; the sentence of the code says the rest. */
const WAITS_FOR: Record<string, Key> = {
  'command.waiting_organisation': 'asked.waits.organisation',
  'command.waiting_review': 'asked.waits.review',
  'command.waiting_trial': 'asked.waits.trial',
  'command.waiting_other': 'asked.waits.other',
  'command.waiting_lists': 'asked.waits',
};

/** *Asked → creating → C-10442*, as far as it is. The number itself stands behind, because it may be a link. */
export function stepLooks(command: CardCommand, { t }: Words): StatusLook[] {
  const asked: StatusLook = { variant: 'success', text: t('asked.step') };
  const number: StatusLook = { variant: 'default', hollow: true, text: t('asked.number') };
  switch (command.state) {
    case 'planned':
      if (command.reason) return [asked, waiting(t(waitsFor(command.reason, 'asked.waits.erp'))), number];
      return [asked, { variant: 'default', hollow: true, text: t('asked.creating') }, number];
    case 'waiting':
      return [asked, waiting(t(waitsFor(command.reason, 'asked.waits'))), number];
    case 'sending':
      return [asked, { variant: 'info', text: t('asked.creating') }, number];
    case 'unknown':
      return [asked, waiting(t('asked.waits.answer')), number];
    case 'done':
      return [asked, { variant: 'success', text: t('asked.created') }];
    case 'rejected':
      return [asked, { variant: 'danger', text: t('asked.refused') }];
    case 'cancelled':
      return [asked, { variant: 'default', hollow: true, text: t('asked.cancelled') }];
  }
}

const waitsFor = (reason: Notice | null, otherwise: Key): Key =>
  isForData(reason) ? 'asked.waits.data' : (WAITS_FOR[reason?.code ?? ''] ?? otherwise);

/** What is missing or wrong on the record is said by the codes of its findings. */
const isForData = (reason: Notice | null): boolean => reason?.code.startsWith('customer.') ?? false;

const waiting = (text: string): StatusLook => ({ variant: 'warning', text });

/** How it stands and whose move it is; with a reason, that reason and its way out. */
export function commandText(command: CardCommand, { t, explain }: Words): { what: string; todo: string } {
  const { reason, connectionName: name } = command;
  if (reason) {
    const { what, todo } = explain(reason);
    const said = reason.params['message'];
    // The ERP's own words, where the sentence of the code has no place for them.
    const words = typeof said === 'string' && !what.includes(said) ? ` ${t('asked.inItsWords', { name, said })}` : '';
    return { what: `${what}${words}`, todo: needsReview(command) ? t('asked.review') : todo };
  }
  return { what: t(`asked.${command.state}.text`, { name }), todo: '' };
}

/** A person can have it tried again: after a refusal, and as soon as what was missing is there. */
export const canRetry = ({ state, reason }: CardCommand): boolean => state === 'rejected' || (state === 'waiting' && isForData(reason));

/** Nothing was sent yet: it can be called off. */
export const canLeave = ({ state }: CardCommand): boolean => state === 'planned' || state === 'waiting' || state === 'rejected';

/** The ERP was told and may have made it: it cannot be called off. */
export const isSent = ({ state }: CardCommand): boolean => state === 'sending' || state === 'unknown';

/** Asked already, and to be mended there: another one is not offered beside it. One that was deleted in the ERP may be made again. */
export const isStanding = ({ state, reason }: CardCommand): boolean => state !== 'cancelled' && reason?.code !== 'command.gone';

/** A person says who it is: one of those that look alike, or a new customer. */
export const needsReview = ({ state, reason }: CardCommand): boolean => state === 'waiting' && reason?.code === 'command.waiting_review';
