import { BACK_OFFICE_ES } from './back-office.es.ts';
import { useViewer } from './viewer.ts';

type Say = (english: string, params?: Record<string, string | number>) => string;

/** What the back office says, in the viewer's language. Its states and fields come in English, so the English is the key; what is not known stays. */
export function useSay(): Say {
  const { language } = useViewer();
  const of: Readonly<Record<string, string>> = language === 'es' ? BACK_OFFICE_ES : {};
  // States come in parts: "Sales Order, Open".
  const word = (text: string): string => of[text] ?? text;
  return (english, params = {}) =>
    (of[english] ?? english.split(', ').map(word).join(', ')).replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      String(params[name] ?? `{${name}}`),
    );
}
