import type { Books } from './accounting/books.ts';
import { validationError } from './errors.ts';
import type { Row } from './types.ts';

/** RFC: letters, a day, three more; no check digit is looked at. */
const RFC = /^[A-ZÑ&]{3,4}[ _-]?(\d{2})(\d{2})(\d{2})[ _-]?[A-ZÑ&0-9]{3}$/i;
const isRfc = (text: string): boolean => {
  const [, , month, day] = RFC.exec(text) ?? [];
  return month !== undefined && Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
};
/** A letter, seven digits and what they add up to. */
function isNif(text: string): boolean {
  const [, digits, check] = /^(?:ES)?[A-HJ-NP-SU-W](\d{7})(\d)$/i.exec(text.replace(/[ -]/g, '')) ?? [];
  if (digits === undefined) return false;
  const doubled = [...digits].map((digit, at) =>
    at % 2 === 1 ? Number(digit) : [...String(Number(digit) * 2)].reduce((a, b) => a + Number(b), 0),
  );
  return (10 - (doubled.reduce((a, b) => a + b, 0) % 10)) % 10 === Number(check);
}

const EXAMPLES: Record<string, string> = { MX: 'GODE561231GR8', ES: 'ESA12345674', NO: 'NO123456785' };
/** Countries whose code may stand before the number; of some any number will do. */
const CHECKS: Record<string, (text: string) => boolean> = { MX: isRfc, ES: isNif, NO: (text) => /^(NO)?\d{9}$/.test(text), US: () => true };
const EUROPEAN = ['ES', 'NO'];

/**
 * What the module base_vat does with a partner's tax id: throws, or answers it as it is kept. Until 18 any country's number goes when it begins
 * with that country's code; from 19 on it is the partner's own country's, or nobody's business, and its punctuation goes.
 */
export function checkedTaxId(books: Books, partner: Pick<Row, 'vat' | 'name'>, country: string | undefined): string | null {
  const vat = typeof partner.vat === 'string' ? partner.vat : null;
  if (!books.checksTaxIds || vat === null || vat === '') return vat;
  const name = String(partner.name);
  return books.version >= 19 ? checkedFrom19(books, { vat, name }, country) : checkedUntil18(books, { vat, name }, country);
}

interface Given {
  vat: string;
  name: string;
}

function checkedUntil18(books: Books, { vat, name }: Given, country: string | undefined): string {
  if (vat.length === 1) return vat;
  const check = CHECKS[vat.slice(0, 2).toUpperCase()];
  if (check?.(vat.slice(2).replaceAll(' ', ''))) return vat;
  const ofCountry = country === undefined ? undefined : CHECKS[country];
  if (ofCountry?.(vat) || (!check && !ofCountry)) return vat;
  const example =
    country === 'MX' ? 'MXGODE561231GR8 or GODE561231GR8' : (EXAMPLES[country ?? ''] ?? "'CC##' (CC=Country Code, ##=VAT Number)");
  throw validationError(
    `\nThe ${labelIn(books, country)} number [${vat}] for partner [${name}] does not seem to be valid. \nNote: the expected format is ${example}`,
  );
}

function checkedFrom19(books: Books, { vat, name }: Given, country: string | undefined): string {
  if (country === undefined || vat === '/') return vat;
  if (vat.length === 1) throw validationError("To explicitly indicate no (valid) VAT, use '/' instead. ");
  const kept = country === 'MX' || country === 'ES' ? vat.replace(/[ _-]/g, '').toUpperCase() : vat;
  if (!CHECKS[country] || CHECKS[country](kept)) return kept;
  const prefix = vat.slice(0, 2).toUpperCase();
  const european = EUROPEAN.includes(prefix) && !EUROPEAN.includes(country);
  const hint = european ? `\n\nIf you are trying to input a European number, this is the expected format: ${EXAMPLES[prefix]}` : '';
  throw validationError(
    `\nThe ${labelIn(books, country)} number [${kept}] for partner [${name}] does not seem to be valid.  \nNote: the expected format is ${EXAMPLES[country]}${hint}`,
  );
}

/** The company's own country has its own word. */
function labelIn({ tx }: Books, country: string | undefined): string {
  const own = tx.get('res.country', tx.get('res.company', tx.ids('res.company')[0] ?? 0)?.country_id ?? 0)?.code;
  return country === 'MX' && own === country ? 'RFC' : 'VAT';
}
