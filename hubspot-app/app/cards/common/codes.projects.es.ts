import type { Explained } from './codes.en.ts';
import type { PROJECT_CODES_EN } from './codes.projects.en.ts';

/** What stands in the way of projects that are made of orders. */
export const PROJECT_CODES_ES: Record<keyof typeof PROJECT_CODES_EN, Explained> = {
  'projects.absent': {
    what: 'En este ERP no hay nada instalado que cree proyectos de lo que se vende.',
    todo: 'Si los usa, active ahí sus módulos de proyectos y ventas; si no, desactive aquí los proyectos.',
  },
  'order.no_such_project_code': {
    what: 'El ERP no tiene el código de proyecto {project}, o ya no se usa.',
    todo: 'Un administrador elige otro en «Pedidos», o lo vuelve a activar en el ERP; después, reintentar.',
  },
  'order.template_gone': {
    what: 'El proyecto {template}, a partir del cual se crearía uno nuevo, se eliminó o se archivó en el ERP.',
    todo: 'Un administrador elige otro en «Pedidos», o lo vuelve a activar en el ERP; después, reintentar.',
  },
  'order.nothing_for_project': {
    what: 'Nada en el pedido {order} necesita un proyecto propio: lo que nombra la regla no está en él, o crea su proyecto por sí solo.',
    todo: 'Déjelo así si es correcto; si no, un administrador cambia en «Pedidos» lo que nombra la regla y después se reintenta.',
  },
  'order.project_needs_service': {
    what: 'Esta versión del ERP solo une proyectos a servicios, y {product} no lo es.',
    todo: 'Ponga un servicio en el pedido o en la regla; después, reintentar.',
  },
  'order.not_ordered': {
    what: 'El pedido {order} no está confirmado en el ERP.',
    todo: 'Confírmelo y después reintente; si el pedido se canceló, déjelo así.',
  },
  'order.hours_edited': {
    what: 'El pedido vende otra cantidad que aquella para la que se planificó su proyecto {project}, y alguien cambió ahí las horas planificadas: se quedan.',
    todo: 'Cambie las horas en el ERP si deben seguir al pedido, o déjelo como está.',
  },
  'order.hours_unknown': {
    what: 'El pedido vende otra cantidad que aquella para la que se planificó su proyecto {project}. No se sabe si alguien cambió ahí las horas planificadas: se quedan.',
    todo: 'Cambie las horas en el ERP si deben seguir al pedido, o déjelo como está.',
  },
  'order.no_projects': {
    what: 'El ERP no tiene proyectos que se puedan vender.',
    todo: 'Active sus módulos de proyectos y ventas, o quite la regla en «Pedidos»; después, reintentar.',
  },
  'order.no_right_to_projects': {
    what: 'El usuario de la conexión no puede crear proyectos en el ERP: {message}',
    todo: 'Dé a ese usuario el derecho de administrar proyectos en el ERP; después, reintentar.',
  },
  'order.project_answer_unknown': {
    what: 'El ERP no dijo si creó el proyecto.',
    todo: 'No hay que hacer nada: Puente lo busca primero en el ERP. Nunca se crea dos veces.',
  },
};
