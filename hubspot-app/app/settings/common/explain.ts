import { CODES_EN, type Explained } from './codes.en.ts';
import { CODES_ES } from './codes.es.ts';
import { relationLabel } from './relations.ts';
import { fill, type Language, type Params } from './translate.ts';

export type { Explained };
interface Coded {
  code: string;
  params: Params;
}
/** `isKnown`: the code has a sentence of its own. */
export type Explain = (notice: Coded) => Explained & { isKnown: boolean };

const CODES: Record<Language, Readonly<Record<string, Explained>>> = { en: CODES_EN, es: CODES_ES };

/** No code without words: one that is not known gets a general sentence that names it, for support. */
const UNKNOWN: Record<Language, Explained> = {
  en: { what: 'Something needs attention ({code}).', todo: 'Look at the settings of Puente, or send this code to support.' },
  es: { what: 'Algo requiere atención ({code}).', todo: 'Mire la configuración de Puente o envíe este código a soporte.' },
};

/** Turns codes into sentences; `more` are those of the ERPs this folder knows. */
export function explainer(language: Language, locale: string, more: Readonly<Record<string, Explained>> = {}): Explain {
  const number = new Intl.NumberFormat(locale);
  const known = { ...CODES[language], ...more };
  return ({ code, params }) => {
    const { what, todo } = known[code] ?? UNKNOWN[language];
    const { property } = params;
    const label = typeof property === 'string' ? relationLabel(property, language) : undefined;
    const facts = { ...params, ...(label !== undefined && { property: label }), code };
    return { what: fill(what, facts, number), todo: fill(todo, facts, number), isKnown: code in known };
  };
}
