export type Language = 'en' | 'es';
/** Words with `{placeholders}`; two forms where `{count}` decides. */
export type Sentence = string | { one: string; other: string };
export type Params = Record<string, string | number | boolean | null | undefined>;
export type Translate<Key extends string> = (key: Key, params?: Params) => string;

/** What HubSpot tells about the user's language: `en`, `es-mx`, sometimes with an underscore, sometimes nothing. */
interface UserLanguage {
  language?: string | undefined;
  locale?: string | undefined;
}

/** Spanish for every kind of Spanish, English for everybody else. */
export function languageOf({ language, locale }: UserLanguage): Language {
  return /^es\b/i.test((language ?? locale ?? '').replace('_', '-')) ? 'es' : 'en';
}

/** The locale for numbers and dates: the user's own with its region, where Intl knows it. */
export function localeOf(user: UserLanguage): string {
  const wanted = (user.locale ?? user.language ?? '').replace('_', '-');
  try {
    return Intl.getCanonicalLocales(wanted)[0] ?? languageOf(user);
  } catch {
    return languageOf(user);
  }
}

export function translator<Key extends string>(sentences: Record<Key, Sentence>, language: Language, locale: string): Translate<Key> {
  const plural = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(locale);
  return (key, params = {}) => {
    const sentence = sentences[key];
    const text = typeof sentence === 'string' ? sentence : sentence[plural.select(Number(params['count'])) === 'one' ? 'one' : 'other'];
    return fill(text, params, number);
  };
}

/** Words of a sentence, standing alone. */
export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A fact that is missing leaves an ellipsis: the sentence around it still says what happened. */
export function fill(text: string, params: Params, number: Intl.NumberFormat): string {
  const filled = text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (value === null || value === undefined || value === '') return '…';
    return typeof value === 'number' ? number.format(value) : String(value);
  });
  // "8:02 a.m." or "S.A. de C.V." at the end of a sentence brings its own full stop.
  return filled.replace(/(?<!\.)\.\.(?!\.)/g, '.');
}
