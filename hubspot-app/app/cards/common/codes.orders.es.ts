import type { ORDER_CODES_EN } from './codes.orders.en.ts';
import type { Explained } from './codes.en.ts';

export const ORDER_CODES_ES: Record<keyof typeof ORDER_CODES_EN, Explained> = {
  'order.product_not_sold': {
    what: 'El ERP no vende el producto {product}: allí está fuera de uso, no es de venta o ya no existe.',
    todo: 'Póngalo a la venta en el ERP o elija otro producto en el negocio.',
  },
  'order.customer_blocked': {
    what: 'El cliente está bloqueado en el ERP: {message}',
    todo: 'Pregunte a quien lo bloqueó allí e intente de nuevo.',
  },
  'order.currency_not_allowed': {
    what: 'El ERP no permite que este cliente pida en {currency}.',
    todo: 'Cambie la moneda del negocio o permítala en el cliente del ERP.',
  },
  'order.no_price_list': {
    what: 'No hay lista de precios en {currency} para {company}.',
    todo: 'Elija en la regla una lista de precios en esa moneda o cree una en el ERP.',
  },
  'order.company_unknown': {
    what: 'El ERP no tiene una empresa o sucursal {company} que el usuario pueda usar.',
    todo: 'Elija otra en la regla.',
  },
  'order.approval_refused': {
    what: 'Alguien en el ERP rechazó aprobar este documento o lo retiró.',
    todo: 'Apruébelo allí después, o borre el documento preliminar y confirme de nuevo.',
  },
  'order.not_amendable': {
    what: 'El ERP no permite cambiar así este pedido: {message}',
    todo: 'Cámbielo allí, o cambie el negocio a lo que sí se puede.',
  },
  'order.not_cancellable': {
    what: 'El ERP no permite cancelar este pedido: {message}',
    todo: 'Vea allí lo que ya se entregó, facturó o pidió de él.',
  },
};
