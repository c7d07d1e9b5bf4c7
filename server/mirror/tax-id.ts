import { TAX_ID_COUNTRIES, type TaxIdKind } from './tax-id-countries.ts';

/** What a text says, read as a tax id. A wrong check digit is a warning: tax offices list such numbers, and people mistype them. */
interface TaxIdReading {
  outcome: 'valid' | 'wrong_check_digit' | 'unchecked';
  /** No separators, and in front only the letters of another country than the customer's: the one spelling in which it is compared. */
  value: string;
  /** Whose kind of number it is; null: of a country whose numbers we cannot tell. */
  country: string | null;
  kind: string | null;
}

/** Stand for "anybody", whatever their check digit says: public and foreign customers in Mexico, the dummy Spanish NIF. */
const GENERIC = new Set(['XAXX010101000', 'XEXX010101000', '00000000T', 'X0000000T']);

/** Countries that write other letters in front of their numbers than their own code. */
const OTHER_PREFIX: Readonly<Record<string, readonly string[]>> = { GR: ['EL'], GB: ['XI'] };
const COUNTRY_OF_PREFIX: Readonly<Record<string, string>> = { EL: 'GR', XI: 'GB' };

/** `us 100.001-493` → `US100001493`: separators say nothing, except before the check digit of a Colombian NIT. */
export const plainTaxId = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9Ñ&]/g, '');

/**
 * Null: empty, stands for anybody, or not a number of that country (`country`: ISO alpha-2, where known). First as a number of the country,
 * with and without its letters in front, then of the country whose letters it begins with.
 */
export function readTaxId(text: string | null, country: string | null = null): TaxIdReading | null {
  const written = (text ?? '').trim();
  return remembered(readings, `${country ?? ''} ${written}`, () => findReading(written, country));
}

const readings = new Map<string, TaxIdReading | null>();

function findReading(written: string, country: string | null): TaxIdReading | null {
  const cleaned = plainTaxId(written);
  if (!isSpecific(cleaned) || isGenericWithPrefix(cleaned)) return null;
  const all = countriesOf(cleaned, country).flatMap((one) => readAs(one, written, cleaned, country));
  const best = all.find(({ outcome }) => outcome === 'valid') ?? all[0];
  if (best) return isSpecific(best.value) ? best : null;
  if (country !== null && TAX_ID_COUNTRIES[country]?.isComplete) return null;
  const value = country === null ? cleaned : withoutPrefix(country, cleaned);
  return isSpecific(value) && /\d/.test(value) ? { outcome: 'unchecked', value, country, kind: null } : null;
}

/** One spelling per tax id, so that it can be compared. Null when it is none, stands for anybody, or its check digit is wrong. */
export function normaliseTaxId(text: string | null, country: string | null = null): string | null {
  const reading = readTaxId(text, country);
  return reading === null || reading.outcome === 'wrong_check_digit' ? null : reading.value;
}

/** Every normal form a text may have, whatever the country: HubSpot does not say of which one its records' tax ids are. */
export function possibleTaxIds(text: string | null): readonly string[] {
  const written = (text ?? '').trim();
  return remembered(possible, written, () => findPossible(written));
}

const possible = new Map<string, readonly string[]>();
/** Of either kind; less than 4 MB. */
const MOST_KNOWN = 20_000;

/** A record is read again and again while it is matched and written, and asking the countries takes longer than the rest of it. */
function remembered<T>(known: Map<string, T>, key: string, find: () => T): T {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = find();
  known.set(key, made);
  const [oldest] = known.keys();
  if (known.size > MOST_KNOWN) known.delete(oldest!);
  return made;
}

function findPossible(written: string): string[] {
  const countries = [null, ...tellingCountries(written)];
  return [...new Set(countries.flatMap((country) => normaliseTaxId(written, country) ?? []))];
}

/**
 * What a text may be compared by: its normal forms, and the text itself. One whose check digit is wrong has no normal form and may still be the
 * same on both sides, so `hasTaxIdSql` compares it as it is written, with and without the letters of its country.
 */
export function comparableTaxIds(text: string | null): string[] {
  const written = (text ?? '').trim();
  const cleaned = plainTaxId(written);
  if (!isSpecific(cleaned) || isGenericWithPrefix(cleaned)) return [];
  const doubtful = [null, ...tellingCountries(written)].flatMap((country) => {
    const reading = readTaxId(written, country);
    return reading?.outcome === 'wrong_check_digit' ? [reading.value, `${reading.country ?? ''}${reading.value}`] : [];
  });
  return [...new Set([...possibleTaxIds(written), cleaned, ...doubtful])];
}

