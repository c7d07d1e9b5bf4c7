import type { Sentence } from '../common/translate.ts';
import type { UNDO_EN } from './en.undo.ts';

export const UNDO_ES: Record<keyof typeof UNDO_EN, Sentence> = {
  'undo.next':
    'Su regla aquí es «{rule}» ({direction}). No vuelve a escribir el valor por sí sola: lo hace la próxima edición del campo en {other}.',
  'undo.next.corrected': 'También lo hace una edición en {here}: la regla lo corrige desde {other}.',
  'undo.stays': 'Su regla aquí es «llenar si está vacío»: no escribe sobre este valor.',
  'undo.freeze': 'Para conservar el valor se edite lo que se edite, congele también el campo.',
  'undo.andFreeze': 'Deshacer y congelar',
  'undo.andFreeze.done': '{label}: se repone el valor anterior, y el campo de este registro queda congelado.',
  'undo.many':
    'Sus reglas no vuelven a escribir estos valores por sí solas. Lo hace la próxima edición de ese campo en el otro lado, salvo que el campo esté congelado o su regla sea «llenar si está vacío».',
};
