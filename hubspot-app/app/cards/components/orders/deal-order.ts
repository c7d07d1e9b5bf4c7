import type { DealOrder, Share } from '../../api/orders.ts';
import type { Format } from '../../common/format.ts';
import { capitalised, type Translate } from '../../common/translate.ts';
import type { Key } from '../../i18n/en.ts';
import type { StatusLook } from '../status.ts';

interface Words {
  t: Translate<Key>;
  format: Format;
}

const STATUS_VARIANT: Record<DealOrder['status'], StatusLook['variant']> = {
  quotation: 'info',
  waiting_approval: 'warning',
  confirmed: 'success',
  closed: 'default',
  cancelled: 'default',
};

export const orderLook = ({ status }: Pick<DealOrder, 'status'>, { t }: Words): StatusLook => ({
  variant: STATUS_VARIANT[status],
  text: t(`order.${status}`),
  ...(status === 'cancelled' && { hollow: true }),
});

const STEPS = ['reserved', 'delivered', 'invoiced', 'paid'] as const;

/** How far an order came, step by step, without steps that it has not; a quotation or a cancelled one has none. Delivered goods are no longer held back. */
export function shareLooks(order: DealOrder, { t, format }: Words): StatusLook[] {
  if (order.status !== 'confirmed' && order.status !== 'closed') return [];
  return STEPS.flatMap((step) => {
    const share = order[step];
    if (share === 'nothing' || (step === 'reserved' && order.delivered === 'all')) return [];
    const day = step === 'reserved' && share !== 'all' && order.reservesOn ? format.day(order.reservesOn) : null;
    const text = day === null ? t(`order.${step}.${share}`) : t(share === 'none' ? 'order.reserved.on' : 'order.reserved.restOn', { day });
    return [{ variant: variantOf(share), text, ...(share === 'none' && { hollow: true }) }];
  });
}

const variantOf = (share: Exclude<Share, 'nothing'>): StatusLook['variant'] =>
  share === 'all' ? 'success' : share === 'partly' ? 'warning' : 'default';

/** A day, or an instant where the ERP keeps the time as well. */
export const dayText = (at: string, format: Format): string => (at.length === 10 ? format.day(at) : format.moment(at));

/** For sentences about a day: "of 6:22 PM" is none. */
const dayAlone = (at: string, format: Format): string => (at.length === 10 ? format.day(at) : format.dayOf(at));

const DATED = { quotation: 'quotation', waiting_approval: 'other', confirmed: 'order', closed: 'order', cancelled: 'other' } as const;

/** Of when it is and for when it is promised, as far as the ERP says; a quotation only proposes. */
export function datesText({ status, orderedAt, promisedAt, delivered }: DealOrder, { t, format }: Words): string {
  const dated = orderedAt && t(`order.on.${DATED[status]}`, { day: dayAlone(orderedAt, format) });
  const isAhead = promisedAt && delivered !== 'all' && status !== 'cancelled';
  const promised = isAhead && t(DATED[status] === 'order' ? 'order.promised' : 'order.proposed', { day: dayAlone(promisedAt, format) });
  return capitalised([dated, promised].filter(Boolean).join(', '));
}

/** What was done with a line so far, and what the ERP does by itself; nothing where nothing was. */
export function lineText({ reserved, reservesOn, delivered, invoiced }: DealOrder['lines'][number], { t, format }: Words): string {
  const isSome = (quantity: string | null): quantity is string => quantity !== null && Number(quantity) !== 0;
  const done = (what: 'delivered' | 'reserved' | 'invoiced', quantity: string | null) =>
    isSome(quantity) && t(`order.line.${what}`, { quantity: format.decimal(quantity) });
  const later = reservesOn && t(isSome(reserved) ? 'order.line.restReservedOn' : 'order.line.reservedOn', { day: format.day(reservesOn) });
  return [done('delivered', delivered), done('reserved', reserved), later, done('invoiced', invoiced)].filter(Boolean).join(', ');
}

export function deliveryText({ status, at, tracking }: DealOrder['deliveries'][number], { t, format }: Words): string {
  const day = at && t(status === 'done' ? 'delivery.left' : 'delivery.planned', { day: dayAlone(at, format) });
  return [
    [t(`delivery.${status}`), day].filter(Boolean).join(status === 'done' ? ' ' : ', '),
    tracking && t('delivery.tracking', { tracking }),
  ]
    .filter(Boolean)
    .join(', ');
}
