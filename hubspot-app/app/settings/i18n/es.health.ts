import type { Sentence } from '../common/translate.ts';
import type { HEALTH_EN } from './en.health.ts';

export const HEALTH_ES: Record<keyof typeof HEALTH_EN, Sentence> = {
  'health.toDecide.apart': {
    one: '«{tab}» también muestra {count} que se cuenta en «Sin registro»: no se encontró, está en duda o se eliminó en HubSpot.',
    other: '«{tab}» también muestra {count} que se cuentan en «Sin registro»: no se encontraron, están en duda o se eliminaron en HubSpot.',
  },
  'health.waiting.paused': 'En espera hasta que se reanude la conexión',
  'health.leftOut.notFound': 'No encontrados en HubSpot:\u00a0{count}',
  'health.leftOut.inQuestion': 'En duda entre registros:\u00a0{count}',
  'health.leftOut.byPeople': 'Dejados fuera por una persona:\u00a0{count}',
  'health.leftOut.deleted': 'Eliminados en HubSpot:\u00a0{count}',
  'open.failing': {
    one: '{count} registro falla; abajo se indica por qué y qué hacer.',
    other: '{count} registros fallan; abajo se indica por qué y qué hacer.',
  },
  'open.customersWaiting': {
    one: '{count} cliente aún no se crea o cambia en el ERP: falta algo o hay que decidir.',
    other: '{count} clientes aún no se crean o cambian en el ERP: falta algo o hay que decidir.',
  },
  'open.customersUnderWay': {
    one: '{count} cliente va en camino al ERP.',
    other: '{count} clientes van en camino al ERP.',
  },
  'open.ordersWaiting': {
    one: '{count} pedido, o un cambio suyo, espera a una persona.',
    other: '{count} pedidos, o cambios suyos, esperan a una persona.',
  },
  'open.ordersUnderWay': {
    one: '{count} pedido, o un cambio suyo, va en camino al ERP.',
    other: '{count} pedidos, o cambios suyos, van en camino al ERP.',
  },
  'open.trial': {
    one: 'Clientes: los primeros diez registros esperan su revisión, y {count} más espera detrás.',
    other: 'Clientes: los primeros diez registros esperan su revisión, y {count} más esperan detrás.',
  },
  'open.trialOnly': 'Clientes: los primeros diez registros esperan su revisión.',
  'open.stopped':
    'Clientes: detenido. No se crea ninguno en el ERP ni se mantiene al día ningún campo hasta que se aprueben reglas de nuevo.',
  'open.fields': {
    one: '{count} registro tiene un campo que cambió en ambos lados.',
    other: '{count} registros tienen un campo que cambió en ambos lados.',
  },
  'open.archivalsHeld': {
    one: '{count} registro o cliente se fue en un lado, y se le pregunta si el otro lado lo sigue.',
    other: '{count} registros o clientes se fueron en un lado, y se le pregunta si el otro lado los sigue.',
  },
  'open.archivalsPlanned': {
    one: '{count} registro o cliente se fue en un lado, y está previsto archivarlo en el otro.',
    other: '{count} registros o clientes se fueron en un lado, y está previsto archivarlos en el otro.',
  },
  'open.catalog': {
    one: '{count} producto del ERP coincide con más de un producto de HubSpot.',
    other: '{count} productos del ERP coinciden cada uno con más de un producto de HubSpot.',
  },
  'open.matches': {
    one: '{count} cliente sin facturas: falta decidir qué registro de HubSpot es. Registros de HubSpot en duda:\u00a0{records}.',
    other:
      '{count} clientes sin facturas: falta decidir qué registro de HubSpot es cada uno. Registros de HubSpot en duda:\u00a0{records}.',
  },
};
