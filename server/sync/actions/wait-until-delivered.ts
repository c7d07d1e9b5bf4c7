import { loadDealOrders, readsOrders, withoutCopied, type StoredOrder } from '../../records/queries/deal-orders.ts';
import { dayOfMoment } from '../../shared/calendar.ts';
import { DEAL } from '../../shared/object-types.ts';
import { done, type Action, type Finding, type Look } from './action.ts';
import { defineAction, type Outcome } from './design.ts';
import { FAILED_RESULT, NOT_IN_TIME_RESULT, REASONS, WITHIN_DAYS, waitsDays } from './words.ts';

const design = defineAction({
  name: 'wait-until-delivered',
  objectTypes: [DEAL],
  label: { en: 'Wait until delivered', es: 'Esperar hasta la entrega' },
  description: {
    en: 'Waits until all of the order of this deal has left the warehouse.',
    es: 'Espera hasta que todo el pedido de este negocio haya salido del almacén.',
  },
  card: { en: 'Wait until delivered, at most {{within_days}} days', es: 'Esperar hasta la entrega, como máximo {{within_days}} días' },
  inputs: { within_days: WITHIN_DAYS },
  outputs: {
    delivered: { label: { en: 'Delivered on', es: 'Entregado el' }, format: 'day' },
    tracking: { label: { en: 'Tracking number', es: 'Número de seguimiento' }, format: 'text' },
  },
  results: {
    delivered: { label: { en: 'Delivered', es: 'Entregado' } },
    nothing_to_deliver: { label: { en: 'Nothing to deliver', es: 'Nada que entregar' } },
    partly_delivered: { label: { en: 'Closed before all was delivered', es: 'Cerrado antes de entregarlo todo' } },
    cancelled: { label: { en: 'The order was cancelled', es: 'El pedido se canceló' } },
    not_in_time: NOT_IN_TIME_RESULT,
    not_read: { label: { en: 'Orders are not read from the ERP', es: 'Los pedidos no se leen del ERP' }, isFailure: true },
    failed: FAILED_RESULT,
  },
  isAfterWriting: true,
});
type Design = typeof design;

export const waitUntilDelivered: Action<Design> = { design, waitsMs: waitsDays, look };

async function look({ deps, portal, run }: Look<Design>): Promise<Finding<Design>> {
  const { portalId, recordId } = run;
  if (!(await readsOrders(deps.db, portalId))) return done<Design>({ result: 'not_read', reason: { words: NOT_READ } });
  const orders = withoutCopied(await loadDealOrders(deps.db, { portalId, dealId: recordId }));
  const result = resultOf(orders);
  const known = {
    erpNumber:
      orders
        .map(({ number }) => number)
        .filter(Boolean)
        .join(', ') || null,
    outputs: lastDelivery(orders, portal.timeZone),
  };
  if (result) return done<Design>({ result, ...known });
  const reason = { words: run.isBlocking ? NOT_YET : REASONS.cannotWait };
  return { kind: 'waiting', on: 'record', otherwise: { result: 'not_in_time', reason, ...known } };
}

const NOT_READ = {
  en: 'An administrator switches orders on in the settings of Puente.',
  es: 'Un administrador activa los pedidos en la configuración de Puente.',
};
const NOT_YET = { en: 'It was not delivered within the time.', es: 'No se entregó dentro del plazo.' };

/** Null: more may come. */
function resultOf(orders: readonly StoredOrder[]): Outcome<Design>['result'] | null {
  const alive = orders.filter(({ status }) => status !== 'cancelled');
  if (alive.length === 0) return orders.length > 0 ? 'cancelled' : null;
  // A quotation may become an order.
  if (alive.some(({ status }) => status === 'quotation' || status === 'waiting_approval')) return null;
  if (alive.every(({ delivered }) => delivered === 'nothing')) return 'nothing_to_deliver';
  const left = alive.filter(({ delivered }) => delivered !== 'all' && delivered !== 'nothing');
  if (left.length === 0) return 'delivered';
  return left.every(({ status }) => status === 'closed') ? 'partly_delivered' : null;
}

function lastDelivery(orders: readonly StoredOrder[], timeZone: string): NonNullable<Outcome<Design>['outputs']> {
  const left = orders.flatMap(({ deliveries }) => deliveries).filter(({ status }) => status === 'done');
  const last = left.toSorted((a, b) => (a.at ?? '').localeCompare(b.at ?? '')).at(-1);
  return {
    delivered: last?.at ? dayOfMoment(timeZone, last.at) : null,
    tracking: left.flatMap(({ tracking }) => tracking ?? []).join(', ') || null,
  };
}
