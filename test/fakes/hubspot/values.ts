import type { ValueProblem } from './errors.ts';
import type { ObjectType, PropertyDefinition } from './types.ts';

/** A value as HubSpot keeps it; empty clears. */
type Kept = { value: string } | { problem: ValueProblem };

const MAX_TEXT = 65_536;
const DAY_MS = 86_400_000;

/** What HubSpot makes of a value it is given; `before` matters where a value can be appended. */
export function keepValue(objectType: ObjectType, definition: PropertyDefinition, given: string, before: string | undefined): Kept {
  const text = given.trim();
  if (text === '') return { value: '' };
  const refuse = (code: string, message: string): Kept => ({ problem: { code, message, property: definition.name } });
  if (definition.name === 'email' && objectType === 'contacts') {
    return isEmail(text) ? { value: text.toLowerCase() } : refuse('INVALID_EMAIL', `Email address ${text} is invalid`);
  }
  if (isPrice(objectType, definition.name) && text.startsWith('-')) {
    // The rule is documented; how HubSpot words its refusal is not.
    return refuse('INVALID_DOUBLE', `${text} is negative.`);
  }
  if (definition.name === 'domain' && objectType === 'companies') return { value: domainOf(text) };
  const kept = KEEPERS[definition.type](text, definition, before);
  if (kept !== null) return { value: kept };
  const [code, wanted] = REFUSALS[definition.type];
  return refuse(code, `${text} was not ${wanted}.`);
}

const isPrice = (objectType: ObjectType, name: string): boolean =>
  ['products', 'line_items'].includes(objectType) && (name === 'price' || name.startsWith('hs_price_'));

type Keeper = (text: string, definition: PropertyDefinition, before: string | undefined) => string | null;

const keepText: Keeper = (text) => (text.length > MAX_TEXT ? null : text);

const KEEPERS: Record<PropertyDefinition['type'], Keeper> = {
  string: keepText,
  phone_number: keepText,
  number: keepNumber,
  bool: (text) => (/^(true|false)$/i.test(text) ? text.toLowerCase() : null),
  date: keepDay,
  datetime: (text) => {
    const ms = instantOf(text);
    return ms === null ? null : javaInstant(ms);
  },
  enumeration: keepOption,
};

const REFUSALS: Record<PropertyDefinition['type'], [code: string, wanted: string]> = {
  string: ['VALUE_TOO_LONG', `shorter than ${MAX_TEXT} characters`],
  phone_number: ['VALUE_TOO_LONG', `shorter than ${MAX_TEXT} characters`],
  number: ['INVALID_DOUBLE', 'a valid number'],
  bool: ['INVALID_BOOLEAN', 'a valid boolean'],
  date: ['INVALID_DATE', 'a valid date'],
  datetime: ['INVALID_LONG', 'a valid long'],
  enumeration: ['INVALID_OPTION', 'one of the allowed options'],
};

/** Shortest spelling of a decimal, without going through binary fractions. */
function keepNumber(text: string): string | null {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!match || !(match[2] || match[3])) return null;
  if (match[4] !== undefined) return Number.isFinite(Number(text)) ? String(Number(text)) : null;
  const whole = (match[2] ?? '').replace(/^0+/, '') || '0';
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  const number = fraction === '' ? whole : `${whole}.${fraction}`;
  return match[1] === '-' && number !== '0' ? `-${number}` : number;
}

function keepDay(text: string): string | null {
  const ms = instantOf(text);
  return ms === null || ms % DAY_MS !== 0 ? null : new Date(ms).toISOString().slice(0, 10);
}

function keepOption(
  text: string,
  { fieldType, options, referencedObjectType }: PropertyDefinition,
  before: string | undefined,
): string | null {
  const isOwner = (value: string) => referencedObjectType === 'OWNER' && /^\d+$/.test(value);
  const isKnown = (value: string) => isOwner(value) || options.some((option) => option.value === value);
  if (fieldType !== 'checkbox') return isKnown(text) ? text : null;
  // A leading semicolon appends to what is there.
  const values = [...(text.startsWith(';') && before ? before.split(';') : []), ...text.split(';')].filter((value) => value !== '');
  return values.every(isKnown) ? [...new Set(values)].join(';') : null;
}

/** Milliseconds, a day, or an instant with its offset; a local time without one is refused. */
export function instantOf(text: string): number | null {
  if (/^-?\d{1,15}$/.test(text)) return Number(text);
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?$/.test(text)) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) || !isRealDay(text) ? null : ms;
}

/** Date.parse takes 31 February for 3 March. */
function isRealDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  return month >= 1 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** HubSpot prints instants as Java does: whole seconds without a fraction. */
export const javaInstant = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

/** Syntax and a real top-level domain, as HubSpot demands of a contact's address. */
const isEmail = (text: string): boolean =>
  text.length <= 254 && /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@([a-z\d]([a-z\d-]*[a-z\d])?\.)+[a-z]{2,}$/i.test(text);

export const domainOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[/?#:].*$/, '');
