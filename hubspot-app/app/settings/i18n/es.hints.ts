import type { Sentence } from '../common/translate.ts';
import type { HINTS_EN } from './en.hints.ts';

export const HINTS_ES: Record<keyof typeof HINTS_EN, Sentence> = {
  'hint.title': 'Actualizaciones al instante',
  'hint.tag.on': 'Activadas',
  'hint.tag.off': 'Desactivadas',
  'hint.off':
    'Puente consulta el ERP cuando alguien abre una tarjeta, más seguido mientras hay cambios y al menos cada 15 minutos. El ERP también puede avisar a Puente de cada cambio.',
  'hint.on': 'El ERP avisa a Puente de sus cambios.',
  'hint.notSupported':
    'Puente consulta el ERP cuando alguien abre una tarjeta, más seguido mientras hay cambios y al menos cada 15 minutos.',
  'hint.install': 'Que Puente las configure',
  'hint.install.text': 'Se usa una vez, no se guarda.',
  'hint.installed': 'Configuradas. Los cambios llegan ahora en segundos.',
  'hint.byHand': 'Configurarlas a mano',
  'hint.address': 'Dirección a llamar',
  'hint.copy': 'Copiar',
  'hint.copied': 'Copiado.',
  'hint.remove': 'Desactivar',
  'hint.removed': 'Desactivadas.',
  'hint.remove.text': 'Si la conexión no puede quitarlo, indique aquí un administrador, o elimine en el ERP lo que llama a esta dirección.',
};
