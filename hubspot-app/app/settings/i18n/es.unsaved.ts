import type { Sentence } from '../common/translate.ts';
import type { UNSAVED_EN } from './en.unsaved.ts';

export const UNSAVED_ES: Record<keyof typeof UNSAVED_EN, Sentence> = {
  'unsaved.title': 'Sin guardar: {tabs}',
  'unsaved.text': 'Lo que cambió espera aquí mientras mira otras pestañas. Si sale de esta página o la recarga, se pierde.',
  'unsaved.tab': '{title} · sin guardar',
};
