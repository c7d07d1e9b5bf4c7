import type { DealOrderState, DealOrderStatus, OrderCommand, OrderStep } from '../../api/orders.ts';
import type { Notice } from '../../api/types.ts';
import type { Explain } from '../../common/explain.ts';
import type { Format } from '../../common/format.ts';
import type { Translate } from '../../common/translate.ts';
import type { Key } from '../../i18n/en.ts';
import type { StatusLook } from '../status.ts';
import { dayText } from './deal-order.ts';

interface Words {
  t: Translate<Key>;
  explain: Explain;
  format: Format;
}

const STATUS_VARIANT: Record<DealOrderStatus, StatusLook['variant']> = {
  asked: 'info',
  waiting_customer: 'warning',
  waiting_approval: 'warning',
  refused: 'danger',
  difference: 'warning',
  unknown: 'warning',
  quotation: 'info',
  ordered: 'success',
  reserved: 'success',
  partly_delivered: 'warning',
  delivered: 'success',
  invoiced: 'success',
  paid: 'success',
  cancelled: 'default',
};

export const dealLook = (status: DealOrderStatus, { t }: Pick<Words, 't'>): StatusLook => ({
  variant: STATUS_VARIANT[status],
  text: t(`deal.status.${status}`),
  ...(status === 'cancelled' && { hollow: true }),
});

interface StepLook {
  look: StatusLook;
  /** When it happened, or is expected; how many pieces of how many. */
  facts: string;
}

/** A step in words and colour; null: nothing of the kind is to be done. */
export function stepLook({ step, state, at, quantity }: OrderStep, { t, format }: Pick<Words, 't' | 'format'>): StepLook | null {
  if (state === 'none') return null;
  const share = ({ open: 'none', now: 'now', partly: 'partly', done: 'all' } as const)[state];
  // In one piece: the column is narrow.
  const day = at && dayText(at, format).replaceAll(' ', '\u00a0');
  const isPlanned = step === 'reserved' && state === 'open' && day;
  const pieces = quantity && { done: format.decimal(quantity.done), of: format.decimal(quantity.of) };
  return {
    // Short, because it stands in a column; the day below may take two lines.
    look: {
      ...{ variant: STEP_VARIANT[state], text: t(isPlanned ? 'order.reserved.now' : `order.${step}.${share}`) },
      ...(state === 'open' && { hollow: true }),
    },
    facts: [
      pieces && state === 'partly' && t('step.pieces', pieces),
      day &&
        (state === 'done' ? day : t(isPlanned ? 'order.line.reservedOn' : state === 'partly' ? 'step.rest' : 'step.expected', { day })),
    ]
      .filter(Boolean)
      .join(', '),
  };
}

const STEP_VARIANT = { open: 'default', now: 'info', partly: 'warning', done: 'success' } as const;

type Waits = Extract<DealOrderStatus, 'waiting_customer' | 'waiting_approval' | 'difference'>;
const isWait = (status: DealOrderStatus | null): status is Waits =>
  status === 'waiting_customer' || status === 'waiting_approval' || status === 'difference';

/** *Asked → creating*, as far as it is; the document's number stands behind, because it may be a link. */
export function commandLooks(
  { name, state, reasons }: OrderCommand,
  status: DealOrderStatus | null,
  { t }: Pick<Words, 't'>,
): StatusLook[] {
  const asked: StatusLook = { variant: 'success', text: t('asked.step') };
  const waiting = (text: string): StatusLook[] => [asked, { variant: 'warning', text }];
  switch (state) {
    case 'planned':
      if (reasons.length > 0) return waiting(t(status === 'waiting_customer' ? 'deal.status.waiting_customer' : 'asked.waits.erp'));
      return [asked, { variant: 'default', hollow: true, text: t(`command.${name}.doing`) }];
    case 'waiting':
      if (reasons.some(({ code }) => code === 'order.not_approved')) return [asked, { variant: 'danger', text: t('asked.notApproved') }];
      return waiting(isWait(status) ? t(`deal.status.${status}`) : t('asked.waits'));
    case 'sending':
      return [asked, { variant: 'info', text: t(`command.${name}.doing`) }];
    case 'unknown':
      return waiting(t('deal.status.unknown'));
    case 'done':
      return [asked, { variant: 'success', text: t(`command.${name}.done`) }];
    case 'rejected':
      // The ERP was not asked at all.
      if (reasons.some(({ code }) => code.startsWith('order.kept_'))) return [asked, { variant: 'warning', text: t('asked.kept') }];
      return [asked, { variant: 'danger', text: t('asked.refused') }];
    case 'cancelled':
      return [asked, { variant: 'default', hollow: true, text: t('command.calledOff') }];
  }
}

export const isForApprovers = ({ code }: Pick<Notice, 'code'>): boolean => code === 'order.waiting_approval';

/** Who has the buttons in front of them is not sent to find somebody. */
export function explainOnCard({ actions }: Pick<DealOrderState, 'actions'>, { t, explain }: Pick<Words, 't' | 'explain'>): Explain {
  const isMine = actions.some(({ action }) => action === 'approve');
  return (notice) => {
    const said = explain(notice);
    return isForApprovers(notice) ? { ...said, todo: t(isMine ? 'approval.yours' : 'approval.others') } : said;
  };
}

/** Each reason with its way out; without one, how it stands and whose move it is. */
export function commandTexts(
  { state, reasons, dueAt }: OrderCommand,
  name: string,
  { t, explain, format }: Words,
): { what: string; todo: string }[] {
  if (reasons.length === 0 && dueAt !== null) return [{ what: t('command.planned.later', { name, at: format.moment(dueAt) }), todo: '' }];
  if (reasons.length === 0) return [{ what: t(`command.${state}.text`, { name }), todo: '' }];
  return reasons.map((reason) => {
    const { what, todo } = explain(reason);
    const said = reason.params['message'];
    // The ERP's own words, where the sentence of the code has no place for them.
    const isLeftOut = typeof said === 'string' && said !== '' && !`${what} ${todo}`.includes(said);
    return { what: isLeftOut ? `${what} ${t('asked.inItsWords', { name, said })}` : what, todo };
  });
}

/** It has not come to its end, or to a bad one: people see it without asking. */
const isStanding = ({ state }: OrderCommand): boolean => state !== 'done' && state !== 'cancelled';

/** The newest of its kind, while there is still something to say of it. */
export const standingCommands = (commands: OrderCommand[]): OrderCommand[] =>
  commands.filter((command, index) => isStanding(command) && commands.findIndex(({ name }) => name === command.name) === index);

export const isSameNotice = (one: Notice, other: Notice): boolean =>
  one.code === other.code && JSON.stringify(one.params) === JSON.stringify(other.params);
