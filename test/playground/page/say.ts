import { BACK_OFFICE_ES } from './back-office.es.ts';
import { useViewer } from './viewer.ts';

type Say = (english: string, params?: Record<string, string | number>) => string;

/** What comes from behind the page in English, in the viewer's language: the English is the key, and what is not known stays. */
export function useSay(): Say {
  const { language, locale } = useViewer();
  const of: Readonly<Record<string, string>> = language === 'es' ? BACK_OFFICE_ES : {};
  // States come in parts: "Sales Order, Open".
  const word = (text: string): string => of[text] ?? text;
  return (english, params = {}) =>
    (of[english] ?? english.split(', ').map(word).join(', ')).replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      (params[name] ?? `{${name}}`).toLocaleString(locale),
    );
}
