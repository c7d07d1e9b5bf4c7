import { CODES_EN, type Explained } from './codes.en.ts';
import { CODES_ES } from './codes.es.ts';
import { erpFieldLabel } from './erp-fields.ts';
import { amountText, createFormat, needCents } from './format.ts';
import { productPropertyLabel, propertyLabel } from './property-labels.ts';
import { taxIdFacts, taxIdKind } from './tax-id-forms.ts';
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

/** Where to go, in sentences that cards and the settings page say alike. */
const IN_SETTINGS: Record<Language, string> = { en: ' in the settings of Puente', es: ' en la configuración de Puente' };

/** A part of the settings is sent for by its title, and not by who reads on that part already. */
function withoutTitle(text: string, title: string | null, language: Language): string {
  if (title === null) return text;
  const sentFor = { en: [`under "${title}"`, 'on this page'], es: [`en «${title}»`, 'en esta página'] } as const;
  const [there, here] = sentFor[language];
  const startOf = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
  return [
    [`${there}{inSettings}`, here],
    [there, here],
    [startOf(there), startOf(here)],
  ].reduce((all, [from, to]) => all.replaceAll(from!, to!), text);
}

/** Exact decimal texts among the facts, by their names. */
const AMOUNTS = ['deal', 'erp', 'list', 'over', 'overdue', 'room'];
const QUANTITIES = ['available', 'wanted'];
const NUMBER = /^-?\d+(\.\d+)?$/;

/** Facts as people read them: amounts and quantities in their form, days short. What does not look like one stays as it is. */
function readableFacts(params: Params, locale: string): Params {
  const { decimal, day } = createFormat({ locale, timeZone: 'UTC', now: () => new Date() });
  const isAmount = (name: string, value: unknown): value is string => AMOUNTS.includes(name) && NUMBER.test(String(value));
  // Amounts of one sentence are compared: all of them have cents, or none.
  const withCents = needCents(Object.entries(params).flatMap(([name, value]) => (isAmount(name, value) ? [value] : [])));
  const inWords = (name: string, value: string): string => {
    if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return day(value);
    if (!NUMBER.test(value)) return value;
    if (QUANTITIES.includes(name)) return decimal(value);
    return isAmount(name, value) ? amountText(locale, { amount: value, currency: String(params['currency'] ?? '') }, withCents) : value;
  };
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, typeof value === 'string' ? inWords(name, value) : value]),
  );
}

interface MoreWords {
  /** Sentences of the ERPs this folder knows. */
  codes?: Readonly<Record<string, Explained>>;
  /** What people read beside a field, by the name the service has for it. */
  fields?: Readonly<Record<string, string>>;
  /** These words stand in the settings of Puente themselves, and send nobody there. */
  isInSettings?: boolean;
  /** Of the part of them on which they stand. */
  title?: string | null;
}

/** What was entered wrongly goes by the words beside its field; where it has none, nobody is shown our name for it. */
function withFieldLabel({ code, params }: Coded, fields: Readonly<Record<string, string>>): Coded {
  if (code !== 'input.invalid') return { code, params };
  const path = String(params['field'] ?? '').split('.');
  const named = path.findLast((name) => Object.hasOwn(fields, name));
  return named === undefined ? { code, params } : { code: 'input.invalid_field', params: { field: fields[named]! } };
}

/** Technical names, in the words that people have for them. */
function labelsIn({ code, params }: Coded, language: Language): Params {
  const { property, field, fields, country, taxId } = params;
  const each = (names: string, labelOf: (name: string) => string): string => names.split(', ').map(labelOf).join(', ');
  const erpField = (name: string) => erpFieldLabel(name, language);
  const ofRecord = (name: string) => propertyLabel(name, undefined, language);
  const ofProduct = (name: string) => productPropertyLabel(name, language);
  return {
    ...(typeof property === 'string' && { property: each(property, code.startsWith('product.') ? ofProduct : ofRecord) }),
    ...(typeof field === 'string' && { field: each(field, erpField) }),
    ...(typeof fields === 'string' && { fields: each(fields, erpField) }),
    ...((typeof country === 'string' || country === null) && taxIdFacts(country, language)),
    ...(typeof taxId === 'string' && { taxIdKind: taxIdKind(taxId, language) }),
  };
}

/** An ERP that refuses does not always say what of it. */
const withoutFields = (text: string, { fields }: Params): string =>
  fields === null || fields === '' ? text.replace(/ \(\{fields\}\)|: \{fields\}/, '') : text;

/** Turns codes into sentences. */
export function explainer(
  language: Language,
  locale: string,
  { codes = {}, fields = {}, isInSettings = false, title = null }: MoreWords = {},
): Explain {
  const number = new Intl.NumberFormat(locale);
  const inSettings = isInSettings ? '' : IN_SETTINGS[language];
  const known = { ...CODES[language], ...codes };
  return (given) => {
    const notice = withFieldLabel(given, fields);
    const { code, params } = notice;
    const { what, todo } = known[code] ?? UNKNOWN[language];
    const facts = { ...readableFacts(params, locale), ...labelsIn(notice, language), code };
    const say = (text: string) =>
      fill(withoutFields(withoutTitle(text, title, language), params).replaceAll('{inSettings}', inSettings), facts, number);
    return { what: say(what), todo: say(todo), isKnown: code in known };
  };
}
