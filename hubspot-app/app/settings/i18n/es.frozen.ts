import type { Sentence } from '../common/translate.ts';
import type { FROZEN_EN } from './en.frozen.ts';

export const FROZEN_ES: Record<keyof typeof FROZEN_EN, Sentence> = {
  'frozen.title': 'Congelados',
  'frozen.text': 'Alguien congeló estos registros y campos: cada lado conserva lo que tiene, digan lo que digan las reglas.',
  'frozen.records': { one: '{count} registro entero', other: '{count} registros enteros' },
  'frozen.fields': { one: '{count} campo', other: '{count} campos' },
  'frozen.oneWay': {
    one: '{count} registro más tampoco se mantiene al día, porque su regla solo crea; no se lista aquí.',
    other: '{count} registros más tampoco se mantienen al día, porque su regla solo crea; no se listan aquí.',
  },
  'frozen.column.what': 'Congelado',
  'frozen.customer': 'En el ERP: {name}',
  'frozen.by': 'Por {who} ({moment})',
  'frozen.whole': 'Todos sus campos',
  'frozen.whole.done': 'El registro vuelve a mantenerse al día.',
  'frozen.all': 'Descongelar todo',
  'frozen.all.title': '¿Descongelar todo?',
  'frozen.all.text': { one: '{count} registro vuelve a mantenerse al día.', other: '{count} registros vuelven a mantenerse al día.' },
  'frozen.all.consequence': 'Lo que cada lado tenga ya distinto lo deciden las reglas, y se escribe. Cada cambio puede deshacerse.',
  'frozen.all.done': { one: '{count} registro vuelve a mantenerse al día.', other: '{count} registros vuelven a mantenerse al día.' },
};
