import { DEAL, ORGANISATION } from '../../shared/object-types.ts';
import type { EventKind } from '../../streams/shared/events.ts';
import type { Property } from './property.ts';
import { endOfSubscriptions, nextInvoiceOf, subscriptionStatus } from './subscription-facts.ts';

const shared = { objectTypes: [DEAL, ORGANISATION], set: 'subscriptions' } as const;

function event<const N extends string, const K extends EventKind>(name: N, movedBy: K, words: Pick<Property, 'label' | 'description'>) {
  return { ...shared, name, movedBy, ...words, kind: 'event', format: 'instant', nothing: '' } as const;
}

/** A set of their own. */
export const SUBSCRIPTION_PROPERTIES = [
  {
    ...shared,
    name: 'erp_subscription_status',
    kind: 'state',
    format: 'status',
    label: { en: 'ERP subscription status', es: 'Estado de suscripción ERP' },
    description: { en: 'How the subscriptions of this record stand.', es: 'Cómo están las suscripciones de este registro.' },
    options: {
      none: { en: 'No subscription', es: 'Sin suscripción' },
      not_started: { en: 'Not started', es: 'Sin empezar' },
      active: { en: 'Active', es: 'Activa' },
      paused: { en: 'Paused', es: 'En pausa' },
      ended: { en: 'Ended', es: 'Vencida' },
      cancelled: { en: 'Cancelled', es: 'Cancelada' },
    },
    nothing: 'none',
    value: ({ subscriptions }) => subscriptions && subscriptionStatus(subscriptions),
  },
  {
    ...shared,
    name: 'erp_subscription_monthly',
    kind: 'state',
    format: 'amount',
    label: { en: 'ERP monthly subscription amount', es: 'Importe mensual de suscripciones ERP' },
    description: {
      en: 'What active subscriptions come to in a month, net, in the account currency.',
      es: 'Lo que suman al mes las suscripciones activas, neto, en la moneda de la cuenta.',
    },
    nothing: '',
    value: ({ subscriptions }) => subscriptions && subscriptions.monthly,
  },
  {
    ...shared,
    name: 'erp_subscription_next_invoice',
    kind: 'state',
    format: 'day',
    label: { en: 'ERP next subscription invoice', es: 'Próxima factura de suscripción ERP' },
    description: { en: 'The first day on which a subscription is invoiced next.', es: 'El primer día en que se factura una suscripción.' },
    nothing: '',
    value: ({ subscriptions }) => subscriptions && nextInvoiceOf(subscriptions),
  },
  {
    ...shared,
    name: 'erp_subscription_ends_on',
    kind: 'state',
    format: 'day',
    label: { en: 'ERP subscription ends on', es: 'Fin de suscripción ERP' },
    description: {
      en: 'When the next subscription runs out unless it is renewed.',
      es: 'Cuándo vence la próxima suscripción si no se renueva.',
    },
    nothing: '',
    value: ({ subscriptions }) => subscriptions && endOfSubscriptions(subscriptions),
  },
  event('erp_subscription_started_at', 'subscription_started', {
    label: { en: 'ERP subscription started at', es: 'Suscripción iniciada ERP' },
    description: {
      en: 'Moves when a subscription becomes active: start workflows from it.',
      es: 'Cambia al activarse una suscripción: úselo para iniciar flujos de trabajo.',
    },
  }),
  event('erp_subscription_renewed_at', 'subscription_renewed', {
    label: { en: 'ERP subscription renewed at', es: 'Suscripción renovada ERP' },
    description: {
      en: 'Moves when a subscription goes on beyond its end: start workflows from it.',
      es: 'Cambia al renovarse una suscripción: úselo para iniciar flujos de trabajo.',
    },
  }),
  event('erp_subscription_ended_at', 'subscription_ended', {
    label: { en: 'ERP subscription ended at', es: 'Suscripción terminada ERP' },
    description: {
      en: 'Moves when a subscription is cancelled or runs out: start workflows from it.',
      es: 'Cambia al cancelarse o vencer una suscripción: úselo para iniciar flujos de trabajo.',
    },
  }),
  event('erp_subscription_failed_at', 'subscription_payment_failed', {
    label: { en: 'ERP subscription payment failed at', es: 'Pago de suscripción fallido ERP' },
    description: {
      en: 'Moves when a payment fails or an invoice of a subscription is overdue.',
      es: 'Cambia al fallar un pago o vencer una factura de suscripción.',
    },
  }),
] as const satisfies readonly Property[];
