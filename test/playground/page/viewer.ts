import { createContext, useContext } from 'react';
import type { Person, PlaygroundState } from '../api.ts';

export const LANGUAGES = ['en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];
const LOCALES: Record<Language, string> = { en: 'en-us', es: 'es-mx' };

/** Who looks at the CRM, in which language, and what everything on the page needs. */
export interface Viewer {
  state: PlaygroundState;
  person: Person;
  language: Language;
  locale: string;
  /** Says something in a corner of the page. */
  alert(alert: Alert): void;
  openErp(): void;
}

export interface Alert {
  type?: string | undefined;
  title?: string | undefined;
  message: string;
}

export const localeOf = (language: Language): string => LOCALES[language];

const ViewerContext = createContext<Viewer | null>(null);
export const ViewerProvider = ViewerContext.Provider;

export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (!viewer) throw new Error('Nobody is signed in');
  return viewer;
}
