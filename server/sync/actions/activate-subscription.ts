import { loadDealOrders } from '../../records/queries/deal-orders.ts';
import {
  loadSubscriptions,
  loadSubscriptionsAhead,
  loadUnexpectedCounts,
  readsSubscriptions,
  type StoredSubscription,
} from '../../records/queries/subscriptions.ts';
import { localDay } from '../../shared/calendar.ts';
import { DEAL } from '../../shared/object-types.ts';
import { askByWorkflow, becameOf } from '../orders/order-by-workflow.ts';
import { done, type Action, type Finding, type Look } from './action.ts';
import { declinedReason } from './declined.ts';
import { defineAction, type Outcome, type Reason } from './design.ts';
import { FAILED_RESULT, REASONS } from './words.ts';

const design = defineAction({
  name: 'activate-subscription',
  objectTypes: [DEAL],
  label: { en: 'Activate the subscription in the ERP', es: 'Activar la suscripción en el ERP' },
  description: {
    en: 'Makes sure that this deal has a confirmed order in the ERP, by the rules of the settings, and waits until its subscription is active there.',
    es: 'Se asegura de que este negocio tenga un pedido confirmado en el ERP, según las reglas de la configuración, y espera a que su suscripción esté activa ahí.',
  },
  card: { en: 'Activate the subscription in the ERP', es: 'Activar la suscripción en el ERP' },
  inputs: {},
  outputs: {
    subscription: { label: { en: 'Subscription', es: 'Suscripción' }, format: 'text' },
    next_invoice: { label: { en: 'Next invoice', es: 'Próxima factura' }, format: 'day' },
    ends_on: { label: { en: 'Ends on', es: 'Termina el' }, format: 'day' },
  },
  results: {
    activated: { label: { en: 'Activated', es: 'Activada' } },
    already_active: { label: { en: 'It was active already', es: 'Ya estaba activa' } },
    starts_later: { label: { en: 'It starts later', es: 'Empieza más adelante' } },
    made_twice: { label: { en: 'The ERP made more than one', es: 'El ERP creó más de una' }, isFailure: true },
    not_made: { label: { en: 'The ERP made none', es: 'El ERP no creó ninguna' }, isFailure: true },
    ended: { label: { en: 'It has ended', es: 'Ya terminó' }, isFailure: true },
    nothing_recurring: { label: { en: 'Nothing is sold by the period', es: 'No se vende nada por periodo' } },
    waiting_approval: { label: { en: 'Somebody has to agree', es: 'Alguien tiene que aprobarlo' } },
    declined: { label: { en: 'Declined by whoever has to agree', es: 'Denegada por quien debe aprobarla' }, isFailure: true },
    refused: { label: { en: 'Refused', es: 'Rechazada' }, isFailure: true },
    not_in_time: { label: { en: 'Not active yet', es: 'Todavía no está activa' }, isFailure: true },
    not_read: { label: { en: 'Subscriptions are not read from the ERP', es: 'Las suscripciones no se leen del ERP' }, isFailure: true },
    failed: FAILED_RESULT,
  },
  isAfterWriting: true,
});
type Design = typeof design;

const DAY_MS = 86_400_000;
/** A reading that finds nothing new wakes nobody. */
const READING_MS = 60_000;

export const activateSubscription: Action<Design> = { design, waitsMs: () => DAY_MS, look };

/** The order is made and confirmed as by the step for orders; two of one deal at once get the same. */
async function look(one: Look<Design>): Promise<Finding<Design>> {
  const { deps, run, signal } = one;
  const { portalId, recordId: dealId } = run;
  if (!(await readsSubscriptions(deps.db, portalId))) return done<Design>({ result: 'not_read', reason: { words: NOT_READ } });
  const wanted = { portalId, dealId, wants: 'order' as const };
  const known = run.memo['key'];
  const asked = typeof known === 'string' ? { kind: 'asked' as const, key: known } : await askByWorkflow(deps, wanted, signal);
  if (asked.kind === 'no_rules') return done<Design>({ result: 'refused', reason: { words: NO_RULES } });
  if (asked.kind === 'standing') return lookAtSubscriptions(one, { memo: {}, erpNumber: asked.document.number, isNew: false });
  const { state, declined, on, isNew, document } = await becameOf(deps.db, wanted, { key: asked.key, since: run.createdAt });
  const erpNumber = document.number;
  if (declined) return done<Design>({ result: 'declined', reason: declinedReason(declined, document), erpNumber });
  if (state === 'refused') return done<Design>({ result: 'refused', reason: { words: REASONS.erpRefused }, erpNumber });
  if (state === 'needs_person') return done<Design>({ result: 'waiting_approval', reason: { words: TO_AGREE }, erpNumber });
  const memo = { key: asked.key };
  if (state === 'made') return lookAtSubscriptions(one, { memo, erpNumber, isNew });
  const reason = { words: run.isBlocking ? REASONS.erpBusy : REASONS.cannotWait };
  return { kind: 'waiting', on, memo, otherwise: { result: 'not_in_time', reason, erpNumber } };
}

