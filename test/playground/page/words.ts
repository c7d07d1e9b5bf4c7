import { useViewer, type Language } from './viewer.ts';
import { EN, type Words } from './words.en.ts';
import { ES } from './words.es.ts';

const WORDS: Record<Language, Words> = { en: EN, es: ES };

/** What the page says, in the viewer's language. */
export const useWords = (): Words => WORDS[useViewer().language];
export const wordsIn = (language: Language): Words => WORDS[language];

const TONES: Record<string, string> = { open: 'info', partially_paid: 'warning', in_payment: 'info', paid: 'success', overdue: 'danger' };

export const statusOf = ({ status }: Words, value: string): { words: string; tone: string } => ({
  words: (status as Partial<Record<string, string>>)[value] ?? value,
  tone: TONES[value] ?? 'default',
});
export const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word[0] ?? '')
    .join('')
    .toUpperCase();
