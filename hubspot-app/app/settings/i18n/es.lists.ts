import type { Sentence } from '../common/translate.ts';
import type { LISTS_EN } from './en.lists.ts';

export const LISTS_ES: Record<keyof typeof LISTS_EN, Sentence> = {
  'lists.make': 'Crear una lista en HubSpot',
  'lists.running': 'Creando la lista',
  'lists.again': 'Actualizar la lista',
  'lists.none': 'Ninguno tiene registro en HubSpot, así que no hay nada que listar.',
  'lists.left': {
    one: '{count} más queda fuera: son demasiados para una lista.',
    other: '{count} más quedan fuera: son demasiados para una lista.',
  },
  'lists.name': 'Puente: {what} ({objects}, {day})',
  'lists.companies': 'empresas',
  'lists.contacts': 'contactos',
  'lists.deals': 'negocios',
  'lists.what.matches': 'quizá son clientes del ERP',
  'lists.what.matchesWithoutInvoices': 'quizá son clientes del ERP sin facturas',
  'lists.what.creations': 'han de ser clientes y quizá ya lo son',
  'lists.what.fields': 'campos que cambiaron en ambos lados',
  'lists.what.archivals': 'por archivar o conservar',
  'lists.what.failing': 'no escritos en HubSpot, {connection}',
  'lists.what.customersWaiting': 'esperan ser clientes del ERP',
  'lists.what.ordersWaiting': 'esperan ser pedidos del ERP',
};
