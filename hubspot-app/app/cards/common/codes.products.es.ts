import type { Explained } from './codes.en.ts';
import type { PRODUCT_CODES_EN } from './codes.products.en.ts';

export const PRODUCT_CODES_ES: Record<keyof typeof PRODUCT_CODES_EN, Explained> = {
  'product.refused': {
    what: 'HubSpot no acepta algunos productos del ERP (propiedad: {property}).',
    todo: 'Corrija el producto en el ERP, o lo que estorba en HubSpot, y reintente.',
  },
  'product.negative_price': {
    what: 'El ERP tiene un precio negativo para este producto, y HubSpot no lo acepta.',
    todo: 'Su precio en HubSpot queda vacío. Si el precio está mal, corríjalo en el ERP; se toma solo.',
  },
  'product.name_cut': {
    what: 'El nombre de este producto es más largo de lo que HubSpot permite; allí se cortó el final.',
    todo: 'Acorte el nombre en el ERP si debe verse completo; se toma solo.',
  },
  'product.deleted_in_hubspot': {
    what: 'Alguien eliminó el producto «{name}» en HubSpot; no se crea de nuevo.',
    todo: 'No hay nada que hacer si es correcto. Si no, restáurelo desde la papelera de HubSpot; se vincula de nuevo solo.',
  },
  'product.overwritten': {
    what: 'Alguien cambió en HubSpot un campo que viene del ERP ({property}); se restableció el valor del ERP.',
    todo: 'Para cambiarlo, hágalo en el ERP; HubSpot se actualiza automáticamente.',
  },
  'price.refused': {
    what: 'El ERP no dice cuánto cuestan algunos productos.',
    todo: 'Conservan el precio que tenían en HubSpot. Corrija el producto o su regla de precio en el ERP y reintente; cada noche se pregunta de nuevo.',
  },
  'price.list_refused': {
    what: 'El ERP no dice ningún precio de una lista de precios, sea cual sea el producto.',
    todo: 'Los productos conservan el precio que tenían en HubSpot. Corrija la lista, o los permisos del usuario, en el ERP y reintente; cada noche se pregunta de nuevo.',
  },
  'order.waiting_catalog': {
    what: 'Los productos del ERP se están leyendo por primera vez.',
    todo: 'No hay nada que hacer: sigue por sí mismo en cuanto estén todos leídos.',
  },
  'product.unknown': {
    what: 'Este producto ya no está, o ya no hay que decidir sobre él.',
    todo: 'Recargue la página; quizá alguien decidió mientras tanto.',
  },
  'catalog.currency_missing': {
    what: 'El ERP tiene precios en {currency}, una moneda que su cuenta de HubSpot no tiene.',
    todo: 'Esos precios no se muestran. Para mostrarlos, agregue la moneda en la configuración de HubSpot y elija su lista de precios en «Productos».',
  },
  'catalog.no_rules': {
    what: 'Todavía no se ha guardado qué se lee de los productos.',
    todo: 'Guarde primero las reglas en «Productos».',
  },
  'catalog.still_comparing': {
    what: 'Todavía no se han comparado todos los productos con HubSpot.',
    todo: 'Espere a que se llene la barra en «Productos» y apruebe entonces.',
  },
  'catalog.no_permission': {
    what: 'HubSpot no dio a Puente permiso para los productos.',
    todo: 'Instale Puente de nuevo desde HubSpot y acepte todos los permisos. Si HubSpot no lo ofrece, su plan no tiene productos.',
  },
};