interface Confirmed {
  memo: Record<string, string>;
  erpNumber: string | null;
  /** False: it was confirmed before. */
  isNew: boolean;
}

async function lookAtSubscriptions({ deps, portal, run }: Look<Design>, { memo, erpNumber, isNew }: Confirmed): Promise<Finding<Design>> {
  const { portalId, recordId } = run;
  const deal = { portalId, objectType: DEAL, recordId, day: localDay(portal.timeZone, deps.now()) };
  const [subscriptions, orders, ahead, unexpected] = await Promise.all([
    loadSubscriptions(deps.db, deal),
    loadDealOrders(deps.db, { portalId, dealId: recordId }),
    loadSubscriptionsAhead(deps.db, deal),
    loadUnexpectedCounts(deps.db, deal),
  ]);
  const facts = { erpNumber, outputs: factsOf(subscriptions) };
  const isTwice = unexpected.some(({ expected, found }) => found > expected);
  if (isTwice) return done<Design>({ result: 'made_twice', reason: { words: TWICE }, ...facts });
  if (unexpected.length > 0) return done<Design>({ result: 'not_made', reason: { words: NONE }, ...facts });
  const isConfirmed = orders.some(({ status }) => status === 'confirmed' || status === 'closed');
  if (isConfirmed && !ahead.isMissing) {
    const result = resultOf(subscriptions, isNew);
    if (result === 'ended') return done<Design>({ result, reason: { words: ENDED }, ...facts });
    if (result !== null) return done<Design>({ result, ...facts });
    if (!ahead.isSold) return done<Design>({ result: 'nothing_recurring', reason: { words: NOTHING }, ...facts });
  }
  const reason = { words: run.isBlocking ? NOT_YET : REASONS.cannotWait };
  const until = new Date(deps.now().getTime() + READING_MS);
  return { kind: 'waiting', on: 'record', until, memo, otherwise: { result: 'not_in_time', reason, ...facts } };
}

/** Null: there is none yet, or one that is paused and may go on. */
function resultOf(
  subscriptions: readonly StoredSubscription[],
  isNew: boolean,
): 'activated' | 'already_active' | 'starts_later' | 'ended' | null {
  const statuses = new Set(subscriptions.map(({ status }) => status));
  if (statuses.has('active')) return isNew ? 'activated' : 'already_active';
  if (statuses.has('not_started')) return 'starts_later';
  return statuses.size > 0 && !statuses.has('paused') ? 'ended' : null;
}

function factsOf(subscriptions: readonly StoredSubscription[]): NonNullable<Outcome<Design>['outputs']> {
  const running = subscriptions.filter(({ status }) => status === 'active' || status === 'not_started');
  const first = (days: (string | null)[]): string | null => days.filter((day) => day !== null).toSorted()[0] ?? null;
  return {
    subscription: running.map(({ name }) => name).join(', ') || null,
    next_invoice: first(running.map(({ nextInvoiceOn }) => nextInvoiceOn)),
    ends_on: first(running.map(({ endsOn }) => endsOn)),
  };
}

const NOT_READ: Reason['words'] = {
  en: 'An administrator switches subscriptions on in the settings of Puente.',
  es: 'Un administrador activa las suscripciones en la configuración de Puente.',
};
const NO_RULES: Reason['words'] = {
  en: 'Nobody approved that orders are made of such deals.',
  es: 'Nadie aprobó que se creen pedidos de negocios como este.',
};
const TO_AGREE: Reason['words'] = {
  en: 'Somebody has to agree or to bring something first; the card of the deal says what.',
  es: 'Antes alguien tiene que aprobarlo o aportar algo; la tarjeta del negocio dice qué.',
};
const TWICE: Reason['words'] = {
  en: 'The order has more subscriptions in the ERP than it should have; somebody closes what is too much there.',
  es: 'El pedido tiene en el ERP más suscripciones de las debidas; alguien cierra ahí las que sobran.',
};
const NONE: Reason['words'] = {
  en: 'The order is confirmed, but the ERP made no subscription of it.',
  es: 'El pedido está confirmado, pero el ERP no creó ninguna suscripción.',
};
const ENDED: Reason['words'] = {
  en: 'The subscription of this order was cancelled in the ERP, or has run out; a new one needs an order of its own.',
  es: 'La suscripción de este pedido se canceló en el ERP o ya venció; una nueva necesita un pedido propio.',
};
const NOTHING: Reason['words'] = {
  en: 'Nothing in this order makes a subscription in the ERP.',
  es: 'Nada en este pedido crea una suscripción en el ERP.',
};
const NOT_YET: Reason['words'] = { en: 'It was not active within the time.', es: 'No estuvo activa dentro del plazo.' };
