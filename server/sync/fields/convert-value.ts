import { isGenericTaxId, normaliseEmail, plainTaxId, possibleTaxIds, readTaxId } from '../../mirror/identity-values.ts';
import { isCountry, isState } from './addresses.ts';
import { countryCode, countryName, plainWords } from './countries.ts';
import type { MappedField, ValueShape } from './field-shapes.ts';
import { booleanText, dayTextIn, dayText, decimalText, instantTextIn, isUtcMidnight } from './plain-values.ts';

export interface Finding {
  code: string;
  params: Record<string, string | number | boolean | null>;
}

/** `value` undefined: the other side has no such value, `finding` says why. */
export interface Converted {
  value: string | null | undefined;
  finding?: Finding;
  /** Odd, but it stops nothing. */
  warning?: Finding;
}

/** A digit may be mistyped, and it may be right: tax offices list such ids. */
export const CHECK_DIGIT = 'customer.tax_id_check_digit';

const EMPTY: Converted = { value: null };
const isEmpty = (value: string | null): value is null | '' => value === null || value.trim() === '';

/** Where a record is from. */
interface Place {
  /** Of the same address, ISO alpha-2, for its state. */
  country: string | null;
  /** The account's: which day an instant is, and when a day begins. */
  timeZone: string;
}

/** For values that are the same everywhere. */
export const NOWHERE: Place = { country: null, timeZone: 'UTC' };

/** A HubSpot value in the ERP's spelling. */
export function toErp(mapped: MappedField, held: string | null, { country, timeZone }: Place): Converted {
  if (isEmpty(held)) return EMPTY;
  const text = held.trim();
  const translated = mapped.translation.find(({ hubspot }) => hubspot === text);
  if (translated) return { value: translated.erp };
  const { role } = mapped.fieldShape;
  if (role === 'tax_id') return taxId(text, country);
  if (role === 'email' && normaliseEmail(text) === null)
    return { value: undefined, finding: { code: 'customer.email_invalid', params: { text } } };
  if (isCountry(role)) return orFinding(countryCode(labelOf(mapped.propertyShape, text)), 'customer.country_unknown', { text });
  if (isState(role)) return orFinding(stateCode(mapped, text, country), 'customer.state_unknown', { text, country });
  return convert(mapped, text, { from: mapped.propertyShape, to: mapped.fieldShape, timeZone });
}

/** ERPs refuse the whole record for a tax id that cannot be one. A wrong check digit is a warning: tax offices list such ids. */
function taxId(text: string, country: string | null): Converted {
  // `/` and the like say that there is none.
  if (text.length === 1) return EMPTY;
  if (isGenericTaxId(text)) return { value: text, warning: { code: 'customer.tax_id_generic', params: { taxId: text } } };
  const reading = readTaxId(text, country);
  if (reading === null) return { value: undefined, finding: { code: 'customer.tax_id_malformed', params: { taxId: text, country } } };
  const isDoubtful = reading.outcome === 'wrong_check_digit';
  return { value: text, ...(isDoubtful && { warning: { code: CHECK_DIGIT, params: { taxId: text } } }) };
}

/** An ERP value in HubSpot's spelling. */
export function toHubSpot(mapped: MappedField, held: string | null, { timeZone }: Pick<Place, 'timeZone'>): Converted {
  if (isEmpty(held)) return EMPTY;
  const translated = mapped.translation.find(({ erp }) => erp === held);
  if (translated) return { value: translated.hubspot };
  const { role } = mapped.fieldShape;
  if (isCountry(role)) return fromName(mapped, held, countryName(held));
  if (isState(role)) return stateName(mapped, held);
  return convert(mapped, held, { from: mapped.fieldShape, to: mapped.propertyShape, timeZone });
}

function fromName(mapped: MappedField, code: string, name: string | null): Converted {
  if (mapped.propertyShape.type !== 'choice') return { value: name ?? code };
  const option = optionOf(mapped.propertyShape, code) ?? (name === null ? null : optionOf(mapped.propertyShape, name));
  return orFinding(option, 'customer.value_unknown', { field: mapped.propertyLabel, value: name ?? code });
}

/** People read no codes, and codes of ERPs are not those of other systems: without its name a state goes nowhere. */
function stateName(mapped: MappedField, code: string): Converted {
  const name = mapped.fieldShape.options?.find(({ value }) => value === code)?.label.trim();
  if (!name) return { value: undefined, finding: { code: 'customer.state_unnamed', params: { state: code } } };
  return fromName(mapped, code, withoutCountry(name));
}

/** Some ERPs write the country behind the name: `Nuevo León (MX)`. */
const withoutCountry = (name: string): string => name.replace(/\s*\([A-Z]{2}\)$/, '');

