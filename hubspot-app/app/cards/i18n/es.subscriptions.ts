import type { Sentence } from '../common/translate.ts';
import type { SUBSCRIPTIONS_EN } from './en.subscriptions.ts';

export const SUBSCRIPTIONS_ES: Record<keyof typeof SUBSCRIPTIONS_EN, Sentence> = {
  'subscriptions.title': { one: 'Suscripción', other: '{count} suscripciones' },
  'subscriptions.together': 'Suscripciones vigentes, en total: {amounts} al mes',
  'subscriptions.missing': 'El pedido {number} debía crear una suscripción en el ERP, pero no hay ninguna',
  'subscriptions.missing.some': 'El pedido {number} debía crear {expected} suscripciones en el ERP, pero hay {found}',
  'subscriptions.missing.todo': 'Quien lleva las suscripciones en el ERP puede ver por qué y crearla ahí para este pedido.',
  'subscriptions.twice': 'El pedido {number} tiene {found} suscripciones en el ERP, pero debería tener {expected}',
  'subscriptions.twice.todo': {
    one: 'Se encontraron: {names}. Cierre en el ERP la que sobra para que no se vuelva a facturar.',
    other: 'Se encontraron: {names}. Cierre en el ERP las que sobran para que no se vuelvan a facturar.',
  },
  'subscription.not_started': 'Sin empezar',
  'subscription.active': 'Activa',
  'subscription.paused': 'En pausa',
  'subscription.ended': 'Terminada',
  'subscription.cancelled': 'Cancelada',
  'subscription.unpaid': 'Pago vencido',
  'subscription.monthly': '{amount} al mes',
  'subscription.from': 'Desde el {day}',
  'subscription.next': 'Próxima factura: {day}',
  'subscription.until': 'Vigente hasta el {day}',
  'subscription.over': 'Terminó el {day}',
  'subscription.ofOrder': 'pedido {number}',
  'subscription.show': 'Qué se factura',
  'subscription.show.over': 'Qué se facturaba',
  'period.day': { one: 'cada día', other: 'cada {count} días' },
  'period.week': { one: 'cada semana', other: 'cada {count} semanas' },
  'period.month': { one: 'cada mes', other: 'cada {count} meses' },
  'period.year': { one: 'cada año', other: 'cada {count} años' },
};
