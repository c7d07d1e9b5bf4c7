import type { Sentence } from '../common/translate.ts';
import type { PROJECTS_EN } from './en.projects.ts';

export const PROJECTS_ES: Record<keyof typeof PROJECTS_EN, Sentence> = {
  'projects.title': { one: 'Proyecto', other: '{count} proyectos' },
  'projects.missing': 'El pedido {number} debía crear un proyecto en el ERP, pero no hay ninguno',
  'projects.missing.todo': 'Quien lleva los proyectos en el ERP puede ver por qué y crearlo ahí para este pedido.',
  'project.not_started': 'Sin empezar',
  'project.in_progress': 'En curso',
  'project.done': 'Terminado',
  'project.stopped': 'Detenido',
  'project.late': { one: '{count} día de retraso', other: '{count} días de retraso' },
  'project.tasks': { one: '{done} de {count} tarea terminada', other: '{done} de {count} tareas terminadas' },
  'project.noTasks': 'Aún sin tareas',
  'project.hours': 'Horas usadas: {spent} de {planned}',
  'project.hours.over': 'Horas usadas: {spent}; se planearon {planned}',
  'project.hours.spent': 'Horas usadas: {spent}',
  'project.hours.planned': 'Horas planeadas: {planned}',
  'project.next': 'Sigue: {task}, para el {day}',
  'project.due': 'Para el {day}',
  'project.show': 'Tareas',
  'project.more': { one: '{count} tarea más en el ERP', other: '{count} tareas más en el ERP' },
  'task.done': 'Terminada',
  'task.cancelled': 'Cancelada',
  'task.open': 'Abierta',
  'task.due': 'Para el {day}',
};