/** Whether a customer of the mirror has one of these `comparableTaxIds`. The last part is written as its index is: none is longer than twenty. */
export const hasTaxIdSql = (c: string, taxIds: string): string =>
  `(${c}.tax_id_normalised = any(${taxIds}) or ${c}.tax_id_normalised is null and ${c}.tax_id is not null
    and left(regexp_replace(upper(${c}.tax_id), '[^A-Z0-9Ñ&]', '', 'g'), 21) = any(${taxIds}))`;

/**
 * The countries that say something of their own about a text: it has a shape of theirs, or their letters in front. To all others it means the
 * same, so one stands for those whose shapes we all know, and one for the rest: asking every country would validate it thirty times.
 */
function tellingCountries(written: string): string[] {
  const cleaned = plainTaxId(written);
  const named = namedCountry(cleaned);
  const [telling, others] = [new Set<string>(), new Map<boolean, string>()];
  for (const [country, { isComplete = false }] of Object.entries(TAX_ID_COUNTRIES)) {
    if (country === named || readAs(country, written, cleaned, null).length > 0) telling.add(country);
    else others.set(isComplete, country);
  }
  return [...telling, ...others.values()];
}

/**
 * Two numbers of one kind that differ are two taxpayers; a number of the company beside a personal one, or an establishment's beside the
 * company's, says nothing.
 */
export function areOtherTaxpayers(one: string, other: string, country: string | null): boolean {
  const [a, b] = [readTaxId(one, country), readTaxId(other, country)];
  return a !== null && b !== null && a.value !== b.value && a.country === b.country && a.kind === b.kind;
}

function countriesOf(cleaned: string, country: string | null): string[] {
  const named = namedCountry(cleaned);
  // An RFC is recognised without its country; so is a Swiss number, which would pass for one.
  const guessed = country === null ? ['CH', 'MX'] : ['MX'];
  return [...new Set([...(country === null ? [] : [country]), named, ...guessed])].filter((one) => TAX_ID_COUNTRIES[one] !== undefined);
}

function namedCountry(cleaned: string): string {
  const prefix = cleaned.slice(0, 2);
  return COUNTRY_OF_PREFIX[prefix] ?? prefix;
}

function readAs(country: string, written: string, cleaned: string, ofCustomer: string | null): TaxIdReading[] {
  const { kinds, rewrite } = TAX_ID_COUNTRIES[country]!;
  const isForeign = ofCustomer !== null && ofCustomer !== country;
  const stripped = withoutPrefix(country, cleaned);
  const found: TaxIdReading[] = [];
  // Every text is asked of thirty countries, and nearly all say nothing: no lists are made for them.
  for (const body of stripped === cleaned ? [cleaned] : [cleaned, stripped]) {
    const number = rewrite?.(body, written) ?? body;
    for (const kind of kinds) {
      const reading = kind.shape.test(number) ? readKind(country, kind, number) : null;
      // Two countries may have the same digits.
      if (reading) found.push(isForeign && body !== cleaned ? { ...reading, value: country + reading.value } : reading);
    }
  }
  return found;
}

/** Of a number of that kind's shape; null: it is none all the same. */
function readKind(country: string, { name, validator }: TaxIdKind, body: string): TaxIdReading | null {
  const result = withoutStack(() => validator.validate(body));
  // `compact` brings a number to its full length; letters that belong to it stay.
  if (result.isValid) return { outcome: 'valid', value: result.compact, country, kind: name };
  return result.error?.name === 'InvalidChecksum' ? { outcome: 'wrong_check_digit', value: body, country, kind: name } : null;
}

/** A number that is not one is said by an error; what the stack was then takes longer than the check, and nobody reads it. */
function withoutStack<T>(work: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function withoutPrefix(country: string, cleaned: string): string {
  const prefix = cleaned.startsWith(country) ? country : OTHER_PREFIX[country]?.find((letters) => cleaned.startsWith(letters));
  return prefix === undefined || cleaned.length < prefix.length + 6 ? cleaned : cleaned.slice(prefix.length);
}

const isGenericWithPrefix = (cleaned: string): boolean => GENERIC.has(cleaned) || GENERIC.has(cleaned.slice(2));

/** Stands for anybody: many customers have it, and it tells none of them. */
export const isGenericTaxId = (text: string): boolean => isGenericWithPrefix(plainTaxId(text));

/** Short or monotonous values (`999999999`, `N/A`) are placeholders. */
function isSpecific(value: string): boolean {
  const digits = value.replace(/\D/g, '');
  return !GENERIC.has(value) && value.length >= 6 && value.length <= 20 && new Set(digits).size > 1 && !'0123456789'.includes(value);
}