const orFinding = (value: string | null, code: string, params: Finding['params']): Converted =>
  value === null ? { value: undefined, finding: { code, params } } : { value };

interface Conversion extends Pick<Place, 'timeZone'> {
  from: ValueShape;
  to: ValueShape;
}

function convert(mapped: MappedField, text: string, { from, to, timeZone }: Conversion): Converted {
  const names = { field: mapped.fieldShape.label, value: text };
  if (to.type === 'choice') return orFinding(chosen(from, to, text), 'customer.value_unknown', names);
  if (to.type === 'number') return orFinding(decimalText(text), 'customer.number_invalid', names);
  if (to.type === 'boolean') return orFinding(booleanText(labelOf(from, text)), 'customer.value_unknown', names);
  // A date is no instant, also where it comes as one.
  const moment = from.type === 'date' ? (dayText(text) ?? text) : text;
  if (to.type === 'date') return orFinding(dayTextIn(timeZone, moment), 'customer.date_invalid', names);
  if (to.type === 'datetime') return orFinding(instantTextIn(timeZone, moment), 'customer.date_invalid', names);
  return withinLength(mapped, from.type === 'choice' ? labelOf(from, text) : text);
}

function withinLength({ fieldShape: { label, maxLength } }: MappedField, text: string): Converted {
  if (maxLength === null || text.length <= maxLength) return { value: text };
  return { value: undefined, finding: { code: 'customer.value_too_long', params: { field: label, most: maxLength } } };
}

/** By value where both sides choose alike, else by what people read. Without a list the side that gets it decides. */
function chosen(from: ValueShape, to: ValueShape, text: string): string | null {
  if (to.options === null) return text;
  const byValue = from.type === 'choice' ? to.options.find(({ value }) => value === text)?.value : null;
  if (byValue) return byValue;
  if (from.type !== 'boolean') return optionOf(to, labelOf(from, text));
  return to.options.find(({ value, label }) => (booleanText(value) ?? booleanText(label)) === text)?.value ?? null;
}

function optionOf({ options }: ValueShape, name: string): string | null {
  const wanted = plainWords(name);
  const found = options?.find(({ value, label }) => plainWords(label) === wanted || plainWords(value) === wanted);
  return found?.value ?? null;
}

const labelOf = ({ options }: ValueShape, value: string): string => options?.find((option) => option.value === value)?.label ?? value;

/** `Nuevo León`, `NLE` or `MX-NLE` → `MX-NLE`: among those of the address's country, or where only one country has such a state. */
function stateCode({ fieldShape, propertyShape }: MappedField, text: string, country: string | null): string | null {
  const wanted = plainWords(labelOf(propertyShape, text));
  const ofCountry = (fieldShape.options ?? []).filter(({ value }) => country === null || value.startsWith(`${country}-`));
  const isCalledSo = ({ value, label }: { value: string; label: string }): boolean =>
    [label, withoutCountry(label), value, value.slice(value.indexOf('-') + 1)].some((name) => plainWords(name) === wanted);
  const found = ofCountry.filter(isCalledSo);
  return found.length === 1 ? found[0]!.value : null;
}

/** Whether a value says what another does, where nobody compared them yet: as people read them. */
export function areAlike({ fieldShape: { type, role } }: MappedField, one: string, two: string): boolean {
  if (type === 'number') return decimalText(one) === decimalText(two);
  if (role === 'tax_id') return areSameTaxIds(one, two);
  if ((role === 'phone' || role === 'mobile') && digitsOf(one) !== '') return digitsOf(one) === digitsOf(two);
  if (role === 'website') return siteOf(one) === siteOf(two);
  return plainWords(one) === plainWords(two);
}

/** HubSpot holds a day of the ERP as it was once written, as the day's midnight in UTC: it says the same, and stays until somebody changes either. */
export const isWrittenInUtc = ({ propertyShape }: MappedField, hubspot: string | null, erp: string | null): boolean =>
  propertyShape.type === 'datetime' && hubspot !== null && erp !== null && isUtcMidnight(hubspot, erp);

/** `ESB65410011` and `B65410011`: the letters of the country in front say nothing new. */
function areSameTaxIds(one: string, two: string): boolean {
  if (plainTaxId(one) === plainTaxId(two)) return true;
  const possible = possibleTaxIds(two);
  if (possibleTaxIds(one).some((value) => possible.includes(value))) return true;
  // With a wrong check digit there is no normal form.
  const [a, b] = [readTaxId(one), readTaxId(two)];
  return a !== null && a.value === b?.value;
}

const digitsOf = (text: string): string => text.replace(/\D/g, '').replace(/^0+/, '');
const siteOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/\/+$/, '');
