import type { Sentence } from '../common/translate.ts';
import type { TRIAL_EN } from './en.trial.ts';

export const TRIAL_ES: Record<keyof typeof TRIAL_EN, Sentence> = {
  'trial.created': { one: '{count} cliente creado.', other: '{count} clientes creados.' },
  'trial.written': { one: '{count} campo cambiado.', other: '{count} campos cambiados.' },
  'trial.waiting': { one: '{count} registro espera su respuesta.', other: '{count} registros esperan su respuesta.' },
  'trial.goOn': {
    one: 'Al continuar se escribe el {count} registro que espera y, desde entonces, cada cambio por sí solo.',
    other: 'Al continuar se escriben los {count} registros que esperan y, desde entonces, cada cambio por sí solo.',
  },
  'trial.writing':
    'Los primeros todavía se están escribiendo. Podrá continuar cuando terminen; si ya ve que están mal, no hace falta esperar.',
  'trial.goOn.none': 'No hay nada en espera. Al continuar, cada cambio posterior se escribe por sí solo.',
  'trial.wrong': 'Están mal',
  'trial.wrong.title': '¿Qué hacer con ellos?',
  'trial.wrong.text': 'Al detener no se escribe nada más: sus reglas pasan a un borrador que puede corregir, y lo escrito se queda.',
  'trial.wrong.undo': 'Si quiere reponer los campos cambiados, hágalo antes: después de detener ya no es posible aquí.',
  'trial.wrong.undo.do': 'Reponer los campos cambiados',
  'trial.wrong.created': {
    one: '{count} cliente se creó y se queda en el ERP. Si está mal, archívelo allí.',
    other: '{count} clientes se crearon y se quedan en el ERP. Los que están mal se archivan allí.',
  },
  'trial.undoing': {
    one: 'Un cambio de {count} registro aún se está deshaciendo; si detiene ahora, queda como está.',
    other: 'Cambios de {count} registros aún se están deshaciendo; si detiene ahora, quedan como están.',
  },
  'trial.undoing.now': {
    one: '{count} registro se está reponiendo. Espere antes de detener: si detiene ahora, queda como está.',
    other: '{count} registros se están reponiendo. Espere antes de detener: si detiene ahora, quedan como están.',
  },
};
