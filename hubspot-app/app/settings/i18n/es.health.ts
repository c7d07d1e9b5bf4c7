import type { Sentence } from '../common/translate.ts';
import type { HEALTH_EN } from './en.health.ts';

export const HEALTH_ES: Record<keyof typeof HEALTH_EN, Sentence> = {
  'health.toDecide.apart': {
    one: '«{tab}» incluye además {count} de «Sin registro».',
    other: '«{tab}» incluye además {count} de «Sin registro».',
  },
  'health.waiting.paused': 'Se escribe al reanudar la conexión',
  'health.waiting.answer': 'A la espera de su respuesta, arriba',
  'problems.said': 'HubSpot dice: «{words}»',
  'problems.retry.answer': 'Se podrá en cuanto responda, arriba.',
  'health.leftOut.why': 'Sin registro: {reasons}.',
  'status.answer': 'Falta su respuesta',
  'tab.to': 'Ir a «{tab}»',
  'tab.count': '{tab} ({count})',
  'problems.retry.paused': 'Se podrá en cuanto se reanude la conexión.',
  'health.leftOut.notFound': { one: '{count} no encontrado en HubSpot', other: '{count} no encontrados en HubSpot' },
  'health.leftOut.inQuestion': { one: '{count} con coincidencia dudosa', other: '{count} con coincidencia dudosa' },
  'health.leftOut.byPeople': { one: '{count} que alguien dejó fuera', other: '{count} que alguien dejó fuera' },
  'health.leftOut.deleted': { one: '{count} eliminado en HubSpot', other: '{count} eliminados en HubSpot' },
  'open.failing': {
    one: '{count} registro falla; abajo se indican la causa y la solución.',
    other: '{count} registros fallan; abajo se indican las causas y las soluciones.',
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
    one: '{count} producto del ERP no tiene una coincidencia clara en HubSpot.',
    other: '{count} productos del ERP no tienen una coincidencia clara en HubSpot.',
  },
  'open.matches': {
    one: '{count} cliente sin facturas coincide con {records}; falta decidir si van juntos.',
    other: '{count} clientes sin facturas coinciden en total con {records}; falta decidir cuáles van juntos.',
  },
  'records.hubspot': { one: '{count} registro de HubSpot', other: '{count} registros de HubSpot' },
  'open.creations': {
    one: '{count} registro de HubSpot quizá ya es cliente del ERP.',
    other: '{count} registros de HubSpot quizá ya son clientes del ERP.',
  },
};
