import type { Explained } from './codes.en.ts';
import type { SUBSCRIPTION_CODES_EN } from './codes.subscriptions.en.ts';

export const SUBSCRIPTION_CODES_ES: Record<keyof typeof SUBSCRIPTION_CODES_EN, Explained> = {
  'subscriptions.absent': {
    what: 'En este ERP no hay nada instalado que cree suscripciones.',
    todo: 'Los productos que se venden por periodo quedan como partidas normales de los pedidos. Si usa un módulo de suscripciones o contratos, instálelo ahí y actívelo aquí.',
  },
  'order.contract_template_missing': {
    what: 'El producto {product} necesita una plantilla de contrato en el ERP antes de poder pedirse.',
    todo: 'Elija su plantilla de contrato en el producto del ERP y vuelva a intentarlo.',
  },
  'order.subscription_twice': {
    what: 'El pedido {number} tiene {found} suscripciones en el ERP, pero debería tener {expected}.',
    todo: 'El ERP creó más de una, por ejemplo porque el pedido se canceló y se confirmó otra vez. Cierre ahí la que sobra para que no se vuelva a facturar.',
  },
  'order.plan_missing': {
    what: 'El producto {product} se vende por periodo y la cotización no indica ningún plan en el ERP.',
    todo: 'Elija su plan recurrente en la cotización del ERP y vuelva a intentarlo.',
  },
};
